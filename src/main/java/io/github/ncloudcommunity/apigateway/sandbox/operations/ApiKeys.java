package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API keys, their subscriptions to products, and the usage plans of the subscriptions. */
final class ApiKeys {

  private static final String PRIMARY = "primaryKey";
  private static final String SECONDARY = "secondaryKey";
  private static final int KEY_LENGTH = 40;

  private ApiKeys() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.API_KEY)
        .envelope("apiKey")
        .create("createApiKey", (call, members) -> issueBoth(call.add(Kind.API_KEY, members)))
        .update("updateApiKey")
        .delete("deleteApiKey");
    handlers
        .answer("listApiKeys", ApiKeys::list)
        .answer("getApiKey", call -> call.row(Kind.API_KEY).view())
        .answer("regenerateApiKey", ApiKeys::regenerate)
        .answer("listApiKeyProducts", ApiKeys::listProducts)
        .run("subscribeProduct", call -> subscribe(call.row(Kind.API_KEY), product(call)))
        .run("unsubscribeProduct", call -> unsubscribe(call.row(Kind.API_KEY), product(call)))
        .answer("getApiKeySubscriptionDetail", ApiKeys::subscriptionDetail)
        .answer("getProductSubscriptionDetail", ApiKeys::subscriptionDetail)
        .answer("searchApiKeys", ApiKeys::search)
        .answer("searchProductApiKeys", ApiKeys::searchOfProduct)
        .run("updateProductApiKeyStatus", call -> call.update(subscription(call), call.body()))
        .run("updateApiKeyUsagePlan", ApiKeys::updateUsagePlan);
  }

  private static Row product(Call call) {
    return call.row(Kind.PRODUCT);
  }

  // API keys

  private static ObjectNode list(Call call) {
    return call.page(
        "apiKeys", call.rows(Kind.API_KEY), key -> key.view().without(List.of(PRIMARY, SECONDARY)));
  }

  private static ObjectNode regenerate(Call call) {
    Row key = call.row(Kind.API_KEY);
    issue(key, call.requiredText("keyType").equals("PRIMARY") ? PRIMARY : SECONDARY);
    return object("apiKey", key.view());
  }

  /** Enables a new API key. */
  static Row issueBoth(Row key) {
    key.members().put("isEnabled", true);
    issue(key, PRIMARY);
    issue(key, SECONDARY);
    return key;
  }

  /** Sets a key that is unique, and the same in every run. It opens nothing. */
  private static void issue(Row key, String which) {
    String seed = "%s %s %s".formatted(key.id(), which, key.nextNumber());
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(UTF_8));
      key.members().put(which, HexFormat.of().formatHex(digest).substring(0, KEY_LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  // Subscriptions of an API key

  private static ObjectNode listProducts(Call call) {
    return call.page(
        "apiKeyRelateProductDtos",
        call.rows(Kind.SUBSCRIPTION),
        subscription ->
            productOf(subscription)
                .view()
                .put("publisherId", Row.TENANT_ID)
                .put("isSelfProduct", true)
                .setAll(subscription.members()));
  }

  static Row productOf(Row subscription) {
    return subscription.account().get(Kind.PRODUCT, subscription.id());
  }

  static void subscribe(Row key, Row product) {
    boolean needsApproval = product.text("subscriptionCode").equals("PROTECTED");
    String status = needsApproval ? "REQUEST" : "ACCEPTED";
    key.findOrAdd(Kind.SUBSCRIPTION, product.id(), object().put("status", status));
  }

  static void unsubscribe(Row key, Row product) {
    Row subscription = key.find(Kind.SUBSCRIPTION, product.id());
    if (subscription != null) {
      subscription.remove();
    }
  }

  // Subscriptions to a product

  static List<Row> subscriptions(Row product) {
    return product.account().all(Kind.SUBSCRIPTION).stream()
        .filter(subscription -> subscription.id().equals(product.id()))
        .toList();
  }

  private static ObjectNode search(Call call) {
    List<Row> subscriptions =
        subscriptionsWithStatus(call).stream()
            .filter(subscription -> call.admitsName(subscription.owner()))
            .toList();
    return call.page("apiKeys", subscriptions, ApiKeys::withStatus);
  }

  private static ObjectNode searchOfProduct(Call call) {
    List<Row> subscriptions =
        subscriptionsWithStatus(call).stream()
            .filter(subscription -> call.admits(Kind.API_KEY, subscription))
            .filter(
                subscription ->
                    call.admits("apiKeyValue", subscription.owner().text(PRIMARY))
                        || call.admits("apiKeyValue", subscription.owner().text(SECONDARY)))
            .toList();
    return call.page("apiKeyPage.content", subscriptions, ApiKeys::withStatus);
  }

  private static List<Row> subscriptionsWithStatus(Call call) {
    return subscriptions(product(call)).stream()
        .filter(subscription -> call.admitsOneOf("statusSet", subscription.text("status")))
        .toList();
  }

  private static ObjectNode withStatus(Row subscription) {
    return subscription.owner().view().setAll(subscription.members());
  }

  private static Row subscription(Call call) {
    Row key = call.row(Kind.API_KEY);
    Row subscription = key.find(Kind.SUBSCRIPTION, product(call).id());
    if (subscription == null) {
      throw Problem.notFound("The %s does not subscribe to the %s.".formatted(key, product(call)));
    }
    return subscription;
  }

  private static void updateUsagePlan(Call call) {
    Row stage = call.row(Kind.STAGE);
    Row plan = call.row(Kind.USAGE_PLAN);
    Row subscription = subscription(call);
    if (!Stages.isAssociated(stage, plan)) {
      throw Problem.badRequest("The %s is not associated with the %s.".formatted(plan, stage));
    }
    subscription.findOrAdd(Kind.SUBSCRIPTION_PLAN, stage.id(), object()).change(call.body());
  }

  /** The stages of the product that the API key subscribes to; none, if it does not. */
  private static ObjectNode subscriptionDetail(Call call) {
    Row subscription = call.row(Kind.API_KEY).find(Kind.SUBSCRIPTION, product(call).id());
    if (subscription == null) {
      return call.page("apiKeyRelations.content", List.of(), Row::view);
    }
    List<Row> stages =
        product(call).all(Kind.STAGE).stream()
            .filter(stage -> call.admits(Kind.API, stage))
            .filter(stage -> call.admits(Kind.STAGE, stage))
            .toList();
    return call.page("apiKeyRelations.content", stages, stage -> relation(subscription, stage));
  }

  private static ObjectNode relation(Row subscription, Row stage) {
    ObjectNode relation =
        subscription
            .owner()
            .view()
            .put("dayCallCount", 0)
            .put("monthCallCount", 0)
            .put("dailyUsage", 0)
            .put("monthlyUsage", 0);
    relation.setAll(stage.view());
    Row plan = usagePlan(subscription, stage);
    if (plan != null) {
      relation.setAll(plan.view());
    }
    return relation.setAll(subscription.members());
  }

  /** The plan that the subscription chose, or else the first of the stage, if it has one. */
  private static @Nullable Row usagePlan(Row subscription, Row stage) {
    Row chosen = subscription.find(Kind.SUBSCRIPTION_PLAN, stage.id());
    return chosen == null
        ? UsagePlans.of(stage).stream().findFirst().orElse(null)
        : stage.account().get(Kind.USAGE_PLAN, chosen.text("usagePlanId"));
  }
}
