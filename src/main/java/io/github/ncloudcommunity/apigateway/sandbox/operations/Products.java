package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;
import static java.util.Collections.frequency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.stream.Stream;

/** Products, and published products as other accounts see them. */
final class Products {

  private Products() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.PRODUCT)
        .envelope("product")
        .view(Products::view)
        .members(Products::members)
        .usedBy(Products::users)
        .list("listProducts", "productPage.content", Products::filtered)
        .create("createProduct")
        .get("getProduct")
        .get("getPublishedProduct")
        .update("updateProduct")
        .delete("deleteProduct");
    handlers
        .answer("getProductDocument", call -> document(call, false))
        .answer("getProductOverview", Products::overview)
        .answer("searchPublishedProducts", Products::searchPublished)
        .answer("getPublishedProductDocument", call -> document(call, true));
  }

  /** Requests say description, answers say productDescription. */
  private static ObjectNode members(ObjectNode body) {
    JsonNode description = body.remove("description");
    return description == null ? body : body.set("productDescription", description);
  }

  private static ObjectNode view(Row product) {
    return product
        .view()
        .put("invokeId", product.id())
        .put("zoneCode", "PUBLIC")
        .put("isPublished", isPublished(product))
        .put("hasDeployedStage", hasStage(product));
  }

  static boolean isPublished(Row product) {
    return product.all(Kind.STAGE).stream().anyMatch(Stages::isPublished);
  }

  private static boolean hasStage(Row product) {
    return !product.all(Kind.STAGE).isEmpty();
  }

  private static List<Row> users(Row product) {
    return Stream.concat(
            product.all(Kind.API).stream(), ApiKeys.subscriptions(product).stream().map(Row::owner))
        .toList();
  }

  private static List<Row> filtered(Call call) {
    return call.rows(Kind.PRODUCT).stream()
        .filter(product -> call.admits("isPublished", isPublished(product)))
        .filter(product -> call.admits("subscriptionCode", product.text("subscriptionCode")))
        .filter(product -> call.admits("hasDeployedStage", hasStage(product)))
        .filter(product -> Stages.admits(call, product))
        .toList();
  }

  private static ObjectNode document(Call call, boolean published) {
    List<Row> apis =
        call.rows(Kind.API).stream()
            .filter(api -> !published || !documentedStages(api, true).isEmpty())
            .toList();
    return call.page(
        "apiPage.content",
        apis,
        api -> api.view().set("stages", array(documentedStages(api, published), Stages::view)));
  }

  private static List<Row> documentedStages(Row api, boolean published) {
    return api.all(Kind.STAGE).stream()
        .filter(stage -> !published || Stages.isPublished(stage))
        .toList();
  }

  private static ObjectNode overview(Call call) {
    List<String> statuses =
        ApiKeys.subscriptions(call.row(Kind.PRODUCT)).stream()
            .map(subscription -> subscription.text("status"))
            .toList();
    ObjectNode counts =
        object()
            .put("total", statuses.size())
            .put("request", frequency(statuses, "REQUEST"))
            .put("accepted", frequency(statuses, "ACCEPTED"))
            .put("rejected", frequency(statuses, "REJECTED"))
            .put("denied", frequency(statuses, "DENY"));
    return object("apiKeyCountInfo", counts)
        .set(
            "apis",
            array(
                call.rows(Kind.API),
                api ->
                    Apis.withStages(api, api.all(Kind.STAGE))
                        .put("methodsCount", api.all(Kind.METHOD).size())));
  }

  /** All products are of the one account that there is. */
  private static ObjectNode searchPublished(Call call) {
    List<Row> products =
        call.rows(Kind.PRODUCT).stream()
            .filter(Products::isPublished)
            .filter(product -> call.admits("publisherId", Row.TENANT_ID))
            .filter(product -> call.admits("subscribed", isSubscribed(product)))
            .filter(product -> call.admitsOneOf("productType", "MY"))
            .toList();
    return call.page(
        "productPage.content",
        products,
        product -> view(product).put("subscribed", isSubscribed(product)));
  }

  private static boolean isSubscribed(Row product) {
    return !ApiKeys.subscriptions(product).isEmpty();
  }
}
