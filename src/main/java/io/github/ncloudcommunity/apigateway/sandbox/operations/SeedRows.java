package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;

/** The rows at the start of a sandbox, with the same ids in every run. */
public final class SeedRows {

  public static final String PRODUCT_ID = Kind.PRODUCT.id(1);
  public static final String API_ID = Kind.API.id(1);
  public static final String STAGE_ID = Kind.STAGE.id(1);
  public static final String USAGE_PLAN_ID = Kind.USAGE_PLAN.id(1);
  public static final String RESOURCE_ID = Kind.RESOURCE.id(1);
  public static final String API_KEY_ID = Kind.API_KEY.id(1);
  public static final String MODEL_ID = Kind.MODEL.id(1);
  public static final String AUTHORIZER_ID = Kind.AUTHORIZER.id(1);

  static final String METHOD = "GET";
  static final String RESPONSE = "200";
  static final String RESPONSE_HEADER = "X-Sandbox";
  static final String PARAMETER_CODE = "REQUEST_QUERY";
  static final String PARAMETER = "sandbox";

  /** The model of the bodies of the method, so that the other model can be deleted. */
  private static final String MODEL_OF_BODIES = Kind.MODEL.id(2);

  private static final String DESCRIPTION = "made at start";

  private SeedRows() {}

  /** Adds the rows that are absent, and leaves the others as they are. */
  static void restore(Row account) {
    Row product =
        account.findOrAdd(
            Kind.PRODUCT,
            PRODUCT_ID,
            named("product", "sandbox-product").put("subscriptionCode", "PROTECTED"));
    restoreApi(product);
    account.findOrAdd(
        Kind.USAGE_PLAN,
        USAGE_PLAN_ID,
        named("usagePlan", "sandbox-plan")
            .put("monthQuotaRequest", 1000L)
            .put("dayQuotaRequest", 100L)
            .put("rateRps", 10)
            .put("quotaCondition", "2xx"));
    if (!account.has(Kind.API_KEY, API_KEY_ID)) {
      ObjectNode key = named("apiKey", "sandbox-api-key");
      ApiKeys.issueBoth(account.add(Kind.API_KEY, API_KEY_ID, key));
    }
    ObjectNode authorizer =
        named("authorizer", "sandbox-authorizer").put("authorizerType", "CLOUD_FUNCTIONS");
    authorizer
        .putObject("authorizerConfig")
        .put("region", "KR")
        .put("functionId", "sandbox/package/action")
        .putArray("payload")
        .addObject()
        .put("in", "HEADER")
        .put("name", "X-Token");
    account.findOrAdd(Kind.AUTHORIZER, AUTHORIZER_ID, authorizer);
  }

  private static void restoreApi(Row product) {
    Row api = product.findOrAdd(Kind.API, API_ID, named("api", "sandbox-api"));
    GatewayResponses.addTo(api);
    api.findOrAdd(Kind.MODEL, MODEL_ID, model("sandbox-model"));
    api.findOrAdd(Kind.MODEL, MODEL_OF_BODIES, model("sandbox-body-model"));
    if (!api.has(Kind.STAGE, STAGE_ID)) {
      ObjectNode stage =
          object()
              .put("stageName", "sandbox-stage")
              .put("endpointDomain", "https://endpoint.example");
      Deployments.deploy(api.add(Kind.STAGE, STAGE_ID, Stages.withDefaults(stage)), DESCRIPTION);
    }
    restoreMethod(api.findOrAdd(Kind.RESOURCE, RESOURCE_ID, object().put("resourcePath", "/")));
  }

  private static void restoreMethod(Row resource) {
    Row method = resource.find(Kind.METHOD, METHOD);
    if (method == null) {
      ObjectNode members = object().put("methodName", METHOD).put("methodDescription", DESCRIPTION);
      members.putObject("httpEndPoint").put("method", METHOD).put("stream", false).put("url", "/");
      members.putObject("requiredApiKey").put("required", false);
      members.putObject("validation").put("type", "NONE");
      members.putObject("authentication").put("platform", "NONE");
      method = Methods.add(resource, members);
    }
    restoreBody(method);
    if (!method.has(Kind.METHOD_PARAMETER, PARAMETER_CODE + " " + PARAMETER)) {
      Methods.addParameter(method, parameter(PARAMETER).put("parameterCode", PARAMETER_CODE));
    }
    Row response =
        method.findOrAdd(
            Kind.METHOD_RESPONSE,
            RESPONSE,
            object()
                .put("statusCode", Integer.parseInt(RESPONSE))
                .put("responseDescription", DESCRIPTION));
    restoreBody(response);
    if (!response.has(Kind.METHOD_RESPONSE_HEADER, RESPONSE_HEADER)) {
      Methods.addHeader(response, parameter(RESPONSE_HEADER));
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

  private static ObjectNode model(String name) {
    return named("model", name).put("modelSchema", "{\"type\": \"object\"}");
  }

  private static ObjectNode named(String kind, String name) {
    return object().put(kind + "Name", name).put(kind + "Description", DESCRIPTION);
  }
}
