package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Facts about what is kept that a contract can take for granted. Each is made true on a state that
 * has its seed, and gives ids and names of what it speaks of and of what that is a part of.
 *
 * <p>What a contract may delete is made anew each time, and in use by nothing.
 */
final class ProviderFacts {

  /** Of nothing, whatever it should name. */
  private static final String NO_ID = "none000000";

  private static final String NO_NAME = "X-None";

  private static final ApiGatewaySandbox.Seed SEED = SeedRows.IDS;

  static final Map<String, Function<State, Map<String, String>>> ALL =
      Map.ofEntries(
          Map.entry("a product exists", state -> values(state, product(state))),
          Map.entry("the product is published", ProviderFacts::published),
          Map.entry("nothing uses the product", ProviderFacts::unusedProduct),
          Map.entry("no product has the id", state -> Map.of("productId", NO_ID)),
          Map.entry("an API exists", state -> values(state, api(state))),
          Map.entry("nothing uses the API", state -> values(state, unusedApi(state))),
          Map.entry("no API has the id", state -> Map.of("apiId", NO_ID)),
          Map.entry("a resource exists", state -> values(state, resource(state))),
          Map.entry("nothing uses the resource", ProviderFacts::unusedResource),
          Map.entry("no resource has the id", state -> Map.of("resourceId", NO_ID)),
          Map.entry("a method exists", state -> values(state, method(state))),
          Map.entry("no method has the name", ProviderFacts::noMethod),
          Map.entry("a method parameter exists", ProviderFacts::methodParameter),
          Map.entry("a method response exists", state -> values(state, response(state))),
          Map.entry("no method response has the status", ProviderFacts::noMethodResponse),
          Map.entry("a method response header exists", ProviderFacts::responseHeader),
          Map.entry("no method response header has the name", ProviderFacts::noResponseHeader),
          Map.entry("a model exists", ProviderFacts::model),
          Map.entry("no model has the id", state -> Map.of("modelId", NO_ID)),
          Map.entry("an authorizer exists", ProviderFacts::authorizer),
          Map.entry("no authorizer has the id", state -> Map.of("authorizerId", NO_ID)),
          Map.entry("a gateway response header exists", ProviderFacts::gatewayResponseHeader),
          Map.entry(
              "no gateway response header has the name", ProviderFacts::noGatewayResponseHeader),
          Map.entry("a gateway response template exists", ProviderFacts::gatewayResponseTemplate),
          Map.entry("a stage exists", state -> values(state, stage(state))),
          Map.entry("nothing uses the stage", ProviderFacts::unusedStage),
          Map.entry("no stage has the id", state -> Map.of("stageId", NO_ID)),
          Map.entry("a deployment exists", ProviderFacts::deployment),
          Map.entry("no deployment has the number", state -> Map.of("deploymentNo", "999")),
          Map.entry("the stage has a canary", ProviderFacts::canary),
          Map.entry("a usage plan exists", state -> values(state, plan(state))),
          Map.entry("a usage plan is associated with the stage", ProviderFacts::associated),
          Map.entry("a usage plan is not associated with the stage", ProviderFacts::notAssociated),
          Map.entry("a usage plan is associated with no stage", ProviderFacts::unusedPlan),
          Map.entry("no usage plan has the id", state -> Map.of("usagePlanId", NO_ID)),
          Map.entry("an API key exists", state -> values(state, apiKey(state))),
          Map.entry("no API key has the id", state -> Map.of("apiKeyId", NO_ID)),
          Map.entry("the API key subscribes to the product", ProviderFacts::subscribed),
          Map.entry("the API key does not subscribe to the product", ProviderFacts::notSubscribed));

  private ProviderFacts() {}

  /** Ids and names of a row, and of what it is a part of. */
  private static Map<String, String> values(State state, Row row) {
    ObjectNode view = row.view();
    Map<String, String> values = new TreeMap<>();
    for (Row part = row; part != null; part = part.kind().owner() == null ? null : part.owner()) {
      for (String name : part.kind().identity()) {
        values.put(name, view.path(name).asText());
      }
      if (part.kind() == Kind.PRODUCT) {
        values.put("subscriptionCode", part.text("subscriptionCode"));
        values.put("isPublished", Boolean.toString(Products.isPublished(state, part)));
      }
    }
    return values;
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
  }

  // The seed

  private static Row product(State state) {
    return state.get(Kind.PRODUCT, SEED.productId());
  }

  private static Row api(State state) {
    return state.get(Kind.API, SEED.apiId());
  }

  private static Row resource(State state) {
    return state.get(Kind.RESOURCE, SEED.resourceId());
  }

  private static Row method(State state) {
    return state.part(Kind.METHOD, resource(state), SeedRows.METHOD);
  }

  private static Row response(State state) {
    return state.part(Kind.METHOD_RESPONSE, method(state), SeedRows.RESPONSE);
  }

  private static Row stage(State state) {
    return state.get(Kind.STAGE, SEED.stageId());
  }

  private static Row plan(State state) {
    return state.get(Kind.USAGE_PLAN, SEED.usagePlanId());
  }

  private static Row apiKey(State state) {
    return state.get(Kind.API_KEY, SEED.apiKeyId());
  }

  // Products and APIs

