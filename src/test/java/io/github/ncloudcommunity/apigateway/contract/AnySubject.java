package io.github.ncloudcommunity.apigateway.contract;

import au.com.dius.pact.core.model.V4Interaction;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.api.ProductOperations.ListProductsQuery;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.contract.Verification.Unprovokable;
import io.github.ncloudcommunity.apigateway.model.Api;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.DisassociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.ListedProduct;
import io.github.ncloudcommunity.apigateway.model.SearchUsagePlansRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server that can only be asked: the real service, a gateway, a recording proxy. States are found
 * by looking for something that fits; they are brought about only on a stage set aside for it.
 */
final class AnySubject implements Verification.Subject {

  private static final String NO_ID = "none000000";
  private static final Set<String> READS_BY_POST = Set.of("searchUsagePlans");
  private static final String SETTABLE =
      "changes something; name a stage that may be changed: -Dprovider.writes=PRODUCT/API/STAGE";

  private final URI baseUrl;
  private final Credentials credentials;
  private final List<String> writes;
  private final ApiGatewayClient gateway;
  private final List<String> made = new ArrayList<>();

  /**
   * @param writes ids of product, API and stage that may be changed, with slashes between; null for
   *     none
   */
  AnySubject(URI baseUrl, Credentials credentials, String writes) {
    if (!baseUrl.getPath().endsWith(Pacts.BASE_PATH)) {
      throw new IllegalArgumentException(
          "the base URL must end in " + Pacts.BASE_PATH + ": " + baseUrl);
    }
    this.writes = writes == null ? List.of() : List.of(writes.split("/"));
    if (writes != null && this.writes.size() != 3) {
      throw new IllegalArgumentException("provider.writes is not PRODUCT/API/STAGE: " + writes);
    }
    this.baseUrl = baseUrl;
    this.credentials = credentials;
    this.gateway = ApiGatewayClient.builder().baseUrl(baseUrl).credentials(credentials).build();
  }

  @Override
  public URI baseUrl() {
    return baseUrl;
  }

  @Override
  public Credentials credentials(V4Interaction.SynchronousHttp interaction) {
    return Verification.states(interaction).contains(States.OTHER_KEY)
        ? Credentials.of(credentials.accessKey(), "another-secret-key")
        : credentials;
  }

  @Override
  public Map<String, String> begin(V4Interaction.SynchronousHttp interaction) throws Unprovokable {
    boolean write =
        interaction.getResponse().getStatus() < 300
            && !interaction.getRequest().getMethod().equals("GET")
            && READS_BY_POST.stream().noneMatch(interaction.getKey()::startsWith);
    if (write && writes.isEmpty()) {
      throw new Unprovokable(SETTABLE);
    }
    Map<String, String> values = new TreeMap<>();
    for (String state : Verification.states(interaction)) {
      values.putAll(state(state, values, write));
    }
    return values;
  }

  @Override
  public void end(V4Interaction.SynchronousHttp interaction) {
    for (String plan : made) {
      // It may be that the interaction was about deleting it.
      if (!interaction.getKey().equals("deleteUsagePlan 204")) {
        gateway.usagePlans().deleteUsagePlan(plan);
      }
    }
    made.clear();
  }

  private Map<String, String> state(String name, Map<String, String> so, boolean write)
      throws Unprovokable {
    return switch (name) {
      case "a product exists", "an API exists", "a stage exists" -> stage();
      case "a usage plan exists" -> values(anyPlan());
      case "a usage plan is associated with the stage" -> associated(so);
      case "a usage plan is not associated with the stage" -> notAssociated(so);
      case "a usage plan is associated with no stage" -> unused(write);
      case "no product has the id" -> Map.of("productId", NO_ID);
      case "no API has the id" -> Map.of("apiId", NO_ID);
      case "no stage has the id" -> Map.of("stageId", NO_ID);
      case "no usage plan has the id" -> Map.of("usagePlanId", NO_ID);
      case States.OTHER_KEY -> Map.of();
      default -> throw new Unprovokable("cannot be provoked from outside: " + name);
    };
  }

  /** The stage that may be changed, or else the first that there is. */
  private Map<String, String> stage() throws Unprovokable {
    return stages().findFirst().orElseThrow(() -> new Unprovokable("there is no stage to read"));
  }

