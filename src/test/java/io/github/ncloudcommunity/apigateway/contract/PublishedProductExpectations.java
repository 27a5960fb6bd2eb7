package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.PUBLISHED;

import java.util.stream.Stream;

/** Published products, as subscribers see them. */
final class PublishedProductExpectations {

  private PublishedProductExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("searchPublishedProducts", "a request to search published products")
            .given("the product is published")
            .asks(
                "POST /published-products/search",
                """
                {"offset": 0, "limit": 20, "productName": "${productName}", "productType": ["MY",
                  "NCP", "OTHERS"], "subscribed": false}
                """)
            .gets(
                200,
                "productPage(total,content(productId,productName,subscriptionCode,subscribed))")
            .also(
                "with a publisher",
                """
                {"publisherId": "nobody"}
                """,
                "productPage(total)")
            .badMember("with a limit of 0", "limit", 0),
        of("getPublishedProduct", "a request for a published product")
            .given("the product is published")
            .asks("GET " + PUBLISHED)
            .gets(200, "product(productId,productName,subscriptionCode,isPublished)")
            .notFound("no product has the id"),
        of("getPublishedProductDocument", "a request for the API documents of a published product")
            .given("the product is published")
            .asks("GET " + PUBLISHED + "/documents?offset=0&limit=20&apiName=${apiName}")
            .gets(
                200,
                "apiPage(total,content(apiId,apiName,"
                    + "stages(stageId,stageName,deployedStageDeploymentNo)))")
            .notFound("the product is published", "no product has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getPublishedApiDocument", "a request for the document of a published API")
            .given("the product is published")
            .asks("GET " + PUBLISHED + "/apis/${apiId}/documents")
            .gets(200)
            .notFound("a product exists", "no API has the id"));
  }
}
