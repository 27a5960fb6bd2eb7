package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.contains;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API keys, the products they subscribe to, and the usage plans they have on their stages. */
final class ApiKeys {

  private static final String PRIMARY = "primaryKey";
  private static final String SECONDARY = "secondaryKey";
  private static final int KEY_LENGTH = 40;

  private final State state;

  ApiKeys(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.ofEntries(
        Map.entry("listApiKeys", this::list),
        Map.entry("createApiKey", this::create),
        Map.entry("searchApiKeys", this::search),
        Map.entry("getApiKey", request -> request.row(Kind.API_KEY).view()),
        Map.entry("updateApiKey", this::update),
        Map.entry("regenerateApiKey", this::regenerate),
        Map.entry("deleteApiKey", this::delete),
        Map.entry("listApiKeyProducts", this::listProducts),
        Map.entry("subscribeProduct", this::subscribe),
        Map.entry("unsubscribeProduct", this::unsubscribe),
        Map.entry("getApiKeySubscriptionDetail", this::subscriptionDetail),
        Map.entry("searchProductApiKeys", this::searchOfProduct),
        Map.entry("updateProductApiKeyStatus", this::updateStatus),
        Map.entry("updateApiKeyUsagePlan", this::updateUsagePlan),
        Map.entry("getProductSubscriptionDetail", this::subscriptionDetail));
  }

  // API keys

  private ObjectNode list(Request request) {
    List<Row> keys =
        state.all(Kind.API_KEY).stream()
            .filter(key -> contains(key, "apiKeyName", request.text("apiKeyName")))
            .toList();
    return page(
        "apiKeys", keys, request.page(), key -> key.view().without(List.of(PRIMARY, SECONDARY)));
  }

  private ObjectNode create(Request request) {
    Row key = state.add(Kind.API_KEY, null, request.body().put("isEnabled", true));
    issueBoth(key);
    return envelope(key);
  }

  static void issueBoth(Row key) {
    issue(key, PRIMARY);
    issue(key, SECONDARY);
  }

  private ObjectNode update(Request request) {
    Row key = request.row(Kind.API_KEY);
    state.replace(key, request);
    return envelope(key);
  }

  private ObjectNode regenerate(Request request) {
    Row key = request.row(Kind.API_KEY);
    issue(key, request.requiredMember("keyType").equals("PRIMARY") ? PRIMARY : SECONDARY);
    return envelope(key);
  }

  private static ObjectNode envelope(Row key) {
    return object("apiKey", key.view());
  }

  private @Nullable ObjectNode delete(Request request) {
    state.remove(request.row(Kind.API_KEY));
    return null;
  }

