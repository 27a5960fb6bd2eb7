package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;

import java.util.stream.Stream;

/** Dashboards. */
final class DashboardExpectations {

  private static final String PRODUCT = "/dashboards/products/${productId}";
  private static final String KEY = "/dashboards/api-keys/${apiKeyId}";
  private static final String TIMES = "from=2024-05-01&to=2024-05-09&timeZone=Asia/Seoul";
  private static final String PAGE = TIMES + "&regions=KR&regions=JPN&offset=0&limit=20";

  private DashboardExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listDashboardProducts", "a request for the products of the dashboard")
            .given("a stage exists")
            .asks("GET /dashboards/products?" + PAGE)
            .gets(
                200,
                """
                {"products": [{"productId": "prod000001", "productName": "productName"}]}
                """)
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of("listDashboardProductApis", "a request for the APIs of a product in the dashboard")
            .given("a stage exists")
            .asks("GET " + PRODUCT + "/api-ids?" + PAGE)
            .gets(
                200,
                """
                {"apis": {"total": 1, "content": [{"apiId": "apis000001", "apiName": "apiName"}]}}
                """)
            .missing("no product has the id")
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of("getDashboardProductCharts", "a request for the charts of a product")
            .given("a stage exists")
            .asks("GET " + PRODUCT + "/charts?apiId=${apiId}&" + PAGE)
            .gets(
                200,
                """
                {"apis": {"content": [{"apiId": "apis000001", "apiName": "apiName",
                  "stages": [{"stageId": "stag000001", "stageName": "stageName",
                  "series": [{"name": "callCount", "region": "KR", "data": [{"time": "2024-05-09",
                  "value": 0.5}]}]}]}]}}
                """)
            .missing("an API exists", "no product has the id")
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of("exportDashboardProductCharts", "a request for the charts of a product as a file")
            .given("a stage exists")
            .asks("GET " + PRODUCT + "/apis/${apiId}/stages/${stageId}/export?" + PAGE)
            .getsFile(200)
            .missing("an API exists", "no stage has the id")
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of("listDashboardApiKeys", "a request for the API keys of the dashboard")
            .given("an API key exists")
            .asks("GET /dashboards/api-keys?" + PAGE)
            .gets(200)
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of(
                "listDashboardApiKeyProducts",
                "a request for the products of an API key in the dashboard")
            .given("the API key subscribes to the product")
            .asks("GET " + KEY + "/product-ids?" + PAGE)
            .gets(200)
            .missing("no API key has the id")
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of("listDashboardApiKeyApis", "a request for the APIs of an API key in the dashboard")
            .given("the API key subscribes to the product", "a stage exists")
            .asks("GET " + KEY + "/products/${productId}/api-ids?" + PAGE)
            .gets(
                200,
                """
                {"apis": {"total": 1, "content": [{"apiId": "apis000001", "apiName": "apiName"}]}}
                """)
            .missing("an API key exists", "no product has the id")
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of("getDashboardApiKeyCharts", "a request for the charts of an API key")
            .given("the API key subscribes to the product", "a stage exists")
            .asks("GET " + KEY + "/products/${productId}/charts?apiId=${apiId}&" + PAGE)
            .gets(
                200,
                """
                {"apis": {"content": [{"apiId": "apis000001", "apiName": "apiName",
                  "stages": [{"stageId": "stag000001", "stageName": "stageName",
                  "series": [{"name": "callCount", "region": "KR", "data": [{"time": "2024-05-09",
                  "value": 0.5}]}]}]}]}}
                """)
            .missing("an API exists", "an API key exists", "no product has the id")
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of("exportDashboardApiKeyCharts", "a request for the charts of an API key as a file")
            .given("the API key subscribes to the product", "a stage exists")
            .asks(
                "GET "
                    + KEY
                    + "/products/${productId}/apis/${apiId}/stages/${stageId}/export?"
                    + PAGE)
            .getsFile(200)
            .missing("an API exists", "an API key exists", "no stage has the id")
            .wrong("with a limit of 0", "?limit=0&" + TIMES),
        of("searchDashboardEvents", "a request to search events")
            .asks(
                "POST /dashboards/events/search",
                """
                {"offset": 0, "limit": 20, "from": "2024-05-01", "to": "2024-05-09",
                  "timeZone": "Asia/Seoul", "level": ["EVENT", "ALARM"], "type": ["ES010", "ES020"]}
                """)
            .gets(
                200,
                """
                {"events": {"total": 0}}
                """)
            .wrong(
                "with a limit of 0",
                """
                {"from": "2024-05-01", "to": "2024-05-09", "timeZone": "Asia/Seoul", "limit": 0}
                """));
  }
}
