package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;

/** The canary of a stage: a second deployment that gets a part of the requests. */
final class Canary {

  /** The member of a stage with the number of its canary; absent without one. */
  static final String NUMBER = "canaryDeploymentNo";

  private Canary() {}

  static void register(Handlers handlers) {
    handlers
        .answer("enableCanary", call -> enable(call.row(Kind.STAGE)).view())
        .answer("updateCanary", Canary::update)
        .run("disableCanary", call -> disable(call.row(Kind.STAGE)))
        .run("promoteCanary", Canary::promote);
  }

  static boolean isOn(Row stage) {
    return stage.members().has(NUMBER);
  }

  /** The documents do not say which deployment becomes the canary; here it is a new one. */
  static Row enable(Row stage) {
    if (!isOn(stage)) {
      Row deployment = Deployments.add(stage, null);
      stage.change(
          object()
              .put("canaryCertificateId", "")
              .put("canaryDistributionRate", 0.0)
              .put("canaryEndpointDomain", "NONE")
              .put("canaryDeployedTime", stage.now())
              .put("useDistributionRate", true)
              .set(NUMBER, deployment.members().path("stageDeploymentNo")));
    }
    return stage;
  }

  private static ObjectNode update(Call call) {
    Row stage = stageWithCanary(call);
    call.update(stage, call.body());
    return stage.view();
  }

  private static void disable(Row stage) {
    stage.members().remove("useDistributionRate");
    stage.members().properties().removeIf(member -> member.getKey().startsWith("canary"));
  }

  private static void promote(Call call) {
    Row stage = stageWithCanary(call);
    stage.members().set(Deployments.LIVE, stage.members().path(NUMBER));
    disable(stage);
  }

  private static Row stageWithCanary(Call call) {
    Row stage = call.row(Kind.STAGE);
    if (!isOn(stage)) {
      throw Problem.notFound("The %s has no canary.".formatted(stage));
    }
    return stage;
  }
}
