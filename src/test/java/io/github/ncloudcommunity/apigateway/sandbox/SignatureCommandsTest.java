package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands {@code sign} and {@code explain}. */
class SignatureCommandsTest {

  private static final String SECRET = "very-secret-key";

  private final Map<String, String> environment = new HashMap<>();
  private String out = "";
  private String err = "";

  @TempDir private Path folder;

  @BeforeEach
  void setKeys() {
    environment.put("NCLOUD_ACCESS_KEY_ID", "AK");
    environment.put("NCLOUD_SECRET_KEY", SECRET);
  }

  private int run(String in, String... args) {
    StringWriter printed = new StringWriter();
    StringWriter complained = new StringWriter();
    int code =
        SandboxMain.run(
            new ByteArrayInputStream(in.getBytes(UTF_8)),
            new PrintWriter(printed),
            new PrintWriter(complained),
            environment::get,
            sandbox -> {
              throw new IllegalStateException("no sandbox must start");
            },
            args);
    out = printed.toString();
    err = complained.toString();
    assertThat(out + err).doesNotContain(SECRET);
    return code;
  }

  private List<String> signed(String... args) {
    assertThat(run("", args)).as(err).isZero();
    return out.lines().filter(line -> line.startsWith("x-ncp-")).toList();
  }

  // --- sign

  @Test
  void theSandboxAcceptsWhatWasSigned() {
    String target = "/api/v1/products?productName=%EC%9A%94&limit=1";
    List<String> headers = signed("sign", "get", "https://gateway.test:8443" + target);
    try (ApiGatewaySandbox sandbox =
        ApiGatewaySandbox.builder().credentials("AK", SECRET).start()) {
      RawClient client = new RawClient(sandbox.baseUrl(), null, null);
      assertThat(client.exchange("GET " + target, headers, new byte[0]).status()).isEqualTo(200);
      assertThat(client.exchange("GET " + target + "1", headers, new byte[0]).status())
          .isEqualTo(401);
    }
  }

  @Test
  void printsStringHeadersAndCurl() {
    assertThat(run("", "sign", "POST", "/api/v1/it's?a=b")).isZero();
    String timestamp = out.replaceFirst("(?s).*?x-ncp-apigw-timestamp: (\\d{13})\n.*", "$1");
    assertThat(out)
        .contains("\n\nPOST /api/v1/it's?a=b\n" + timestamp + "\nAK\n\n")
        .contains("\nx-ncp-iam-access-key: AK\n")
        .containsPattern("\nx-ncp-apigw-signature-v2: [A-Za-z0-9+/]{43}=\n")
        .contains("\ncurl --globoff --path-as-is --request POST --header 'x-ncp-apigw-timestamp: ")
        .endsWith(" 'http://127.0.0.1:8080/api/v1/it'\\''s?a=b'\n");
  }

  @Test
  void theKeysOfTheOptionsComeFirst() throws IOException {
    String file = Files.writeString(folder.resolve("key"), "other\n").toString();
    assertThat(signed("sign", "GET", "/p", "--access-key=other-key", "--secret-key-file", file))
        .contains("x-ncp-iam-access-key: other-key");
    assertThat(run(out.substring(out.indexOf("curl --")), "explain")).isEqualTo(1);
    assertThat(
            run(
                "GET /p\n" + String.join("\n", signed("sign", "GET", "/p")),
                "explain",
                "--access-key=AK",
                "--secret-key-file",
                file))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET products | URL must be a path or http",
        "GET http://h | URL must be a path or http",
        "GET /p#f | without a fragment",
        "GET /a\tb | space, a control character",
        "G\u00e9T /p | the method is empty or not printable",
        "GET | Missing required parameter: 'URL'",
        "GET /p --secret-key=x | Unknown option",
        "GET /p --secret-key-file=/nonesuch | /nonesuch cannot be read",
      })
  void whatCannotBeSignedIsRefused(String args, String message) {
    assertThat(run("", ("sign " + args).split(" "))).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err).contains(message);
  }

  @Test
  void halfAPairIsRefused() {
    environment.clear();
    assertThat(run("", "sign", "GET", "/p", "--access-key=AK")).isEqualTo(2);
    assertThat(err).contains("--access-key and --secret-key-file go together");
  }

  // --- explain

  @Test
  void aRightSignatureIsSaidToBeRight() {
    signed("sign", "DELETE", "/api/v1/products/p");
    assertThat(run(out.substring(out.indexOf("curl --")), "explain")).isZero();
    assertThat(out).isEqualTo("The request is signed correctly.\n");
  }

  @Test
  void theMistakeAndTheStringToSignArePrinted() {
    List<String> headers = signed("sign", "GET", "/api/v1/products");
    String request = "GET /api/v1/products?limit=20 HTTP/1.1\n" + String.join("\n", headers);
    assertThat(run(request, "explain")).isEqualTo(1);
    assertThat(out)
        .startsWith("The query was left out.\n\nString to sign")
        .containsPattern("\n\nGET /api/v1/products\\?limit=20\n\\d{13}\nAK\n$");
    assertThat(err).isEmpty();
  }

  @Test
  void theDocumentShowsWhatIsPrinted() throws IOException {
    environment.put("NCLOUD_SECRET_KEY", "SK");
    String page = Files.readString(Path.of("docs", "why-401.md"));
    String request = page.replaceFirst("(?s).* explain <<'END'\n(.*?)END\n.*", "$1");
    assertThat(run(request, "explain")).isEqualTo(1);
    assertThat(out).endsWith("\n" + page.replaceFirst("(?s).*?```text\n(.*?)```.*", "$1"));
  }

  @Test
  void aSignedBodyIsRecognised() {
    String request =
        """
        POST /api/v1/usage-plans
        x-ncp-apigw-timestamp: 1505290625682
        x-ncp-iam-access-key: AK
        x-ncp-apigw-signature-v2: %s

        {"usagePlanName": "gold"}
        """
            .formatted(
                AuthenticationTest.hmac(
                    SECRET,
                    "POST /api/v1/usage-plans\n1505290625682\nAK\n{\"usagePlanName\": \"gold\"}"));
    assertThat(run(request, "explain")).isEqualTo(1);
    assertThat(out.lines().limit(2))
        .satisfiesExactly(
            old -> assertThat(old).contains("1505290625682", "behind the clock"),
            body -> assertThat(body).isEqualTo("The body was signed too; it must not be."));
  }

  @Test
  void theKeysMustBeThere() {
    environment.remove("NCLOUD_SECRET_KEY");
    assertThat(run("GET /p\n", "explain")).isEqualTo(2);
    assertThat(err).contains("the keys are missing: set NCLOUD_ACCESS_KEY_ID");
    environment.put("NCLOUD_SECRET_KEY", SECRET + "\n" + SECRET);
    assertThat(run("GET /p\n", "explain")).isEqualTo(2);
    assertThat(err).contains("the secret key holds a control character");
  }

  @Test
  void whatIsNoSignedRequestIsRefused() {
    assertThat(run("GET /p\n", "explain")).isEqualTo(2);
    assertThat(err).contains("the header x-ncp-apigw-timestamp is missing", "Usage:");
    assertThat(run("", "explain")).isEqualTo(2);
    assertThat(err).contains("the first line is not a request line");
  }
}
