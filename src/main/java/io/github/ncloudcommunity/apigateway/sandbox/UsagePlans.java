package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.contains;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage plans, and which stages they are associated with. */
final class UsagePlans {

  private final State state;

  UsagePlans(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "createUsagePlan", this::create,
        "searchUsagePlans", this::search,
        "listUsagePlansByStage", this::listByStage,
        "getUsagePlan", this::get,
        "updateUsagePlan", this::update,
        "deleteUsagePlan", this::delete,
        "listUsagePlanStages", this::listStages);
  }

  static void associate(State state, Row stage, Row plan) {
    if (state.find(Kind.ASSOCIATION, stage, plan.id()) == null) {
      state.add(Kind.ASSOCIATION, stage, plan.id(), object());
    }
  }

  /** Subscriptions that have the plan on the stage have it no longer. */
  static void disassociate(State state, Row stage, Row plan) {
    Row association = state.find(Kind.ASSOCIATION, stage, plan.id());
    if (association != null) {
      state.remove(association);
      state.all(Kind.SUBSCRIPTION_PLAN).stream()
          .filter(chosen -> chosen.id().equals(stage.id()))
          .filter(chosen -> chosen.text("usagePlanId").equals(plan.id()))
          .forEach(state::remove);
    }
  }

  /** The plans that are associated with a stage, in the order in which they were made. */
  static List<Row> of(State state, Row stage) {
    return state.all(Kind.USAGE_PLAN).stream()
        .filter(plan -> state.find(Kind.ASSOCIATION, stage, plan.id()) != null)
        .toList();
  }

  static ObjectNode view(State state, Row plan) {
    return plan.view().put("associatedStagesCount", stages(state, plan).size());
  }

  private static List<Row> stages(State state, Row plan) {
    return state.all(Kind.STAGE).stream()
        .filter(stage -> state.find(Kind.ASSOCIATION, stage, plan.id()) != null)
        .toList();
  }

  private ObjectNode envelope(Row plan) {
    return object("usagePlan", view(state, plan));
  }

  private ObjectNode create(Request request) {
    return envelope(state.add(Kind.USAGE_PLAN, null, request.body()));
  }

  private ObjectNode search(Request request) {
    List<Row> plans =
        state.all(Kind.USAGE_PLAN).stream()
            .filter(plan -> contains(plan, "usagePlanName", request.member("usagePlanName")))
            .toList();
    return page("usagePlans", plans, request.page(), plan -> view(state, plan));
  }

  private ObjectNode listByStage(Request request) {
    Row stage = request.row(Kind.STAGE);
    boolean associated = Boolean.TRUE.equals(request.flag("associated"));
    List<Row> plans =
        state.all(Kind.USAGE_PLAN).stream()
            .filter(plan -> (state.find(Kind.ASSOCIATION, stage, plan.id()) != null) == associated)
            .toList();
    return page("usagePlans", plans, request.page(), plan -> view(state, plan));
  }

  private ObjectNode get(Request request) {
    return envelope(request.row(Kind.USAGE_PLAN));
  }

  private ObjectNode update(Request request) {
    state.replace(request.row(Kind.USAGE_PLAN), request);
    return get(request);
  }

  private @Nullable ObjectNode delete(Request request) {
    Row plan = request.row(Kind.USAGE_PLAN);
    state.removeUnused(plan, stages(state, plan));
    return null;
  }

  private ObjectNode listStages(Request request) {
    Row plan = request.row(Kind.USAGE_PLAN);
    List<Row> stages =
        stages(state, plan).stream()
            .filter(stage -> contains(stage, "stageName", request.text("name")))
            .toList();
    return page("stages", stages, request.page(), Row::view).set("usagePlan", plan.view());
  }
}
