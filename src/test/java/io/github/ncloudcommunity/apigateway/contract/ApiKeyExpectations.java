package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.KEY;

import java.util.stream.Stream;

/** API keys, and what they subscribe to. */
final class ApiKeyExpectations {

  private ApiKeyExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listApiKeys", "a request for API keys")
            .given("an API key exists")
            .asks("GET /api-keys?offset=0&limit=20&apiKeyName=${apiKeyName}")
            .gets(200)
            .wrong("with a limit of 0", "?limit=0"),
        of("createApiKey", "a request to make an API key")
            .asks("POST /api-keys")
            .gets(
                201,
                """
                {"apiKey": {"apiKeyId": "akey000002", "apiKeyName": "apiKey-001", "isEnabled": true,
                  "primaryKey": "*****primary", "secondaryKey": "*****secondary"}}
                """)
            .tooLong("a name", "apiKeyName", 21),
        of("searchApiKeys", "a request to search the API keys of a product by name and status")
            .given("the API key subscribes to the product")
            .asks(
                "POST /api-keys/search",
                """
                {"offset": 0, "limit": 20, "productId": "${productId}",
                  "apiKeyName": "${apiKeyName}", "statusSet": ["REQUEST", "ACCEPTED"]}
                """)
            .gets(
                200,
                """
                {"total": 1, "apiKeys": [{"apiKeyId": "akey000001", "apiKeyName": "apiKey-001",
                  "status": "REQUEST"}]}
                """)
            .missing("an API key exists", "no product has the id")
            .wrong(
                "with a limit of 0",
                """
                {"productId": "${productId}", "limit": 0}
                """),
        of("getApiKey", "a request for an API key")
            .given("an API key exists")
            .asks("GET " + KEY)
            .gets(200)
            .missing("no API key has the id"),
        of("updateApiKey", "a request to change an API key")
            .given("an API key exists")
            .asks("PUT " + KEY)
            .gets(
                200,
                """
                {"apiKey": {"apiKeyId": "akey000001", "apiKeyName": "apiKey-001", "isEnabled": true,
                  "primaryKey": "*****primary", "secondaryKey": "*****secondary"}}
                """)
            .missing("no API key has the id")
            .tooLong("a name", "apiKeyName", 21),
        of("regenerateApiKey", "a request for a new key in the place of one of the two")
            .given("an API key exists")
            .asks("PATCH " + KEY)
            .gets(
                200,
                """
                {"apiKey": {"apiKeyId": "akey000001", "apiKeyName": "apiKey-001", "isEnabled": true,
                  "primaryKey": "*****primary", "secondaryKey": "*****secondary"}}
                """)
            .missing("no API key has the id")
            .wrong(
                "with a type that is none",
                """
                {"keyType": "TERTIARY"}
                """),
        of("deleteApiKey", "a request to delete an API key")
            .given("an API key exists")
            .asks("DELETE " + KEY)
            .gets(204)
            .missing("no API key has the id"),
        of("listApiKeyProducts", "a request for the products that an API key subscribes to")
            .given("the API key subscribes to the product")
            .asks("GET " + KEY + "/products?offset=0&limit=20")
            .gets(
                200,
                """
                {"total": 1, "apiKeyRelateProductDtos": [{"productId": "prod000001",
                  "productName": "productName", "status": "REQUEST"}]}
                """)
            .missing("no API key has the id")
            .wrong("with a limit of 0", "?limit=0"),
        of("subscribeProduct", "a request to subscribe to a product")
            .given("the API key does not subscribe to the product")
            .asks("POST " + KEY + "/subscribe")
            .gets(200)
            .missing("an API key exists", "no product has the id"),
        of("unsubscribeProduct", "a request to end the subscription to a product")
            .given("the API key subscribes to the product")
            .asks("POST " + KEY + "/unsubscribe")
            .gets(200)
            .missing("an API key exists", "no product has the id"),
        of("getApiKeySubscriptionDetail", "a request for the stages that an API key subscribes to")
            .given("the API key subscribes to the product", "a stage exists")
            .asks(
                "GET "
                    + KEY
                    + "/subscription-detail?productId=${productId}&apiId=${apiId}"
                    + "&stageId=${stageId}&offset=0&limit=20")
            .gets(
                200,
                """
                {"apiKeyRelations": {"total": 1, "content": [{"apiId": "apis000001",
                  "apiName": "apiName", "stageId": "stag000001", "stageName": "stageName",
                  "apiKeyId": "akey000001", "apiKeyName": "apiKeyName", "dayCallCount": 0,
                  "monthCallCount": 0}]}}
                """)
            .missing("a stage exists", "no API key has the id")
            .wrong("with a limit of 0", "?productId=${productId}&limit=0"));
  }
}
