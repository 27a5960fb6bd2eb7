package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.function.Function;

/**
 * Dashboards. They list the existing rows, with the charts of the documented example: the sandbox
 * counts no calls, so days and regions make no difference.
 */
final class Dashboards {

  private Dashboards() {}

  static void register(Handlers handlers) {
    handlers
        .answer("listDashboardProducts", call -> products(call, call.rows(Kind.PRODUCT)))
        .answer("listDashboardProductApis", call -> apis(call, Row::view))
        .answer("getDashboardProductCharts", Dashboards::charts)
        .answer("listDashboardApiKeys", Dashboards::apiKeys)
        .answer("listDashboardApiKeyProducts", Dashboards::subscribedProducts)
        .answer("listDashboardApiKeyApis", call -> apis(call, Row::view))
        .answer("getDashboardApiKeyCharts", Dashboards::charts);
  }

  private static ObjectNode products(Call call, List<Row> products) {
    return call.page("products", products, Row::view);
  }

  private static ObjectNode apiKeys(Call call) {
    return call.page(
        "apiKeyIds.content",
        call.rows(Kind.API_KEY),
        key -> key.view().set("enabled", key.members().path("isEnabled")));
  }

  private static ObjectNode subscribedProducts(Call call) {
    return products(call, call.rows(Kind.SUBSCRIPTION).stream().map(ApiKeys::productOf).toList());
  }

  /** The deployed APIs. */
  private static ObjectNode apis(Call call, Function<Row, ObjectNode> view) {
    List<Row> apis =
        call.rows(Kind.API).stream()
            .filter(api -> call.admits(Kind.API, api))
            .filter(api -> !api.all(Kind.STAGE).isEmpty())
            .toList();
    return call.page("apis.content", apis, view);
  }

  private static ObjectNode charts(Call call) {
    JsonNode series = call.example().at("/apis/content/0/stages/0/series");
    return apis(
        call,
        api ->
            api.view()
                .set(
                    "stages",
                    array(api.all(Kind.STAGE), stage -> stage.view().set("series", series))));
  }
}
