package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.sandbox.State.Api;
import io.github.ncloudcommunity.apigateway.sandbox.State.Product;
import io.github.ncloudcommunity.apigateway.sandbox.State.Quota;
import io.github.ncloudcommunity.apigateway.sandbox.State.Stage;
import io.github.ncloudcommunity.apigateway.sandbox.State.UsagePlan;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the operations do that the sandbox keeps something for; any other is answered from its
 * documented example. Thread-safe.
 *
 * <p>Where the documents leave something open, the sandbox settles it, and the real service may
 * differ: a name filter keeps rows whose name contains it; associating what is associated and
 * disassociating what is not change nothing; a usage plan that stages still use is not deleted; and
 * a PUT replaces, so that what it leaves out is cleared.
 */
final class Operations {

  private static final String TENANT_ID = "sandbox0tenant0id000000000000000";
  private static final String MODIFIER = "sandbox-user";
  private static final String DOMAIN_CODE = "PUB";

  /** Takes a request that fits the specification and names what exists; gives the body or null. */
  @FunctionalInterface
  private interface Handler {
    @Nullable Members handle(ValidRequest request);
  }

  private State state = new State();
  private final String startTime;

  /** By operationId: an operation becomes more than its example by a line here. */
  private final Map<String, Handler> handlers =
      Map.ofEntries(
          Map.entry("listProducts", this::listProducts),
          Map.entry("getProduct", this::getProduct),
          Map.entry("listApis", this::listApis),
          Map.entry("getApi", this::getApi),
          Map.entry("listStages", this::listStages),
          Map.entry("getStage", this::getStage),
          Map.entry("associateUsagePlan", this::associateUsagePlan),
          Map.entry("disassociateUsagePlan", this::disassociateUsagePlan),
          Map.entry("setDefaultUsagePlan", this::setDefaultUsagePlan),
          Map.entry("listStageUsagePlans", this::listStageUsagePlans),
          Map.entry("createUsagePlan", this::createUsagePlan),
          Map.entry("searchUsagePlans", this::searchUsagePlans),
          Map.entry("listUsagePlansByStage", this::listUsagePlansByStage),
          Map.entry("getUsagePlan", this::getUsagePlan),
          Map.entry("updateUsagePlan", this::updateUsagePlan),
          Map.entry("deleteUsagePlan", this::deleteUsagePlan),
          Map.entry("listUsagePlanStages", this::listUsagePlanStages));

