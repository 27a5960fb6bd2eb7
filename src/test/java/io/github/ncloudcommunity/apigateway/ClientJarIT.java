package io.github.ncloudcommunity.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The client jar as it was packaged, with what a user gets beside it and nothing else. */
class ClientJarIT {

  private static final Path CLIENT_JAR = Path.of(System.getProperty("clientJar"));

  @Test
  void usersGetTheseLibrariesAndNoOther() throws IOException {
    assertThat(artifactsOfUsers())
        .containsExactlyInAnyOrder(
            "feign-core",
            "httpclient5",
            "httpcore5",
            "httpcore5-h2",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "slf4j-api",
            "jspecify");
  }

  @Test
  void holdsTheClientAndNeitherSandboxNorQuickstartNorLibraries() throws IOException {
    List<String> classes = classes(CLIENT_JAR);

    assertThat(classes)
        .contains(
            "io/github/ncloudcommunity/apigateway/ApiGatewayClient.class",
            "io/github/ncloudcommunity/apigateway/api/StageOperations.class",
            "io/github/ncloudcommunity/apigateway/model/UsagePlan.class")
        .allMatch(name -> name.startsWith("io/github/ncloudcommunity/apigateway/"))
        .noneMatch(name -> name.matches(".*/apigateway/(sandbox|quickstart|shaded)/.*"));
  }

  @Test
  void namesItsVersionAndPromisesNoModule() throws IOException {
    try (JarFile jar = new JarFile(CLIENT_JAR.toFile())) {
      // The libraries that it needs are no modules that find each other: class path only.
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name")).isNull();
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
          .isEqualTo(System.getProperty("projectVersion"));
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
    }
  }

  @Test
  void readsAUsagePlan_withNothingButItsLibrariesOnTheClassPath() throws Exception {
    List<URL> path = new ArrayList<>();
    path.add(CLIENT_JAR.toUri().toURL());
    for (String artifact : artifactsOfUsers()) {
      path.add(jarOf(artifact).toUri().toURL());
    }
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start();
        URLClassLoader users =
            new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> client = users.loadClass(ApiGatewayClient.class.getName());
      assertThat(client.getProtectionDomain().getCodeSource().getLocation())
          .isEqualTo(CLIENT_JAR.toUri().toURL());
      Object credentials =
          users
              .loadClass("io.github.ncloudcommunity.apigateway.auth.Credentials")
              .getMethod("of", String.class, String.class)
              .invoke(null, sandbox.credentials().accessKey(), "sandbox-secret-key");
      Object builder = client.getMethod("builder").invoke(null);
      call(builder, "baseUrl", URI.class, sandbox.baseUrl());
      call(builder, "credentials", credentials.getClass(), credentials);
      try (AutoCloseable gateway =
          (AutoCloseable) builder.getClass().getMethod("build").invoke(builder)) {
        Object plans = client.getMethod("usagePlans").invoke(gateway);
        Class<?> operations =
            users.loadClass("io.github.ncloudcommunity.apigateway.api.UsagePlanOperations");
        Object plan =
            operations
                .getMethod("getUsagePlan", String.class)
                .invoke(plans, sandbox.seed().usagePlanId());

        assertThat(plan.toString()).contains(sandbox.seed().usagePlanId());
      }
    }
  }

  private static void call(Object target, String method, Class<?> type, Object argument)
      throws ReflectiveOperationException {
    Method found = target.getClass().getMethod(method, type);
    found.invoke(target, argument);
  }

  /** The runtime tree without what hangs on a dependency that is optional here. */
  private static List<String> artifactsOfUsers() throws IOException {
    List<String> artifacts = new ArrayList<>();
    boolean optional = false;
    Pattern line = Pattern.compile("^([|+\\\\ -]+)[^:]+:([^:]+):jar:.*$");
    for (String text : Files.readAllLines(Path.of("target/runtime-dependencies.txt"), UTF_8)) {
      Matcher matcher = line.matcher(text);
      if (!matcher.matches()) {
        continue; // the project itself
      }
      if (matcher.group(1).length() == 3) {
        optional = text.contains("optional");
      }
      if (!optional) {
        artifacts.add(matcher.group(2));
      }
    }
    return artifacts;
  }

  private static Path jarOf(String artifact) {
    Pattern jar = Pattern.compile(".*[/\\\\]" + Pattern.quote(artifact) + "-\\d[^/\\\\]*\\.jar");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : classPath.split(File.pathSeparator)) {
      if (jar.matcher(entry).matches()) {
        return Path.of(entry);
      }
    }
    throw new AssertionError(artifact + " is not on the class path");
  }

  private static List<String> classes(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(java.util.zip.ZipEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .toList();
    }
  }
}
