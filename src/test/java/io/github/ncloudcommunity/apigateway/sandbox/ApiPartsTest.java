package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was made, changed and deleted of an API is so wherever it is shown. */
class ApiPartsTest extends SandboxTest {

  private static final String METHOD_PATH = RESOURCE_PATH + "/methods/GET";

  private JsonNode ask(String operationId, String path) {
    return ask(operationId, path, null);
  }

  private JsonNode ask(String operationId, String path, String body) {
    return body(client.send(operation(operationId).method(), path, body), operationId);
  }

  private static List<String> texts(JsonNode rows, String member) {
    return rows.valueStream().map(row -> row.path(member).asText()).toList();
  }

  // Resources and methods

  @Test
  void aPatchChangesWhatIsGiven() {
    ask("updateResource", RESOURCE_PATH, "{\"corsMaxAge\":\"60\",\"corsAllowOrigin\":\"*\"}");
    JsonNode resource = ask("updateResource", RESOURCE_PATH, "{\"corsMaxAge\":\"90\"}");

    assertThat(resource.at("/resource/corsMaxAge").asText()).isEqualTo("90");
    assertThat(resource.at("/resource/corsAllowOrigin").asText()).isEqualTo("*");
    assertThat(resource.at("/resource/resourcePath").asText()).isEqualTo("/");
    assertThat(texts(resource.at("/resource/methods"), "methodName")).containsExactly("GET");
  }

  @Test
  void aProductKeepsTheDescriptionThatAnUpdateLeavesOut() {
    ask(
        "updateProduct",
        "/products/prod000001",
        "{\"productName\":\"new\",\"subscriptionCode\":\"PUBLIC\"}");
    JsonNode product = ask("getProduct", "/products/prod000001").path("product");

    assertThat(product.path("productName").asText()).isEqualTo("new");
    assertThat(product.path("productDescription").asText()).isEqualTo("made at start");
  }

  @Test
  void aMethodHasTheEndpointThatWasSetLast() {
    String settings =
        "\"requiredApiKey\":{\"required\":true},\"validation\":{\"type\":\"NONE\"},"
            + "\"authentication\":{\"platform\":\"IAM\"}}";
    ask("updateMethod", METHOD_PATH, "{\"mockEndPoint\":{\"httpStatus\":201}," + settings);
    JsonNode method = ask("listMethods", RESOURCE_PATH + "/methods").at("/methods/0");

    assertThat(method.has("httpEndPoint")).isFalse();
    assertThat(method.at("/mockEndPoint/httpStatus").intValue()).isEqualTo(201);
    assertThat(method.at("/authentication/platform").asText()).isEqualTo("IAM");
    assertThat(method.path("methodDescription").asText()).isEqualTo("made at start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumers", "produces"})
  void mediaTypesAreKept(String kind) {
    String suffix = kind.equals("consumers") ? "MethodConsumers" : "MethodProduces";
    ask("set" + suffix, METHOD_PATH + "/" + kind, "{\"" + kind + "\":\"text/plain\"}");

    assertThat(ask("get" + suffix, METHOD_PATH + "/" + kind).path(kind).asText())
        .isEqualTo("text/plain");
  }

  @Test
  void parametersAreListedByTheirPlace_andDeletedByName() {
    String path = METHOD_PATH + "/parameters";
    for (String code : List.of("REQUEST_HEADER", "REQUEST_QUERY", "REQUEST_FORMDATA")) {
      ask(
          "addMethodParameter",
          path,
          "{\"parameterCode\":\"" + code + "\",\"parameterName\":\"same\"}");
    }
    JsonNode all = ask("listMethodParameters", path);
    assertThat(texts(all.path("headers"), "parameterName")).containsExactly("same");
    assertThat(texts(all.path("queryStrings"), "parameterName")).containsExactly("sandbox", "same");
    assertThat(texts(all.path("formDatas"), "parameterCode")).containsExactly("REQUEST_FORMDATA");

    ask("deleteMethodParameter", path + "/delete", "{\"parameterName\":\"same\"}");
    assertThat(texts(ask("listMethodParameters", path).path("queryStrings"), "parameterName"))
        .containsExactly("sandbox");
    assertThat(client.send("POST", path + "/delete", "{\"parameterName\":\"same\"}").error())
        .isEqualTo("404/300");
  }

