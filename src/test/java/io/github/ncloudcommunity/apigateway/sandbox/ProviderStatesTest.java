package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderStatesTest extends SandboxTest {

  private static final List<String> JSON = List.of("Content-Type: application/json");

  @Override
  ApiGatewaySandbox.Builder configure(ApiGatewaySandbox.Builder builder) {
    return builder.providerStates(true);
  }

  private RawClient.Reply ask(String body) {
    return client.exchange("POST /provider-states", JSON, body.getBytes(UTF_8));
  }

  private RawClient.Reply given(String state) {
    return ask("{\"action\":\"setup\",\"params\":{},\"state\":\"" + state + "\"}");
  }

  private boolean associated() {
    return client.get(STAGE_PATH + "/usage-plans").json().path("total").intValue() == 1;
  }

  @Test
  void aStateTellsWhatToUse() {
    assertThat(given("a stage exists").json())
        .hasToString(
            "{\"apiId\":\"apis000001\",\"apiName\":\"sandbox-api\",\"isPublished\":\"false\","
                + "\"productId\":\"prod000001\",\"productName\":\"sandbox-product\","
                + "\"stageId\":\"stag000001\",\"stageName\":\"sandbox-stage\","
                + "\"subscriptionCode\":\"PROTECTED\"}");
  }

  @Test
  void aStateIsMadeTrue() {
    assertThat(given("a usage plan is associated with the stage").status()).isEqualTo(200);
    assertThat(associated()).isTrue();
    assertThat(given("a usage plan is not associated with the stage").status()).isEqualTo(200);
    assertThat(associated()).isFalse();
  }

  @Test
  void aStateIsTrueThoughARequestHasDeletedWhatItSpeaksOf() {
    assertThat(client.send("DELETE", "/usage-plans/" + PLAN, null).status()).isEqualTo(204);

    assertThat(given("a usage plan exists").json().path("usagePlanId").asText()).isEqualTo(PLAN);
    assertThat(client.get("/usage-plans/" + PLAN).status()).isEqualTo(200);
  }

  @Test
  void whatIsAssociatedWithNothingIsNewEachTime() {
    String one = given("a usage plan is associated with no stage").json().toString();
    String other = given("a usage plan is associated with no stage").json().toString();

    assertThat(one).isNotEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource({"product, products", "usage plan, usage-plans"})
  void anIdThatNamesNothingNamesNothing(String kind, String path) {
    String id = given("no " + kind + " has the id").json().elements().next().asText();

    assertThat(client.get("/" + path + "/" + id).error()).isEqualTo("404/300");
  }

  @ParameterizedTest
  @CsvSource({
    "the caller has no permission, 401/210",
    "the caller is throttled, 429/410",
    "the quota of the caller is spent, 429/400",
    "the secret key of the caller is not the one on record, 401/200"
  })
  void aRefusalHoldsForTheNextRequestOnly(String state, String error) {
    assertThat(given(state).body()).isEqualTo("{}");

    assertThat(client.get("/products").error()).isEqualTo(error);
    assertThat(client.get("/products").status()).isEqualTo(200);
  }

  @Test
  void aRefusedWriteChangesNothing() {
    given("a usage plan is not associated with the stage");
    given("the caller is throttled");
    associate(PLAN);

    assertThat(associated()).isFalse();
  }

  @Test
  void aRequestThatIsSignedWronglyIsNoLessRefused() {
    given("the caller is throttled");

    assertThat(client.exchange("GET /api/v1/products", List.of(), new byte[0]).error())
        .isEqualTo("401/200");
  }

  @Test
  void teardownIsTheBeginning() {
    associate(PLAN);
    createPlan("another");
    given("the caller is throttled");

    assertThat(ask("{\"action\":\"teardown\",\"state\":\"a stage exists\"}").body())
        .isEqualTo("{}");
    assertThat(associated()).isFalse();
    assertThat(client.send("POST", "/usage-plans/search", "{}").json().path("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void noStateIsAsItIs() {
    associate(PLAN);

    assertThat(given("").body()).isEqualTo("{}");
    assertThat(associated()).isTrue();
  }

  @Test
  void anUnknownStateIsRefusedAndTheOthersAreNamed() {
    RawClient.Reply reply = given("the moon is full");

    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details())
        .startsWith("There is no state \"the moon is full\"; there are: a deployment exists, ")
        .contains("the caller is throttled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]{}"})
  void whatIsNoJsonIsRefused(String body) {
    assertThat(ask(body).error()).isEqualTo("400/100");
  }

  @Test
  void anotherMethodOrPathIsNoWayToThem() {
    assertThat(client.exchange("GET /provider-states", List.of(), new byte[0]).error())
        .isEqualTo("404/300");
    assertThat(client.exchange("POST /provider-states/", JSON, new byte[0]).error())
        .isEqualTo("401/200");
  }

  @Test
  void theUrlIsThatOfTheSandbox() {
    assertThat(sandbox.providerStatesUrl())
        .hasToString("http://127.0.0.1:" + sandbox.baseUrl().getPort() + "/provider-states");
  }

  @Test
  void unlessAskedForThereAreNone() {
    try (ApiGatewaySandbox other = ApiGatewaySandbox.builder().clock(CLOCK).start()) {
      RawClient client = new RawClient(other.baseUrl(), other.credentials(), CLOCK);

      assertThat(client.exchange("POST /provider-states", JSON, "{}".getBytes(UTF_8)).error())
          .isEqualTo("401/200");
      assertThat(client.sendTarget("POST", "/provider-states", JSON, "{}".getBytes(UTF_8)).error())
          .isEqualTo("404/300");
    }
  }
}
