package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxMainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Integer> statuses = new ArrayList<>();
  private final AtomicInteger port = new AtomicInteger();

  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path folder;

  private int run(Credentials credentials, String... args) {
    return SandboxMain.run(
        InputStream.nullInputStream(),
        new PrintWriter(out),
        new PrintWriter(err),
        environment::get,
        sandbox -> {
          port.set(sandbox.baseUrl().getPort());
          RawClient client = new RawClient(sandbox.baseUrl(), credentials, Clock.systemUTC());
          statuses.add(client.get("/products").status());
        },
        args);
  }

  private int run(String... args) {
    return run(
        Credentials.of(ApiGatewaySandbox.DEFAULT_ACCESS_KEY, ApiGatewaySandbox.DEFAULT_SECRET_KEY),
        args);
  }

  @Test
  void providerStatesAreTakenWhenAskedFor() {
    assertThat(run("--port", "0")).isZero();
    assertThat(out.toString()).doesNotContain("provider-states");

    assertThat(run("--port", "0", "--provider-states")).isZero();
    assertThat(out.toString())
        .contains("Provider states at http://127.0.0.1:" + port.get() + "/provider-states\n");
  }

  @Test
  void anySignatureIsAcceptedWhenAskedFor_andItSaysSo() {
    Credentials strangers = Credentials.of("another-key", "another-secret");
    assertThat(run(strangers, "--port=0")).isZero();
    assertThat(out.toString()).doesNotContain("Any signature");

    assertThat(run(strangers, "--port=0", "--any-signature")).isZero();
    assertThat(statuses).containsExactly(401, 200);
    assertThat(out.toString()).contains("Any signature is accepted.");
  }

  @Test
  void itSaysHowToUseItAndStopsWhenDone() {
    assertThat(run("--port", "0")).isZero();
    assertThat(statuses).containsExactly(200);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains(
            "Base URL     http://127.0.0.1:" + port.get() + "/api/v1",
            "Access key   sandbox-access-key",
            "Secret key   sandbox-secret-key",
            "Product      prod000001",
            "API          apis000001",
            "Stage        stag000001",
            "Usage plan   plan000001",
            "Resource     rsrc000001",
            "API key      akey000001",
            "Model        modl000001",
            "Authorizer   auth000001",
            "stand-in",
            "Ctrl+C");
  }

  @Test
  void itListensWhereItIsTold() {
    assertThat(run("--port", "0", "--address", "0.0.0.0")).isZero();
    assertThat(statuses).containsExactly(200);
    assertThat(out.toString()).contains("Base URL     http://127.0.0.1:" + port.get());
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThat(run("--port", "0", "--address", "not an address")).isEqualTo(2);
    assertThat(err.toString()).contains("--address", "not an address");
    assertThat(statuses).isEmpty();
  }

  @Test
  void aSecretThatItWasGivenIsNotPrinted() {
    int code =
        run(
            Credentials.of("AK", "very-secret"),
            "--port=0",
            "--access-key=AK",
            "--secret-key=very-secret");
    assertThat(code).isZero();
    assertThat(statuses).containsExactly(200);
    assertThat(out.toString()).contains("Access key   AK").doesNotContain("very-secret");
  }

  private Path keyFile(String content) throws IOException {
    return Files.writeString(folder.resolve("key"), content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"very-secret", "very-secret\n", "very-secret\r\n"})
  void aSecretComesFromAFile_andIsNotPrinted(String content) throws IOException {
    int code =
        run(
            Credentials.of("AK", "very-secret"),
            "--port=0",
            "--access-key=AK",
            "--secret-key-file=" + keyFile(content));
    assertThat(code).as(err.toString()).isZero();
    assertThat(statuses).containsExactly(200);
    assertThat(out.toString()).contains("the one you gave").doesNotContain("very-secret");
  }

  @Test
  void bothKeysComeFromTheEnvironment_andAreNotPrinted() {
    environment.put("SANDBOX_ACCESS_KEY", "AK");
    environment.put("SANDBOX_SECRET_KEY", "very-secret");
    assertThat(run(Credentials.of("AK", "very-secret"), "--port=0")).isZero();
    assertThat(statuses).containsExactly(200);
    assertThat(out.toString()).contains("the one you gave").doesNotContain("very-secret");
  }

  @Test
  void optionsComeBeforeTheEnvironment() throws IOException {
    environment.put("SANDBOX_ACCESS_KEY", "other");
    environment.put("SANDBOX_SECRET_KEY", "other");
    String file = "--secret-key-file=" + keyFile("SK");
    assertThat(run(Credentials.of("AK", "SK"), "--port=0", "--access-key=AK", "--secret-key=SK"))
        .isZero();
    assertThat(run(Credentials.of("AK", "SK"), "--port=0", "--access-key=AK", file)).isZero();
    assertThat(run(Credentials.of("other", "SK"), "--port=0", "--secret-key=SK")).isZero();
    assertThat(statuses).containsExactly(200, 200, 200);
  }

  @Test
  void aSecretKeyOfTheEnvironmentAloneIsRefused() {
    environment.put("SANDBOX_SECRET_KEY", "very-secret");
    assertThat(run("--port=0")).isEqualTo(2);
    assertThat(err.toString()).contains("go together").doesNotContain("very-secret");
    assertThat(statuses).isEmpty();
  }

  @Test
  void twoSecretKeysAreRefused() throws IOException {
    String file = "--secret-key-file=" + keyFile("very-secret");
    assertThat(run("--port=0", "--access-key=AK", "--secret-key=very-secret", file)).isEqualTo(2);
    assertThat(err.toString()).contains("exclude each other").doesNotContain("very-secret");
  }

  @Test
  void aKeyFileThatHoldsNoKeyIsRefused_andNotShown() throws IOException {
    Path file = folder.resolve("key");
    String[] args = {"--port=0", "--access-key=AK", "--secret-key-file=" + file};
    assertThat(run(args)).isEqualTo(2);
    Files.write(file, new byte[] {'s', (byte) 0xff});
    assertThat(run(args)).isEqualTo(2);
    Files.writeString(file, "very-secret".repeat(1_000));
    assertThat(run(args)).isEqualTo(2);
    Files.writeString(file, "very-secret\nvery-secret\n");
    assertThat(run(args)).isEqualTo(2);
    Files.writeString(file, "");
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString())
        .contains("cannot be read", "is not UTF-8", "more than 4096 bytes", "secret key holds")
        .doesNotContain("very-secret");
    assertThat(statuses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a401IsExplained_onlyWhenAskedFor(boolean explain) {
    List<String> details = new ArrayList<>();
    String[] args = explain ? new String[] {"--port=0", "--explain"} : new String[] {"--port=0"};
    SandboxMain.run(
        InputStream.nullInputStream(),
        new PrintWriter(out),
        new PrintWriter(err),
        environment::get,
        sandbox -> {
          Credentials other = Credentials.of("other", "other");
          RawClient client = new RawClient(sandbox.baseUrl(), other, Clock.systemUTC());
          details.add(client.get("/products").details());
        },
        args);
    assertThat(details)
        .singleElement()
        .asString()
        .matches(text -> text.contains("\"other\"") == explain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nonesuch | Unknown option: '--nonesuch'",
        "--port=x | Invalid value for option '--port'",
        "--port=-1 | --port must be from 0 to 65535",
        "--port=65536 | --port must be from 0 to 65535",
        "--port | Missing required parameter",
        "--access-key=a | go together",
        "--secret-key=very-secret | go together",
        "--access-key=a b --secret-key=very-secret | access key holds a character",
        "8080 | Unmatched argument",
      })
  void wrongOptionsAreRefusedWithTheUsage(String args, String message) {
    assertThat(run(args.split(" (?=--)"))).isEqualTo(2);
    assertThat(statuses).isEmpty();
    assertThat(err.toString())
        .contains(message, "Usage: ncloud-apigateway-sandbox")
        .doesNotContain("very-secret");
  }

  @Test
  void aTakenPortIsOneLine() {
    try (ApiGatewaySandbox taken = ApiGatewaySandbox.start()) {
      String port = Integer.toString(taken.baseUrl().getPort());
      assertThat(run("--port", port)).isEqualTo(1);
      assertThat(out.toString()).isEmpty();
      assertThat(err.toString().lines().toList())
          .hasSize(1)
          .first()
          .asString()
          .startsWith("Port " + port + " on 127.0.0.1 cannot be opened")
          .endsWith(". Choose another with --port.");
    }
  }

  @Test
  void helpAndVersionAreShown() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--port", "8080", "--access-key", "--secret-key", "--explain")
        .contains("--any-signature", "Commands:", "sign", "explain")
        .contains("--secret-key-file", "SANDBOX_SECRET_KEY", "exclude each other");
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("ncloud-apigateway-sandbox (unpackaged)");
    assertThat(statuses).isEmpty();
  }
}
