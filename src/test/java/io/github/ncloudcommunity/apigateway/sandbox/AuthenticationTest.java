package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest extends SandboxTest {

  private static final String TARGET = "/api/v1/products";
  private static final long TIME = NOW.toEpochMilli();
  private static final byte[] NOTHING = new byte[0];

  private static final String END = "\n" + TIME + "\nsandbox-access-key";

  /** The signature of somebody who signs this text. */
  static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> signed() {
    return client.signature("GET", TARGET, TIME);
  }

  private Reply get(List<String> headers) {
    return client.exchange("GET " + TARGET, headers, NOTHING);
  }

  private static void assertInvalid(Reply reply) {
    assertThat(reply.error()).isEqualTo("401/200");
    assertThat(reply.json().at("/error/message").textValue()).isEqualTo("Authentication Failed");
    assertThat(reply.details()).isEqualTo("Invalid authentication information.");
  }

  @Test
  void theNamesOfHeadersHaveNoCase() {
    List<String> headers = signed().stream().map(AuthenticationTest::upperCaseName).toList();
    assertThat(get(headers).status()).isEqualTo(200);
  }

  private static String upperCaseName(String header) {
    int colon = header.indexOf(':');
    return header.substring(0, colon).toUpperCase(Locale.ROOT) + header.substring(colon);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aMissingHeaderIs401(int index) {
    List<String> headers = new ArrayList<>(signed());
    headers.remove(index);
    Reply reply = get(headers);
    assertThat(reply.error()).isEqualTo("401/200");
    assertThat(reply.details()).isEqualTo("Authentication information are missing.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anEmptyHeaderIs401(int index) {
    List<String> headers = new ArrayList<>(signed());
    headers.set(index, headers.get(index).replaceFirst(":.*", ":"));
    assertThat(get(headers).details()).isEqualTo("Authentication information are missing.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aHeaderTwiceIs401_thoughBothSayTheSame(int index) {
    List<String> headers = new ArrayList<>(signed());
    headers.add(headers.get(index));
    assertInvalid(get(headers));
  }

  @Test
  void anotherAccessKeyIs401() {
    Credentials other = Credentials.of("another-key", ApiGatewaySandbox.DEFAULT_SECRET_KEY);
    RawClient stranger = new RawClient(sandbox.baseUrl(), other, CLOCK);
    assertInvalid(stranger.get("/products"));
  }

  @Test
  void anotherSecretKeyIs401() {
    Credentials other = Credentials.of(ApiGatewaySandbox.DEFAULT_ACCESS_KEY, "another-secret");
    RawClient stranger = new RawClient(sandbox.baseUrl(), other, CLOCK);
    assertInvalid(stranger.get("/products"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 299_999, -299_999})
  void aTimeLessThanFiveMinutesOffIsTaken(long offset) {
    assertThat(get(client.signature("GET", TARGET, TIME + offset)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(longs = {300_000, -300_000, 300_001, 86_400_000, -1_715_149_788_123L})
  void aTimeFiveMinutesOrMoreOffIs401(long offset) {
    assertInvalid(get(client.signature("GET", TARGET, TIME + offset)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-08T06:29:48Z",
        "1715149788123.0",
        "-1",
        "x",
        "1715149788123 ms",
        "0x18F5",
        "9223372036854775807",
        "92233720368547758079223372036854775807",
        "１７１５１４９７８８１２３",
      })
  void aTimeThatIsNotMillisecondsIs401(String timestamp) {
    List<String> headers = new ArrayList<>(signed());
    headers.set(0, "x-ncp-apigw-timestamp: " + timestamp);
    assertInvalid(get(headers));
  }

  @Test
  void aTimeThatDiffersFromTheSignedOneIs401() {
    List<String> headers = new ArrayList<>(signed());
    headers.set(0, "x-ncp-apigw-timestamp: " + (TIME + 1));
    assertInvalid(get(headers));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/products?limit=1, /products?limit=1",
    "GET, /api/v1/products?limit=1, /api/v1/products",
    "GET, /api/v1/products?limit=1, /api/v1/products?",
    "GET, /api/v1/products, /api/v1/products/",
    "GET, /api/v1/products, /api/v1//products",
    "GET, /api/v1/products?limit=1&offset=0, /api/v1/products?offset=0&limit=1",
    "GET, /api/v1/products?productName=a%2Fb, /api/v1/products?productName=a/b",
    "GET, /api/v1/products?productName=%ed%95%9c, /api/v1/products?productName=%ED%95%9C",
    "GET, /api/v1/products?productName=%ED%95%9C, /api/v1/products?productName=한",
    "GET, /api/v1/products?productName=%41, /api/v1/products?productName=A",
    "GET, /api/v1/products?productName=a%20b, /api/v1/products?productName=a+b",
    "GET, /api/v1/products/%70rod000001, /api/v1/products/prod000001",
    "POST, /api/v1/usage-plans/search, /api/v1/usage-plans",
  })
  void aSignatureOfAnotherTargetIs401(String method, String sent, String signed) {
    assertInvalid(
        client.exchange(method + " " + sent, client.signature(method, signed, TIME), NOTHING));
  }

  @Test
  void aSignatureOfAnotherMethodIs401() {
    assertInvalid(get(client.signature("POST", TARGET, TIME)));
  }

  @Test
  void anAlteredSignatureIs401() {
    List<String> headers = new ArrayList<>(signed());
    String signature = headers.get(2);
    headers.set(2, signature.substring(0, signature.length() - 1));
    assertInvalid(get(headers));
    headers.set(2, signature.toUpperCase(Locale.ROOT));
    assertInvalid(get(headers));
    headers.set(2, signature + "=");
    assertInvalid(get(headers));
  }

  @Test
  void theSignatureComesBeforeAllElse() {
    for (String request :
        List.of(
            "GET /api/v1/nonesuch",
            "GET /elsewhere",
            "GET /api/v1/products?limit=0",
            "GET //x",
            "DELETE /api/v1/products",
            "POST /api/v1/usage-plans",
            "GET /api/v1/products?%zz")) {
      assertThat(client.exchange(request, signed(), NOTHING).error())
          .as(request)
          .isEqualTo("401/200");
    }
  }

  @Test
  void aReplayIsTaken_forNothingForbidsIt() {
    List<String> headers = signed();
    assertThat(get(headers).status()).isEqualTo(200);
    assertThat(get(headers).status()).isEqualTo(200);
  }

  @Nested
  class WithCredentialsOfItsOwn extends SandboxTest {

    private final Credentials own = Credentials.of("own-key", "own secret 한");

    @Override
    ApiGatewaySandbox.Builder configure(ApiGatewaySandbox.Builder builder) {
      return builder.credentials("own-key", "own secret 한");
    }

    @Test
    void itTakesTheseAndNotTheDefault() {
      assertThat(sandbox.credentials()).isEqualTo(own);
      assertThat(client.get("/products").status()).isEqualTo(200);
      Credentials defaults =
          Credentials.of(
              ApiGatewaySandbox.DEFAULT_ACCESS_KEY, ApiGatewaySandbox.DEFAULT_SECRET_KEY);
      assertInvalid(new RawClient(sandbox.baseUrl(), defaults, CLOCK).get("/products"));
    }
  }

  @Nested
  class Explained extends SandboxTest {

    @Override
    ApiGatewaySandbox.Builder configure(ApiGatewaySandbox.Builder builder) {
      return builder.explain(true);
    }

    private String details(String target, List<String> headers) {
      Reply reply = client.exchange("GET " + target, headers, NOTHING);
      assertThat(reply.error()).isEqualTo("401/200");
      return reply.details();
    }

    @Test
    void aMissingHeaderIsNamed() {
      assertThat(details(TARGET, List.of()))
          .isEqualTo("The header x-ncp-iam-access-key is missing or empty.");
    }

    @Test
    void aHeaderTwiceIsNamed() {
      List<String> headers = new ArrayList<>(client.signature("GET", TARGET, TIME));
      headers.add(headers.get(2));
      assertThat(details(TARGET, headers))
          .isEqualTo("The header x-ncp-apigw-signature-v2 is there 2 times.");
    }

    @Test
    void anotherAccessKeyIsShownBesideTheRightOne() {
      List<String> headers = new ArrayList<>(client.signature("GET", TARGET, TIME));
      headers.set(1, "x-ncp-iam-access-key: other");
      assertThat(details(TARGET, headers))
          .isEqualTo(
              "The header x-ncp-iam-access-key has \"other\"; the access key is"
                  + " \"sandbox-access-key\". The string to sign is \"GET /api/v1/products\\n"
                  + TIME
                  + "\\nsandbox-access-key\"; \\n is a line feed.");
    }

    @Test
    void anOldTimeIsComparedWithTheClock() {
      assertThat(details(TARGET, client.signature("GET", TARGET, TIME - 300_000)))
          .startsWith(
              "The timestamp 1715149488123 is 300000 ms behind the clock (1715149788123); from"
                  + " 300000 ms on it is refused. The string to sign is");
    }

    @Test
    void aTimeThatIsNotDigitsIsShown() {
      List<String> headers = new ArrayList<>(client.signature("GET", TARGET, TIME));
      headers.set(0, "x-ncp-apigw-timestamp: now");
      assertThat(details(TARGET, headers)).startsWith("The timestamp \"now\" is not the milli");
    }

    @Test
    void theStringToSignIsShown() {
      String target = "/api/v1/products?productName=%ED%95%9C";
      assertThat(details(target, client.signature("GET", "/elsewhere", TIME)))
          .contains(
              "The string to sign is \"GET " + target + "\\n" + TIME + "\\nsandbox-access-key\"");
    }

    @ParameterizedTest
    @CsvSource({
      "GET, /products?limit=1, The base path /api/v1 was left out.",
      "GET, /api/v1/products, The query was left out.",
      "POST, /api/v1/products?limit=1, The method POST was signed.",
      "GET, /elsewhere, 'The signature does not fit the request, and no usual mistake'",
    })
    void theMistakeIsSaid(String method, String signed, String mistake) {
      assertThat(details("/api/v1/products?limit=1", client.signature(method, signed, TIME)))
          .startsWith(mistake);
    }

    @Test
    void aSignedUrlIsRecognisedByTheHostOfTheRequest() {
      assertThat(details(TARGET, signatureOf("GET http://x" + TARGET + END)))
          .startsWith("The whole URL was signed; sign only its path and query. The string to sign");
    }

    @Test
    void aSignedBodyIsRecognised_andTheConnectionGoesOn() {
      byte[] body = "{\"usagePlanName\":\"요금제\"}".getBytes(UTF_8);
      String target = "/api/v1/usage-plans";
      List<String> headers = signatureOf("POST " + target + END + "\n" + new String(body, UTF_8));
      Reply reply = client.exchange("POST " + target, headers, body);
      assertThat(reply.error()).isEqualTo("401/200");
      assertThat(reply.details()).startsWith("The body was signed too; it must not be.");
    }

    @Test
    void aBodyThatIsTooLargeIsStill401() {
      List<String> headers = client.signature("POST", "/elsewhere", TIME);
      assertThat(client.exchange("POST /api/v1/usage-plans", headers, new byte[1_100_000]).error())
          .isEqualTo("401/200");
    }

    @Test
    void theSecretKeyInTheHeaderIsNotRepeated() {
      List<String> headers = new ArrayList<>(client.signature("GET", TARGET, TIME));
      headers.set(1, "x-ncp-iam-access-key: " + sandbox.secretKey());
      assertThat(details(TARGET, headers))
          .startsWith("The header x-ncp-iam-access-key has the secret key")
          .doesNotContain(sandbox.secretKey());
    }

    /** The headers of somebody who signs this text. */
    private List<String> signatureOf(String text) {
      List<String> headers = new ArrayList<>(client.signature("GET", TARGET, TIME));
      headers.set(2, "x-ncp-apigw-signature-v2: " + hmac(sandbox.secretKey(), text));
      return headers;
    }

    @Test
    void neitherTheSecretKeyNorTheRightSignatureIsShown() {
      SignatureV2 right = SignatureV2.of("GET", TARGET, Long.toString(TIME), sandbox.credentials());
      assertThat(details(TARGET, client.signature("GET", "/elsewhere", TIME)))
          .doesNotContain(ApiGatewaySandbox.DEFAULT_SECRET_KEY, right.signature());
    }
  }

  @Nested
  class WithAnySignature extends SandboxTest {

    private static final String ZEROS = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Override
    ApiGatewaySandbox.Builder configure(ApiGatewaySandbox.Builder builder) {
      return builder.anySignature(true).explain(true);
    }

    private Reply get(String timestamp, String accessKey, String signature) {
      return client.exchange(
          "GET " + TARGET,
          List.of(
              "x-ncp-apigw-timestamp: " + timestamp,
              "x-ncp-iam-access-key: " + accessKey,
              "x-ncp-apigw-signature-v2: " + signature),
          NOTHING);
    }

    @Test
    void keyTimeAndSignatureAreNotChecked() {
      assertThat(get("1505290625682", "anybody", ZEROS).status()).isEqualTo(200);
      assertThat(client.get("/products").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
      "now, anybody, " + ZEROS + ", timestamp",
      "1505290625682, any body, " + ZEROS + ", access key",
      "1505290625682, anybody, 0123456789abcdef, signature",
      "1505290625682, anybody, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, signature",
      "1505290625682, anybody, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=, signature",
    })
    void theirFormIs(String timestamp, String accessKey, String signature, String wrong) {
      Reply reply = get(timestamp, accessKey, signature);
      assertThat(reply.error()).isEqualTo("401/200");
      assertThat(reply.details()).startsWith("The " + wrong);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void allThreeMustBeThereOnce(int index) {
      List<String> headers = new ArrayList<>(client.signature("GET", TARGET, TIME));
      String header = headers.remove(index);
      assertThat(client.exchange("GET " + TARGET, headers, NOTHING).error()).isEqualTo("401/200");
      headers.addAll(List.of(header, header));
      assertThat(client.exchange("GET " + TARGET, headers, NOTHING).error()).isEqualTo("401/200");
    }
  }
}
