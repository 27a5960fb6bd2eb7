package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deployments of a stage, and what the methods of an API do otherwise in one of them. */
final class Deployments {

  /** The member of a stage that has the number of its live deployment. */
  static final String LIVE = "deployedStageDeploymentNo";

  private static final String NUMBER = "stageDeploymentNo";

  private final State state;

  Deployments(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "listStageDeployments", this::list,
        "deployApi", this::deploy,
        "deployStage", this::putLive,
        "deleteStageDeployment", this::delete,
        "listStageMethodSettings", this::listMethods,
        "getStageMethodSettings", this::getMethod,
        "updateStageMethodSettings", this::updateMethod);
  }

  /** Adds a deployment to the history of a stage; it is not live. */
  static Row add(State state, Row stage, @Nullable String description) {
    int number = stage.nextNumber();
    ObjectNode members = object().put(NUMBER, number).put("deployedTime", state.now());
    if (description != null) {
      members.put("deploymentDescription", description);
    }
    return state.add(Kind.DEPLOYMENT, stage, Integer.toString(number), members);
  }

  static void deploy(State state, Row stage, @Nullable String description) {
    putLive(add(state, stage, description));
  }

  static void putLive(Row deployment) {
    deployment.owner().members().set(LIVE, deployment.members().path(NUMBER));
  }

  private ObjectNode list(Request request) {
    Row stage = request.row(Kind.STAGE);
    List<Row> deployments = state.all(Kind.DEPLOYMENT, stage);
    return page("content", deployments, request.page(), Row::view)
        .set("defaultDeploymentNo", stage.members().path(LIVE));
  }

  private @Nullable ObjectNode deploy(Request request) {
    deploy(state, request.row(Kind.STAGE), request.member("deploymentDescription"));
    return null;
  }

  private ObjectNode putLive(Request request) {
    putLive(request.row(Kind.DEPLOYMENT));
    return Stages.envelope(request.row(Kind.STAGE));
  }

  private @Nullable ObjectNode delete(Request request) {
    Row deployment = request.row(Kind.DEPLOYMENT);
    ObjectNode stage = request.row(Kind.STAGE).members();
    for (String use : List.of(LIVE, Canary.NUMBER)) {
      if (stage.path(use).equals(deployment.members().path(NUMBER))) {
        throw Problem.badRequest(
            "The %s is the %s of the %s."
                .formatted(
                    deployment, use.equals(LIVE) ? "live one" : "canary", request.row(Kind.STAGE)));
      }
    }
    state.remove(deployment);
    return null;
  }

  private ObjectNode listMethods(Request request) {
    Row deployment = request.row(Kind.DEPLOYMENT);
    return object(
        "stageMethods",
        array(
            state.all(Kind.METHOD, request.row(Kind.RESOURCE)),
            method -> settings(deployment, method)));
  }

  private ObjectNode getMethod(Request request) {
    return object("stageMethod", settings(request.row(Kind.DEPLOYMENT), request.row(Kind.METHOD)));
  }

  private ObjectNode updateMethod(Request request) {
    Row deployment = request.row(Kind.DEPLOYMENT);
    Row method = request.row(Kind.METHOD);
    String id = settingsId(method);
    Row settings = state.find(Kind.STAGE_METHOD, deployment, id);
    if (settings == null) {
      state.add(Kind.STAGE_METHOD, deployment, id, request.body());
    } else {
      state.change(settings, request.body());
    }
    return getMethod(request);
  }

  private ObjectNode settings(Row deployment, Row method) {
    Row stage = deployment.owner();
    String url = stage.text("endpointDomain") + method.owner().text("resourcePath");
    ObjectNode settings =
        method
            .view()
            .put("isInherit", true)
            .put("restUrl", url)
            .put("invokeUrl", url)
            .put("cacheTtlSec", stage.members().path("cacheTtlSec").asInt())
            .put("throttleRps", stage.members().path("throttleRps").asInt())
            .put("endpointDomain", stage.text("endpointDomain"));
    settings.set(NUMBER, deployment.members().path(NUMBER));
    Row own = state.find(Kind.STAGE_METHOD, deployment, settingsId(method));
    if (own == null) {
      return settings;
    }
    return own.members().path("isInherit").booleanValue()
        ? settings
        : settings.setAll(own.members());
  }

  /** What was set on stages for a method, or the methods of a resource, goes with it. */
  static void forgetSettings(State state, Row whole) {
    Set<String> forgotten =
        state.all(Kind.METHOD, whole).stream()
            .map(Deployments::settingsId)
            .collect(Collectors.toUnmodifiableSet());
    state.all(Kind.STAGE_METHOD, whole.owner(Kind.API)).stream()
        .filter(settings -> forgotten.contains(settings.id()))
        .forEach(state::remove);
  }

  private static String settingsId(Row method) {
    return method.owner().id() + " " + method.id();
  }
}
