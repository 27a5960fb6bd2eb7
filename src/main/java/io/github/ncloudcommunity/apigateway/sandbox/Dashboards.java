package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Dashboards. They show what there is, with the charts of the documented example: nothing is
 * counted, so that days and regions make no difference.
 */
final class Dashboards {

  private final State state;

  Dashboards(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "listDashboardProducts", request -> products(request, state.all(Kind.PRODUCT)),
        "listDashboardProductApis", request -> apis(request, Row::view),
        "getDashboardProductCharts", this::charts,
        "listDashboardApiKeys", this::listApiKeys,
        "listDashboardApiKeyProducts", this::listApiKeyProducts,
        "listDashboardApiKeyApis", request -> apis(request, Row::view),
        "getDashboardApiKeyCharts", this::charts);
  }

  private static ObjectNode products(Request request, List<Row> products) {
    return page("products", products, request.page(), Row::view);
  }

  private ObjectNode listApiKeys(Request request) {
    return object(
        "apiKeyIds",
        page(
            "content",
            state.all(Kind.API_KEY),
            request.page(),
            key -> key.view().set("enabled", key.members().path("isEnabled"))));
  }

  private ObjectNode listApiKeyProducts(Request request) {
    return products(
        request,
        state.all(Kind.SUBSCRIPTION, request.row(Kind.API_KEY)).stream()
            .map(subscription -> state.get(Kind.PRODUCT, subscription.id()))
            .toList());
  }

  /** The deployed APIs. */
  private ObjectNode apis(Request request, Function<Row, ObjectNode> view) {
    List<Row> apis =
        state.all(Kind.API, request.row(Kind.PRODUCT)).stream()
            .filter(api -> request.admits(Kind.API, api))
            .filter(api -> !state.all(Kind.STAGE, api).isEmpty())
            .toList();
    return object("apis", page("content", apis, request.page(), view));
  }

  private ObjectNode charts(Request request) {
    JsonNode series = request.operation().jsonExample().at("/apis/content/0/stages/0/series");
    return apis(
        request,
        api ->
            api.view()
                .set(
                    "stages",
                    array(
                        state.all(Kind.STAGE, api), stage -> stage.view().set("series", series))));
  }
}
