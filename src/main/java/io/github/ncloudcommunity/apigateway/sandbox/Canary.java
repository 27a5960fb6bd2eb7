package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The canary of a stage, a second deployment that gets a part of the requests. */
final class Canary {

  /** The member of a stage that has the number of its canary; without it there is none. */
  static final String NUMBER = "canaryDeploymentNo";

  /** Those of its members that do not begin with canary. */
  private static final Set<String> OTHER_MEMBERS = Set.of("useDistributionRate");

  private final State state;

  Canary(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "enableCanary", this::enable,
        "updateCanary", this::update,
        "disableCanary", this::disable,
        "promoteCanary", this::promote);
  }

  static boolean isOn(Row stage) {
    return stage.members().has(NUMBER);
  }

  private ObjectNode enable(Request request) {
    Row stage = request.row(Kind.STAGE);
    enable(state, stage);
    return stage.view();
  }

  /** Which deployment becomes the canary is not documented; here it is a new one. */
  static void enable(State state, Row stage) {
    if (isOn(stage)) {
      return;
    }
    Row deployment = Deployments.add(state, stage, null);
    state.change(
        stage,
        object()
            .put("canaryCertificateId", "")
            .put("canaryDistributionRate", 0.0)
            .put("canaryEndpointDomain", "NONE")
            .put("canaryDeployedTime", state.now())
            .put("useDistributionRate", true)
            .set(NUMBER, deployment.members().path("stageDeploymentNo")));
  }

  private ObjectNode update(Request request) {
    Row stage = stageWithCanary(request);
    state.change(stage, request.body());
    return stage.view();
  }

  private @Nullable ObjectNode disable(Request request) {
    disable(request.row(Kind.STAGE));
    return null;
  }

  private static void disable(Row stage) {
    stage.members().remove(OTHER_MEMBERS);
    stage.members().properties().removeIf(member -> member.getKey().startsWith("canary"));
  }

  private @Nullable ObjectNode promote(Request request) {
    Row stage = stageWithCanary(request);
    JsonNode number = stage.members().path(NUMBER);
    stage.members().set(Deployments.LIVE, number);
    disable(stage);
    return null;
  }

  private static Row stageWithCanary(Request request) {
    Row stage = request.row(Kind.STAGE);
    if (!isOn(stage)) {
      throw Problem.notFound("The %s has no canary.".formatted(stage));
    }
    return stage;
  }
}