  Operations(Clock clock) {
    this.startTime = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The operations that are more than their example. */
  Set<String> handled() {
    return handlers.keySet();
  }

  /**
   * Does what a request asks for.
   *
   * @throws Problem if an id in it names nothing, or what is kept does not allow it
   */
  synchronized Answer perform(SpecifiedOperation operation, ValidRequest request) {
    state.requireKnown(request.identifiers());
    Handler handler = handlers.get(operation.operationId());
    return handler == null
        ? operation.documentedAnswer()
        : new Answer(operation.successStatus(), handler.handle(request));
  }

  /** Lets something else look at what is kept, or change it. */
  synchronized <T> T arrange(Function<State, T> arrangement) {
    return arrangement.apply(state);
  }

  /** Forgets everything but what was there in the beginning. */
  synchronized void reset() {
    state = new State();
  }

  // Products and APIs

  private Members listProducts(ValidRequest request) {
    String subscriptionCode = request.text("subscriptionCode");
    String withoutPlan = request.text("hasStageNotAssociatedWithUsagePlanId");
    List<Product> products =
        state.products().stream()
            .filter(product -> contains(product.name(), request.text("productName")))
            .filter(product -> fits(product.published(), request.flag("isPublished")))
            .filter(
                product ->
                    subscriptionCode == null || product.subscriptionCode().equals(subscriptionCode))
            .filter(product -> fits(hasStage(product), request.flag("hasDeployedStage")))
            .filter(
                product ->
                    withoutPlan == null
                        || state.apisOf(product.id()).stream()
                            .anyMatch(api -> !stages(api, withoutPlan).isEmpty()))
            .toList();
    return new Members()
        // The documents show 0 and do not explain it.
        .with("initialCount", 0)
        .with(
            "productPage",
            page(
                "content",
                products,
                request.page(),
                product -> productRow(product).with("hasDeployedStage", hasStage(product))));
  }

  private Members getProduct(ValidRequest request) {
    Product product = state.product(request.required("product-id"));
    return new Members().with("product", productRow(product).with("zoneCode", "PUBLIC"));
  }

  private Members listApis(ValidRequest request) {
    String withoutPlan = request.text("hasStageNotAssociatedWithUsagePlanId");
    boolean withStage = Boolean.TRUE.equals(request.flag("withStage"));
    List<Api> apis =
        state.apisOf(request.required("product-id")).stream()
            .filter(api -> contains(api.name(), request.text("apiName")))
            .filter(api -> fits(!stages(api, null).isEmpty(), request.flag("hasStage")))
            .filter(api -> withoutPlan == null || !stages(api, withoutPlan).isEmpty())
            .toList();
    return page(
        "apis",
        apis,
        request.page(),
        api -> withStage ? withStages(apiRow(api), stages(api, withoutPlan)) : apiRow(api));
  }

  private Members getApi(ValidRequest request) {
    Api api = state.api(request.required("api-id"));
    Members row = withStages(apiRow(api), stages(api, null));
    return new Members().with("total", 1).with("api", List.of(row));
  }

  private boolean hasStage(Product product) {
    return state.apisOf(product.id()).stream().anyMatch(api -> !stages(api, null).isEmpty());
  }

  /** The stages of an API, those left out that a plan is associated with. */
  private List<Stage> stages(Api api, @Nullable String withoutPlan) {
    return state.stagesOf(api.id()).stream()
        .filter(stage -> withoutPlan == null || !state.areAssociated(stage.id(), withoutPlan))
        .toList();
  }

  private Members productRow(Product product) {
    return new Members()
        .with("productId", product.id())
        .with("invokeId", product.id())
        .with("tenantId", TENANT_ID)
        .with("productName", product.name())
        .with("productDescription", product.description())
        .with("isPublished", product.published())
        .with("subscriptionCode", product.subscriptionCode())
        .with("modifier", MODIFIER)
        .with("modTime", startTime)
        .with("isDeleted", false)
        .with("domainCode", DOMAIN_CODE);
  }

  private Members apiRow(Api api) {
    return new Members()
        .with("apiId", api.id())
        .with("productId", api.productId())
        .with("apiName", api.name())
        .with("apiDescription", api.description())
        .with("tenantId", TENANT_ID)
        .with("modifier", MODIFIER)
        .with("modTime", startTime)
        .with("isDeleted", false)
        .with("domainCode", DOMAIN_CODE);
  }

  private static Members withStages(Members apiRow, List<Stage> stages) {
    return apiRow.with(
        "stages",
        stages.stream()
            .map(
                stage ->
                    new Members()
                        .with("apiId", stage.apiId())
                        .with("stageId", stage.id())
                        .with("stageName", stage.name())
                        .with("isPublished", false))
            .toList());
  }

  // Stages

  private Members listStages(ValidRequest request) {
    List<Members> stages =
        state.stagesOf(request.required("api-id")).stream()
            .map(
                stage ->
                    new Members()
                        .with("stageId", stage.id())
                        .with("stageName", stage.name())
                        .with("defaultDeploymentNo", 1)
                        .with("isCanary", false)
                        .with("resourceDtos", List.of(resource(stage))))
            .toList();
    return new Members()
        .with("host", request.required("product-id") + ".apigw.example")
        .with("stages", stages);
  }

  private static Members resource(Stage stage) {
    return new Members()
        .with("resourceId", "rsrc000001")
        .with("resourcePath", "/")
        .with("apiId", stage.apiId())
        .with(
            "methods", List.of(new Members().with("methodCode", "GET").with("methodName", "GET")));
  }

  private Members getStage(ValidRequest request) {
    return stageEnvelope(state.stage(request.required("stage-id")));
  }

  private Members setDefaultUsagePlan(ValidRequest request) {
    Stage before = state.stage(request.required("stage-id"));
    Stage now = new Stage(before.id(), before.apiId(), before.name(), quota(request));
    state.put(now);
    return stageEnvelope(now);
  }

  private Members stageEnvelope(Stage stage) {
    return new Members()
        .with(
            "stage",
            new Members()
                .with("stageId", stage.id())
                .with("apiId", stage.apiId())
                .with("tenantId", TENANT_ID)
                .with("stageName", stage.name())
                .with("endpointDomain", "https://endpoint.example")
                .with("rateRps", stage.defaultQuota().rateRps())
                .with("dayQuotaRequest", stage.defaultQuota().dayQuotaRequest())
                .with("monthQuotaRequest", stage.defaultQuota().monthQuotaRequest())
                .with("isMaintenance", false)
                .with("deployedStageDeploymentNo", 1)
                .with("modifier", MODIFIER)
                .with("regTime", startTime));
  }

  private @Nullable Members associateUsagePlan(ValidRequest request) {
    state.associate(request.required("stage-id"), usagePlanIdInBody(request));
    return null;
  }

  private @Nullable Members disassociateUsagePlan(ValidRequest request) {
    state.disassociate(request.required("stage-id"), usagePlanIdInBody(request));
    return null;
  }

  private static String usagePlanIdInBody(ValidRequest request) {
    return request.body().path("usagePlanId").asText();
  }

  private Members listStageUsagePlans(ValidRequest request) {
    Stage stage = state.stage(request.required("stage-id"));
    List<UsagePlan> plans =
        state.usagePlans().stream()
            .filter(plan -> state.areAssociated(stage.id(), plan.id()))
            .filter(plan -> contains(plan.name(), request.text("usagePlanName")))
            .toList();
    return withQuota(
        page("content", plans, request.page(), this::usagePlanRow), stage.defaultQuota());
  }

  // Usage plans

  private Members createUsagePlan(ValidRequest request) {
    return usagePlanEnvelope(
        state.addUsagePlan(
            request.body().path("usagePlanName").asText(),
            request.memberText("usagePlanDescription"),
            quota(request)));
  }

  private Members searchUsagePlans(ValidRequest request) {
    List<UsagePlan> plans =
        state.usagePlans().stream()
            .filter(plan -> contains(plan.name(), request.memberText("usagePlanName")))
            .toList();
    return page("usagePlans", plans, request.pageInBody(), this::usagePlanRow)
        // The documents show 0 and do not explain it.
        .with("initialCount", 0);
  }

  private Members listUsagePlansByStage(ValidRequest request) {
    String stageId = request.required("stageId");
    boolean associated = Boolean.TRUE.equals(request.flag("associated"));
    List<UsagePlan> plans =
        state.usagePlans().stream()
            .filter(plan -> state.areAssociated(stageId, plan.id()) == associated)
            .toList();
    return page(
        "usagePlans",
        plans,
        request.page(),
        plan ->
            new Members()
                .with("usagePlanId", plan.id())
                .with("usagePlanName", plan.name())
                .with("associatedStagesCount", state.stagesWith(plan.id()).size())
                .with("domainCode", DOMAIN_CODE)
                .with("disabled", false));
  }

  private Members getUsagePlan(ValidRequest request) {
    return usagePlanEnvelope(state.usagePlan(request.required("usage-plan-id")));
  }

  /** A PUT replaces: a description or a quota that the body leaves out is cleared. */
  private Members updateUsagePlan(ValidRequest request) {
    UsagePlan plan =
        new UsagePlan(
            request.required("usage-plan-id"),
            request.body().path("usagePlanName").asText(),
            request.memberText("usagePlanDescription"),
            quota(request));
    state.put(plan);
    return usagePlanEnvelope(plan);
  }

  private @Nullable Members deleteUsagePlan(ValidRequest request) {
    String id = request.required("usage-plan-id");
    List<Stage> users = state.stagesWith(id);
    if (!users.isEmpty()) {
      throw Problem.badRequest(
          "The usage plan %s is still associated with the stages %s."
              .formatted(id, users.stream().map(Stage::id).collect(Collectors.joining(", "))));
    }
    state.removeUsagePlan(id);
    return null;
  }

  private Members listUsagePlanStages(ValidRequest request) {
    UsagePlan plan = state.usagePlan(request.required("usage-plan-id"));
    List<Stage> stages =
        state.stagesWith(plan.id()).stream()
            .filter(stage -> contains(stage.name(), request.text("name")))
            .toList();
    Members quota = withQuota(new Members().with("domainCode", DOMAIN_CODE), plan.quota());
    return page("stages", stages, request.page(), this::usagePlanStageRow).with("usagePlan", quota);
  }

  private Members usagePlanStageRow(Stage stage) {
    Api api = state.api(stage.apiId());
    return new Members()
        .with("productId", api.productId())
        .with("productName", state.product(api.productId()).name())
        .with("apiId", api.id())
        .with("apiName", api.name())
        .with("stageId", stage.id())
        .with("stageName", stage.name());
  }

  private Members usagePlanEnvelope(UsagePlan plan) {
    return new Members().with("usagePlan", usagePlanRow(plan));
  }

  private Members usagePlanRow(UsagePlan plan) {
    return withQuota(
            new Members()
                .with("usagePlanId", plan.id())
                .with("usagePlanName", plan.name())
                .with("usagePlanDescription", plan.description()),
            plan.quota())
        .with("associatedStagesCount", state.stagesWith(plan.id()).size())
        .with("tenantId", TENANT_ID)
        .with("domainCode", DOMAIN_CODE)
        .with("modifier", MODIFIER)
        .with("disabled", false);
  }

  private static Quota quota(ValidRequest request) {
    return new Quota(
        request.memberLong("monthQuotaRequest"),
        request.memberLong("dayQuotaRequest"),
        request.memberLong("rateRps"),
        request.memberText("quotaCondition"));
  }

  private static Members withQuota(Members members, Quota quota) {
    return members
        .with("monthQuotaRequest", quota.monthQuotaRequest())
        .with("dayQuotaRequest", quota.dayQuotaRequest())
        .with("rateRps", quota.rateRps())
        .with("quotaCondition", quota.quotaCondition());
  }

  // All lists

  private static <T> Members page(
      String rowsName, List<T> rows, Page page, Function<T, Members> row) {
    return new Members()
        .with("total", rows.size())
        .with(rowsName, page.of(rows).stream().map(row).toList());
  }

  private static boolean contains(String name, @Nullable String filter) {
    return filter == null || name.contains(filter);
  }

  private static boolean fits(boolean value, @Nullable Boolean filter) {
    return filter == null || filter == value;
  }
}
