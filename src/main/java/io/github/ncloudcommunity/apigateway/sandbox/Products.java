package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.contains;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.fits;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Products, and products as others see them when they are published. */
final class Products {

  private final State state;

  Products(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.ofEntries(
        Map.entry("listProducts", this::list),
        Map.entry("createProduct", this::create),
        Map.entry("getProduct", this::get),
        Map.entry("updateProduct", this::update),
        Map.entry("deleteProduct", this::delete),
        Map.entry("getProductDocument", request -> document(request, false)),
        Map.entry("getProductOverview", this::overview),
        Map.entry("searchPublishedProducts", this::searchPublished),
        Map.entry("getPublishedProduct", this::get),
        Map.entry("getPublishedProductDocument", request -> document(request, true)));
  }

  private ObjectNode list(Request request) {
    String subscriptionCode = request.text("subscriptionCode");
    String withoutPlan = request.text("hasStageNotAssociatedWithUsagePlanId");
    List<Row> products =
        state.all(Kind.PRODUCT).stream()
            .filter(product -> contains(product, "productName", request.text("productName")))
            .filter(product -> fits(isPublished(state, product), request.flag("isPublished")))
            .filter(
                product ->
                    subscriptionCode == null
                        || product.text("subscriptionCode").equals(subscriptionCode))
            .filter(product -> fits(hasStage(product), request.flag("hasDeployedStage")))
            .filter(
                product ->
                    withoutPlan == null || !Stages.without(state, withoutPlan, product).isEmpty())
            .toList();
    return object("productPage", page("content", products, request.page(), this::view))
        .put("initialCount", 0);
  }

  private ObjectNode create(Request request) {
    return object("product", view(state.add(Kind.PRODUCT, null, members(request))));
  }

  private ObjectNode get(Request request) {
    return object("product", view(request.row(Kind.PRODUCT)));
  }

  private @Nullable ObjectNode update(Request request) {
    state.change(request.row(Kind.PRODUCT), members(request));
    return null;
  }

  /** What answers call productDescription is description in requests. */
  private static ObjectNode members(Request request) {
    ObjectNode members = request.body();
    JsonNode description = members.remove("description");
    return description == null ? members : members.set("productDescription", description);
  }

  private @Nullable ObjectNode delete(Request request) {
    Row product = request.row(Kind.PRODUCT);
    state.removeUnused(
        product,
        Stream.concat(
                state.all(Kind.API, product).stream(),
                state.all(Kind.SUBSCRIPTION).stream()
                    .filter(subscription -> subscription.id().equals(product.id()))
                    .map(Row::owner))
            .toList());
    return null;
  }

  private ObjectNode view(Row product) {
    return product
        .view()
        .put("invokeId", product.id())
        .put("zoneCode", "PUBLIC")
        .put("isPublished", isPublished(state, product))
        .put("hasDeployedStage", hasStage(product));
  }

  static boolean isPublished(State state, Row product) {
    return state.all(Kind.STAGE, product).stream().anyMatch(Stages::isPublished);
  }

  private boolean hasStage(Row product) {
    return !state.all(Kind.STAGE, product).isEmpty();
  }

  private ObjectNode document(Request request, boolean published) {
    Row product = request.row(Kind.PRODUCT);
    List<Row> documented =
        state.all(Kind.API, product).stream()
            .filter(api -> contains(api, "apiName", request.text("apiName")))
            .filter(api -> !published || !documentedStages(api, true).isEmpty())
            .toList();
    return object(
        "apiPage",
        page(
            "content",
            documented,
            request.page(),
            api ->
                api.view().set("stages", array(documentedStages(api, published), Stages::view))));
  }

  private List<Row> documentedStages(Row api, boolean published) {
    return state.all(Kind.STAGE, api).stream()
        .filter(stage -> !published || Stages.isPublished(stage))
        .toList();
  }

  private ObjectNode overview(Request request) {
    Row product = request.row(Kind.PRODUCT);
    List<String> statuses =
        state.all(Kind.SUBSCRIPTION).stream()
            .filter(subscription -> subscription.id().equals(product.id()))
            .map(subscription -> subscription.text("status"))
            .toList();
    ObjectNode counts =
        object()
            .put("total", statuses.size())
            .put("request", count(statuses, "REQUEST"))
            .put("accepted", count(statuses, "ACCEPTED"))
            .put("rejected", count(statuses, "REJECTED"))
            .put("denied", count(statuses, "DENY"));
    return object("apiKeyCountInfo", counts)
        .set(
            "apis",
            array(
                state.all(Kind.API, product),
                api ->
                    api.view()
                        .put("methodsCount", state.all(Kind.METHOD, api).size())
                        .set("stages", array(state.all(Kind.STAGE, api), Stages::view))));
  }

  private static long count(List<String> statuses, String status) {
    return statuses.stream().filter(status::equals).count();
  }

  private ObjectNode searchPublished(Request request) {
    String publisher = request.member("publisherId");
    JsonNode types = request.body().path("productType");
    List<Row> products =
        state.all(Kind.PRODUCT).stream()
            .filter(product -> isPublished(state, product))
            .filter(product -> contains(product, "productName", request.member("productName")))
            .filter(product -> publisher == null || publisher.equals(Row.TENANT_ID))
            .filter(
                product ->
                    !request.body().has("subscribed")
                        || request.body().path("subscribed").booleanValue()
                            == isSubscribed(product))
            // All are of the one account that there is.
            .filter(product -> types.isEmpty() || Bodies.texts(types).contains("MY"))
            .toList();
    return object(
            "productPage",
            page(
                "content",
                products,
                request.page(),
                product -> view(product).put("subscribed", isSubscribed(product))))
        .put("initialCount", 0);
  }

  private boolean isSubscribed(Row product) {
    return state.all(Kind.SUBSCRIPTION).stream()
        .anyMatch(subscription -> subscription.id().equals(product.id()));
  }
}
