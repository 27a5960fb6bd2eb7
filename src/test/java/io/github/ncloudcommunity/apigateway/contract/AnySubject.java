package io.github.ncloudcommunity.apigateway.contract;

import au.com.dius.pact.core.model.V4Interaction;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.api.ProductOperations.ListProductsQuery;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.contract.Verification.Skipped;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.github.ncloudcommunity.apigateway.model.Api;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.DisassociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.ListedProduct;
import io.github.ncloudcommunity.apigateway.model.SearchUsagePlansRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A provider that takes no provider states: the real service, a gateway, a recording proxy. For
 * each state, it looks for something that fits. It changes only the stage that it may change.
 */
final class AnySubject implements Verification.Subject {

  /** The writes that are sent if a stage may be changed. */
  private static final Set<String> WRITES =
      Set.of(
          "associateUsagePlan",
          "disassociateUsagePlan",
          "setDefaultUsagePlan",
          "createUsagePlan",
          "updateUsagePlan",
          "deleteUsagePlan");

  private static final String SETTABLE =
      "changes something; name a stage that may be changed: -Dprovider.writes=PRODUCT/API/STAGE";
  private static final String MORE_THAN_PLANS = "changes more than usage plans";

  /**
   * Where to look for the subject of a state.
   *
   * @param whole the state of what it belongs to
   * @param operation operationId of the list
   * @param at where in the answer the list is
   * @param names of the values, each followed by its name in the answer if that is different
   */
  private record Lookup(String whole, String operation, String at, String[] names) {}

  private static final Map<String, Lookup> LOOKUPS =
      """
      a resource exists                  | an API exists            | listResources           | /resourceList        | resourceId, resourcePath
      a method exists                    | a resource exists        | listMethods             | /methods             | methodName
      a method parameter exists          | a method exists          | listMethodParameters    | /queryStrings        | methodParameterName parameterName
      a method response exists           | a method exists          | listMethodResponses     | /responses           | statusCode
      a method response header exists    | a method response exists | listMethodResponseHeaders | /headers           | parameterName
      a model exists                     | an API exists            | listModels              | /productPage/content | modelId, modelName
      an authorizer exists               |                          | listAuthorizers         | /authorizers         | authorizerId, authorizerName
      a gateway response header exists   | an API exists            | listGatewayResponses    | /gatewayResponses    | headerName, responseType
      a gateway response template exists | an API exists            | listGatewayResponses    | /gatewayResponses    | contentType, responseType
      a deployment exists                | a stage exists           | listStageDeployments    | /content             | deploymentNo stageDeploymentNo
      the stage has a canary             | a stage exists           | getStage                | /stage               | canaryDeploymentNo
      the product is published           | a stage exists           | searchPublishedProducts | /productPage/content | productId
      an API key exists                  |                          | listApiKeys             | /apiKeys             | apiKeyId, apiKeyName
      the API key subscribes to the product | a stage exists        | searchProductApiKeys    | /apiKeyPage/content  | apiKeyId, apiKeyName
      """
          .lines()
          .map(line -> line.split(" *\\| *"))
          .collect(
              Collectors.toMap(
                  row -> row[0], row -> new Lookup(row[1], row[2], row[3], row[4].split(", "))));

  private final URI baseUrl;
  private final Credentials credentials;
  private final List<String> writes;
  private final ApiGatewayClient gateway;
  private final List<String> made = new ArrayList<>();

  /**
   * @param writes ids of the product, API and stage that may be changed, with slashes between; null
   *     to change nothing
   */
  AnySubject(URI baseUrl, Credentials credentials, String writes) {
    if (!baseUrl.getPath().endsWith(Pacts.BASE_PATH)) {
      throw new IllegalArgumentException(
          "the base URL must end in " + Pacts.BASE_PATH + ": " + baseUrl);
    }
    this.writes = writes == null ? List.of() : List.of(writes.split("/"));
    if (writes != null && this.writes.size() != 3) {
      throw new IllegalArgumentException("provider.writes is not PRODUCT/API/STAGE: " + writes);
    }
    this.baseUrl = baseUrl;
    this.credentials = credentials;
    this.gateway = ApiGatewayClient.builder().baseUrl(baseUrl).credentials(credentials).build();
  }

  /**
   * Sends one read, so that wrong credentials fail once and not with every interaction.
   *
   * @throws ApiGatewayException if the provider cannot be reached, or does not accept the
   *     credentials
   */
  void check() {
    try {
      gateway.products().listProducts();
    } catch (ApiGatewayException e) {
      if (e.errorCode() != ErrorCode.PERMISSION_DENIED) {
        throw e;
      }
    }
  }

