package io.github.ncloudcommunity.apigateway.contract;

import au.com.dius.pact.core.model.V4Interaction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import feign.RequestLine;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.api.ProductOperations.ListProductsQuery;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.contract.Verification.Skipped;
import io.github.ncloudcommunity.apigateway.internal.ReadOnly;
import io.github.ncloudcommunity.apigateway.model.Api;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.DisassociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.ListedProduct;
import io.github.ncloudcommunity.apigateway.model.MethodName;
import io.github.ncloudcommunity.apigateway.model.SearchProductApiKeysRequest;
import io.github.ncloudcommunity.apigateway.model.SearchPublishedProductsRequest;
import io.github.ncloudcommunity.apigateway.model.SearchUsagePlansRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A provider that takes no provider states: the real service, a gateway, a recording proxy. For
 * each state, it looks for something that fits. It changes only the stage that it may change.
 */
final class RealProvider implements Verification.Provider {

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
      "changes something; name a stage that may be changed: --writes PRODUCT/API/STAGE";
  private static final String MORE_THAN_PLANS = "changes more than usage plans";

  private static final String OTHER_KEY = "the secret key of the caller is not the one on record";

  private static final Set<String> ABOUT_THE_CALLER =
      Set.of(
          "the caller has no permission",
          "the caller is throttled",
          "the quota of the caller is spent");

  /** Names and numbers that nothing has, where a state asks for another thing than an id. */
  private static final Map<String, Map<String, String>> NOTHING =
      Map.of(
          "no deployment has the number", Map.of("deploymentNo", "999"),
          "no method response has the status", Map.of("statusCode", "599"),
          "no method response header has the name", Map.of("parameterName", "X-None"),
          "no gateway response header has the name", Map.of("headerName", "X-None"));

  private static final Pattern NO_ID = Pattern.compile("no (.+) has the id");

  /** The operations that change nothing. */
  private static final Set<String> READS =
      Arrays.stream(ApiGatewayClient.class.getMethods())
          .flatMap(accessor -> Arrays.stream(accessor.getReturnType().getMethods()))
          .filter(RealProvider::reads)
          .map(Method::getName)
          .collect(Collectors.toSet());

  private static final JsonMapper JSON =
      // No time is looked at.
      JsonMapper.builder().disable(MapperFeature.REQUIRE_HANDLERS_FOR_JAVA8_TIMES).build();

  /**
   * Where to look for the subject of a state.
   *
   * @param whole the state of what it belongs to
   * @param list asks for the list, with the values of the whole
   * @param at where in the answer the list is
   * @param names of the values, each followed by its name in the answer if that is different
   */
  private record Lookup(
      String whole,
      BiFunction<ApiGatewayClient, Map<String, String>, Object> list,
      String at,
      List<String> names) {}

  private static final Map<String, Lookup> LOOKUPS = new HashMap<>();

  static {
    lookup(
        "a resource exists",
        "an API exists",
        (gateway, of) -> gateway.resources().listResources(of.get("productId"), of.get("apiId")),
        "/resourceList",
        "resourceId",
        "resourcePath");
    lookup(
        "a method exists",
        "a resource exists",
        (gateway, of) ->
            gateway
                .methods()
                .listMethods(of.get("productId"), of.get("apiId"), of.get("resourceId")),
        "/methods",
        "methodName");
    lookup(
        "a method parameter exists",
        "a method exists",
        (gateway, of) ->
            gateway
                .methods()
                .listMethodParameters(
                    of.get("productId"), of.get("apiId"), of.get("resourceId"), methodName(of)),
        "/queryStrings",
        "methodParameterName parameterName");
    lookup(
        "a method response exists",
        "a method exists",
        (gateway, of) ->
            gateway
                .methods()
                .listMethodResponses(
                    of.get("productId"), of.get("apiId"), of.get("resourceId"), methodName(of)),
        "/responses",
        "statusCode");
    lookup(
        "a method response header exists",
        "a method response exists",
        (gateway, of) ->
            gateway
                .methods()
                .listMethodResponseHeaders(
                    of.get("productId"),
                    of.get("apiId"),
                    of.get("resourceId"),
                    methodName(of),
                    Integer.valueOf(of.get("statusCode"))),
        "/headers",
        "parameterName");
    lookup(
        "a model exists",
        "an API exists",
        (gateway, of) -> gateway.models().listModels(of.get("productId"), of.get("apiId")),
        "/productPage/content",
        "modelId",
        "modelName");
    lookup(
        "an authorizer exists",
        "",
        (gateway, of) -> gateway.authorizers().listAuthorizers(),
        "/authorizers",
        "authorizerId",
        "authorizerName");
    lookup(
        "a gateway response header exists",
        "an API exists",
        RealProvider::gatewayResponses,
        "/gatewayResponses",
        "headerName",
        "responseType");
    lookup(
        "a gateway response template exists",
        "an API exists",
        RealProvider::gatewayResponses,
        "/gatewayResponses",
        "contentType",
        "responseType");
    lookup(
        "a deployment exists",
        "a stage exists",
        (gateway, of) ->
            gateway
                .deployments()
                .listStageDeployments(of.get("productId"), of.get("apiId"), of.get("stageId")),
        "/content",
        "deploymentNo stageDeploymentNo");
    lookup(
        "the stage has a canary",
        "a stage exists",
        (gateway, of) ->
            gateway.stages().getStage(of.get("productId"), of.get("apiId"), of.get("stageId")),
        "/stage",
        "canaryDeploymentNo");
    lookup(
        "the product is published",
        "a stage exists",
        (gateway, of) ->
            gateway
                .publishedProducts()
                .searchPublishedProducts(new SearchPublishedProductsRequest()),
        "/productPage/content",
        "productId");
    lookup(
        "an API key exists",
        "",
        (gateway, of) -> gateway.apiKeys().listApiKeys(),
        "/apiKeys",
        "apiKeyId",
        "apiKeyName");
    lookup(
        "the API key subscribes to the product",
        "a stage exists",
        (gateway, of) ->
            gateway
                .products()
                .searchProductApiKeys(of.get("productId"), new SearchProductApiKeysRequest()),
        "/apiKeyPage/content",
        "apiKeyId",
        "apiKeyName");
  }

