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
  void anApiKeySubscribesOrNot() {
    given("the API key subscribes to the product");
    assertThat(subscriptions()).isEqualTo(1);
    given("the API key does not subscribe to the product");
    assertThat(subscriptions()).isZero();
  }

  private int subscriptions() {
    return client.get("/api-keys/akey000001/products").json().path("total").intValue();
  }

  @ParameterizedTest
  @CsvSource({
    "a method exists, resources/rsrc000001/methods/GET",
    "a method exists, resources/rsrc000001/methods/GET/request-body",
    "a method response exists, resources/rsrc000001/methods/GET/responses/200",
    "a method response exists, resources/rsrc000001/methods/GET/responses/200/response-body",
    "a method response header exists,"
        + " resources/rsrc000001/methods/GET/responses/200/parameters/X-Sandbox",
    "a resource exists, resources/rsrc000001",
    "a model exists, models/modl000001",
    "a stage exists, stages/stag000001",
  })
  void aPartThatWasDeletedIsThereAgain(String state, String path) {
    String part = API_PATH + "/" + path;
    assertThat(client.send("DELETE", part, null).status()).isEqualTo(204);
    given(state);

    assertThat(client.send("DELETE", part, null).status()).isEqualTo(204);
  }

  @Test
  void whatAContractMayDeleteIsInUseByNothing() {
    client.send(
        "POST",
        RESOURCE_PATH + "/methods/GET/request-body",
        "{\"modelId\":\"modl000001\",\"bodyName\":\"body\"}");
    client.send(
        "POST",
        RESOURCE_PATH + "/methods",
        "{\"methodName\":\"PATCH\",\"mockEndPoint\":{\"httpStatus\":200},"
            + "\"requiredApiKey\":{\"required\":false},\"validation\":{\"type\":\"NONE\"},"
            + "\"authentication\":{\"platform\":\"AUTHORIZER\",\"authorizerId\":\"auth000001\"}}");
    given("a model exists");
    given("an authorizer exists");
    String deployment = given("a deployment exists").json().path("deploymentNo").asText();

    for (String path :
        List.of(
            API_PATH + "/models/modl000001",
            "/authorizers/auth000001",
            STAGE_PATH + "/deployments/" + deployment)) {
      assertThat(client.send("DELETE", path, null).status()).as(path).isEqualTo(204);
    }
  }

  @Test
  void whatIsNotThereIsNotThere_thoughARequestHasMadeIt() {
    String responses = RESOURCE_PATH + "/methods/GET/responses";
    client.send("POST", responses, "{\"statusCode\":599}");
    client.send("POST", responses + "/200/parameters", "{\"parameterName\":\"X-None\"}");
    client.send(
        "POST",
        API_PATH + "/responses/FORBIDDEN/headers",
        "{\"headerName\":\"X-None\",\"headerValue\":\"\"}");
    given("no method response has the status");
    given("no method response header has the name");
    given("no gateway response header has the name");

    for (String path :
        List.of(
            responses + "/599",
            responses + "/200/parameters/X-None",
            API_PATH + "/responses/FORBIDDEN/headers/X-None")) {
      assertThat(client.send("DELETE", path, null).error()).as(path).isEqualTo("404/300");
    }
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

    assertThat(client.send("POST", STAGE_PATH + "/associate-usage-plan", planId(PLAN)).error())
        .isEqualTo("429/410");
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
