package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.KEY;

import java.util.stream.Stream;

/** API keys and their subscriptions. */
final class ApiKeyExpectations {

  private static final String KEYS =
      "apiKey(apiKeyId,apiKeyName,isEnabled,primaryKey,secondaryKey)";

  private ApiKeyExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listApiKeys", "a request for API keys")
            .given("an API key exists")
            .asks("GET /api-keys?offset=0&limit=20&apiKeyName=${apiKeyName}")
            .gets(200)
            .badQuery("with a limit of 0", "limit", "0"),
        of("createApiKey", "a request to create an API key")
            .asks("POST /api-keys")
            .gets(201, KEYS)
            .tooLong("a name", "apiKeyName", 21),
        of("searchApiKeys", "a request to search the API keys of a product by name and status")
            .given("the API key subscribes to the product")
            .asks(
                "POST /api-keys/search",
                """
                {"offset": 0, "limit": 20, "productId": "${productId}",
                  "apiKeyName": "${apiKeyName}", "statusSet": ["REQUEST", "ACCEPTED"]}
                """)
            .gets(200, "total,apiKeys(apiKeyId,apiKeyName,status)")
            .notFound("an API key exists", "no product has the id")
            .badMember("with a limit of 0", "limit", 0),
        of("getApiKey", "a request for an API key")
            .given("an API key exists")
            .asks("GET " + KEY)
            .gets(200)
            .notFound("no API key has the id"),
        of("updateApiKey", "a request to change an API key")
            .given("an API key exists")
            .asks("PUT " + KEY)
            .gets(200, KEYS)
            .notFound("no API key has the id")
            .tooLong("a name", "apiKeyName", 21),
        of("regenerateApiKey", "a request to regenerate one of the two keys of an API key")
            .given("an API key exists")
            .asks("PATCH " + KEY)
            .gets(200, KEYS)
            .notFound("no API key has the id")
            .badMember("with an unknown type of key", "keyType", "TERTIARY"),
        of("deleteApiKey", "a request to delete an API key")
            .given("an API key exists")
            .asks("DELETE " + KEY)
            .gets(204)
            .notFound("no API key has the id"),
        of("listApiKeyProducts", "a request for the products that an API key subscribes to")
            .given("the API key subscribes to the product")
            .asks("GET " + KEY + "/products?offset=0&limit=20")
            .gets(200, "total,apiKeyRelateProductDtos(productId,productName,status)")
            .notFound("no API key has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("subscribeProduct", "a request to subscribe to a product")
            .given("the API key does not subscribe to the product")
            .asks("POST " + KEY + "/subscribe")
            .gets(200)
            .notFound("an API key exists", "no product has the id"),
        of("unsubscribeProduct", "a request to end the subscription to a product")
            .given("the API key subscribes to the product")
            .asks("POST " + KEY + "/unsubscribe")
            .gets(200)
            .notFound("an API key exists", "no product has the id"),
        of("getApiKeySubscriptionDetail", "a request for the stages that an API key subscribes to")
            .given("the API key subscribes to the product", "a stage exists")
            .asks(
                "GET "
                    + KEY
                    + "/subscription-detail?productId=${productId}&apiId=${apiId}"
                    + "&stageId=${stageId}&offset=0&limit=20")
            .gets(200, Expectations.SUBSCRIPTIONS)
            .notFound("a stage exists", "no API key has the id")
            .badQuery("with a limit of 0", "limit", "0"));
  }
}
