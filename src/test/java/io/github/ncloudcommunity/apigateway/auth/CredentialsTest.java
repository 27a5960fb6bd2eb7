package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  private static final String SECRET = "TOP-SECRET";

  @Test
  void accessKeyIsReadBack() {
    assertThat(Credentials.of("AKID{x}/+=", SECRET).accessKey()).isEqualTo("AKID{x}/+=");
  }

  @Test
  void secretShowsNowhere() {
    assertThat(Credentials.of("AKID", SECRET))
        .hasToString("Credentials[accessKey=AKID, secretKey=***]");
  }

  @Test
  void nothingPublicGivesTheSecret() {
    assertThat(Arrays.stream(Credentials.class.getDeclaredMethods()))
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
        .extracting("name")
        .containsExactlyInAnyOrder("of", "accessKey", "equals", "hashCode", "toString");
  }

  @Test
  void signatureIsThatOfOpenssl() {
    // printf '%s' text | openssl dgst -sha256 -hmac TOP-SECRET -binary | base64
    assertThat(Credentials.of("AKID", SECRET).sign("text"))
        .isEqualTo("S39Df4YA0/womOpIQsHZIDXL+V4MV40C7b7NajGd538=");
  }

  @Test
  void signaturesOfManyThreadsDoNotMix() {
    // Long texts, so that threads that shared a Mac would surely meet in it.
    String text = "text".repeat(10_000);
    Credentials credentials = Credentials.of("AKID", SECRET);
    String alone = credentials.sign(text);

    assertThat(IntStream.range(0, 500).parallel().mapToObj(i -> credentials.sign(text)).toList())
        .containsOnly(alone);
  }

  @Test
  void pairsWithTheSameKeysAreEqual() {
    assertThat(Credentials.of("AKID", SECRET))
        .isEqualTo(Credentials.of("AKID", SECRET))
        .hasSameHashCodeAs(Credentials.of("AKID", SECRET))
        .isNotEqualTo(Credentials.of("AKID", "other"))
        .isNotEqualTo(Credentials.of("other", SECRET))
        .isNotEqualTo(null)
        .isNotEqualTo("AKID");
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> Credentials.of(null, SECRET))
        .withMessage("accessKey");
    assertThatNullPointerException()
        .isThrownBy(() -> Credentials.of("AKID", null))
        .withMessage("secretKey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "AK ID",
        "AKID ",
        "AK\nID",
        "AK\rID",
        "AK\u0000ID",
        "키",
        "AKID\u00a0",
        "é",
        "\u007f"
      })
  void accessKeyThatIsNoHeaderValueIsRefused(String accessKey) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Credentials.of(accessKey, SECRET))
        .withMessageStartingWith("the access key")
        .withMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void blankSecretIsRefused(String secretKey) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Credentials.of("AKID", secretKey))
        .withMessage("the secret key is blank");
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET + "\n", SECRET + "\r\n", "\u0000" + SECRET, SECRET + "\t"})
  void secretWithAControlCharacterIsRefusedAndNotShown(String secretKey) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Credentials.of("AKID", secretKey))
        .withMessageStartingWith("the secret key holds a control character")
        .withMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc+/def==", "with space", "비밀🔑", "x"})
  void secretMayHoldAnythingElse(String secretKey) {
    assertThat(Credentials.of("AKID", secretKey).sign("text")).hasSize(44);
  }

  @Test
  void fixedProviderAlwaysGivesTheSame() {
    Credentials credentials = Credentials.of("AKID", SECRET);
    CredentialsProvider provider = CredentialsProvider.of(credentials);

    assertThat(Collections.nCopies(3, provider))
        .extracting(CredentialsProvider::credentials)
        .containsOnly(credentials);
  }

  @Test
  void fixedProviderHasThemAtHand() {
    Credentials credentials = Credentials.of("AKID", SECRET);

    assertThat(CredentialsProvider.of(credentials).credentialsAtHand()).isSameAs(credentials);
  }

  @Test
  void lambdaHasNothingAtHand_sinceNobodyKnowsWhetherItWaits() {
    CredentialsProvider lambda = () -> Credentials.of("AKID", SECRET);

    assertThat(lambda.credentialsAtHand()).isNull();
  }

  @Test
  void providerForTheCallingThreadRefusesNull() {
    assertThatNullPointerException().isThrownBy(() -> CredentialsProvider.onCallingThread(null));
  }

  @Test
  void fixedProviderRefusesNull() {
    assertThatNullPointerException().isThrownBy(() -> CredentialsProvider.of(null));
  }
}
