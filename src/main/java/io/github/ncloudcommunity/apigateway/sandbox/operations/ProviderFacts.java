package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The provider states about rows. Each makes itself true in an account with all seed rows, and
 * returns ids and names to use in a request.
 *
 * <p>A row that a contract may delete is a new one each time, and nothing uses it.
 */
final class ProviderFacts {

  static final Map<String, Function<Row, Map<String, String>>> ALL = new TreeMap<>();

  static {
    row("a product exists", account -> seed(account, Kind.PRODUCT));
    row("the product is published", ProviderFacts::published);
    row("nothing uses the product", ProviderFacts::unusedProduct);
    row("an API exists", account -> seed(account, Kind.API));
    row("nothing uses the API", ProviderFacts::unusedApi);
    row("a resource exists", account -> seed(account, Kind.RESOURCE));
    row("nothing uses the resource", ProviderFacts::unusedResource);
    row("a method exists", ProviderFacts::method);
    row("a method response exists", ProviderFacts::response);
    row("a method response header exists", ProviderFacts::responseHeader);
    row("a model exists", ProviderFacts::model);
    row("an authorizer exists", ProviderFacts::authorizer);
    row("a gateway response header exists", ProviderFacts::gatewayResponseHeader);
    row("a gateway response template exists", ProviderFacts::gatewayResponseTemplate);
    row("a stage exists", account -> seed(account, Kind.STAGE));
    row("nothing uses the stage", ProviderFacts::unusedStage);
    row("the stage has a canary", account -> Canary.enable(seed(account, Kind.STAGE)));
    row("a usage plan exists", account -> seed(account, Kind.USAGE_PLAN));
    row("a usage plan is associated with the stage", ProviderFacts::associated);
    row("a usage plan is not associated with the stage", ProviderFacts::notAssociated);
    row("a usage plan is associated with no stage", ProviderFacts::unusedPlan);
    row("an API key exists", account -> seed(account, Kind.API_KEY));

    for (Kind kind : Kind.values()) {
      if (kind.hasGeneratedIds()) {
        String name = kind.identity().get(0);
        ALL.put("no %s has the id".formatted(kind.noun()), account -> Map.of(name, "none000000"));
      }
    }
    none("no method has the name", Kind.METHOD, "PUT");
    none("no method response has the status", Kind.METHOD_RESPONSE, "599");
    none("no method response header has the name", Kind.METHOD_RESPONSE_HEADER, "X-None");
    none("no gateway response header has the name", Kind.GATEWAY_RESPONSE_HEADER, "X-None");

    ALL.put("no deployment has the number", account -> Map.of("deploymentNo", "999"));
    ALL.put("a method parameter exists", ProviderFacts::methodParameter);
    ALL.put("a deployment exists", ProviderFacts::deployment);
    ALL.put("the API key subscribes to the product", ProviderFacts::subscribed);
    ALL.put("the API key does not subscribe to the product", ProviderFacts::notSubscribed);
  }

  private ProviderFacts() {}

  private static void row(String state, Function<Row, Row> fact) {
    ALL.put(state, account -> values(fact.apply(account)));
  }

  /** Registers a state without a row of the seed's resource, or of its API, that has an id. */
  private static void none(String state, Kind kind, String id) {
    Kind within = kind == Kind.GATEWAY_RESPONSE_HEADER ? Kind.API : Kind.RESOURCE;
    ALL.put(
        state,
        account -> {
          seed(account, within).all(kind).stream()
              .filter(row -> row.id().equals(id))
              .forEach(Row::remove);
          return Map.of(kind.identity().get(0), id);
        });
  }

