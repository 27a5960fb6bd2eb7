package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The client jar as it was packaged, with what a user gets beside it and nothing else. */
class ClientJarIT {

  private static final Path CLIENT_JAR = ClassPath.jar("");

  @Test
  void usersGetTheseLibrariesAndNoOther() throws IOException {
    assertThat(ClassPath.artifactsOfUsers())
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
    assertThat(ClassPath.classes(CLIENT_JAR))
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

  /** A program of a user. */
  static final class ReadsAUsagePlan implements Callable<String> {

    @Override
    public String call() {
      try (ApiGatewayClient gateway =
          ApiGatewayClient.builder()
              .baseUrl(URI.create(System.getProperty("sandbox")))
              .credentials(Credentials.of("sandbox-access-key", "sandbox-secret-key"))
              .build()) {
        return gateway.usagePlans().getUsagePlan("plan000001").toString()
            + ApiGatewayClient.class.getProtectionDomain().getCodeSource().getLocation();
      }
    }
  }

  @Test
  void readsAUsagePlan_withNothingButItsLibrariesOnTheClassPath() throws Exception {
    List<Path> jars = new ArrayList<>(ClassPath.librariesOfUsers());
    jars.add(CLIENT_JAR);
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
      System.setProperty("sandbox", sandbox.baseUrl().toString());

      assertThat(ClassPath.run(ReadsAUsagePlan.class, jars))
          .contains("plan000001")
          .endsWith(CLIENT_JAR.getFileName().toString());
    } finally {
      System.clearProperty("sandbox");
    }
  }
}