  @ParameterizedTest
  @CsvSource({"Request, /request-body", "Response, /responses/200/response-body"})
  void aBodyIsSavedOverTheOneBefore_andDeleted(String kind, String path) {
    String place = METHOD_PATH + path;
    ask("saveMethod" + kind + "Body", place, "{\"modelId\":\"modl000001\",\"bodyName\":\"new\"}");
    JsonNode body = ask("getMethod" + kind + "Body", place);
    assertThat(body.path("modelName").asText()).isEqualTo("sandbox-model");
    assertThat(body.has("bodyDescription")).isFalse();

    ask("deleteMethod" + kind + "Body", place);
    assertThat(client.get(place).error()).isEqualTo("404/300");
    assertThat(client.send("DELETE", place, null).error()).isEqualTo("404/300");
    assertThat(
            client.send("POST", place, "{\"modelId\":\"none000000\",\"bodyName\":\"new\"}").error())
        .isEqualTo("404/300");
  }

  @Test
  void responsesAndTheirHeadersAreKept() {
    String responses = METHOD_PATH + "/responses";
    ask("addMethodResponse", responses, "{\"statusCode\":404}");
    ask("updateMethodResponse", responses + "/404", "{\"responseDescription\":\"gone\"}");
    ask(
        "addMethodResponseHeader",
        responses + "/404/parameters",
        "{\"parameterName\":\"X-Why\",\"isArray\":true}");

    assertThat(texts(ask("listMethodResponses", responses).path("responses"), "statusCode"))
        .containsExactly("200", "404");
    JsonNode header =
        ask("listMethodResponseHeaders", responses + "/404/parameters").at("/headers/0");
    assertThat(header.path("parameterName").asText()).isEqualTo("X-Why");
    assertThat(header.path("isArray").booleanValue()).isTrue();
    assertThat(header.path("statusCode").intValue()).isEqualTo(404);

    ask("deleteMethodResponse", responses + "/404");
    assertThat(client.get(responses + "/404/parameters").error()).isEqualTo("404/300");
  }

  // Models, authorizers and gateway responses

  @Test
  void aPutClearsWhatItLeavesOut() {
    ask("updateModel", API_PATH + "/models/modl000001", "{\"modelSchema\":\"{}\"}");
    JsonNode model = ask("getModel", API_PATH + "/models/modl000001");
    assertThat(model.has("modelDescription")).isFalse();
    assertThat(model.path("modelName").asText()).isEqualTo("sandbox-model");

    String settings = "\"isMaintenance\":true,\"statusCode\":503,\"response\":\"later\"}";
    ask(
        "updateStage",
        STAGE_PATH,
        "{\"endpointDomain\":\"https://a.example\",\"throttleRps\":5," + settings);
    ask("updateStage", STAGE_PATH, "{\"endpointDomain\":\"https://b.example\"," + settings);
    JsonNode stage = ask("getStage", STAGE_PATH).path("stage");
    assertThat(stage.has("throttleRps")).isFalse();
    assertThat(stage.path("endpointDomain").asText()).isEqualTo("https://b.example");
    assertThat(stage.path("stageName").asText()).isEqualTo("sandbox-stage");

    ask("updateApiKey", "/api-keys/akey000001", "{\"apiKeyName\":\"new\",\"isEnabled\":false}");
    JsonNode key = ask("getApiKey", "/api-keys/akey000001");
    assertThat(key.has("apiKeyDescription")).isFalse();
    assertThat(key.path("isEnabled").booleanValue()).isFalse();
    assertThat(key.path("primaryKey").asText()).matches("[0-9a-f]{40}");
  }

  @Test
  void aListOfModelsIsFilteredAndPaged() {
    String models = API_PATH + "/models";
    ask("createModel", models, "{\"modelName\":\"other\",\"modelSchema\":\"{}\"}");

    JsonNode page = ask("listModels", models + "?modelName=sandbox&offset=1&limit=5");
    assertThat(page.at("/productPage/total").intValue()).isEqualTo(2);
    assertThat(texts(page.at("/productPage/content"), "modelId")).containsExactly("modl000002");
  }

