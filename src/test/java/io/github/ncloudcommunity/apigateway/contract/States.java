package io.github.ncloudcommunity.apigateway.contract;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The facts that expectations take for granted, and the ids and names that a provider gives with
 * each: here examples, a provider has others.
 */
final class States {

  static final String OTHER_KEY = "the secret key of the caller is not the one on record";
  static final String NO_PERMISSION = "the caller has no permission";
  static final String THROTTLED = "the caller is throttled";
  static final String SPENT = "the quota of the caller is spent";

  /** The id of nothing, whatever it should name. */
  static final String NO_ID = "none000000";

  /** The name of no header. */
  static final String NO_NAME = "X-None";

  private static final Map<String, String> PRODUCT =
      Map.of(
          "productId", "prod000001",
          "productName", "sandbox-product",
          "isPublished", "false",
          "subscriptionCode", "PROTECTED");
  private static final Map<String, String> API =
      with(PRODUCT, Map.of("apiId", "apis000001", "apiName", "sandbox-api"));
  private static final Map<String, String> RESOURCE =
      with(API, Map.of("resourceId", "rsrc000001", "resourcePath", "/"));
  private static final Map<String, String> METHOD = with(RESOURCE, Map.of("methodName", "GET"));
  private static final Map<String, String> RESPONSE = with(METHOD, Map.of("statusCode", "200"));
  private static final Map<String, String> STAGE =
      with(API, Map.of("stageId", "stag000001", "stageName", "sandbox-stage"));
  private static final Map<String, String> PLAN =
      Map.of("usagePlanId", "plan000001", "usagePlanName", "sandbox-plan");
  private static final Map<String, String> KEY =
      Map.of("apiKeyId", "akey000001", "apiKeyName", "sandbox-api-key");
  private static final Map<String, String> GATEWAY_RESPONSE =
      with(API, Map.of("responseType", "AUTHENTICATION_FAILED"));

  private static final Map<String, Map<String, String>> VALUES =
      Map.ofEntries(
          Map.entry("a product exists", PRODUCT),
          Map.entry("the product is published", STAGE),
          Map.entry("nothing uses the product", PRODUCT),
          Map.entry("no product has the id", Map.of("productId", NO_ID)),
          Map.entry("an API exists", API),
          Map.entry("nothing uses the API", API),
          Map.entry("no API has the id", Map.of("apiId", NO_ID)),
          Map.entry("a resource exists", RESOURCE),
          Map.entry("nothing uses the resource", RESOURCE),
          Map.entry("no resource has the id", Map.of("resourceId", NO_ID)),
          Map.entry("a method exists", METHOD),
          Map.entry("no method has the name", Map.of("methodName", "PUT")),
          Map.entry(
              "a method parameter exists",
              with(
                  METHOD,
                  Map.of(
                      "methodParameterCode", "REQUEST_QUERY", "methodParameterName", "distance"))),
          Map.entry("a method response exists", RESPONSE),
          Map.entry("no method response has the status", Map.of("statusCode", "599")),
          Map.entry(
              "a method response header exists", with(RESPONSE, Map.of("parameterName", "X-Page"))),
          Map.entry("no method response header has the name", Map.of("parameterName", NO_NAME)),
          Map.entry(
              "a model exists",
              with(API, Map.of("modelId", "modl000001", "modelName", "sandbox-model"))),
          Map.entry("no model has the id", Map.of("modelId", NO_ID)),
          Map.entry(
              "an authorizer exists",
              Map.of("authorizerId", "auth000001", "authorizerName", "sandbox-authorizer")),
          Map.entry("no authorizer has the id", Map.of("authorizerId", NO_ID)),
          Map.entry(
              "a gateway response header exists",
              with(GATEWAY_RESPONSE, Map.of("headerName", "X-Reason"))),
          Map.entry("no gateway response header has the name", Map.of("headerName", NO_NAME)),
          Map.entry(
              "a gateway response template exists",
              with(GATEWAY_RESPONSE, Map.of("contentType", "application/json"))),
          Map.entry("a stage exists", STAGE),
          Map.entry("nothing uses the stage", STAGE),
          Map.entry("no stage has the id", Map.of("stageId", NO_ID)),
          Map.entry("a deployment exists", with(STAGE, Map.of("deploymentNo", "1"))),
          Map.entry("no deployment has the number", Map.of("deploymentNo", "999")),
          Map.entry("the stage has a canary", STAGE),
          Map.entry("a usage plan exists", PLAN),
          Map.entry("a usage plan is associated with the stage", PLAN),
          Map.entry("a usage plan is not associated with the stage", PLAN),
          Map.entry("a usage plan is associated with no stage", PLAN),
          Map.entry("no usage plan has the id", Map.of("usagePlanId", NO_ID)),
          Map.entry("an API key exists", KEY),
          Map.entry("no API key has the id", Map.of("apiKeyId", NO_ID)),
          Map.entry("the API key subscribes to the product", with(PRODUCT, KEY)),
          Map.entry("the API key does not subscribe to the product", with(PRODUCT, KEY)),
          Map.entry(OTHER_KEY, Map.of()),
          Map.entry(NO_PERMISSION, Map.of()),
          Map.entry(THROTTLED, Map.of()),
          Map.entry(SPENT, Map.of()));

  private States() {}

  /** What several states give together, a later one over an earlier one. */
  static Map<String, String> values(Iterable<String> states) {
    Map<String, String> values = new TreeMap<>();
    states.forEach(state -> values.putAll(Objects.requireNonNull(VALUES.get(state), state)));
    return values;
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
  }
}
