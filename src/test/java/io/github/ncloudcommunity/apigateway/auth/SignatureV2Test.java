package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expected values were made by a second tool:
 *
 * <pre>
 * printf '%s' "$STRING_TO_SIGN" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64
 * </pre>
 */
class SignatureV2Test {

  private static final Credentials CREDENTIALS = Credentials.of("AKIDEXAMPLE", "abc+/def==");
  private static final String NOW = "1700000000000";

  static List<Arguments> vectors() {
    return List.of(
        Arguments.of(
            "the vendor's sample: an empty value and a name without value",
            "test-secret",
            "D78BB444D6D3C84CA38A",
            "GET",
            "/photos/puppy.jpg?query1=&query2",
            "1505290625682",
            "GET /photos/puppy.jpg?query1=&query2\n1505290625682\nD78BB444D6D3C84CA38A",
            "OtVQmihKSxXsEMCRe0HIEE6GjyjUpnDA0eIQAuNhR1g="),
        Arguments.of(
            "no query; a secret that looks like Base64 is not decoded",
            "abc+/def==",
            "AKIDEXAMPLE",
            "POST",
            "/api/v1/products/p/apis/a/stages/s/associate-usage-plan",
            NOW,
            "POST /api/v1/products/p/apis/a/stages/s/associate-usage-plan\n"
                + "1700000000000\nAKIDEXAMPLE",
            "3ut1nWNjPDKmN4n306QW2DqUeJsBGUNtpLY/nMM/hQw="),
        Arguments.of(
            "Korean and emoji, percent-encoded, stay so",
            "abc+/def==",
            "AKIDEXAMPLE",
            "GET",
            "/api/v1/x?usagePlanName=%EA%B3%A8%EB%93%9C%F0%9F%A5%87",
            NOW,
            "GET /api/v1/x?usagePlanName=%EA%B3%A8%EB%93%9C%F0%9F%A5%87\n"
                + "1700000000000\nAKIDEXAMPLE",
            "QrkpKEXdsz3lxswwgE42cW+bwNPRIjy07f3b0HrBnrY="),
        Arguments.of(
            "Korean and emoji as they are, in UTF-8",
            "abc+/def==",
            "AKIDEXAMPLE",
            "GET",
            "/api/v1/x?usagePlanName=골드🥇",
            NOW,
            "GET /api/v1/x?usagePlanName=골드🥇\n1700000000000\nAKIDEXAMPLE",
            "EPrK7X+EG8dy+jgaI2adSBpF5sISDv8jldfpJkin288="),
        Arguments.of(
            "the root, time zero, a secret in UTF-8, an access key with braces",
            "비밀🔑",
            "A{b}/+=",
            "DELETE",
            "/",
            "0",
            "DELETE /\n0\nA{b}/+=",
            "HlPhUp3N39FV8vayzYoi/0AB1mjkRQ9bKbmrp9P0dLE="));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void signatureIsThatOfOpenssl(
      String name,
      String secretKey,
      String accessKey,
      String method,
      String pathWithQuery,
      String timestamp,
      String stringToSign,
      String expected) {
    SignatureV2 signature =
        SignatureV2.of(method, pathWithQuery, timestamp, Credentials.of(accessKey, secretKey));

    assertThat(signature.stringToSign()).isEqualTo(stringToSign);
    assertThat(signature.signature()).isEqualTo(expected).hasSize(44);
    assertThat(signature.matches(expected)).isTrue();
  }

  @Test
  void headersHaveTheDocumentedNames() {
    assertThat(SignatureV2.TIMESTAMP_HEADER).isEqualTo("x-ncp-apigw-timestamp");
    assertThat(SignatureV2.ACCESS_KEY_HEADER).isEqualTo("x-ncp-iam-access-key");
    assertThat(SignatureV2.SIGNATURE_HEADER).isEqualTo("x-ncp-apigw-signature-v2");
  }

  @Test
  void methodIsSignedInUpperCase_whateverTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));

      assertThat(SignatureV2.of("options", "/", NOW, CREDENTIALS).stringToSign())
          .startsWith("OPTIONS /\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a?b=2&a=1", "/a?", "/a//b/../c", "/a%2fb?x=%2F+%20", "/a?b=/?&;#\\\"|"})
  void pathAndQueryAreSignedAsTheyStand(String pathWithQuery) {
    assertThat(SignatureV2.of("GET", pathWithQuery, NOW, CREDENTIALS).stringToSign())
        .isEqualTo("GET " + pathWithQuery + "\n" + NOW + "\nAKIDEXAMPLE");
  }

  @Test
  void everyPartOfTheRequestCounts() {
    SignatureV2 signature = SignatureV2.of("GET", "/a?b=c", NOW, CREDENTIALS);

    assertThat(
            List.of(
                SignatureV2.of("PUT", "/a?b=c", NOW, CREDENTIALS),
                SignatureV2.of("GET", "/a?b=d", NOW, CREDENTIALS),
                SignatureV2.of("GET", "/a", NOW, CREDENTIALS),
                SignatureV2.of("GET", "/a?b=c", "1700000000001", CREDENTIALS),
                SignatureV2.of("GET", "/a?b=c", NOW, Credentials.of("other", "abc+/def==")),
                SignatureV2.of("GET", "/a?b=c", NOW, Credentials.of("AKIDEXAMPLE", "other"))))
        .noneMatch(other -> other.matches(signature.signature()))
        .doesNotContain(signature)
        .doesNotHaveDuplicates();
    assertThat(SignatureV2.of("get", "/a?b=c", NOW, CREDENTIALS))
        .isEqualTo(signature)
        .hasSameHashCodeAs(signature);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "wrong",
        "3ut1nWNjPDKmN4n306QW2DqUeJsBGUNtpLY/nMM/hQw",
        "3ut1nWNjPDKmN4n306QW2DqUeJsBGUNtpLY/nMM/hQw= ",
        "3UT1nWNjPDKmN4n306QW2DqUeJsBGUNtpLY/nMM/hQw=",
        "3ut1nWNjPDKmN4n306QW2DqUeJsBGUNtpLY_nMM_hQw="
      })
  void anotherTextDoesNotMatch(String candidate) {
    SignatureV2 signature =
        SignatureV2.of(
            "POST", "/api/v1/products/p/apis/a/stages/s/associate-usage-plan", NOW, CREDENTIALS);

    assertThat(signature.matches(candidate)).isFalse();
  }

  @Test
  void signatureShowsNowhere() {
    SignatureV2 signature = SignatureV2.of("GET", "/a", NOW, CREDENTIALS);

    assertThat(signature).hasToString("SignatureV2[GET /a 1700000000000 AKIDEXAMPLE]");
    assertThat(signature.toString()).doesNotContain(signature.signature());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "https://host/a",
        "?a=b",
        "/a b",
        "/a?b=c d",
        "/a\nb",
        "/a\r",
        "/a\tb",
        "/a\u0000",
        "/a\u0085",
        "/\ud83e",
        "/\udd47x"
      })
  void whatCannotStandOnARequestLineIsRefused(String pathWithQuery) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureV2.of("GET", pathWithQuery, NOW, CREDENTIALS))
        .withMessageStartingWith("the path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "GET ", "GE T", "GET\n", "겟"})
  void whatIsNoMethodIsRefused(String method) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureV2.of(method, "/", NOW, CREDENTIALS))
        .withMessageStartingWith("the method");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1", "1.5", "17e11", "1700000000000 ", "1700000000000\n", "١٧"})
  void whatIsNoTimestampIsRefused(String timestamp) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureV2.of("GET", "/", timestamp, CREDENTIALS))
        .withMessageStartingWith("the timestamp");
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> SignatureV2.of(null, "/", NOW, CREDENTIALS))
        .withMessage("method");
    assertThatNullPointerException()
        .isThrownBy(() -> SignatureV2.of("GET", null, NOW, CREDENTIALS))
        .withMessage("pathWithQuery");
    assertThatNullPointerException()
        .isThrownBy(() -> SignatureV2.of("GET", "/", null, CREDENTIALS))
        .withMessage("timestamp");
    assertThatNullPointerException()
        .isThrownBy(() -> SignatureV2.of("GET", "/", NOW, null))
        .withMessage("credentials");
  }
}
