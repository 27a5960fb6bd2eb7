package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The reachability metadata in the client jar. There is no GraalVM here, so this compares it with
 * the classes of the jar, and with what a JVM that runs the client reflects on.
 */
@Timeout(120)
class NativeImageIT {

  private static final Path CLIENT_JAR = ClassPath.jar("");
  private static final String PACKAGE = "io.github.ncloudcommunity.apigateway.";

  @Test
  void namesEveryInterfaceAndModelOfTheJar() throws IOException {
    List<String> interfaces = classes("api");
    List<String> models = classes("model");

    assertThat(entries().filter(entry -> isProxy(entry)).map(NativeImageIT::type))
        .containsExactlyInAnyOrderElementsOf(interfaces);
    assertThat(typesWith("allDeclaredMethods")).containsAll(interfaces).containsAll(models);
    assertThat(typesWith("allDeclaredFields")).containsAll(models);
    assertThat(typesWith("allDeclaredConstructors")).containsAll(models);
  }

  @Test
  void namesNothingThatIsNotThere() throws Exception {
    for (JsonNode entry : entries().toList()) {
      Class<?> type = Class.forName(type(entry));
      if (isProxy(entry)) {
        type =
            Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> null)
                .getClass();
      }
      for (JsonNode method : entry.path("methods")) {
        List<Class<?>> parameters = new ArrayList<>();
        for (JsonNode parameter : method.get("parameterTypes")) {
          parameters.add(Class.forName(parameter.textValue()));
        }
        assertThat(
                type.getDeclaredMethod(
                    method.get("name").textValue(), parameters.toArray(Class<?>[]::new)))
            .isNotNull();
      }
    }
  }

  /** A program of a user: the main job, on a client that is customised and on one that is not. */
  static final class MainJob {

    public static void main(String[] args) {
      ApiGatewayClient.Builder builder =
          ApiGatewayClient.builder()
              .baseUrl(URI.create(args[0]))
              .credentials(Credentials.of("sandbox-access-key", "sandbox-secret-key"));
      try (ApiGatewayClient gateway = builder.build()) {
        run(gateway);
      }
      try (ApiGatewayClient gateway =
          builder
              .customize(
                  feign -> feign.requestInterceptor(request -> request.header("x-team", "billing")))
              .build()) {
        run(gateway);
      }
    }

    private static void run(ApiGatewayClient gateway) {
      gateway
          .stages()
          .associateUsagePlan(
              "prod000001",
              "apis000001",
              "stag000001",
              new AssociateUsagePlanRequest().usagePlanId("plan000001"));
      try (Stream<UsagePlan> plans =
          gateway.stages().streamStageUsagePlans("prod000001", "apis000001", "stag000001")) {
        System.out.println(plans.toList());
      }
      try {
        gateway.usagePlans().getUsagePlan("nothing");
      } catch (ApiGatewayException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void namesWhateverTheMainJobReflectsOn() throws Exception {
    List<Path> jars = new ArrayList<>(ClassPath.librariesOfUsers());
    jars.add(CLIENT_JAR);
    Set<String> reflected;
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
      reflected = Reflection.of(PACKAGE, MainJob.class, sandbox.baseUrl().toString(), jars);
    }

    Set<String> named = new HashSet<>();
    for (JsonNode entry : entries().toList()) {
      String of = (isProxy(entry) ? "of proxy " : "") + type(entry);
      named.add((isProxy(entry) ? "proxy " : "type ") + type(entry));
      entry.properties().forEach(member -> named.add(member.getKey() + " " + of));
      if (entry.path("methods").findValuesAsText("name").contains("proxyClassLookup")) {
        named.add("allDeclaredMethods " + of); // there is no other of a proxy
      }
    }
    assertThat(reflected)
        .contains(
            "proxy " + PACKAGE + "api.StageOperations",
            "allDeclaredMethods of proxy " + PACKAGE + "api.StageOperations",
            "allDeclaredFields " + PACKAGE + "model.UsagePlan",
            "allDeclaredConstructors " + PACKAGE + "internal.PathSegment")
        .isSubsetOf(named);
  }

  private static Stream<JsonNode> entries() throws IOException {
    try (JarFile jar = new JarFile(CLIENT_JAR.toFile())) {
      JsonNode metadata =
          JsonMapper.builder()
              .build()
              .readTree(
                  jar.getInputStream(
                      jar.getEntry(
                          "META-INF/native-image/io.github.ncloud-community/ncloud-apigateway-client/reachability-metadata.json")));
      return StreamSupport.stream(metadata.get("reflection").spliterator(), false);
    }
  }

  private static boolean isProxy(JsonNode entry) {
    return entry.get("type").has("proxy");
  }

  private static String type(JsonNode entry) {
    return isProxy(entry)
        ? entry.get("type").get("proxy").get(0).textValue()
        : entry.get("type").textValue();
  }

  private static List<String> typesWith(String members) throws IOException {
    return entries()
        .filter(entry -> entry.path(members).asBoolean())
        .map(NativeImageIT::type)
        .toList();
  }

  private static List<String> classes(String name) throws IOException {
    return ClassPath.classes(CLIENT_JAR).stream()
        .map(file -> file.replace('/', '.').replaceFirst("\\.class$", ""))
        .filter(type -> type.startsWith(PACKAGE + name + "."))
        .filter(type -> !type.contains("$") && !type.endsWith("package-info"))
        .toList();
  }
}
