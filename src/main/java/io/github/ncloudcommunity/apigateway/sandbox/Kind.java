package io.github.ncloudcommunity.apigateway.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox keeps rows of. The names of the constants are those of {@code x-identifies} in
 * the specification, in capitals.
 */
enum Kind {
  PRODUCT(null, "product", "prod", "id", "productId", "productName"),
  API(PRODUCT, "API", "apis", "id", "apiId", "apiName"),
  RESOURCE(API, "resource", "rsrc", "id", "resourceId", "resourcePath"),
  METHOD(RESOURCE, "method", null, "name", "methodName", "methodCode"),
  /** Its name is unique together with its parameterCode only. */
  METHOD_PARAMETER(METHOD, "parameter", null, "name"),
  METHOD_RESPONSE(METHOD, "response", null, "status", "statusCode"),
  METHOD_RESPONSE_HEADER(METHOD_RESPONSE, "header", null, "name"),
  MODEL(API, "model", "modl", "id", "modelId", "modelName"),
  GATEWAY_RESPONSE(API, "gateway response", null, "type", "responseType"),
  GATEWAY_RESPONSE_HEADER(GATEWAY_RESPONSE, "header", null, "name"),
  GATEWAY_RESPONSE_TEMPLATE(GATEWAY_RESPONSE, "template", null, "content type"),
  STAGE(API, "stage", "stag", "id", "stageId", "stageName"),
  DEPLOYMENT(STAGE, "deployment", null, "number", "stageDeploymentNo"),
  /** What a method does otherwise than its stage, in one deployment. */
  STAGE_METHOD(DEPLOYMENT, "method of the stage", null, "name"),
  /** Of a usage plan, whose id is its own, with a stage. */
  ASSOCIATION(STAGE, "association", null, "usage plan"),
  USAGE_PLAN(null, "usage plan", "plan", "id", "usagePlanId", "usagePlanName"),
  API_KEY(null, "API key", "akey", "id", "apiKeyId", "apiKeyName"),
  /** Of an API key to a product, whose id is its own. */
  SUBSCRIPTION(API_KEY, "subscription", null, "product"),
  /** The usage plan that a subscription has on a stage, whose id is its own. */
  SUBSCRIPTION_PLAN(SUBSCRIPTION, "usage plan of the subscription", null, "stage"),
  AUTHORIZER(null, "authorizer", "auth", "id", "authorizerId", "authorizerName");

  private final @Nullable Kind owner;
  private final String noun;
  private final @Nullable String prefix;
  private final String knownBy;
  private final List<String> identity;

  /**
   * @param owner what one of them is a part of
   * @param prefix what ids begin with, which the sandbox makes up; null if requests name their own,
   *     unique within the owner
   * @param knownBy what such an id is called
   * @param identity the members that tell which one it is, the id first; its parts have them, too
   */
  Kind(
      @Nullable Kind owner,
      String noun,
      @Nullable String prefix,
      String knownBy,
      String... identity) {
    this.owner = owner;
    this.noun = noun;
    this.prefix = prefix;
    this.knownBy = knownBy;
    this.identity = List.of(identity);
  }

  /**
   * The kind that the specification calls so.
   *
   * @throws IllegalArgumentException if the sandbox keeps nothing of the kind
   */
  static Kind named(String identifies) {
    return Arrays.stream(values())
        .filter(kind -> kind.name().replace("_", "").equalsIgnoreCase(identifies))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is kept of " + identifies));
  }

  @Nullable Kind owner() {
    return owner;
  }

  boolean hasIdsOfItsOwn() {
    return prefix != null;
  }

  String id(int number) {
    // Not by the locale of the machine, whose digits may be others.
    return String.format(Locale.ROOT, "%s%06d", prefix, number);
  }

  List<String> identity() {
    return identity;
  }

  String noun() {
    return noun;
  }

  /** Words for one of them: {@code API with the id "apis000001"}. */
  String describe(String id) {
    return "%s with the %s %s".formatted(noun, knownBy, Problem.quote(id));
  }
}
