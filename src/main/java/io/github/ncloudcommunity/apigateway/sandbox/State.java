package io.github.ncloudcommunity.apigateway.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox keeps, in memory: products, their APIs, the stages of those, usage plans, and
 * which plans are associated with which stages. Rows come in the order made.
 *
 * <p>Not thread-safe; the caller holds a lock over check and effect.
 */
final class State {

  /** One of each to begin with, under ids that are the same in every run. */
  static final ApiGatewaySandbox.Seed SEED =
      new ApiGatewaySandbox.Seed("prod000001", "apis000001", "stag000001", "plan000001");

  private final Map<String, Product> products = new LinkedHashMap<>();
  private final Map<String, Api> apis = new LinkedHashMap<>();
  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final Map<String, UsagePlan> usagePlans = new LinkedHashMap<>();
  private final Set<Association> associations = new HashSet<>();
  private int plansMade;

  record Product(
      String id, String name, String description, boolean published, String subscriptionCode) {}

  record Api(String id, String productId, String name, String description) {}

  record Stage(String id, String apiId, String name, Quota defaultQuota) {}

  record UsagePlan(String id, String name, @Nullable String description, Quota quota) {}

  record Quota(
      @Nullable Long monthQuotaRequest,
      @Nullable Long dayQuotaRequest,
      @Nullable Long rateRps,
      @Nullable String quotaCondition) {

    static final Quota NONE = new Quota(null, null, null, null);
  }

  private record Association(String stageId, String usagePlanId) {}

  State() {
    restoreSeed();
    plansMade = 1;
  }

  /** Puts back what there was in the beginning and is no more; what is there stays as it is. */
  void restoreSeed() {
    products.putIfAbsent(
        SEED.productId(),
        new Product(SEED.productId(), "sandbox-product", "made at start", false, "PROTECTED"));
    apis.putIfAbsent(
        SEED.apiId(), new Api(SEED.apiId(), SEED.productId(), "sandbox-api", "made at start"));
    stages.putIfAbsent(
        SEED.stageId(), new Stage(SEED.stageId(), SEED.apiId(), "sandbox-stage", Quota.NONE));
    usagePlans.putIfAbsent(
        SEED.usagePlanId(),
        new UsagePlan(
            SEED.usagePlanId(),
            "sandbox-plan",
            "made at start",
            new Quota(1000L, 100L, 10L, "2xx")));
  }

  /**
   * Checks that ids name something, and that those in a path belong to each other.
   *
   * @throws Problem for the first that does not
   */
  void requireKnown(List<Identifier> identifiers) {
    Map<String, String> path = new LinkedHashMap<>();
    String owner = "";
    for (Identifier identifier : identifiers) {
      String named =
          "%s with the id %s".formatted(name(identifier.kind()), Problem.quote(identifier.value()));
      if (!isKnown(identifier, path)) {
        throw Problem.notFound(
            "There is no %s%s.".formatted(named, identifier.inPath() ? owner : ""));
      }
      if (identifier.inPath()) {
        path.put(identifier.kind(), identifier.value());
        owner = " in the " + named;
      }
    }
  }

  private boolean isKnown(Identifier identifier, Map<String, String> path) {
    String id = identifier.value();
    Api api = apis.get(id);
    Stage stage = stages.get(id);
    return switch (identifier.kind()) {
      case "product" -> products.containsKey(id);
      case "api" ->
          api != null
              && (!identifier.inPath()
                  || path.getOrDefault("product", api.productId()).equals(api.productId()));
      case "stage" ->
          stage != null
              && (!identifier.inPath()
                  || path.getOrDefault("api", stage.apiId()).equals(stage.apiId()));
      case "usagePlan" -> usagePlans.containsKey(id);
      // Nothing is kept of other kinds, so that any id of theirs is taken that could be one.
      default -> identifier.possible();
    };
  }

  private static String name(String kind) {
    return switch (kind) {
      case "api" -> "API";
      case "usagePlan" -> "usage plan";
      default -> kind;
    };
  }

  List<Product> products() {
    return List.copyOf(products.values());
  }

  /** Adds a product, or replaces the one with its id. */
  void put(Product product) {
    products.put(product.id(), product);
  }

  Product product(String id) {
    return get(products, id);
  }

  List<Api> apisOf(String productId) {
    return apis.values().stream().filter(api -> api.productId().equals(productId)).toList();
  }

  /** Adds an API, or replaces the one with its id. */
  void put(Api api) {
    apis.put(api.id(), api);
  }

  Api api(String id) {
    return get(apis, id);
  }

  List<Stage> stagesOf(String apiId) {
    return stages.values().stream().filter(stage -> stage.apiId().equals(apiId)).toList();
  }

  Stage stage(String id) {
    return get(stages, id);
  }

  /** Adds a stage, or replaces the one with its id. */
  void put(Stage stage) {
    stages.put(stage.id(), stage);
  }

  List<UsagePlan> usagePlans() {
    return List.copyOf(usagePlans.values());
  }

  UsagePlan usagePlan(String id) {
    return get(usagePlans, id);
  }

  UsagePlan addUsagePlan(String name, @Nullable String description, Quota quota) {
    plansMade++;
    // Not by the locale of the machine, whose digits may be others.
    String id = String.format(Locale.ROOT, "plan%06d", plansMade);
    UsagePlan plan = new UsagePlan(id, name, description, quota);
    put(plan);
    return plan;
  }

  /** Adds a usage plan, or replaces the one with its id. */
  void put(UsagePlan plan) {
    usagePlans.put(plan.id(), plan);
  }

  void removeUsagePlan(String id) {
    usagePlans.remove(id);
  }

  void associate(String stageId, String usagePlanId) {
    associations.add(new Association(stageId, usagePlanId));
  }

  void disassociate(String stageId, String usagePlanId) {
    associations.remove(new Association(stageId, usagePlanId));
  }

  boolean areAssociated(String stageId, String usagePlanId) {
    return associations.contains(new Association(stageId, usagePlanId));
  }

  List<Stage> stagesWith(String usagePlanId) {
    List<Stage> with = new ArrayList<>(stages.values());
    with.removeIf(stage -> !areAssociated(stage.id(), usagePlanId));
    return with;
  }

  private static <T> T get(Map<String, T> rows, String id) {
    T row = rows.get(id);
    if (row == null) {
      throw new IllegalStateException("requireKnown was not asked for " + id);
    }
    return row;
  }
}