  /**
   * Sets a key that no other row has or had, and that is the same in every run. It opens nothing.
   */
  private static void issue(Row key, String which) {
    String seed = "%s %s %s".formatted(key.id(), which, key.nextNumber());
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(UTF_8));
      key.members().put(which, HexFormat.of().formatHex(digest).substring(0, KEY_LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  // Subscriptions, as the API key has them

  private ObjectNode listProducts(Request request) {
    List<Row> subscriptions = state.all(Kind.SUBSCRIPTION, request.row(Kind.API_KEY));
    return page(
        "apiKeyRelateProductDtos",
        subscriptions,
        request.page(),
        subscription ->
            state
                .get(Kind.PRODUCT, subscription.id())
                .view()
                .put("publisherId", Row.TENANT_ID)
                .put("isSelfProduct", true)
                .setAll(subscription.members()));
  }

  private @Nullable ObjectNode subscribe(Request request) {
    subscribe(state, request.row(Kind.API_KEY), request.row(Kind.PRODUCT));
    return null;
  }

  static void subscribe(State state, Row key, Row product) {
    if (state.find(Kind.SUBSCRIPTION, key, product.id()) == null) {
      boolean needsApproval = product.text("subscriptionCode").equals("PROTECTED");
      state.add(
          Kind.SUBSCRIPTION,
          key,
          product.id(),
          object().put("status", needsApproval ? "REQUEST" : "ACCEPTED"));
    }
  }

  private @Nullable ObjectNode unsubscribe(Request request) {
    unsubscribe(state, request.row(Kind.API_KEY), request.row(Kind.PRODUCT));
    return null;
  }

  static void unsubscribe(State state, Row key, Row product) {
    Row subscription = state.find(Kind.SUBSCRIPTION, key, product.id());
    if (subscription != null) {
      state.remove(subscription);
    }
  }

  // Subscriptions, as the product has them

  private ObjectNode search(Request request) {
    List<Row> subscriptions =
        subscriptions(request).stream()
            .filter(
                subscription ->
                    contains(subscription.owner(), "apiKeyName", request.member("apiKeyName")))
            .toList();
    return page("apiKeys", subscriptions, request.page(), ApiKeys::withStatus);
  }

  private ObjectNode searchOfProduct(Request request) {
    String value = request.member("apiKeyValue");
    List<Row> subscriptions =
        subscriptions(request).stream()
            .filter(subscription -> request.admits(Kind.API_KEY, subscription))
            .filter(
                subscription ->
                    value == null
                        || List.of(
                                subscription.owner().text(PRIMARY),
                                subscription.owner().text(SECONDARY))
                            .contains(value))
            .toList();
    return object(
        "apiKeyPage", page("content", subscriptions, request.page(), ApiKeys::withStatus));
  }

  private static ObjectNode withStatus(Row subscription) {
    return subscription.owner().view().setAll(subscription.members());
  }

  /** The subscriptions to the product, all or those of the states that the body names. */
  private List<Row> subscriptions(Request request) {
    Row product = request.row(Kind.PRODUCT);
    JsonNode statuses = request.body().path("statusSet");
    return state.all(Kind.SUBSCRIPTION).stream()
        .filter(subscription -> subscription.id().equals(product.id()))
        .filter(
            subscription ->
                statuses.isEmpty() || Bodies.texts(statuses).contains(subscription.text("status")))
        .toList();
  }

  private @Nullable ObjectNode updateStatus(Request request) {
    state.change(subscription(request), request.body());
    return null;
  }

  private Row subscription(Request request) {
    Row key = request.row(Kind.API_KEY);
    Row product = request.row(Kind.PRODUCT);
    Row subscription = state.find(Kind.SUBSCRIPTION, key, product.id());
    if (subscription == null) {
      throw Problem.notFound("The %s does not subscribe to the %s.".formatted(key, product));
    }
    return subscription;
  }

  private @Nullable ObjectNode updateUsagePlan(Request request) {
    Row stage = request.row(Kind.STAGE);
    Row plan = request.row(Kind.USAGE_PLAN);
    Row subscription = subscription(request);
    if (state.find(Kind.ASSOCIATION, stage, plan.id()) == null) {
      throw Problem.badRequest("The %s is not associated with the %s.".formatted(plan, stage));
    }
    Row chosen = state.find(Kind.SUBSCRIPTION_PLAN, subscription, stage.id());
    if (chosen == null) {
      state.add(Kind.SUBSCRIPTION_PLAN, subscription, stage.id(), request.body());
    } else {
      state.change(chosen, request.body());
    }
    return null;
  }

  /** The stages of the product that the API key subscribes to; none, if it does not. */
  private ObjectNode subscriptionDetail(Request request) {
    Row product = request.row(Kind.PRODUCT);
    Row subscription = state.find(Kind.SUBSCRIPTION, request.row(Kind.API_KEY), product.id());
    List<Row> stages =
        subscription == null
            ? List.of()
            : state.all(Kind.STAGE, product).stream()
                .filter(stage -> request.admits(Kind.API, stage))
                .filter(stage -> request.admits(Kind.STAGE, stage))
                .toList();
    return object(
        "apiKeyRelations",
        page(
            "content",
            stages,
            request.page(),
            stage -> relation(request.row(Kind.API_KEY), product, stage)));
  }

  private ObjectNode relation(Row key, Row product, Row stage) {
    Row subscription = state.find(Kind.SUBSCRIPTION, key, product.id());
    ObjectNode relation =
        key.view()
            .put("dayCallCount", 0)
            .put("monthCallCount", 0)
            .put("dailyUsage", 0)
            .put("monthlyUsage", 0);
    relation.setAll(stage.view());
    if (subscription != null) {
      Row plan = usagePlan(subscription, stage);
      if (plan != null) {
        relation.setAll(plan.view());
      }
      relation.setAll(subscription.members());
    }
    return relation;
  }

  /** The one chosen, or else the first that is associated with the stage, if there is one. */
  private @Nullable Row usagePlan(Row subscription, Row stage) {
    Row chosen = state.find(Kind.SUBSCRIPTION_PLAN, subscription, stage.id());
    return chosen != null
        ? state.get(Kind.USAGE_PLAN, chosen.text("usagePlanId"))
        : UsagePlans.of(state, stage).stream().findFirst().orElse(null);
  }
}
