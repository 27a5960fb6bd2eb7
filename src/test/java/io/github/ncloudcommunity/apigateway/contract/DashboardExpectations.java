package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;

import java.util.stream.Stream;

/** Dashboards. */
final class DashboardExpectations {

  private static final String PRODUCT = "/dashboards/products/${productId}";
  private static final String KEY = "/dashboards/api-keys/${apiKeyId}";
  private static final String PAGE =
      "from=2024-05-01&to=2024-05-09&timeZone=Asia/Seoul&regions=KR&regions=JPN&offset=0&limit=20";

  private static final String CHARTS =
      "apis(content(apiId,apiName,stages(stageId,stageName,series(name,region,data(time,value)))))";

  private DashboardExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listDashboardProducts", "a request for the products of the dashboard")
            .given("a stage exists")
            .asks("GET /dashboards/products?" + PAGE)
            .gets(200, "products(productId,productName)")
            .badQuery("with a limit of 0", "limit", "0"),
        of("listDashboardProductApis", "a request for the APIs of a product in the dashboard")
            .given("a stage exists")
            .asks("GET " + PRODUCT + "/api-ids?" + PAGE)
            .gets(200, "apis(total,content(apiId,apiName))")
            .notFound("no product has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getDashboardProductCharts", "a request for the charts of a product")
            .given("a stage exists")
            .asks("GET " + PRODUCT + "/charts?apiId=${apiId}&" + PAGE)
            .gets(200, CHARTS)
            .notFound("an API exists", "no product has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("exportDashboardProductCharts", "a request for the charts of a product as a file")
            .given("a stage exists")
            .asks("GET " + PRODUCT + "/apis/${apiId}/stages/${stageId}/export?" + PAGE)
            .getsFile(200)
            .notFound("an API exists", "no stage has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("listDashboardApiKeys", "a request for the API keys of the dashboard")
            .given("an API key exists")
            .asks("GET /dashboards/api-keys?" + PAGE)
            .gets(200)
            .badQuery("with a limit of 0", "limit", "0"),
        of(
                "listDashboardApiKeyProducts",
                "a request for the products of an API key in the dashboard")
            .given("the API key subscribes to the product")
            .asks("GET " + KEY + "/product-ids?" + PAGE)
            .gets(200)
            .notFound("no API key has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("listDashboardApiKeyApis", "a request for the APIs of an API key in the dashboard")
            .given("the API key subscribes to the product", "a stage exists")
            .asks("GET " + KEY + "/products/${productId}/api-ids?" + PAGE)
            .gets(200, "apis(total,content(apiId,apiName))")
            .notFound("an API key exists", "no product has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getDashboardApiKeyCharts", "a request for the charts of an API key")
            .given("the API key subscribes to the product", "a stage exists")
            .asks("GET " + KEY + "/products/${productId}/charts?apiId=${apiId}&" + PAGE)
            .gets(200, CHARTS)
            .notFound("an API exists", "an API key exists", "no product has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("exportDashboardApiKeyCharts", "a request for the charts of an API key as a file")
            .given("the API key subscribes to the product", "a stage exists")
            .asks(
                "GET "
                    + KEY
                    + "/products/${productId}/apis/${apiId}/stages/${stageId}/export?"
                    + PAGE)
            .getsFile(200)
            .notFound("an API exists", "an API key exists", "no stage has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("searchDashboardEvents", "a request to search events")
            .asks(
                "POST /dashboards/events/search",
                """
                {"offset": 0, "limit": 20, "from": "2024-05-01", "to": "2024-05-09",
                  "timeZone": "Asia/Seoul", "level": ["EVENT", "ALARM"], "type": ["ES010", "ES020"]}
                """)
            .gets(200, "events(total)")
            .badMember("with a limit of 0", "limit", 0));
  }
}
