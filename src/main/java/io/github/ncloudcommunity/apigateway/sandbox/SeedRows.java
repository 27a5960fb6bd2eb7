package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a sandbox begins with, under ids that are the same in every run. */
final class SeedRows {

  static final ApiGatewaySandbox.Seed IDS =
      new ApiGatewaySandbox.Seed(
          "prod000001",
          "apis000001",
          "stag000001",
          "plan000001",
          "rsrc000001",
          "akey000001",
          "modl000001",
          "auth000001");

  static final String METHOD = "GET";
  static final String RESPONSE = "200";
  static final String RESPONSE_HEADER = "X-Sandbox";
  static final String PARAMETER_CODE = "REQUEST_QUERY";
  static final String PARAMETER = "sandbox";

  /** Of the bodies of the method, so that the other model can be deleted. */
  private static final String MODEL_OF_BODIES = "modl000002";

  private static final String DESCRIPTION = "made at start";

  private final State state;

  private SeedRows(State state) {
    this.state = state;
  }

  /** Adds what is not there. */
  static void restoreIn(State state) {
    new SeedRows(state).restore();
  }

  private void restore() {
    Row product =
        row(
            Kind.PRODUCT,
            null,
            IDS.productId(),
            () -> named("product", "sandbox-product").put("subscriptionCode", "PROTECTED"));
    restoreApi(product);
    row(
        Kind.USAGE_PLAN,
        null,
        IDS.usagePlanId(),
        () ->
            named("usagePlan", "sandbox-plan")
                .put("monthQuotaRequest", 1000L)
                .put("dayQuotaRequest", 100L)
                .put("rateRps", 10)
                .put("quotaCondition", "2xx"));
    if (state.find(Kind.API_KEY, null, IDS.apiKeyId()) == null) {
      ApiKeys.issueBoth(
          state.add(
              Kind.API_KEY,
              null,
              IDS.apiKeyId(),
              named("apiKey", "sandbox-api-key").put("isEnabled", true)));
    }
    row(
        Kind.AUTHORIZER,
        null,
        IDS.authorizerId(),
        () -> {
          ObjectNode authorizer =
              named("authorizer", "sandbox-authorizer").put("authorizerType", "CLOUD_FUNCTIONS");
          ObjectNode config =
              authorizer
                  .putObject("authorizerConfig")
                  .put("region", "KR")
                  .put("functionId", "sandbox/package/action");
          config.putArray("payload").addObject().put("in", "HEADER").put("name", "X-Token");
          return authorizer;
        });
  }

  private void restoreApi(Row product) {
    Row api = row(Kind.API, product, IDS.apiId(), () -> named("api", "sandbox-api"));
    GatewayResponses.addTo(state, api);
    row(Kind.MODEL, api, IDS.modelId(), () -> model("sandbox-model"));
    row(Kind.MODEL, api, MODEL_OF_BODIES, () -> model("sandbox-body-model"));
    if (state.find(Kind.STAGE, null, IDS.stageId()) == null) {
      Row stage =
          state.add(
              Kind.STAGE,
              api,
              IDS.stageId(),
              Stages.withDefaults(
                  object()
                      .put("stageName", "sandbox-stage")
                      .put("endpointDomain", "https://endpoint.example")));
      Deployments.deploy(state, stage, DESCRIPTION);
    }
    Row resource =
        row(Kind.RESOURCE, api, IDS.resourceId(), () -> object().put("resourcePath", "/"));
    restoreMethod(resource);
  }

  private void restoreMethod(Row resource) {
    Row method = state.find(Kind.METHOD, resource, METHOD);
    if (method == null) {
      ObjectNode members = object().put("methodName", METHOD).put("methodDescription", DESCRIPTION);
      members.putObject("httpEndPoint").put("method", METHOD).put("stream", false).put("url", "/");
      members.putObject("requiredApiKey").put("required", false);
      members.putObject("validation").put("type", "NONE");
      members.putObject("authentication").put("platform", "NONE");
      method = Methods.add(state, resource, members);
    }
    restoreBody(method);
    if (state.find(Kind.METHOD_PARAMETER, method, PARAMETER_CODE + " " + PARAMETER) == null) {
      Methods.addParameter(
          state, method, parameter(PARAMETER).put("parameterCode", PARAMETER_CODE));
    }
    Row response =
        row(
            Kind.METHOD_RESPONSE,
            method,
            RESPONSE,
            () ->
                object()
                    .put("statusCode", Integer.parseInt(RESPONSE))
                    .put("responseDescription", DESCRIPTION));
    restoreBody(response);
    if (state.find(Kind.METHOD_RESPONSE_HEADER, response, RESPONSE_HEADER) == null) {
      Methods.addHeader(state, response, parameter(RESPONSE_HEADER));
    }
  }

  private static ObjectNode parameter(String name) {
    return object().put("parameterName", name).put("parameterDescription", DESCRIPTION);
  }

  private static void restoreBody(Row owner) {
    if (!owner.members().has(Methods.BODY)) {
      owner
          .members()
          .putObject(Methods.BODY)
          .put("bodyName", "sandbox-body")
          .put("bodyDescription", DESCRIPTION)
          .put("modelId", MODEL_OF_BODIES);
    }
  }

  private Row row(Kind kind, @Nullable Row owner, String id, Supplier<ObjectNode> members) {
    Row there = state.find(kind, owner, id);
    return there == null ? state.add(kind, owner, id, members.get()) : there;
  }

  private static ObjectNode model(String name) {
    return named("model", name).put("modelSchema", "{\"type\": \"object\"}");
  }

  private static ObjectNode named(String kind, String name) {
    return object().put(kind + "Name", name).put(kind + "Description", DESCRIPTION);
  }
}