  @Test
  void aModelIsPreviewed_ifItIsAnObject() {
    String preview = API_PATH + "/models/preview";

    assertThat(ask("previewModel", preview, "{\"modelSchema\":\"{\\\"type\\\":\\\"object\\\"}\"}"))
        .hasToString("{\"modelSchema\":{\"type\":\"object\"}}");
    for (String schema : List.of("{", "[]", "")) {
      assertThat(ask("previewModel", preview, "{\"modelSchema\":\"" + schema + "\"}")).isEmpty();
    }
  }

  @Test
  void anAuthorizerIsReplaced() {
    ask(
        "updateAuthorizer",
        "/authorizers/auth000001",
        "{\"authorizerName\":\"new\",\"authorizerType\":\"CLOUD_FUNCTIONS\",\"authorizerConfig\":"
            + "{\"region\":\"JPN\",\"functionId\":\"f\",\"payload\":[]}}");
    JsonNode authorizer = ask("getAuthorizer", "/authorizers/auth000001");

    assertThat(authorizer.at("/authorizerConfig/region").asText()).isEqualTo("JPN");
    assertThat(authorizer.has("authorizerDescription")).isFalse();
    assertThat(ask("listAuthorizers", "/authorizers?name=sandbox").path("total").intValue())
        .isZero();
  }

  @Test
  void aGatewayResponseIsCustomisedAndReset() {
    String response = API_PATH + "/responses/NOT_FOUND";
    String template = "{\"contentType\":\"text/plain\",\"mappingTemplate\":\"%s\"}";
    ask("setGatewayResponseStatusCode", response, "{\"statusCode\":410}");
    ask("addGatewayResponseTemplate", response + "/templates", template.formatted("old"));
    ask("updateGatewayResponseTemplate", response + "/templates", template.formatted("new"));
    ask(
        "addGatewayResponseHeader",
        response + "/headers",
        "{\"headerName\":\"a/b\",\"headerValue\":\"1\"}");

    JsonNode customised = gatewayResponse("NOT_FOUND");
    assertThat(customised.path("statusCode").intValue()).isEqualTo(410);
    assertThat(customised.path("isDefault").booleanValue()).isFalse();
    assertThat(customised.at("/templates/0/mappingTemplate").asText()).isEqualTo("new");
    ask("deleteGatewayResponseHeader", response + "/headers/a%2Fb");
    assertThat(gatewayResponse("NOT_FOUND").path("headers")).isEmpty();
    ask("deleteGatewayResponseTemplate", response + "/templates?contentType=text%2Fplain");
    assertThat(
            client.send("DELETE", response + "/templates?contentType=text%2Fplain", null).error())
        .isEqualTo("404/300");

    ask("resetGatewayResponse", response);
    assertThat(gatewayResponse("NOT_FOUND").path("statusCode").intValue()).isEqualTo(404);
    assertThat(gatewayResponse("NOT_FOUND").path("default").booleanValue()).isTrue();
    assertThat(gatewayResponse("FORBIDDEN").path("statusCode").intValue()).isEqualTo(403);
  }

