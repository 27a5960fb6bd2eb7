package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.function.Function;

/** The stages of an API, and their associations with usage plans. */
final class Stages {

  private Stages() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.STAGE)
        .envelope("stage")
        .view(Stages::view)
        .uniqueName()
        .usedBy(Stages::users)
        // As the page says; an older export of the vendor lists those that are not associated.
        .list("searchStages", "stages", Stages::associated)
        .create("createStage", Stages::create)
        .get("getStage")
        .update("updateStage")
        .update("setDefaultUsagePlan")
        .delete("deleteStage");
    handlers
        .answer("listStages", Stages::listWithResources)
        .answer("listStageSummaries", call -> list(call, Stages::view))
        .run("associateUsagePlan", call -> UsagePlans.associate(stage(call), plan(call)))
        .run("disassociateUsagePlan", call -> UsagePlans.disassociate(stage(call), plan(call)))
        .answer("listStageUsagePlans", Stages::listUsagePlans);
  }

  private static Row stage(Call call) {
    return call.row(Kind.STAGE);
  }

  private static Row plan(Call call) {
    return call.row(Kind.USAGE_PLAN);
  }

  static boolean isPublished(Row stage) {
    return stage.flag("isPublished");
  }

  static boolean isAssociated(Row stage, Row plan) {
    return stage.has(Kind.ASSOCIATION, plan.id());
  }

  /**
   * Returns the stages of a product or an API, except those associated with the usage plan that the
   * request excludes.
   */
  static List<Row> admitted(Call call, Row whole) {
    String excluded = call.text("hasStageNotAssociatedWithUsagePlanId");
    return whole.all(Kind.STAGE).stream()
        .filter(stage -> excluded == null || !stage.has(Kind.ASSOCIATION, excluded))
        .toList();
  }

  /** Whether a product or an API has a stage that is not associated with the excluded plan. */
  static boolean admits(Call call, Row whole) {
    return call.text("hasStageNotAssociatedWithUsagePlanId") == null
        || !admitted(call, whole).isEmpty();
  }

  static ObjectNode view(Row stage) {
    return stage
        .view()
        .put("host", host(stage.owner(Kind.PRODUCT)))
        .put("isCanary", Canary.isOn(stage))
        .set("defaultDeploymentNo", stage.members().path(Deployments.LIVE));
  }

  private static String host(Row product) {
    return product.id() + ".apigw.example";
  }

  private static ObjectNode listWithResources(Call call) {
    JsonNode resources = array(call.rows(Kind.RESOURCE), Resources::view);
    return list(call, stage -> view(stage).set("resourceDtos", resources));
  }

  private static ObjectNode list(Call call, Function<Row, ObjectNode> view) {
    return call.page("stages", call.rows(Kind.STAGE), view)
        .put("host", host(call.row(Kind.PRODUCT)));
  }

  private static List<Row> associated(Call call) {
    return call.rows(Kind.STAGE).stream().filter(stage -> isAssociated(stage, plan(call))).toList();
  }

  private static Row create(Call call, ObjectNode members) {
    members.remove("deploymentDescription");
    Row stage = call.add(Kind.STAGE, withDefaults(members));
    Deployments.deploy(stage, call.text("deploymentDescription"));
    return stage;
  }

  static ObjectNode withDefaults(ObjectNode members) {
    return object().put("isPublished", false).put("isMaintenance", false).setAll(members);
  }

  private static List<Row> users(Row stage) {
    return stage.all(Kind.ASSOCIATION).stream()
        .map(association -> stage.account().get(Kind.USAGE_PLAN, association.id()))
        .toList();
  }

  private static ObjectNode listUsagePlans(Call call) {
    Row stage = stage(call);
    return stage.view().setAll(call.page("content", UsagePlans.of(stage), UsagePlans::view));
  }
}