  @Override
  public URI baseUrl() {
    return baseUrl;
  }

  @Override
  public Credentials credentials(V4Interaction.SynchronousHttp interaction) {
    return Verification.states(interaction).contains(States.OTHER_KEY)
        ? Credentials.of(credentials.accessKey(), "another-secret-key")
        : credentials;
  }

  @Override
  public Map<String, String> begin(V4Interaction.SynchronousHttp interaction) throws Skipped {
    boolean write = isWrite(interaction);
    if (write && writes.isEmpty()) {
      throw new Skipped(SETTABLE);
    }
    if (write && !WRITES.contains(operation(interaction))) {
      throw new Skipped(MORE_THAN_PLANS);
    }
    Map<String, String> values = new TreeMap<>();
    for (String state : Verification.states(interaction)) {
      values.putAll(state(state, values, write));
    }
    return values;
  }

  /**
   * Whether it changes something if it succeeds, or if the provider is less strict than it has to
   * be.
   */
  private static boolean isWrite(V4Interaction.SynchronousHttp interaction) {
    boolean reads = Specification.split().operations().get(operation(interaction)).reads();
    int status = interaction.getResponse().getStatus();
    return !reads && (status < 300 || status == ErrorCode.BAD_REQUEST.httpStatus());
  }

  private static String operation(V4Interaction.SynchronousHttp interaction) {
    return interaction.getKey().split(" ")[0];
  }

  @Override
  public void end(V4Interaction.SynchronousHttp interaction) {
    for (String plan : made) {
      // This interaction has deleted it.
      if (!interaction.getKey().equals("deleteUsagePlan 204")) {
        gateway.usagePlans().deleteUsagePlan(plan);
      }
    }
    made.clear();
  }

  private Map<String, String> state(String name, Map<String, String> so, boolean write)
      throws Skipped {
    if (name.equals("no method has the name")) {
      return noMethod(so);
    }
    if (name.startsWith("no ") || name.equals(States.OTHER_KEY)) {
      return States.values(List.of(name));
    }
    return switch (name) {
      case "a usage plan exists" -> values(anyPlan());
      case "a usage plan is associated with the stage" -> associated(so);
      case "a usage plan is not associated with the stage" -> notAssociated(so);
      case "a usage plan is associated with no stage" -> unused(write);
      case States.NO_PERMISSION, States.THROTTLED, States.SPENT ->
          throw new Skipped("cannot be provoked from outside: " + name);
      default ->
          all(name)
              .filter(values -> agree(values, so))
              .findFirst()
              .orElseThrow(() -> new Skipped("cannot be found: " + name));
    };
  }

  /** All subjects of a state, with the values of what they belong to. */
  private Stream<Map<String, String>> all(String state) {
    return switch (state) {
      case "" -> Stream.of(Map.of());
      case "a product exists", "an API exists", "a stage exists" -> stages();
      // Whether something is in use matters only to writes, which are skipped.
      case "nothing uses the product", "nothing uses the API", "nothing uses the stage" -> stages();
      case "nothing uses the resource" -> all("a resource exists");
      case "the API key does not subscribe to the product" ->
          stages().flatMap(stage -> all("an API key exists").map(key -> with(stage, key)));
      default -> {
        Lookup lookup = LOOKUPS.get(state);
        yield all(lookup.whole()).flatMap(whole -> parts(lookup, whole));
      }
    };
  }

  private Stream<Map<String, String>> parts(Lookup lookup, Map<String, String> whole) {
    String line = Expectation.filled(ClientCall.line(lookup.operation()), whole);
    Expectation.Request request = Expectation.Request.read(line, SampleFolder.json("{}"));
    JsonNode answer =
        SampleChecks.MAPPER.valueToTree(ClientCall.send(gateway, lookup.operation(), request));
    return answer.at(lookup.at()).findParents(inAnswer(lookup.names()[0])).stream()
        .map(
            row -> {
              Map<String, String> values = new TreeMap<>();
              for (String name : lookup.names()) {
                values.put(name.split(" ")[0], row.path(inAnswer(name)).asText());
              }
              return values;
            })
        .filter(values -> agree(values, whole))
        .map(values -> with(whole, values));
  }

  private static String inAnswer(String name) {
    return name.substring(name.indexOf(' ') + 1);
  }

  /** Whether the names that both have are equal. */
  private static boolean agree(Map<String, String> some, Map<String, String> others) {
    return some.entrySet().stream()
        .allMatch(one -> others.getOrDefault(one.getKey(), one.getValue()).equals(one.getValue()));
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
  }