  private JsonNode gatewayResponse(String type) {
    return ask("listGatewayResponses", API_PATH + "/responses")
        .path("gatewayResponses")
        .valueStream()
        .filter(response -> response.path("responseType").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  // APIs from other APIs, and from documents

  private JsonNode cloneOf(String product) {
    String body = "{\"apiName\":\"clone\",\"originApiId\":\"apis000001\"}";
    return ask("cloneApi", product + "/apis/clone", body).path("api");
  }

  @Test
  void aCloneHasResourcesMethodsAndModels_butNoStages() {
    String clone = cloneOf("/products/prod000001").path("apiId").asText();
    String path = "/products/prod000001/apis/" + clone;

    assertThat(ask("listStages", path + "/stages").path("stages")).isEmpty();
    String resource =
        ask("listResources", path + "/resources").at("/resourceList/0/resourceId").asText();
    assertThat(resource).isNotEqualTo("rsrc000001");
    String model =
        ask("getMethodRequestBody", path + "/resources/" + resource + "/methods/GET/request-body")
            .path("modelId")
            .asText();
    assertThat(model).isNotEqualTo("modl000002");
    assertThat(ask("getModel", path + "/models/" + model).path("apiId").asText()).isEqualTo(clone);
    ask("deleteApi", path);
    ask("listMethods", RESOURCE_PATH + "/methods");
  }

  @Test
  void numbersOfPartsGoOnInAClone() {
    String clone = cloneOf("/products/prod000001").path("apiId").asText();
    String path = "/products/prod000001/apis/" + clone;
    String resource =
        ask("listResources", path + "/resources").at("/resourceList/0/resourceId").asText();
    String parameters = path + "/resources/" + resource + "/methods/GET/parameters";
    ask(
        "addMethodParameter",
        parameters,
        "{\"parameterCode\":\"REQUEST_QUERY\",\"parameterName\":\"page\",\"parameterType\":\"string\"}");

    JsonNode queryStrings = ask("listMethodParameters", parameters).path("queryStrings");
    assertThat(queryStrings).hasSize(2);
    assertThat(queryStrings.valueStream().map(parameter -> parameter.path("parameterNo").asLong()))
        .doesNotHaveDuplicates();
  }

  @Test
  void anApiOfAnotherProductIsCloned() {
    ask(
        "createProduct",
        "/products",
        "{\"productName\":\"other\",\"subscriptionCode\":\"PUBLIC\"}");

    assertThat(cloneOf("/products/prod000002").path("productId").asText()).isEqualTo("prod000002");
  }

  private static String swagger(String text) {
    return new JsonMapper().createObjectNode().put("swagger", text).toString();
  }

  @Test
  void aDocumentIsImported_andWhatIsThereStays() {
    String document =
        swagger(
            "{\"paths\":{\"/\":{\"get\":{},\"post\":{}},\"/new\":{\"parameters\":[],\"put\":{}}}}");
    JsonNode imported = ask("importResources", API_PATH + "/resources/import", document);

    assertThat(imported.path("success").booleanValue()).isTrue();
    assertThat(texts(imported.path("resourceList"), "resourcePath")).containsExactly("/", "/new");
    assertThat(texts(imported.at("/resourceList/0/methods"), "methodName"))
        .containsExactly("GET", "POST");
    assertThat(ask("getMethodRequestBody", METHOD_PATH + "/request-body").path("modelId").asText())
        .isEqualTo("modl000002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "swagger: 2.0", "[]", "{}", "{\"paths\":1}"})
  void whatIsNoDocumentIsNotImported(String text) {
    JsonNode outcome = ask("importResources", API_PATH + "/resources/import", swagger(text));

    assertThat(outcome.path("success").booleanValue()).isFalse();
    assertThat(outcome.path("errorMessages")).hasSize(1);
    assertThat(outcome.has("resourceList")).isFalse();
  }

  // Stages

  @Test
  void aCanaryIsEnabledChangedAndPromoted() {
    String canary = STAGE_PATH + "/canary";
    assertThat(client.send("POST", canary + "/promote", null).error()).isEqualTo("404/300");
    assertThat(ask("enableCanary", canary).path("canaryDeploymentNo").intValue()).isEqualTo(2);
    assertThat(ask("enableCanary", canary).path("canaryDeploymentNo").intValue()).isEqualTo(2);
    assertThat(client.send("DELETE", STAGE_PATH + "/deployments/2", null).details())
        .isEqualTo("The deployment 2 is the canary of the stage stag000001.");
    ask(
        "updateCanary",
        canary,
        "{\"useDistributionRate\":true,\"canaryDistributionRate\":10.5,"
            + "\"canaryEndpointDomain\":\"https://canary.example\"}");
    JsonNode stage = ask("getStage", STAGE_PATH).path("stage");
    assertThat(stage.path("canaryDistributionRate").doubleValue()).isEqualTo(10.5);
    assertThat(stage.path("deployedStageDeploymentNo").intValue()).isEqualTo(1);

    ask("promoteCanary", canary + "/promote");
    stage = ask("getStage", STAGE_PATH).path("stage");
    assertThat(stage.path("deployedStageDeploymentNo").intValue()).isEqualTo(2);
    assertThat(stage.fieldNames()).toIterable().noneMatch(name -> name.startsWith("canary"));
    assertThat(stage.has("useDistributionRate")).isFalse();
    ask("disableCanary", canary);
  }

  @Test
  void settingsOfAMethodHoldInOneDeployment() {
    ask("deployApi", API_PATH + "/deploy", "{\"stageId\":\"stag000001\"}");
    String first = STAGE_PATH + "/deployments/1/resources/rsrc000001/methods";
    String second = first.replace("deployments/1", "deployments/2");
    String own = "{\"isInherit\":false,\"throttleRps\":3}";
    ask("updateStageMethodSettings", first + "/GET", own);

    assertThat(
            ask("getStageMethodSettings", first + "/GET").at("/stageMethod/throttleRps").intValue())
        .isEqualTo(3);
    assertThat(
            ask("listStageMethodSettings", second).at("/stageMethods/0/isInherit").booleanValue())
        .isTrue();
    JsonNode back = ask("updateStageMethodSettings", first + "/GET", "{\"isInherit\":true}");
    assertThat(back.at("/stageMethod/throttleRps").intValue()).isZero();
  }

  @Test
  void settingsOfAMethodGoWithIt() {
    String settings = STAGE_PATH + "/deployments/1/resources/rsrc000001/methods/GET";
    ask("updateStageMethodSettings", settings, "{\"isInherit\":false,\"throttleRps\":3}");
    ask("deleteMethod", RESOURCE_PATH + "/methods/GET");
    ask(
        "createMethod",
        RESOURCE_PATH + "/methods",
        "{\"methodName\":\"GET\",\"mockEndPoint\":{\"httpStatus\":200},\"requiredApiKey\":{\"required\":false},"
            + "\"validation\":{\"type\":\"NONE\"},\"authentication\":{\"platform\":\"NONE\"}}");

    assertThat(ask("getStageMethodSettings", settings).at("/stageMethod/isInherit").booleanValue())
        .isTrue();
  }

  @Test
  void documentsOfPublishedProductsShowWhatIsPublished() {
    assertThat(documented()).isZero();
    ask(
        "publishApi",
        API_PATH + "/publish",
        "{\"stages\":[{\"stageId\":\"stag000001\",\"isPublished\":true}]}");
    assertThat(documented()).isEqualTo(1);
    assertThat(
            client
                .send(
                    "POST",
                    API_PATH + "/publish",
                    "{\"stages\":[{\"stageId\":\"stag000001\",\"isPublished\":false},"
                        + "{\"stageId\":\"none000000\",\"isPublished\":true}]}")
                .error())
        .isEqualTo("404/300");
    assertThat(documented()).isEqualTo(1);
  }

  private int documented() {
    return ask("getPublishedProductDocument", "/published-products/prod000001/documents")
        .at("/apiPage/total")
        .intValue();
  }

  @Test
  void aDocumentIsEmptyUntilItIsWritten() {
    String path = API_PATH + "/documents";
    assertThat(ask("getApiDocument", path).path("documentMd").asText("none")).isEmpty();

    ask("updateApiDocument", path, "{\"documentMd\":\"# Hello\"}");
    assertThat(
            ask(
                    "getPublishedApiDocument",
                    "/published-products/prod000001/apis/apis000001/documents")
                .path("documentMd")
                .asText())
        .isEqualTo("# Hello");
  }

  @ParameterizedTest
  @CsvSource({
    "getDashboardProductCharts, /dashboards/products/prod000001/charts",
    "getDashboardApiKeyCharts, /dashboards/api-keys/akey000001/products/prod000001/charts",
  })
  void chartsAreOfTheStagesThatThereAre(String operationId, String path) {
    JsonNode api =
        ask(operationId, path + "?from=2024-05-01&to=2024-05-02&timeZone=UTC")
            .at("/apis/content/0");

    assertThat(api.path("apiId").asText()).isEqualTo("apis000001");
    assertThat(texts(api.path("stages"), "stageId")).containsExactly("stag000001");
    assertThat(api.at("/stages/0/series")).isNotEmpty();
  }
}