  private static Map<String, String> published(State state) {
    stage(state).members().put("isPublished", true);
    return values(state, stage(state));
  }

  private static Map<String, String> unusedProduct(State state) {
    ObjectNode members = object().put("productName", "unused").put("subscriptionCode", "PROTECTED");
    return values(state, state.add(Kind.PRODUCT, null, members));
  }

  private static Row unusedApi(State state) {
    return Apis.add(state, product(state), object().put("apiName", "unused"));
  }

  // Resources and methods

  private static Map<String, String> unusedResource(State state) {
    Row resource = state.add(Kind.RESOURCE, api(state), object());
    resource.members().put("resourcePath", "/" + resource.id());
    return values(state, resource);
  }

  private static Map<String, String> noMethod(State state) {
    removeAll(state, Kind.METHOD, resource(state), "PUT");
    return Map.of("methodName", "PUT");
  }

  private static Map<String, String> noMethodResponse(State state) {
    removeAll(state, Kind.METHOD_RESPONSE, resource(state), "599");
    return Map.of("statusCode", "599");
  }

  private static Map<String, String> noResponseHeader(State state) {
    removeAll(state, Kind.METHOD_RESPONSE_HEADER, resource(state), NO_NAME);
    return Map.of("parameterName", NO_NAME);
  }

  private static Map<String, String> noGatewayResponseHeader(State state) {
    removeAll(state, Kind.GATEWAY_RESPONSE_HEADER, api(state), NO_NAME);
    return Map.of("headerName", NO_NAME);
  }

  private static void removeAll(State state, Kind kind, Row whole, String id) {
    state.all(kind, whole).stream().filter(row -> row.id().equals(id)).forEach(state::remove);
  }

  private static Map<String, String> methodParameter(State state) {
    return with(
        values(state, method(state)),
        Map.of(
            "methodParameterCode", SeedRows.PARAMETER_CODE,
            "methodParameterName", SeedRows.PARAMETER));
  }

  private static Map<String, String> responseHeader(State state) {
    return with(values(state, response(state)), Map.of("parameterName", SeedRows.RESPONSE_HEADER));
  }

  /** One that nothing uses, for a contract may delete it. */
  private static Map<String, String> model(State state) {
    Row model = state.get(Kind.MODEL, SEED.modelId());
    Models.users(state, model).forEach(user -> user.members().remove(Methods.BODY));
    return values(state, model);
  }

  private static Map<String, String> authorizer(State state) {
    Row authorizer = state.get(Kind.AUTHORIZER, SEED.authorizerId());
    Authorizers.users(state, authorizer).forEach(state::remove);
    return values(state, authorizer);
  }

  /** All responses have it, for a contract may speak of any in the list. */
  private static Map<String, String> gatewayResponseHeader(State state) {
    ObjectNode members = object().put("headerName", "X-Sandbox").put("headerValue", "sandbox");
    return forEachResponse(state, Kind.GATEWAY_RESPONSE_HEADER, "headerName", members);
  }

  private static Map<String, String> gatewayResponseTemplate(State state) {
    ObjectNode members =
        object().put("contentType", "application/json").put("mappingTemplate", "{}");
    return forEachResponse(state, Kind.GATEWAY_RESPONSE_TEMPLATE, "contentType", members);
  }

  private static Map<String, String> forEachResponse(
      State state, Kind kind, String name, ObjectNode members) {
    String id = members.path(name).asText();
    List<Row> responses = state.all(Kind.GATEWAY_RESPONSE, api(state));
    for (Row response : responses) {
      if (state.find(kind, response, id) == null) {
        state.add(kind, response, id, members.deepCopy());
      }
    }
    return with(values(state, responses.get(0)), Map.of(name, id));
  }

  // Stages

  private static Map<String, String> unusedStage(State state) {
    Row stage = state.add(Kind.STAGE, api(state), Stages.withDefaults(object()));
    stage.members().put("stageName", stage.id()).put("endpointDomain", "https://unused.example");
    Deployments.deploy(state, stage, null);
    return values(state, stage);
  }

  /** One that is not live, for a contract may delete it. */
  private static Map<String, String> deployment(State state) {
    Row deployment = Deployments.add(state, stage(state), "made for a contract");
    return with(values(state, stage(state)), Map.of("deploymentNo", deployment.id()));
  }

  private static Map<String, String> canary(State state) {
    Canary.enable(state, stage(state));
    return values(state, stage(state));
  }

  private static Map<String, String> associated(State state) {
    UsagePlans.associate(state, stage(state), plan(state));
    return values(state, plan(state));
  }

  private static Map<String, String> notAssociated(State state) {
    UsagePlans.disassociate(state, stage(state), plan(state));
    return values(state, plan(state));
  }

  private static Map<String, String> unusedPlan(State state) {
    return values(state, state.add(Kind.USAGE_PLAN, null, object().put("usagePlanName", "unused")));
  }

  // API keys

  private static Map<String, String> subscribed(State state) {
    ApiKeys.subscribe(state, apiKey(state), product(state));
    return with(values(state, product(state)), values(state, apiKey(state)));
  }

  private static Map<String, String> notSubscribed(State state) {
    ApiKeys.unsubscribe(state, apiKey(state), product(state));
    return with(values(state, product(state)), values(state, apiKey(state)));
  }
}
