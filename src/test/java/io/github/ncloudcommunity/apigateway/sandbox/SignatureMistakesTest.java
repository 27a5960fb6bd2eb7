package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs as somebody does who makes a mistake, and expects that mistake and no other. */
class SignatureMistakesTest {

  private static final String ACCESS_KEY = "an-access-key";

  /** The Base64 of something, as the secret keys of the service look. */
  private static final String SECRET_KEY = "YSBtYWRlLXVwIHNlY3JldCBrZXkh";

  private static final String QUERY = "productName=%EC%9A%94%20a%2Fb&limit=20";
  private static final String TARGET = "/api/v1/products?" + QUERY;
  private static final String BODY = "{\"productName\": \"a\"}";
  private static final String TIME = "1715149788123";
  private static final long NOW = Long.parseLong(TIME) + 1000;
  private static final String END = "\n" + TIME + "\n" + ACCESS_KEY;
  private static final String RIGHT = "GET " + TARGET + END;

  private static final String UNKNOWN =
      "The signature does not fit the request, and no usual mistake explains it.";

  private final SignatureMistakes mistakes = new SignatureMistakes(ACCESS_KEY, SECRET_KEY);

  private static byte[] hmac(String algorithm, String key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), algorithm));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(String text) {
    return hmac("HmacSHA256", SECRET_KEY, text);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** What is found in the request GET TARGET with a signature. */
  private List<String> of(String signature) {
    return of(TIME, ACCESS_KEY, signature);
  }

  private List<String> of(String timestamp, String accessKey, String signature) {
    return mistakes.of(
        new SignedRequest(
            "GET", TARGET, "gateway.test:8443", timestamp, accessKey, signature, BODY),
        NOW);
  }

  private List<String> ofSigned(String text) {
    return of(base64(hmac(text)));
  }

  @Test
  void aRightSignatureHasNone() {
    assertThat(ofSigned(RIGHT)).isEmpty();
  }

  static Stream<Arguments> wrongStrings() {
    return Stream.of(
        arguments("base path /api/v1 was left out", "GET /products?" + QUERY + END),
        arguments("base path /api/v1 was left out", "GET products?" + QUERY + END),
        arguments("query was left out", "GET /api/v1/products" + END),
        arguments("was decoded", "GET /api/v1/products?productName=요 a/b&limit=20" + END),
        arguments(
            "percent-encoded in another way",
            "GET /api/v1/products?productName=%EC%9A%94+a%2Fb&limit=20" + END),
        arguments(
            "percent-encoded in another way",
            "GET /api/v1/products?productName=%EC%9A%94%20a/b&limit=20" + END),
        arguments(
            "percent-encoded in another way",
            "GET /api/v1/products?productName=%ec%9a%94%20a%2fb&limit=20" + END),
        arguments(
            "percent-encoded in another way",
            "GET /api/v1/products?productName=%25EC%259A%2594%2520a%252Fb&limit=20" + END),
        arguments(
            "in another order",
            "GET /api/v1/products?limit=20&productName=%EC%9A%94%20a%2Fb" + END),
        arguments("whole URL", "GET https://gateway.test:8443" + TARGET + END),
        arguments("whole URL", "GET http://gateway.test:8443" + TARGET + END),
        arguments("&amp;", "GET " + TARGET.replace("&", "&amp;") + END),
        arguments("method was in lower case", "get " + TARGET + END),
        arguments("The method POST was signed", "POST " + TARGET + END),
        arguments("method was left out", TARGET + END),
        arguments("other than one space", "GET" + TARGET + END),
        arguments("other than one space", "GET\n" + TARGET + END),
        arguments("line feed was at the end", RIGHT + "\n"),
        arguments("line feed was at the end", RIGHT + "\r\n"),
        arguments("CR and LF", RIGHT.replace("\n", "\r\n")),
        arguments("backslash and an n", RIGHT.replace("\n", "\\n")),
        arguments("not joined by line feeds", RIGHT.replace("\n", "")),
        arguments("not joined by line feeds", RIGHT.replace("\n", " ")),
        arguments("timestamp was left out", "GET " + TARGET + "\n" + ACCESS_KEY),
        arguments("access key was left out", "GET " + TARGET + "\n" + TIME),
        arguments("in the wrong order", "GET " + TARGET + "\n" + ACCESS_KEY + "\n" + TIME),
        arguments("secret key in place of", "GET " + TARGET + "\n" + TIME + "\n" + SECRET_KEY),
        arguments("timestamp in seconds", "GET " + TARGET + "\n1715149788\n" + ACCESS_KEY),
        arguments(
            "The string has the timestamp 1715149788120, the header has 1715149788123",
            "GET " + TARGET + "\n1715149788120\n" + ACCESS_KEY),
        arguments("body was signed", RIGHT + "\n" + BODY),
        arguments("body was signed", RIGHT + BODY));
  }

  @ParameterizedTest
  @MethodSource("wrongStrings")
  void aMistakeInTheStringIsNamed(String mistake, String signed) {
    assertThat(ofSigned(signed)).singleElement().asString().contains(mistake);
  }

  static Stream<Arguments> wrongForms() {
    Base64.Encoder url = Base64.getUrlEncoder();
    // This one has all that the forms differ in: + and /.
    byte[] bytes = hmac(RIGHT);
    return Stream.of(
        arguments("hexadecimal", HexFormat.of().formatHex(bytes)),
        arguments("hexadecimal", HexFormat.of().withUpperCase().formatHex(bytes)),
        arguments("Base64 of hexadecimal", base64(HexFormat.of().formatHex(bytes).getBytes(UTF_8))),
        arguments("Base64url", url.encodeToString(bytes)),
        arguments("lacks its padding", base64(bytes).replace("=", "")),
        arguments("percent-encoded; send it as it is", base64(bytes).replace("=", "%3D")));
  }

  @ParameterizedTest
  @MethodSource("wrongForms")
  void aWrongFormOfTheRightSignatureIsNamed(String mistake, String signature) {
    assertThat(of(signature)).singleElement().asString().contains(mistake);
  }

  static Stream<Arguments> wrongHashes() throws GeneralSecurityException {
    Mac decoded = Mac.getInstance("HmacSHA256");
    decoded.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET_KEY), "HmacSHA256"));
    return Stream.of(
        arguments("HMAC was the access key", hmac("HmacSHA256", ACCESS_KEY, RIGHT)),
        arguments("a line feed after the secret key", hmac("HmacSHA256", SECRET_KEY + "\n", RIGHT)),
        arguments("CR and LF after the secret key", hmac("HmacSHA256", SECRET_KEY + "\r\n", RIGHT)),
        arguments("decoded from Base64", decoded.doFinal(RIGHT.getBytes(UTF_8))),
        arguments("were exchanged", hmac("HmacSHA256", RIGHT, SECRET_KEY)),
        arguments("HMAC-SHA1 was used", hmac("HmacSHA1", SECRET_KEY, RIGHT)),
        arguments("HMAC-SHA512 was used", hmac("HmacSHA512", SECRET_KEY, RIGHT)));
  }

  @ParameterizedTest
  @MethodSource("wrongHashes")
  void aMistakeInTheHashIsNamed(String mistake, byte[] hash) {
    assertThat(of(base64(hash))).singleElement().asString().contains(mistake);
  }

  @ParameterizedTest
  @CsvSource({
    "1715149788, in seconds",
    "1715149788123456, in microseconds or nanoseconds",
    "1715149489123, 300000 ms behind the clock",
    "1715150089123, 300000 ms ahead of the clock",
    "1715149788.123, is not the milliseconds",
  })
  void aWrongTimestampIsNamed(String timestamp, String mistake) {
    String signed = "GET " + TARGET + "\n" + timestamp + "\n" + ACCESS_KEY;
    assertThat(of(timestamp, ACCESS_KEY, base64(hmac(signed))))
        .singleElement()
        .asString()
        .contains(mistake);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1715149489124", "1715150089122"})
  void aTimestampLessThanFiveMinutesOffIsRight(String timestamp) {
    String signed = "GET " + TARGET + "\n" + timestamp + "\n" + ACCESS_KEY;
    assertThat(of(timestamp, ACCESS_KEY, base64(hmac(signed)))).isEmpty();
  }

  @Test
  void millisecondsInTheStringAndSecondsInTheHeaderAreTwoTimestamps() {
    assertThat(of("1715149788", ACCESS_KEY, base64(hmac(RIGHT))))
        .satisfiesExactly(
            first -> assertThat(first).contains("1715149788 is in seconds"),
            second ->
                assertThat(second)
                    .contains("has the timestamp 1715149788123, the header has 1715149788"));
  }

  @Test
  void anotherAccessKeyIsNamed_whicheverWasSigned() {
    String key =
        "The header x-ncp-iam-access-key has \"other\"; the access key is \"an-access-key\".";
    assertThat(of(TIME, "other", base64(hmac(RIGHT)))).containsExactly(key);
    assertThat(of(TIME, "other", base64(hmac("GET " + TARGET + "\n" + TIME + "\nother"))))
        .containsExactly(key);
  }

  @Test
  void theSecretKeyInPlaceOfTheAccessKeyIsNamed_andNeverShown() {
    String swapped = "GET " + TARGET + "\n" + TIME + "\n" + SECRET_KEY;
    String header =
        "The header x-ncp-iam-access-key has the secret key; it must have the access key.";
    assertThat(of(TIME, SECRET_KEY, base64(hmac(swapped)))).containsExactly(header);
    assertThat(of(TIME, SECRET_KEY, base64(hmac("HmacSHA256", ACCESS_KEY, swapped))))
        .containsExactly(
            header, "The key of the HMAC was the access key; it must be the secret key.");
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET_KEY, "x" + SECRET_KEY, SECRET_KEY + "=="})
  void noValueWithTheSecretKeyIsShown(String value) {
    List<String> found = of(value, value, value);
    assertThat(found).hasSize(3);
    assertThat(String.join(" ", found)).doesNotContain(SECRET_KEY);
    SignedRequest request = new SignedRequest("GET", TARGET, "", value, value, value, BODY);
    assertThat(mistakes.stringToSign(request))
        .isEqualTo("GET " + TARGET + "\n{milliseconds}\n" + ACCESS_KEY);
  }

  static Stream<Arguments> twoMistakes() {
    String bare = "GET /products" + END;
    return Stream.of(
        arguments(List.of("base path", "query was left out"), base64(hmac(bare))),
        arguments(
            List.of("base path", "line feed was at the end"),
            base64(hmac("GET /products?" + QUERY + END + "\n"))),
        arguments(
            List.of("in another order", "was decoded"),
            base64(hmac("GET /api/v1/products?limit=20&productName=요 a/b" + END))),
        arguments(
            List.of("line feed was at the end", "body was signed"),
            base64(hmac(RIGHT + "\n" + BODY + "\n"))),
        arguments(
            List.of("base path", "HMAC was the access key"),
            base64(hmac("HmacSHA256", ACCESS_KEY, "GET /products?" + QUERY + END))),
        arguments(
            List.of("query was left out", "the timestamp 1715149788124"),
            base64(hmac("GET /api/v1/products\n1715149788124\n" + ACCESS_KEY))),
        arguments(
            List.of("hexadecimal", "query was left out"),
            HexFormat.of().formatHex(hmac("GET /api/v1/products" + END))),
        arguments(
            List.of("hexadecimal", "base path", "query was left out"),
            HexFormat.of().formatHex(hmac(bare))));
  }

  @ParameterizedTest
  @MethodSource("twoMistakes")
  void severalMistakesAreAllNamed(List<String> expected, String signature) {
    List<String> found = new ArrayList<>(of(signature));
    assertThat(found).hasSameSizeAs(expected);
    for (String mistake : expected) {
      assertThat(found).anyMatch(sentence -> sentence.contains(mistake));
    }
  }

  @Test
  void nothingIsGuessed() {
    assertThat(ofSigned("GET /elsewhere" + END)).singleElement().asString().startsWith(UNKNOWN);
    assertThat(of(base64(hmac("HmacSHA256", "another-secret", RIGHT))))
        .singleElement()
        .asString()
        .startsWith(UNKNOWN);
    // Three mistakes in the string are more than are looked for.
    assertThat(ofSigned("get /products" + END + "\n"))
        .singleElement()
        .asString()
        .startsWith(UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "0a1b2c", "AAAA", "not Base64 at all, not Base64 at all, no", "%zz", "한"})
  void whatIsNoSignatureIsSaidToBeNone(String signature) {
    assertThat(of(signature))
        .singleElement()
        .asString()
        .startsWith("The signature is not the Base64 of an HMAC-SHA256");
  }

  @Test
  void theLastCharacterCountsThoughItsBitsDoNot() {
    String right = base64(hmac(RIGHT));
    char last = right.charAt(42);
    String other = right.substring(0, 42) + (char) (last + 1) + "=";
    assertThat(Base64.getDecoder().decode(other)).isEqualTo(hmac(RIGHT));
    assertThat(of(other)).isNotEmpty();
  }

  @Test
  void manyParametersAreTriedInTheOrdersThatProgramsMake() {
    String many = "/api/v1/products?f=6&e=5&d=4&c=3&b=2&a=1&g=7";
    String sorted = "/api/v1/products?a=1&b=2&c=3&d=4&e=5&f=6&g=7";
    assertThat(
            mistakes.of(
                new SignedRequest(
                    "GET", many, "", TIME, ACCESS_KEY, base64(hmac("GET " + sorted + END)), ""),
                NOW))
        .singleElement()
        .asString()
        .contains("in another order");
  }

  @Test
  void theStringToSignHasTheRightAccessKey() {
    SignedRequest request = new SignedRequest("get", TARGET, "", TIME, SECRET_KEY, "x", "");
    assertThat(mistakes.stringToSign(request)).isEqualTo(RIGHT);
    assertThat(request.toString()).doesNotContain(SECRET_KEY);
  }
}
