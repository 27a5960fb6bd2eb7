package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentCredentialsTest {

  private static final String SECRET = "TOP-SECRET";

  private final Map<String, String> environment = new HashMap<>();
  private final EnvironmentCredentials source = new EnvironmentCredentials(environment::get);

  @ParameterizedTest
  @CsvSource({
    "NCLOUD_ACCESS_KEY_ID, NCLOUD_SECRET_KEY",
    "NCLOUD_ACCESS_KEY_ID, NCLOUD_SECRET_ACCESS_KEY",
    "NCLOUD_ACCESS_KEY, NCLOUD_SECRET_KEY",
    "NCLOUD_ACCESS_KEY, NCLOUD_SECRET_ACCESS_KEY"
  })
  void anyNameOfEitherKeyServes(String accessKeyName, String secretKeyName) {
    environment.put(accessKeyName, "AKID");
    environment.put(secretKeyName, SECRET);

    assertThat(source.look().credentials()).isEqualTo(Credentials.of("AKID", SECRET));
  }

  @Test
  void firstNameWins_asInTheVendorsJavaSdk() {
    environment.put("NCLOUD_ACCESS_KEY_ID", "first");
    environment.put("NCLOUD_ACCESS_KEY", "second");
    environment.put("NCLOUD_SECRET_KEY", "one");
    environment.put("NCLOUD_SECRET_ACCESS_KEY", "two");

    assertThat(source.look().credentials()).isEqualTo(Credentials.of("first", "one"));
  }

  @Test
  void emptyCountsAsAbsent() {
    environment.put("NCLOUD_ACCESS_KEY_ID", " ");
    environment.put("NCLOUD_ACCESS_KEY", "second");
    environment.put("NCLOUD_SECRET_KEY", "");
    environment.put("NCLOUD_SECRET_ACCESS_KEY", "two");

    assertThat(source.look().credentials()).isEqualTo(Credentials.of("second", "two"));
  }

  @Test
  void valuesAreTrimmed() {
    environment.put("NCLOUD_ACCESS_KEY", " AKID\r\n");
    environment.put("NCLOUD_SECRET_KEY", "\t" + SECRET + "\n");

    assertThat(source.look().credentials()).isEqualTo(Credentials.of("AKID", SECRET));
  }

  @Test
  void samePairIsTheSameObject() {
    environment.put("NCLOUD_ACCESS_KEY", "AKID");
    environment.put("NCLOUD_SECRET_KEY", SECRET);

    assertThat(source.look().credentials()).isSameAs(source.look().credentials());
  }

  @Test
  void pairIsKnownOnceItWasFound() {
    environment.put("NCLOUD_ACCESS_KEY", "AKID");
    environment.put("NCLOUD_SECRET_KEY", SECRET);
    assertThat(source.known()).isNull();

    CredentialsSource.Answer found = source.look();

    assertThat(source.known()).isSameAs(found);
  }

  @Test
  void nothingSetIsAbsent() {
    environment.put("NCLOUD_ACCESS_KEY", "");
    environment.put("NCLOUD_API_GW", "https://ncloud.apigw.ntruss.com");

    CredentialsSource.Answer answer = source.look();

    assertThat(answer.credentials()).isNull();
    assertThat(answer.whyAbsent())
        .isEqualTo("neither NCLOUD_ACCESS_KEY_ID nor NCLOUD_ACCESS_KEY is set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NCLOUD_ACCESS_KEY_ID", "NCLOUD_ACCESS_KEY"})
  void accessKeyWithoutSecretIsBroken(String name) {
    environment.put(name, "AKID");

    assertThatThrownBy(source::look)
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE))
        .hasMessage(
            "credentials unavailable: environment: "
                + name
                + " is set, but neither NCLOUD_SECRET_KEY nor NCLOUD_SECRET_ACCESS_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NCLOUD_SECRET_KEY", "NCLOUD_SECRET_ACCESS_KEY"})
  void secretWithoutAccessKeyIsBrokenAndNotShown(String name) {
    environment.put(name, SECRET);

    assertThatThrownBy(source::look)
        .isInstanceOf(ApiGatewayException.class)
        .hasMessage(
            "credentials unavailable: environment: "
                + name
                + " is set, but neither NCLOUD_ACCESS_KEY_ID nor NCLOUD_ACCESS_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NCLOUD_ACCESS_KEY_ID", "NCLOUD_ACCESS_KEY"})
  void accessKeyWithMoreThanTheKeyIsBrokenAndNotShown(String name) {
    environment.put(name, "\"AKID\"");
    environment.put("NCLOUD_SECRET_KEY", SECRET);

    assertBroken(name + " has a quotation mark: write the key alone")
        .hasMessageNotContaining("AKID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NCLOUD_SECRET_KEY", "NCLOUD_SECRET_ACCESS_KEY"})
  void secretWithMoreThanTheKeyIsBrokenAndNotShown(String name) {
    environment.put("NCLOUD_ACCESS_KEY", "AKID");
    environment.put(name, SECRET + " # mine");

    assertBroken(name + " has a comment after it: write the key alone")
        .hasMessageNotContaining("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "''", "\u00a0", "\u200b", "\ufeff"})
  void variableThatOnlyLooksEmptyIsBroken_notAbsent(String value) {
    environment.put("NCLOUD_ACCESS_KEY_ID", value);
    environment.put("NCLOUD_ACCESS_KEY", "second");
    environment.put("NCLOUD_SECRET_KEY", SECRET);

    assertBroken("NCLOUD_ACCESS_KEY_ID has ");
  }

  @Test
  void variableThatIsMendedServes() {
    environment.put("NCLOUD_ACCESS_KEY", "AKID");
    environment.put("NCLOUD_SECRET_KEY", "'" + SECRET + "'");
    assertBroken("NCLOUD_SECRET_KEY has a quotation mark");
    environment.put("NCLOUD_SECRET_KEY", SECRET);

    assertThat(source.look().credentials()).isEqualTo(Credentials.of("AKID", SECRET));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertBroken(String reason) {
    return assertThatThrownBy(source::look)
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE))
        .hasMessageStartingWith("credentials unavailable: environment: " + reason)
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }
}
