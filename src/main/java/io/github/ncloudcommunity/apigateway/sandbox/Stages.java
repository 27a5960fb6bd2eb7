package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.contains;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stages of an API, and the usage plans associated with them. */
final class Stages {

  private final State state;
  private final Resources resources;

  Stages(State state, Resources resources) {
    this.state = state;
    this.resources = resources;
  }

  Map<String, Handler> handlers() {
    return Map.ofEntries(
        Map.entry("listStages", this::listWithResources),
        Map.entry("listStageSummaries", request -> list(request, Stages::view)),
        Map.entry("searchStages", this::search),
        Map.entry("createStage", this::create),
        Map.entry("getStage", request -> envelope(request.row(Kind.STAGE))),
        Map.entry("updateStage", this::replace),
        Map.entry("setDefaultUsagePlan", this::replace),
        Map.entry("deleteStage", this::delete),
        Map.entry("associateUsagePlan", this::associate),
        Map.entry("disassociateUsagePlan", this::disassociate),
        Map.entry("listStageUsagePlans", this::listUsagePlans));
  }

  static boolean isPublished(Row stage) {
    return stage.members().path("isPublished").booleanValue();
  }

  /** The stages of a product or an API, without those that a plan is associated with. */
  static List<Row> without(State state, @Nullable String usagePlanId, Row whole) {
    return state.all(Kind.STAGE, whole).stream()
        .filter(
            stage ->
                usagePlanId == null || state.find(Kind.ASSOCIATION, stage, usagePlanId) == null)
        .toList();
  }

  static ObjectNode view(Row stage) {
    return stage
        .view()
        .put("host", host(stage.owner(Kind.PRODUCT)))
        .put("isCanary", Canary.isOn(stage))
        .set("defaultDeploymentNo", stage.members().path(Deployments.LIVE));
  }

  static ObjectNode envelope(Row stage) {
    return object("stage", view(stage));
  }

  private static String host(Row product) {
    return product.id() + ".apigw.example";
  }

  private ObjectNode listWithResources(Request request) {
    JsonNode all = array(state.all(Kind.RESOURCE, request.row(Kind.API)), resources::view);
    return list(request, stage -> view(stage).set("resourceDtos", all));
  }

  private ObjectNode list(Request request, Function<Row, ObjectNode> view) {
    return object("stages", array(state.all(Kind.STAGE, request.row(Kind.API)), view))
        .put("host", host(request.row(Kind.PRODUCT)));
  }

  /** Those that are associated, as the page says; an older export of the vendor says the others. */
  private ObjectNode search(Request request) {
    Row plan = request.row(Kind.USAGE_PLAN);
    List<Row> stages =
        state.all(Kind.STAGE, request.row(Kind.API)).stream()
            .filter(stage -> state.find(Kind.ASSOCIATION, stage, plan.id()) != null)
            .toList();
    return object("stages", array(stages, Stages::view));
  }

  private ObjectNode create(Request request) {
    Row api = request.row(Kind.API);
    state.refuseSecond(Kind.STAGE, api, "stageName", request.requiredMember("stageName"));
    ObjectNode settings = request.body();
    settings.remove("deploymentDescription");
    Row stage = state.add(Kind.STAGE, api, withDefaults(settings));
    Deployments.deploy(state, stage, request.member("deploymentDescription"));
    return envelope(stage);
  }

  static ObjectNode withDefaults(ObjectNode settings) {
    return object().put("isPublished", false).put("isMaintenance", false).setAll(settings);
  }

  private ObjectNode replace(Request request) {
    Row stage = request.row(Kind.STAGE);
    state.replace(stage, request);
    return envelope(stage);
  }

  private @Nullable ObjectNode delete(Request request) {
    Row stage = request.row(Kind.STAGE);
    List<Row> plans =
        state.all(Kind.ASSOCIATION, stage).stream()
            .map(association -> state.get(Kind.USAGE_PLAN, association.id()))
            .toList();
    state.removeUnused(stage, plans);
    return null;
  }

  private @Nullable ObjectNode associate(Request request) {
    UsagePlans.associate(state, request.row(Kind.STAGE), request.row(Kind.USAGE_PLAN));
    return null;
  }

  private @Nullable ObjectNode disassociate(Request request) {
    UsagePlans.disassociate(state, request.row(Kind.STAGE), request.row(Kind.USAGE_PLAN));
    return null;
  }

  private ObjectNode listUsagePlans(Request request) {
    Row stage = request.row(Kind.STAGE);
    List<Row> plans =
        UsagePlans.of(state, stage).stream()
            .filter(plan -> contains(plan, "usagePlanName", request.text("usagePlanName")))
            .toList();
    return stage
        .view()
        .setAll(page("content", plans, request.page(), plan -> UsagePlans.view(state, plan)));
  }
}