  /** Returns the ids and names of a row and its owners. */
  private static Map<String, String> values(Row row) {
    ObjectNode view = row.view();
    Map<String, String> values = new TreeMap<>();
    for (Row part = row; part.kind() != Kind.ACCOUNT; part = part.owner()) {
      for (String name : part.kind().identity()) {
        values.put(name, view.path(name).asText());
      }
      if (part.kind() == Kind.PRODUCT) {
        values.put("subscriptionCode", part.text("subscriptionCode"));
        values.put("isPublished", Boolean.toString(Products.isPublished(part)));
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

  private static Row seed(Row account, Kind kind) {
    return account.get(kind, kind.id(1));
  }

  private static Row method(Row account) {
    return seed(account, Kind.RESOURCE).get(Kind.METHOD, SeedRows.METHOD);
  }

  private static Row response(Row account) {
    return method(account).get(Kind.METHOD_RESPONSE, SeedRows.RESPONSE);
  }

  private static Row responseHeader(Row account) {
    return response(account).get(Kind.METHOD_RESPONSE_HEADER, SeedRows.RESPONSE_HEADER);
  }

  // Products, APIs and resources

  private static Row published(Row account) {
    seed(account, Kind.STAGE).members().put("isPublished", true);
    return seed(account, Kind.STAGE);
  }

  private static Row unusedProduct(Row account) {
    return account.add(
        Kind.PRODUCT, object().put("productName", "unused").put("subscriptionCode", "PROTECTED"));
  }

  private static Row unusedApi(Row account) {
    return Apis.add(seed(account, Kind.PRODUCT), object().put("apiName", "unused"));
  }

  private static Row unusedResource(Row account) {
    Row resource = seed(account, Kind.API).add(Kind.RESOURCE, object());
    resource.members().put("resourcePath", "/" + resource.id());
    return resource;
  }

  private static Map<String, String> methodParameter(Row account) {
    return with(
        values(method(account)),
        Map.of(
            "methodParameterCode", SeedRows.PARAMETER_CODE,
            "methodParameterName", SeedRows.PARAMETER));
  }

  private static Row model(Row account) {
    Row model = seed(account, Kind.MODEL);
    Models.users(model).forEach(user -> user.members().remove(Methods.BODY));
    return model;
  }

  private static Row authorizer(Row account) {
    Row authorizer = seed(account, Kind.AUTHORIZER);
    Authorizers.users(authorizer).forEach(Row::remove);
    return authorizer;
  }

  private static Row gatewayResponseHeader(Row account) {
    ObjectNode members = object().put("headerName", "X-Sandbox").put("headerValue", "sandbox");
    return inAllResponses(account, Kind.GATEWAY_RESPONSE_HEADER, "X-Sandbox", members);
  }

  private static Row gatewayResponseTemplate(Row account) {
    ObjectNode members =
        object().put("contentType", "application/json").put("mappingTemplate", "{}");
    return inAllResponses(account, Kind.GATEWAY_RESPONSE_TEMPLATE, "application/json", members);
  }

  /** Adds a part to all gateway responses, because a contract may use any in the list. */
  private static Row inAllResponses(Row account, Kind kind, String id, ObjectNode members) {
    List<Row> responses = seed(account, Kind.API).all(Kind.GATEWAY_RESPONSE);
    responses.forEach(response -> response.findOrAdd(kind, id, members.deepCopy()));
    return responses.get(0).get(kind, id);
  }

  // Stages and usage plans

  private static Row unusedStage(Row account) {
    Row stage = seed(account, Kind.API).add(Kind.STAGE, Stages.withDefaults(object()));
    stage.members().put("stageName", stage.id()).put("endpointDomain", "https://unused.example");
    Deployments.deploy(stage, null);
    return stage;
  }

  /** A deployment that is not live, so that it can be deleted. */
  private static Map<String, String> deployment(Row account) {
    Row deployment = Deployments.add(seed(account, Kind.STAGE), "made for a contract");
    return with(values(seed(account, Kind.STAGE)), Map.of("deploymentNo", deployment.id()));
  }

  private static Row associated(Row account) {
    UsagePlans.associate(seed(account, Kind.STAGE), seed(account, Kind.USAGE_PLAN));
    return seed(account, Kind.USAGE_PLAN);
  }

  private static Row notAssociated(Row account) {
    UsagePlans.disassociate(seed(account, Kind.STAGE), seed(account, Kind.USAGE_PLAN));
    return seed(account, Kind.USAGE_PLAN);
  }

  private static Row unusedPlan(Row account) {
    return account.add(Kind.USAGE_PLAN, object().put("usagePlanName", "unused"));
  }

  // API keys

  private static Map<String, String> subscribed(Row account) {
    ApiKeys.subscribe(seed(account, Kind.API_KEY), seed(account, Kind.PRODUCT));
    return with(values(seed(account, Kind.PRODUCT)), values(seed(account, Kind.API_KEY)));
  }

  private static Map<String, String> notSubscribed(Row account) {
    ApiKeys.unsubscribe(seed(account, Kind.API_KEY), seed(account, Kind.PRODUCT));
    return with(values(seed(account, Kind.PRODUCT)), values(seed(account, Kind.API_KEY)));
  }
}
