package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.PRODUCT;

import java.util.stream.Stream;

/** Products, and the API keys that subscribe to them. */
final class ProductExpectations {

  private ProductExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listProducts", "a request for products")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks(
                "GET /products?offset=0&limit=20&productName=${productName}"
                    + "&isPublished=${isPublished}&subscriptionCode=${subscriptionCode}"
                    + "&hasDeployedStage=true&hasStageNotAssociatedWithUsagePlanId=${usagePlanId}")
            .gets(
                200,
                "initialCount,productPage(total,content(productId,productName,isPublished,"
                    + "subscriptionCode,hasDeployedStage,isDeleted,domainCode,modTime))")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getProduct", "a request for a product")
            .given("a product exists")
            .asks("GET " + PRODUCT)
            .gets(200)
            .notFound("no product has the id"),
        of("createProduct", "a request to create a product")
            .asks("POST /products")
            .gets(
                201,
                "product(productId,productName,productDescription,subscriptionCode,isPublished)")
            .badMember("with an unknown subscription code", "subscriptionCode", "PRIVATE"),
        of("updateProduct", "a request to change a product")
            .given("a product exists")
            .asks("PATCH " + PRODUCT)
            .gets(204)
            .notFound("no product has the id")
            .badMember("with an unknown subscription code", "subscriptionCode", "PRIVATE"),
        of("deleteProduct", "a request to delete a product")
            .given("nothing uses the product")
            .asks("DELETE " + PRODUCT)
            .gets(204)
            .notFound("no product has the id"),
        of("searchProductApiKeys", "a request to search the API keys that subscribe to a product")
            .given("the API key subscribes to the product")
            .asks(
                "POST " + PRODUCT + "/api-keys/search",
                """
                {"offset": 0, "limit": 20, "apiKeyId": "${apiKeyId}", "statusSet": ["REQUEST",
                  "ACCEPTED"]}
                """)
            .gets(200, "apiKeyPage(total,content(apiKeyId,apiKeyName,status))")
            .also(
                "with the value of a key",
                """
                {"apiKeyValue": "*****a value that no key has"}
                """,
                "apiKeyPage(total)")
            .notFound("an API key exists", "no product has the id")
            .badMember("with a limit of 0", "limit", 0),
        of("updateProductApiKeyStatus", "a request to accept or reject an API key")
            .given("the API key subscribes to the product")
            .asks("PATCH " + PRODUCT + "/api-keys/${apiKeyId}")
            .gets(204)
            .notFound("a product exists", "no API key has the id")
            .badMember("with a status that nobody can set", "status", "REQUEST"),
        of("updateApiKeyUsagePlan", "a request to set the usage plan of an API key on a stage")
            .given(
                "the API key subscribes to the product",
                "a stage exists",
                "a usage plan is associated with the stage")
            .asks("PUT " + PRODUCT + "/api-keys/${apiKeyId}/stages/${stageId}")
            .gets(204)
            .notFound(
                "the API key subscribes to the product",
                "a stage exists",
                "no usage plan has the id"),
        of("getProductDocument", "a request for the API documents of a product")
            .given("a stage exists")
            .asks("GET " + PRODUCT + "/document?offset=0&limit=20&apiName=${apiName}")
            .gets(
                200,
                "apiPage(total,content(apiId,apiName,"
                    + "stages(stageId,stageName,deployedStageDeploymentNo)))")
            .notFound("an API exists", "no product has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getProductOverview", "a request for the overview of a product")
            .given("a stage exists")
            .asks("GET " + PRODUCT + "/overview")
            .gets(
                200,
                "apis(apiId,apiName,methodsCount,"
                    + "stages(stageId,stageName,deployedStageDeploymentNo)),apiKeyCountInfo")
            .notFound("no product has the id"),
        of(
                "getProductSubscriptionDetail",
                "a request for the stages of a product that an API key subscribes to")
            .given("the API key subscribes to the product", "a stage exists")
            .asks(
                "GET "
                    + PRODUCT
                    + "/subscription-detail?apiKeyId=${apiKeyId}&apiId=${apiId}"
                    + "&stageId=${stageId}&offset=0&limit=20")
            .gets(200, Expectations.SUBSCRIPTIONS)
            .notFound("a stage exists", "an API key exists", "no product has the id")
            .badQuery("with a limit of 0", "limit", "0"));
  }
}
