package io.github.ncloudcommunity.apigateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars of the sandbox as they were packaged: the one to embed, and the one to run. */
@Timeout(120)
class SandboxJarIT {

  private static final Path CLIENT = ClassPath.jar("");
  private static final Path EMBEDDED = ClassPath.jar("-sandbox");
  private static final Path STANDALONE = ClassPath.jar("-sandbox-standalone");

  // --- to embed

  /** A test of a user, without the JUnit around it. */
  static final class EmbedsTheSandbox implements Callable<String> {

    @Override
    public String call() {
      try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.builder().explain(true).start();
          ApiGatewayClient gateway =
              ApiGatewayClient.builder()
                  .baseUrl(sandbox.baseUrl())
                  .credentials(sandbox.credentials())
                  .customize(feign -> feign.requestInterceptor(r -> r.header("X-Team", "a")))
                  .build()) {
        gateway
            .usagePlans()
            .createUsagePlan(new CreateUsagePlanRequest().usagePlanName("gold").rateRps(5));
        String refused;
        try {
          gateway.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName(""));
          refused = "nothing";
        } catch (ApiGatewayException e) {
          refused = e.errorCode() + " " + e.getMessage();
        }
        return gateway.usagePlans().getUsagePlan("plan000002") + refused;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void embedded_worksWithACustomizedClient_inAnyOrderOnTheClassPath(boolean sandboxFirst)
      throws Exception {
    List<Path> jars = new ArrayList<>(ClassPath.librariesOfUsers());
    jars.addAll(0, sandboxFirst ? List.of(EMBEDDED, CLIENT) : List.of(CLIENT, EMBEDDED));

    assertThat(ClassPath.run(EmbedsTheSandbox.class, jars))
        .contains("plan000002", "gold")
        .contains("BAD_REQUEST", "usagePlanName");
  }

  @Test
  void embedded_definesNoClassThatTheClientOrALibraryDefines() throws IOException {
    List<Path> others = new ArrayList<>(ClassPath.librariesOfUsers());
    others.add(CLIENT);
    Set<String> theirs = new HashSet<>();
    for (Path other : others) {
      theirs.addAll(ClassPath.classes(other));
    }
    theirs.remove("module-info.class");

    assertThat(ClassPath.classes(EMBEDDED)).isNotEmpty().doesNotContainAnyElementsOf(theirs);
  }

  @Test
  void embedded_holdsTheSandboxAndItsLibrariesUnderOtherNames() throws IOException {
    assertThat(ClassPath.classes(EMBEDDED))
        .contains("io/github/ncloudcommunity/apigateway/sandbox/SandboxExtension.class")
        .allMatch(name -> name.matches("io/github/ncloudcommunity/apigateway/(sandbox|shaded)/.*"))
        .noneMatch(name -> name.matches(".*(SandboxMain|shaded/(picocli|feign|org/slf4j)/).*"));
  }

  @Test
  void embedded_usesTheLibrariesUnderThoseNamesOnly() throws IOException {
    Pattern theirNames =
        Pattern.compile(
            "(?<!shaded/)(com/(ethlo|fasterxml|networknt)|org/(apache/hc|yaml)|picocli)/[\\w/]+");
    try (JarFile jar = new JarFile(EMBEDDED.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        // The names in a class file are ASCII.
        assertThat(theirNames.matcher(new String(bytes, ISO_8859_1)).results())
            .as(entry.getName())
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-sandbox", "-sandbox-standalone"})
  void bothHaveTheirLicenceAndNoticesAndVersion(String classifier) throws IOException {
    try (JarFile jar = new JarFile(ClassPath.jar(classifier).toFile())) {
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
          .isEqualTo(System.getProperty("projectVersion"));
    }
  }

  // --- to run

  @Test
  void standalone_servesAClient_andPrintsWhereAndWithWhatIds() throws Exception {
    Process process = start("--port", "0", "--access-key", "AK", "--secret-key", "S+/=K");
    try (BufferedReader output = process.inputReader(UTF_8)) {
      StringBuilder printed = new StringBuilder();
      URI baseUrl = null;
      String line;
      while ((baseUrl == null || !printed.toString().contains("plan000001"))
          && (line = output.readLine()) != null) {
        printed.append(line).append('\n');
        Matcher url = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/api/v1").matcher(line);
        baseUrl = url.find() ? URI.create(url.group()) : baseUrl;
      }
      assertThat(printed)
          .contains("AK", "prod000001", "apis000001", "stag000001", "plan000001")
          .doesNotContain("S+/=K");
      try (ApiGatewayClient gateway =
          ApiGatewayClient.builder()
              .baseUrl(baseUrl)
              .credentials(Credentials.of("AK", "S+/=K"))
              .build()) {
        gateway
            .stages()
            .associateUsagePlan(
                "prod000001",
                "apis000001",
                "stag000001",
                new AssociateUsagePlanRequest().usagePlanId("plan000001"));

        assertThat(
                gateway
                    .stages()
                    .listStageUsagePlans("prod000001", "apis000001", "stag000001")
                    .getContent())
            .extracting(plan -> plan.getUsagePlanId())
            .containsExactly("plan000001");
      }
    } finally {
      process.destroy();
    }
  }

  @Test
  void standalone_signsWithTheConfigureFile_andExplains(@TempDir Path home) throws Exception {
    Files.createDirectory(home.resolve(".ncloud"));
    Files.writeString(
        home.resolve(".ncloud/configure"),
        "ncloud_access_key_id = AK\nncloud_secret_access_key = very-secret\n");
    ProcessBuilder signing =
        command(List.of("-Duser.home=" + home), "sign", "GET", "/api/v1/products?limit=1");
    signing.environment().keySet().removeIf(name -> name.startsWith("NCLOUD_"));
    String printed = read(signing.start());
    assertThat(printed).contains("x-ncp-iam-access-key: AK").doesNotContain("very-secret");
    String curl = printed.substring(printed.indexOf("curl --"));

    ProcessBuilder explaining = command(List.of(), "explain");
    explaining.environment().put("NCLOUD_ACCESS_KEY_ID", "AK");
    explaining.environment().put("NCLOUD_SECRET_KEY", "very-secret");
    assertThat(readGiven(explaining, curl)).isEqualTo("The request is signed correctly.\n");
    assertThat(readGiven(explaining, curl.replace("/api/v1", "")))
        .startsWith("The signature does not fit the request")
        .doesNotContain("very-secret");
  }

  private static String readGiven(ProcessBuilder command, String input) throws Exception {
    Process process = command.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    return read(process);
  }

  @Test
  void standalone_anUnknownOptionIsRefusedWithTheUsage() throws Exception {
    Process process = start("--ports", "8080");

    String printed = read(process);

    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(printed).contains("--ports", "--port");
  }

  @Test
  void standalone_aTakenPortIsToldInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Process process = start("--port", Integer.toString(taken.getLocalPort()));

      String printed = read(process);

      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(printed.strip().lines()).hasSize(1);
      assertThat(printed).contains(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void standalone_bringsItsLibrariesUnderNamesOfItsOwn() throws IOException {
    assertThat(ClassPath.classes(STANDALONE))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("io/github/ncloudcommunity/apigateway/"));
  }

  private static Process start(String... args) throws IOException {
    return command(List.of(), args).start();
  }

  private static ProcessBuilder command(List<String> javaOptions, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.add("-jar");
    command.add(STANDALONE.toString());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static String read(Process process) throws Exception {
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
