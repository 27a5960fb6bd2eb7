package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;

/** Usage plans, and the stages that they are associated with. */
final class UsagePlans {

  private UsagePlans() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.USAGE_PLAN)
        .envelope("usagePlan")
        .view(UsagePlans::view)
        .usedBy(UsagePlans::stages)
        .list("searchUsagePlans", "usagePlans")
        .list("listUsagePlansByStage", "usagePlans", UsagePlans::byStage)
        .create("createUsagePlan")
        .get("getUsagePlan")
        .update("updateUsagePlan")
        .delete("deleteUsagePlan");
    handlers.answer("listUsagePlanStages", UsagePlans::listStages);
  }

  static void associate(Row stage, Row plan) {
    stage.findOrAdd(Kind.ASSOCIATION, plan.id(), object());
  }

  /** Subscriptions that chose the plan on the stage lose it. */
  static void disassociate(Row stage, Row plan) {
    Row association = stage.find(Kind.ASSOCIATION, plan.id());
    if (association != null) {
      association.remove();
      stage.account().all(Kind.SUBSCRIPTION_PLAN).stream()
          .filter(chosen -> chosen.id().equals(stage.id()))
          .filter(chosen -> chosen.text("usagePlanId").equals(plan.id()))
          .forEach(Row::remove);
    }
  }

  /** Returns the plans associated with a stage, in the order of their creation. */
  static List<Row> of(Row stage) {
    return stage.account().all(Kind.USAGE_PLAN).stream()
        .filter(plan -> Stages.isAssociated(stage, plan))
        .toList();
  }

  private static List<Row> stages(Row plan) {
    return plan.account().all(Kind.STAGE).stream()
        .filter(stage -> Stages.isAssociated(stage, plan))
        .toList();
  }

  static ObjectNode view(Row plan) {
    return plan.view().put("associatedStagesCount", stages(plan).size());
  }

  private static List<Row> byStage(Call call) {
    Row stage = call.row(Kind.STAGE);
    return call.rows(Kind.USAGE_PLAN).stream()
        .filter(plan -> Stages.isAssociated(stage, plan) == call.flag("associated"))
        .toList();
  }

  private static ObjectNode listStages(Call call) {
    Row plan = call.row(Kind.USAGE_PLAN);
    return call.page("stages", stages(plan), Row::view).set("usagePlan", plan.view());
  }
}
