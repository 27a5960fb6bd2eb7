package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deployments of a stage, and the settings that methods have in one of them only. */
final class Deployments {

  /** The member of a stage with the number of its live deployment. */
  static final String LIVE = "deployedStageDeploymentNo";

  private static final String NUMBER = "stageDeploymentNo";

  private Deployments() {}

  static void register(Handlers handlers) {
    handlers
        .answer("listStageDeployments", Deployments::list)
        .run("deployApi", call -> deploy(call.row(Kind.STAGE), call.text("deploymentDescription")))
        .answer("deployStage", Deployments::putLive)
        .run("deleteStageDeployment", Deployments::delete)
        .answer("listStageMethodSettings", Deployments::listMethods)
        .answer("getStageMethodSettings", Deployments::getMethod)
        .answer("updateStageMethodSettings", Deployments::updateMethod);
  }

  /** Adds a deployment to the history of a stage; it is not live. */
  static Row add(Row stage, @Nullable String description) {
    ObjectNode members = object().put(NUMBER, stage.nextNumber()).put("deployedTime", stage.now());
    if (description != null) {
      members.put("deploymentDescription", description);
    }
    return stage.add(Kind.DEPLOYMENT, members);
  }

  static void deploy(Row stage, @Nullable String description) {
    putLive(add(stage, description));
  }

  private static void putLive(Row deployment) {
    deployment.owner().members().set(LIVE, deployment.members().path(NUMBER));
  }

  private static ObjectNode list(Call call) {
    return call.page("content", call.rows(Kind.DEPLOYMENT), Row::view)
        .set("defaultDeploymentNo", call.row(Kind.STAGE).members().path(LIVE));
  }

  private static ObjectNode putLive(Call call) {
    putLive(call.row(Kind.DEPLOYMENT));
    return object("stage", Stages.view(call.row(Kind.STAGE)));
  }

  private static void delete(Call call) {
    Row deployment = call.row(Kind.DEPLOYMENT);
    Row stage = deployment.owner();
    for (String use : List.of(LIVE, Canary.NUMBER)) {
      if (stage.text(use).equals(deployment.id())) {
        throw Problem.badRequest(
            "The %s is the %s of the %s."
                .formatted(deployment, use.equals(LIVE) ? "live one" : "canary", stage));
      }
    }
    deployment.remove();
  }

  private static ObjectNode listMethods(Call call) {
    Row deployment = call.row(Kind.DEPLOYMENT);
    return object(
        "stageMethods", array(call.rows(Kind.METHOD), method -> settings(deployment, method)));
  }

  private static ObjectNode getMethod(Call call) {
    return object("stageMethod", settings(call.row(Kind.DEPLOYMENT), call.row(Kind.METHOD)));
  }

  private static ObjectNode updateMethod(Call call) {
    call.row(Kind.DEPLOYMENT)
        .findOrAdd(Kind.STAGE_METHOD, settingsId(call.row(Kind.METHOD)), object())
        .change(call.body());
    return getMethod(call);
  }

  private static ObjectNode settings(Row deployment, Row method) {
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
    Row own = deployment.find(Kind.STAGE_METHOD, settingsId(method));
    return own == null || own.flag("isInherit") ? settings : settings.setAll(own.members());
  }

  /** Removes the settings of a method, or of the methods of a resource, from all deployments. */
  static void forgetSettings(Row whole) {
    Set<String> forgotten =
        whole.all(Kind.METHOD).stream()
            .map(Deployments::settingsId)
            .collect(Collectors.toUnmodifiableSet());
    whole.owner(Kind.API).all(Kind.STAGE_METHOD).stream()
        .filter(settings -> forgotten.contains(settings.id()))
        .forEach(Row::remove);
  }

  private static String settingsId(Row method) {
    return method.owner().id() + " " + method.id();
  }
}
