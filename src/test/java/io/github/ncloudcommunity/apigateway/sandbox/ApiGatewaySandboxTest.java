package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program that embeds the sandbox is given besides answers. */
class ApiGatewaySandboxTest {

  @Test
  void theKeysAsTextAreThoseOfTheCredentials() {
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start();
        ApiGatewaySandbox other =
            ApiGatewaySandbox.builder().credentials("AK", "secret 한").start()) {
      assertThat(Credentials.of(sandbox.accessKey(), sandbox.secretKey()))
          .isEqualTo(sandbox.credentials());
      assertThat(Credentials.of(other.accessKey(), other.secretKey()))
          .isEqualTo(other.credentials())
          .isEqualTo(Credentials.of("AK", "secret 한"));
    }
  }

  @Test
  void keysThatNoRequestCanBeSignedWithAreRefused_andNotShown() {
    ApiGatewaySandbox.Builder builder = ApiGatewaySandbox.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.credentials("AK", "very-secret\n"))
        .withMessageContaining("secret key")
        .withMessageNotContaining("very");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.credentials("A K", "very-secret"))
        .withMessageContaining("access key")
        .withMessageNotContaining("very");
  }

  @Test
  void resetLeavesTheSeedAlone() {
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
      RawClient client = client(sandbox);
      String plan = "/usage-plans/" + sandbox.seed().usagePlanId();
      assertThat(client.send("DELETE", plan, null).status()).isEqualTo(204);
      assertThat(client.send("POST", "/usage-plans", "{\"usagePlanName\":\"gold\"}").body())
          .contains("plan000002");

      sandbox.reset();

      assertThat(client.get(plan).status()).isEqualTo(200);
      assertThat(client.get("/usage-plans/plan000002").status()).isEqualTo(404);
      assertThat(client.send("POST", "/usage-plans", "{\"usagePlanName\":\"silver\"}").body())
          .contains("plan000002");
    }
  }

  @Test
  void resetTakesBackAProviderStateThatWaits() {
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.builder().providerStates(true).start()) {
      RawClient client = client(sandbox);
      String plan = "/usage-plans/" + sandbox.seed().usagePlanId();
      given(client, "the caller has no permission");
      assertThat(client.get(plan).status()).as("the state is taken").isEqualTo(401);
      given(client, "the caller has no permission");

      sandbox.reset();

      assertThat(client.get(plan).status()).isEqualTo(200);
    }
  }

  private static void given(RawClient client, String state) {
    byte[] body = "{\"state\":\"%s\"}".formatted(state).getBytes(UTF_8);
    RawClient.Reply reply =
        client.exchange("POST /provider-states", List.of("Content-Type: application/json"), body);
    assertThat(reply.status()).isEqualTo(200);
  }

  private static RawClient client(ApiGatewaySandbox sandbox) {
    return new RawClient(sandbox.baseUrl(), sandbox.credentials(), Clock.systemUTC());
  }
}
