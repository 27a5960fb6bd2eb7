package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What uses what, what goes with what, and what there is but once. */
class RelationsTest extends SandboxTest {

  private static final String METHOD_BODY =
      "{\"methodName\":\"%s\",\"mockEndPoint\":{\"httpStatus\":200},"
          + "\"requiredApiKey\":{\"required\":false},\"validation\":{\"type\":\"NONE\"},"
          + "\"authentication\":{\"platform\":\"AUTHORIZER\",\"authorizerId\":\"auth000001\"}}";

  private static final String GET_METHOD = RESOURCE_PATH + "/methods/GET";

  @BeforeEach
  void subscribeAndAssociate() {
    associate(PLAN);
    send("POST", "/api-keys/akey000001/subscribe", "{\"productId\":\"prod000001\"}");
    send("POST", RESOURCE_PATH + "/methods", METHOD_BODY.formatted("PUT"));
  }

  private Reply send(String method, String path, String body) {
    Reply reply = client.send(method, path, body);
    assertThat(reply.status()).as(reply.body()).isBetween(200, 299);
    return reply;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/products/prod000001 | API apis000001, the API key akey000001",
        "/products/prod000001/apis/apis000001 | stage stag000001",
        "/products/prod000001/apis/apis000001/stages/stag000001 | usage plan plan000001",
        "/products/prod000001/apis/apis000001/models/modl000002 | method GET, the response 200",
        "/usage-plans/plan000001 | stage stag000001",
        "/authorizers/auth000001 | method PUT",
        "/products/prod000001/apis/apis000001/stages/stag000001/deployments/1 | stag000001",
      })
  void whatIsUsedIsNotDeleted_andTheUsersAreNamed(String path, String users) {
    Reply reply = client.send("DELETE", path, null);

    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).endsWith(users + ".");
    assertThat(client.send("DELETE", path, null).error()).isEqualTo("400/100");
  }

  @Test
  void methodsAndAllOfThemGoWithTheirResource() {
    send("DELETE", RESOURCE_PATH, null);

    assertThat(client.get(GET_METHOD + "/parameters").error()).isEqualTo("404/300");
    assertThat(client.get(API_PATH + "/resources").json().path("resourceList")).isEmpty();
    send("DELETE", "/authorizers/auth000001", null);
    send("DELETE", API_PATH + "/models/modl000002", null);
  }

  @Test
  void subscriptionsGoWithTheirApiKey() {
    send("DELETE", "/api-keys/akey000001", null);

    assertThat(
            send("POST", "/products/prod000001/api-keys/search", "{}")
                .json()
                .at("/apiKeyPage/total")
                .intValue())
        .isZero();
  }

  @Test
  void everythingOfAnApiGoesWithIt() {
    send("POST", STAGE_PATH + "/disassociate-usage-plan", planId(PLAN));
    send("DELETE", STAGE_PATH, null);
    send("DELETE", API_PATH, null);

    assertThat(client.get(API_PATH + "/models/modl000001").error()).isEqualTo("404/300");
    send("DELETE", "/authorizers/auth000001", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/resources | {\"resourcePath\":\"/\"}",
        "/models | {\"modelName\":\"sandbox-model\",\"modelSchema\":\"{}\"}",
        "/stages | {\"stageName\":\"sandbox-stage\",\"endpointDomain\":\"https://a.example\"}",
        "/resources/rsrc000001/methods/GET/responses | {\"statusCode\":200}",
        "/resources/rsrc000001/methods/GET/responses/200/parameters"
            + " | {\"parameterName\":\"X-Sandbox\"}",
        "/resources/rsrc000001/methods/GET/parameters"
            + " | {\"parameterCode\":\"REQUEST_QUERY\",\"parameterName\":\"sandbox\"}",
      })
  void aSecondOfTheSameNameIsRefused(String path, String body) {
    Reply reply = client.send("POST", API_PATH + path, body);

    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).contains("already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"headers", "templates"})
  void aSecondHeaderOrTemplateOfAGatewayResponseIsRefused(String kind) {
    String path = API_PATH + "/responses/FORBIDDEN/" + kind;
    String body =
        kind.equals("headers")
            ? "{\"headerName\":\"X\",\"headerValue\":\"1\"}"
            : "{\"contentType\":\"text/plain\",\"mappingTemplate\":\"no\"}";
    send("POST", path, body);

    assertThat(client.send("POST", path, body).error()).isEqualTo("400/100");
    send("POST", path.replace("FORBIDDEN", "NOT_FOUND"), body);
  }

  @Test
  void aSecondMethodOfTheSameNameIsRefused_onTheSameResource() {
    Reply reply = client.send("POST", RESOURCE_PATH + "/methods", METHOD_BODY.formatted("GET"));
    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).isEqualTo("There is a method with the name \"GET\" already.");

    String other =
        send("POST", API_PATH + "/resources", "{\"resourcePath\":\"/other\"}")
            .json()
            .at("/resource/resourceId")
            .asText();
    send("POST", API_PATH + "/resources/" + other + "/methods", METHOD_BODY.formatted("GET"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/products | {\"productName\":\"sandbox-product\",\"subscriptionCode\":\"PUBLIC\"}",
        "/products/prod000001/apis | {\"apiName\":\"sandbox-api\"}",
        "/usage-plans | {\"usagePlanName\":\"sandbox-plan\"}",
        "/api-keys | {\"apiKeyName\":\"sandbox-api-key\"}",
      })
  void whatHasAnIdOnlyMayHaveANameTwice(String path, String body) {
    send("POST", path, body);
  }

  @Test
  void anApiKeyOfAProductIsOneThatSubscribes() {
    send("POST", "/api-keys/akey000001/unsubscribe", "{\"productId\":\"prod000001\"}");
    String key = "/products/prod000001/api-keys/akey000001";

    assertThat(client.send("PATCH", key, "{\"status\":\"ACCEPTED\"}").error()).isEqualTo("404/300");
    assertThat(client.send("PUT", key + "/stages/stag000001", planId(PLAN)).error())
        .isEqualTo("404/300");
    assertThat(
            send("GET", "/products/prod000001/subscription-detail?apiKeyId=akey000001", null)
                .json()
                .at("/apiKeyRelations/total")
                .intValue())
        .isZero();
  }

  @Test
  void theSubscriptionOfAPublicProductIsAccepted_andThatOfAProtectedOneRequested() {
    send("POST", "/products", "{\"productName\":\"public\",\"subscriptionCode\":\"PUBLIC\"}");
    send("POST", "/api-keys/akey000001/subscribe", "{\"productId\":\"prod000002\"}");

    assertThat(
            send("GET", "/api-keys/akey000001/products", null)
                .json()
                .path("apiKeyRelateProductDtos")
                .valueStream()
                .map(row -> row.path("productId").asText() + " " + row.path("status").asText()))
        .containsExactly("prod000001 REQUEST", "prod000002 ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api-keys/search | {\"productId\":\"prod000001\"} | 1",
        "/api-keys/search | {\"productId\":\"prod000001\",\"apiKeyName\":\"none\"} | 0",
        "/api-keys/search | {\"productId\":\"prod000001\",\"statusSet\":[\"REQUEST\"]} | 1",
        "/api-keys/search | {\"productId\":\"prod000001\",\"statusSet\":[\"ACCEPTED\"]} | 0",
        "/api-keys/search | {\"productId\":\"prod000001\",\"statusSet\":[]} | 1",
        "/products/prod000001/api-keys/search | {\"apiKeyId\":\"akey000001\"} | 1",
        "/products/prod000001/api-keys/search | {\"apiKeyValue\":\"guessed\"} | 0",
        "/products/prod000001/api-keys/search | {\"statusSet\":[\"REJECTED\"]} | 0",
        "/products/prod000001/api-keys/search | {\"offset\":1,\"limit\":1} | 1",
      })
  void subscriptionsAreSearched(String path, String body, int total) {
    assertThat(send("POST", path, body).json().findValue("total").intValue()).isEqualTo(total);
  }

  @Test
  void anApiKeyIsFoundByItsValue() {
    String value = client.get("/api-keys/akey000001").json().path("secondaryKey").asText();

    assertThat(
            send(
                    "POST",
                    "/products/prod000001/api-keys/search",
                    "{\"apiKeyValue\":\"" + value + "\"}")
                .json()
                .at("/apiKeyPage/total")
                .intValue())
        .isEqualTo(1);
  }
}