  private static void lookup(
      String state,
      String whole,
      BiFunction<ApiGatewayClient, Map<String, String>, Object> list,
      String at,
      String... names) {
    LOOKUPS.put(state, new Lookup(whole, list, at, List.of(names)));
  }

  private static boolean reads(Method method) {
    RequestLine line = method.getAnnotation(RequestLine.class);
    return line != null
        && (line.value().startsWith("GET ") || method.isAnnotationPresent(ReadOnly.class));
  }

  private static MethodName methodName(Map<String, String> of) {
    return MethodName.of(of.get("methodName"));
  }

  private static Object gatewayResponses(ApiGatewayClient gateway, Map<String, String> of) {
    return gateway.gatewayResponses().listGatewayResponses(of.get("productId"), of.get("apiId"));
  }

  private final URI baseUrl;
  private final Credentials credentials;
  private final List<String> writes;
  private final ApiGatewayClient gateway;
  private final List<String> made = new ArrayList<>();

  /**
   * @param writes ids of the product, API and stage that may be changed, with slashes between; null
   *     to change nothing
   */
  RealProvider(URI baseUrl, Credentials credentials, String writes) {
    if (!baseUrl.getPath().endsWith(Verification.BASE_PATH)) {
      throw new IllegalArgumentException(
          "the base URL must end in " + Verification.BASE_PATH + ": " + baseUrl);
    }
    this.writes = writes == null ? List.of() : List.of(writes.split("/"));
    if (writes != null && this.writes.size() != 3) {
      throw new IllegalArgumentException("--writes is not PRODUCT/API/STAGE: " + writes);
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
    return Verification.states(interaction).contains(OTHER_KEY)
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
   * be: checks no signatures or no bodies.
   */
  private static boolean isWrite(V4Interaction.SynchronousHttp interaction) {
    return !READS.contains(operation(interaction))
        && interaction.getResponse().getStatus() != ErrorCode.NOT_FOUND.httpStatus();
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
    if (name.equals(OTHER_KEY)) {
      return Map.of();
    }
    if (ABOUT_THE_CALLER.contains(name)) {
      throw new Skipped("cannot be provoked from outside: " + name);
    }
    if (NOTHING.containsKey(name)) {
      return NOTHING.get(name);
    }
    Matcher noId = NO_ID.matcher(name);
    if (noId.matches()) {
      return Map.of(idOf(noId.group(1)), "none000000");
    }
    return switch (name) {
      case "a usage plan exists" -> values(anyPlan());
      case "a usage plan is associated with the stage" -> associated(so);
      case "a usage plan is not associated with the stage" -> notAssociated(so);
      case "a usage plan is associated with no stage" -> unused(write);
      default ->
          all(name)
              .filter(values -> agree(values, so))
              .findFirst()
              .orElseThrow(() -> new Skipped("cannot be found: " + name));
    };
  }

  /** The name of the id of a kind: {@code apiKeyId} of an {@code API key}. */
  private static String idOf(String kind) {
    String[] words = kind.toLowerCase(Locale.ROOT).split(" ");
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
    }
    return name.append("Id").toString();
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
        if (lookup == null) {
          throw new IllegalArgumentException("unknown provider state: " + state);
        }
        yield all(lookup.whole()).flatMap(whole -> parts(lookup, whole));
      }
    };
  }

  private Stream<Map<String, String>> parts(Lookup lookup, Map<String, String> whole) {
    JsonNode answer = JSON.valueToTree(lookup.list().apply(gateway, whole));
    return answer.at(lookup.at()).findParents(inAnswer(lookup.names().get(0))).stream()
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
        .map(RealProvider::values)
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