  /** Ids and names of stages, with those of what they belong to. */
  private Stream<Map<String, String>> stages() {
    return gateway
        .products()
        .streamProducts(new ListProductsQuery().hasDeployedStage(true))
        .filter(product -> mayUse(0, product.getProductId()))
        .flatMap(
            product ->
                gateway
                    .apis()
                    .streamApis(product.getProductId())
                    .filter(api -> mayUse(1, api.getApiId()))
                    .flatMap(api -> stagesOf(product, api)));
  }

  private Stream<Map<String, String>> stagesOf(ListedProduct product, Api api) {
    return gateway.stages().listStages(product.getProductId(), api.getApiId()).getStages().stream()
        .filter(stage -> mayUse(2, stage.getStageId()))
        .map(
            stage ->
                Map.of(
                    "productId", product.getProductId(),
                    "productName", product.getProductName(),
                    "isPublished", String.valueOf(product.getIsPublished()),
                    "subscriptionCode", String.valueOf(product.getSubscriptionCode()),
                    "apiId", api.getApiId(),
                    "apiName", api.getApiName(),
                    "stageId", stage.getStageId(),
                    "stageName", stage.getStageName()));
  }

  private boolean mayUse(int place, String id) {
    return writes.isEmpty() || writes.get(place).equals(id);
  }

  private UsagePlan anyPlan() throws Unprovokable {
    return gateway
        .usagePlans()
        .streamUsagePlans(new SearchUsagePlansRequest())
        .findFirst()
        .orElseThrow(() -> new Unprovokable("there is no usage plan to read"));
  }

  private Map<String, String> associated(Map<String, String> so) throws Unprovokable {
    if (!writes.isEmpty()) {
      UsagePlan plan = anyPlan();
      gateway
          .stages()
          .associateUsagePlan(
              so.get("productId"),
              so.get("apiId"),
              so.get("stageId"),
              new AssociateUsagePlanRequest().usagePlanId(plan.getUsagePlanId()));
      return values(plan);
    }
    for (Map<String, String> stage : stages().toList()) {
      Optional<UsagePlan> plan =
          gateway
              .stages()
              .streamStageUsagePlans(
                  stage.get("productId"), stage.get("apiId"), stage.get("stageId"))
              .findFirst();
      if (plan.isPresent()) {
        Map<String, String> values = new TreeMap<>(stage);
        values.putAll(values(plan.get()));
        return values;
      }
    }
    throw new Unprovokable("no stage has a usage plan; " + SETTABLE);
  }

  private Map<String, String> notAssociated(Map<String, String> so) throws Unprovokable {
    if (!writes.isEmpty()) {
      UsagePlan plan = anyPlan();
      gateway
          .stages()
          .disassociateUsagePlan(
              so.get("productId"),
              so.get("apiId"),
              so.get("stageId"),
              new DisassociateUsagePlanRequest().usagePlanId(plan.getUsagePlanId()));
      return values(plan);
    }
    Set<String> with =
        gateway
            .stages()
            .streamStageUsagePlans(so.get("productId"), so.get("apiId"), so.get("stageId"))
            .map(UsagePlan::getUsagePlanId)
            .collect(Collectors.toSet());
    return gateway
        .usagePlans()
        .streamUsagePlans(new SearchUsagePlansRequest())
        .filter(plan -> !with.contains(plan.getUsagePlanId()))
        .map(AnySubject::values)
        .findFirst()
        .orElseThrow(() -> new Unprovokable("the stage has every usage plan; " + SETTABLE));
  }

  private Map<String, String> unused(boolean forAWrite) throws Unprovokable {
    if (forAWrite) {
      UsagePlan plan =
          gateway
              .usagePlans()
              .createUsagePlan(new CreateUsagePlanRequest().usagePlanName("contract-verification"))
              .getUsagePlan();
      made.add(plan.getUsagePlanId());
      return values(plan);
    }
    return values(anyPlan());
  }

  private static Map<String, String> values(UsagePlan plan) {
    return Map.of("usagePlanId", plan.getUsagePlanId(), "usagePlanName", plan.getUsagePlanName());
  }
}
