package io.github.ncloudcommunity.apigateway.sandbox.store;

import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of rows. The constants are named like the values of {@code x-identifies} in the
 * specification, in capitals.
 */
public enum Kind {
  /** The owner of everything. */
  ACCOUNT(null, "account", null, "id"),
  PRODUCT(ACCOUNT, "product", "prod", "id", "productId", "productName"),
  API(PRODUCT, "API", "apis", "id", "apiId", "apiName"),
  RESOURCE(API, "resource", "rsrc", "id", "resourceId", "resourcePath"),
  METHOD(RESOURCE, "method", null, "name", "methodName", "methodCode"),
  /** Its id is the parameterCode and the name, which is unique only together with the code. */
  METHOD_PARAMETER(METHOD, "parameter", null, "name"),
  METHOD_RESPONSE(METHOD, "response", null, "status", "statusCode"),
  METHOD_RESPONSE_HEADER(METHOD_RESPONSE, "header", null, "name", "parameterName"),
  MODEL(API, "model", "modl", "id", "modelId", "modelName"),
  GATEWAY_RESPONSE(API, "gateway response", null, "type", "responseType"),
  GATEWAY_RESPONSE_HEADER(GATEWAY_RESPONSE, "header", null, "name", "headerName"),
  GATEWAY_RESPONSE_TEMPLATE(GATEWAY_RESPONSE, "template", null, "content type", "contentType"),
  STAGE(API, "stage", "stag", "id", "stageId", "stageName"),
  DEPLOYMENT(STAGE, "deployment", null, "number", "stageDeploymentNo"),
  /** The settings that a method has in one deployment only. */
  STAGE_METHOD(DEPLOYMENT, "method of the stage", null, "name"),
  /** Of a usage plan with a stage; its id is that of the usage plan. */
  ASSOCIATION(STAGE, "association", null, "usage plan"),
  USAGE_PLAN(ACCOUNT, "usage plan", "plan", "id", "usagePlanId", "usagePlanName"),
  API_KEY(ACCOUNT, "API key", "akey", "id", "apiKeyId", "apiKeyName"),
  /** Of an API key to a product; its id is that of the product. */
  SUBSCRIPTION(API_KEY, "subscription", null, "product"),
  /** The usage plan that a subscription chose on a stage; its id is that of the stage. */
  SUBSCRIPTION_PLAN(SUBSCRIPTION, "usage plan of the subscription", null, "stage"),
  AUTHORIZER(ACCOUNT, "authorizer", "auth", "id", "authorizerId", "authorizerName");

  private final @Nullable Kind owner;
  private final String noun;
  private final @Nullable String prefix;
  private final String idNoun;
  private final List<String> identity;

  /**
   * @param owner the kind that a row of this kind is a part of
   * @param prefix the first letters of generated ids; null if requests choose the id, which is then
   *     unique within the owner only
   * @param idNoun what the id is called
   * @param identity the members that identify a row and that its parts show, too: the id first,
   *     then the name
   */
  Kind(
      @Nullable Kind owner,
      String noun,
      @Nullable String prefix,
      String idNoun,
      String... identity) {
    this.owner = owner;
    this.noun = noun;
    this.prefix = prefix;
    this.idNoun = idNoun;
    this.identity = List.of(identity);
  }

  /**
   * Returns the kind with a name of {@code x-identifies}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Kind named(String identifies) {
    return Arrays.stream(values())
        .filter(kind -> kind.name().replace("_", "").equalsIgnoreCase(identifies))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of row is named " + identifies));
  }

  public @Nullable Kind owner() {
    return owner;
  }

  public List<String> identity() {
    return identity;
  }

  /** The member with the name of a row, or null if rows of this kind have ids only. */
  public @Nullable String nameMember() {
    return identity.size() > 1 ? identity.get(1) : null;
  }

  public String noun() {
    return noun;
  }

  /** Describes a row: {@code API with the id "apis000001"}. */
  public String describe(String id) {
    return "%s with the %s %s".formatted(noun, idNoun, Problem.quote(id));
  }

  /** Whether the sandbox generates the ids, so that they are unique within the kind. */
  public boolean hasGeneratedIds() {
    return prefix != null;
  }

  /** Returns the generated id with a number. */
  public String id(int number) {
    // Not by the locale of the machine, which may use other digits.
    return String.format(Locale.ROOT, "%s%06d", prefix, number);
  }

  /** The number in a generated id. */
  int number(String id) {
    return Integer.parseInt(id.substring(String.valueOf(prefix).length()));
  }
}