  private Map<String, String> noMethod(Map<String, String> so) throws Skipped {
    Map<String, String> resource = new TreeMap<>(so);
    resource.remove("methodName");
    Set<String> names =
        parts(LOOKUPS.get("a method exists"), resource)
            .map(method -> method.get("methodName"))
            .collect(Collectors.toSet());
    return Stream.of("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
        .filter(name -> !names.contains(name))
        .findFirst()
        .map(name -> Map.of("methodName", name))
        .orElseThrow(() -> new Skipped("the resource has every method"));
  }

  /** Ids and names of stages, and of their APIs and products. */
  private Stream<Map<String, String>> stages() {
    return gateway
        .products()
        .streamProducts(new ListProductsQuery().hasDeployedStage(true))
        .filter(product -> mayUse(0, product.getProductId()))
        .flatMap(
            product ->
                gateway
                    .apis()
                    .streamApis(product.getProductId())
                    .filter(api -> mayUse(1, api.getApiId()))
                    .flatMap(api -> stagesOf(product, api)));
  }

  private Stream<Map<String, String>> stagesOf(ListedProduct product, Api api) {
    return gateway.stages().listStages(product.getProductId(), api.getApiId()).getStages().stream()
        .filter(stage -> mayUse(2, stage.getStageId()))
        .map(
            stage ->
                Map.of(
                    "productId", product.getProductId(),
                    "productName", product.getProductName(),
                    "isPublished", String.valueOf(product.getIsPublished()),
                    "subscriptionCode", String.valueOf(product.getSubscriptionCode()),
                    "apiId", api.getApiId(),
                    "apiName", api.getApiName(),
                    "stageId", stage.getStageId(),
                    "stageName", stage.getStageName()));
  }

  private boolean mayUse(int place, String id) {
    return writes.isEmpty() || writes.get(place).equals(id);
  }

  private UsagePlan anyPlan() throws Skipped {
    return gateway
        .usagePlans()
        .streamUsagePlans(new SearchUsagePlansRequest())
        .findFirst()
        .orElseThrow(() -> new Skipped("there is no usage plan to read"));
  }

  private Map<String, String> associated(Map<String, String> so) throws Skipped {
    if (!writes.isEmpty()) {
      UsagePlan plan = anyPlan();
      gateway
          .stages()
          .associateUsagePlan(
              so.get("productId"),
              so.get("apiId"),
              so.get("stageId"),
              new AssociateUsagePlanRequest().usagePlanId(plan.getUsagePlanId()));
      return values(plan);
    }
    for (Map<String, String> stage : stages().toList()) {
      Optional<UsagePlan> plan =
          gateway
              .stages()
              .streamStageUsagePlans(
                  stage.get("productId"), stage.get("apiId"), stage.get("stageId"))
              .findFirst();
      if (plan.isPresent()) {
        Map<String, String> values = new TreeMap<>(stage);
        values.putAll(values(plan.get()));
        return values;
      }
    }
    throw new Skipped("no stage has a usage plan; " + SETTABLE);
  }

  private Map<String, String> notAssociated(Map<String, String> so) throws Skipped {
    if (!writes.isEmpty()) {
      UsagePlan plan = anyPlan();
      gateway
          .stages()
          .disassociateUsagePlan(
              so.get("productId"),
              so.get("apiId"),
              so.get("stageId"),
              new DisassociateUsagePlanRequest().usagePlanId(plan.getUsagePlanId()));
      return values(plan);
    }
    Set<String> with =
        gateway
            .stages()
            .streamStageUsagePlans(so.get("productId"), so.get("apiId"), so.get("stageId"))
            .map(UsagePlan::getUsagePlanId)
            .collect(Collectors.toSet());
    return gateway
        .usagePlans()
        .streamUsagePlans(new SearchUsagePlansRequest())
        .filter(plan -> !with.contains(plan.getUsagePlanId()))
        .map(AnySubject::values)
        .findFirst()
        .orElseThrow(() -> new Skipped("the stage has every usage plan; " + SETTABLE));
  }

  private Map<String, String> unused(boolean forAWrite) throws Skipped {
    if (forAWrite) {
      UsagePlan plan =
          gateway
              .usagePlans()
              .createUsagePlan(new CreateUsagePlanRequest().usagePlanName("contract-verification"))
              .getUsagePlan();
      made.add(plan.getUsagePlanId());
      return values(plan);
    }
    return values(anyPlan());
  }

  private static Map<String, String> values(UsagePlan plan) {
    return Map.of("usagePlanId", plan.getUsagePlanId(), "usagePlanName", plan.getUsagePlanName());
  }
}
