package io.github.ncloudcommunity.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The runnable sandbox as it was packaged, in a process of its own. */
@Timeout(120)
class SandboxJarIT {

  private static final String SANDBOX_JAR = System.getProperty("sandboxJar");

  @Test
  void servesAClient_andPrintsWhereAndWithWhatIds() throws Exception {
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
  void anUnknownOptionIsRefusedWithTheUsage() throws Exception {
    Process process = start("--ports", "8080");

    String printed = read(process);

    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(printed).contains("--ports", "--port");
  }

  @Test
  void aTakenPortIsToldInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Process process = start("--port", Integer.toString(taken.getLocalPort()));

      String printed = read(process);

      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(printed.strip().lines()).hasSize(1);
      assertThat(printed).contains(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void bringsItsLibrariesUnderNamesOfItsOwn() throws IOException {
    try (JarFile jar = new JarFile(SANDBOX_JAR)) {
      assertThat(
              jar.stream()
                  .map(java.util.zip.ZipEntry::getName)
                  .filter(name -> name.endsWith(".class")))
          .allMatch(name -> name.contains("io/github/ncloudcommunity/apigateway/"));
    }
  }

  private static Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(SANDBOX_JAR);
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String read(Process process) throws Exception {
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
