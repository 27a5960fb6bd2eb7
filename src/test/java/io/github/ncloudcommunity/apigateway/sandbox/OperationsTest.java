package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import io.github.ncloudcommunity.apigateway.sandbox.operations.HandledOperations;
import io.github.ncloudcommunity.apigateway.sandbox.operations.Operations;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Specification;
import io.github.ncloudcommunity.apigateway.sandbox.spec.SpecifiedOperation;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.testing.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Order(7)
class OperationsTest extends SandboxTest {

  private static List<String> texts(JsonNode rows, String member) {
    return rows.valueStream().map(row -> row.path(member).textValue()).toList();
  }

  @Test
  void everyHandlerIsForAnOperationOfTheSpecification() throws IOException {
    Path sources = Path.of("src/main/java", Operations.class.getPackageName().replace('.', '/'));
    Set<String> handled = new TreeSet<>(HandledOperations.all());
    Specification.bundled().operations().forEach(o -> handled.remove(o.operationId()));
    List<String> problems = new ArrayList<>();
    for (String operation : handled) {
      problems.add(
          "%s: openapi/ has no operation %s; delete its handler"
              .formatted(Written.where(operation, sources), operation));
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void everyIdOfTheSpecificationIsOfAKindOfRow() {
    assertThat(DOCUMENT.findValuesAsText("x-identifies"))
        .isNotEmpty()
        .allSatisfy(kind -> assertThat(Kind.named(kind)).isNotNull());
    assertThatThrownBy(() -> Kind.named("moon")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingButFilesDocumentsAndEventsComesFromAnExample() {
    assertThat(Specification.bundled().operations())
        .extracting(SpecifiedOperation::operationId)
        .filteredOn(operationId -> !HandledOperations.all().contains(operationId))
        .as("handle it in sandbox.operations, or list it here if its example will do")
        .containsExactlyInAnyOrder(
            "exportStageSdk",
            "exportCanarySdk",
            "exportDashboardProductCharts",
            "exportDashboardApiKeyCharts",
            "getStageDeploymentDocument",
            "getPublishedStageDocument",
            "getCanarySwaggerJson",
            "searchDashboardEvents",
            "initializeStageCache");
  }

  @Test
  void theSeedHasIdsOfTenLowerCaseLettersAndDigits() {
    ApiGatewaySandbox.Seed seed = sandbox.seed();
    assertThat(seed)
        .isEqualTo(
            new ApiGatewaySandbox.Seed(
                PRODUCT, API, STAGE, PLAN, "rsrc000001", "akey000001", "modl000001", "auth000001"))
        .extracting("resourceId", "apiKeyId", "modelId", "authorizerId")
        .allMatch(id -> id.toString().matches("[a-z0-9]{10}"));
  }

  @Test
  void listProducts_givesTheSeed() {
    JsonNode body = body(client.get("/products"), "listProducts");
    assertThat(body.at("/productPage/total").longValue()).isEqualTo(1);
    assertThat(body.at("/productPage/content/0/productId").textValue()).isEqualTo(PRODUCT);
    assertThat(body.at("/productPage/content/0/modTime").textValue())
        .isEqualTo("2024-05-08T06:29:48Z");
  }

  @ParameterizedTest
  @CsvSource({
    "productName=, 1",
    "productName, 1",
    "productName=box-prod, 1",
    "productName=Box, 0",
    "productName=sandbox-product2, 0",
    "isPublished=false, 1",
    "isPublished=true, 0",
    "subscriptionCode=PROTECTED, 1",
    "subscriptionCode=PUBLIC, 0",
    "hasDeployedStage=true, 1",
    "hasDeployedStage=false, 0",
    "hasStageNotAssociatedWithUsagePlanId=plan000001, 0",
    "hasStageNotAssociatedWithUsagePlanId=plan000002, 1",
    "hasStageNotAssociatedWithUsagePlanId=nonesuch, 1",
  })
  void listProducts_filters(String query, int total) {
    associate(PLAN);
    JsonNode body = body(client.get("/products?" + query), "listProducts");
    assertThat(body.at("/productPage/total").intValue()).isEqualTo(total);
    assertThat(body.at("/productPage/content")).hasSize(total);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=5, 1, 0",
    "withStage=true, 1, 1",
    "withStage=false, 1, 0",
    "apiName=box-a, 1, 0",
    "apiName=other, 0, 0",
    "hasStage=true, 1, 0",
    "hasStage=false, 0, 0",
    "hasStageNotAssociatedWithUsagePlanId=plan000001, 0, 0",
    "hasStageNotAssociatedWithUsagePlanId=plan000002&withStage=true, 1, 1",
  })
  void listApis_filters(String query, int total, int stages) {
    associate(PLAN);
    JsonNode body = body(client.get("/products/" + PRODUCT + "/apis?" + query), "listApis");
    assertThat(body.path("total").intValue()).isEqualTo(total);
    assertThat(body.path("apis")).hasSize(total);
    assertThat(body.at("/apis/0/stages")).hasSize(stages);
  }

  @Test
  void getApi_wrapsTheApiAsTheOneRowOfAnArray() {
    JsonNode body = body(client.get("/products/" + PRODUCT + "/apis/" + API), "getApi");
    assertThat(body.path("total").intValue()).isEqualTo(1);
    assertThat(texts(body.path("api"), "apiId")).containsExactly(API);
    assertThat(body.at("/api/0/stages/0/stageId").textValue()).isEqualTo(STAGE);
  }

  @Test
  void setDefaultUsagePlan_setsTheQuotaOfTheStage() {
    String quota =
        "{\"monthQuotaRequest\":9007199254740991,\"dayQuotaRequest\":6,"
            + "\"quotaCondition\":\"5xx\",\"rateRps\":2147483647}";
    JsonNode body =
        body(client.send("PUT", STAGE_PATH + "/usage-plan", quota), "setDefaultUsagePlan");
    assertThat(body.path("stage").has("quotaCondition")).isFalse();
    assertThat(body).isEqualTo(body(client.get(STAGE_PATH), "getStage"));
    assertThat(body.at("/stage/monthQuotaRequest").longValue()).isEqualTo(9007199254740991L);
    assertThat(body.at("/stage/dayQuotaRequest").longValue()).isEqualTo(6);
    assertThat(body.at("/stage/rateRps").longValue()).isEqualTo(2147483647);

    JsonNode plans = body(client.get(STAGE_PATH + "/usage-plans"), "listStageUsagePlans");
    assertThat(plans.path("monthQuotaRequest").longValue()).isEqualTo(9007199254740991L);
    assertThat(plans.path("dayQuotaRequest").longValue()).isEqualTo(6);
    assertThat(plans.path("rateRps").longValue()).isEqualTo(2147483647);
    assertThat(plans.path("quotaCondition").textValue()).isEqualTo("5xx");
  }

  @Test
  void setDefaultUsagePlan_clearsWhatIsLeftOut() {
    client.send("PUT", STAGE_PATH + "/usage-plan", "{\"rateRps\":1}");
    JsonNode body =
        body(client.send("PUT", STAGE_PATH + "/usage-plan", "{}"), "setDefaultUsagePlan");
    assertThat(body.path("stage").has("rateRps")).isFalse();
  }

  @Test
  void associateUsagePlan_associates() {
    Reply reply = client.send("POST", STAGE_PATH + "/associate-usage-plan", planId(PLAN));
    body(reply, "associateUsagePlan");
    assertThat(reply.header("Content-Type")).isEmpty();

    JsonNode plans = body(client.get(STAGE_PATH + "/usage-plans"), "listStageUsagePlans");
    assertThat(plans.path("total").intValue()).isEqualTo(1);
    assertThat(texts(plans.path("content"), "usagePlanId")).containsExactly(PLAN);
    assertThat(plans.at("/content/0/associatedStagesCount").intValue()).isEqualTo(1);
  }

  @Test
  void associateUsagePlan_changesNothing_whenAssociatedAlready() {
    associate(PLAN);
    body(
        client.send("POST", STAGE_PATH + "/associate-usage-plan", planId(PLAN)),
        "associateUsagePlan");
    JsonNode plans = body(client.get(STAGE_PATH + "/usage-plans"), "listStageUsagePlans");
    assertThat(plans.path("total").intValue()).isEqualTo(1);
  }

  @Test
  void disassociateUsagePlan_endsTheAssociation() {
    associate(PLAN);
    body(
        client.send("POST", STAGE_PATH + "/disassociate-usage-plan", planId(PLAN)),
        "disassociateUsagePlan");
    JsonNode plans = body(client.get(STAGE_PATH + "/usage-plans"), "listStageUsagePlans");
    assertThat(plans.path("total").intValue()).isZero();
    assertThat(plans.path("content")).isEmpty();
  }

  @Test
  void disassociateUsagePlan_changesNothing_whenNotAssociated() {
    body(
        client.send("POST", STAGE_PATH + "/disassociate-usage-plan", planId(PLAN)),
        "disassociateUsagePlan");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 3, 3",
    "?usagePlanName, 3, 3",
    "?usagePlanName=gold, 2, 2",
    "?usagePlanName=GOLD, 0, 0",
    "?offset=1, 3, 2",
    "?limit=2, 3, 2",
    "?offset=2&limit=2, 3, 1",
    "?offset=3, 3, 0",
    "?offset=9223372036854775807&limit=9223372036854775807, 3, 0",
    "?usagePlanName=gold&offset=1&limit=9, 2, 1",
  })
  void listStageUsagePlans_filtersThenPages(String query, int total, int rows) {
    for (String name : List.of("gold-1", "silver", "old-gold")) {
      associate(createPlan(name));
    }
    JsonNode body = body(client.get(STAGE_PATH + "/usage-plans" + query), "listStageUsagePlans");
    assertThat(body.path("total").intValue()).isEqualTo(total);
    assertThat(body.path("content")).hasSize(rows);
  }

  @Test
  void rowsComeInTheOrderMade_notAssociated() {
    String first = createPlan("b");
    String second = createPlan("a");
    associate(second);
    associate(PLAN);
    associate(first);
    JsonNode body = body(client.get(STAGE_PATH + "/usage-plans"), "listStageUsagePlans");
    assertThat(texts(body.path("content"), "usagePlanId")).containsExactly(PLAN, first, second);
  }

  @Test
  void createUsagePlan_keepsWhatItWasGiven() {
    JsonNode body =
        body(
            client.send(
                "POST",
                "/usage-plans",
                "{\"usagePlanName\":\"gold\",\"usagePlanDescription\":\"\","
                    + "\"monthQuotaRequest\":9223372036854775807,\"dayQuotaRequest\":1,"
                    + "\"rateRps\":2,\"quotaCondition\":\"others\"}"),
            "createUsagePlan");
    JsonNode plan = body.path("usagePlan");
    assertThat(plan.path("usagePlanId").textValue()).isEqualTo("plan000002");
    assertThat(plan.path("usagePlanName").textValue()).isEqualTo("gold");
    assertThat(plan.path("usagePlanDescription").textValue()).isEmpty();
    assertThat(plan.path("monthQuotaRequest").longValue()).isEqualTo(Long.MAX_VALUE);
    assertThat(plan.path("dayQuotaRequest").longValue()).isEqualTo(1);
    assertThat(plan.path("rateRps").intValue()).isEqualTo(2);
    assertThat(plan.path("quotaCondition").textValue()).isEqualTo("others");
    assertThat(plan.path("associatedStagesCount").intValue()).isZero();
    assertThat(body).isEqualTo(body(client.get("/usage-plans/plan000002"), "getUsagePlan"));
  }

  @Test
  void updateUsagePlan_replaces_soThatWhatIsLeftOutIsCleared() {
    JsonNode body =
        body(
            client.send("PUT", "/usage-plans/" + PLAN, "{\"usagePlanName\":\"new\",\"rateRps\":3}"),
            "updateUsagePlan");
    JsonNode plan = body.path("usagePlan");
    assertThat(plan.path("usagePlanId").textValue()).isEqualTo(PLAN);
    assertThat(plan.path("usagePlanName").textValue()).isEqualTo("new");
    assertThat(plan.path("rateRps").intValue()).isEqualTo(3);
    assertThat(plan.has("usagePlanDescription")).isFalse();
    assertThat(plan.has("monthQuotaRequest")).isFalse();
    assertThat(body).isEqualTo(body(client.get("/usage-plans/" + PLAN), "getUsagePlan"));
  }

  @Test
  void updateUsagePlan_keepsPlaceAndAssociations() {
    associate(PLAN);
    createPlan("later");
    client.send("PUT", "/usage-plans/" + PLAN, "{\"usagePlanName\":\"new\"}");
    JsonNode all = body(client.send("POST", "/usage-plans/search", "{}"), "searchUsagePlans");
    assertThat(texts(all.path("usagePlans"), "usagePlanName")).containsExactly("new", "later");
    assertThat(all.at("/usagePlans/0/associatedStagesCount").intValue()).isEqualTo(1);
  }

  @Test
  void deleteUsagePlan_deletes() {
    body(client.send("DELETE", "/usage-plans/" + PLAN, null), "deleteUsagePlan");
    assertThat(client.get("/usage-plans/" + PLAN).error()).isEqualTo("404/300");
    assertThat(client.send("DELETE", "/usage-plans/" + PLAN, null).error()).isEqualTo("404/300");
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', 3, 3",
    "'{\"usagePlanName\":\"\"}', 3, 3",
    "'{\"usagePlanName\":\"gold\"}', 2, 2",
    "'{\"offset\":1,\"limit\":1}', 3, 1",
    "'{\"offset\":0,\"limit\":9223372036854775807}', 3, 3",
    "'{\"offset\":9223372036854775807}', 3, 0",
  })
  void searchUsagePlans_filtersThenPages(String search, int total, int rows) {
    createPlan("gold");
    createPlan("old-gold");
    JsonNode body = body(client.send("POST", "/usage-plans/search", search), "searchUsagePlans");
    assertThat(body.path("total").intValue()).isEqualTo(total);
    assertThat(body.path("usagePlans")).hasSize(rows);
  }

  @ParameterizedTest
  @CsvSource({
    "'', plan000002",
    "&associated=true, plan000002",
    "&associated=false, plan000001",
    "&associated=false&limit=1, plan000001",
  })
  void listUsagePlansByStage_givesThoseAssociated_unlessAskedForTheOthers(
      String query, String plan) {
    associate(createPlan("gold"));
    JsonNode body =
        body(client.get("/usage-plans?stageId=" + STAGE + query), "listUsagePlansByStage");
    assertThat(texts(body.path("usagePlans"), "usagePlanId")).containsExactly(plan);
    assertThat(body.path("total").intValue()).isEqualTo(1);
  }

  @Test
  void listUsagePlanStages_givesStagesAndQuota() {
    associate(PLAN);
    JsonNode body = body(client.get("/usage-plans/" + PLAN + "/stages"), "listUsagePlanStages");
    assertThat(texts(body.path("stages"), "stageId")).containsExactly(STAGE);
    assertThat(texts(body.path("stages"), "productId")).containsExactly(PRODUCT);
    assertThat(body.at("/usagePlan/quotaCondition").textValue()).isEqualTo("2xx");
  }

  @ParameterizedTest
  @CsvSource({"name=box-st, 1", "name=other, 0"})
  void listUsagePlanStages_filtersByName(String query, int total) {
    associate(PLAN);
    JsonNode body =
        body(client.get("/usage-plans/" + PLAN + "/stages?" + query), "listUsagePlanStages");
    assertThat(body.path("total").intValue()).isEqualTo(total);
  }

  @ParameterizedTest
  @CsvSource({
    "/products/x, product",
    "/products/much-longer-than-ten-characters, product",
    "/products/, product",
    "/products/..%2Fprod000001, product",
    "/products/PROD000001, product",
    "/products/%ED%95%9C, product",
    "/usage-plans/search, usage plan",
    "/usage-plans?stageId=much-longer-than-ten-characters, stage",
    "/usage-plans?stageId=, stage",
    "/usage-plans?stageId, stage",
  })
  void anIdThatNamesNothingIs404(String path, String kind) {
    Reply reply = client.get(path);
    assertThat(reply.error()).isEqualTo("404/300");
    assertThat(reply.details()).startsWith("There is no " + kind + " with the id");
  }

  @ParameterizedTest
  @CsvSource({"''", "much-longer-than-ten-characters", "plan00000한"})
  void anIdInABodyThatNamesNothingIs404(String id) {
    Reply reply = client.send("POST", STAGE_PATH + "/disassociate-usage-plan", planId(id));
    assertThat(reply.error()).isEqualTo("404/300");
    assertThat(reply.details()).contains("usage plan", "\"" + id + "\"");
  }

  @Test
  void aWrongBodyIs400BeforeAnUnknownIdIs404() {
    assertThat(client.send("PUT", "/usage-plans/nonesuch00", "{\"usagePlanName\":1}").error())
        .isEqualTo("400/100");
    assertThat(client.send("PUT", "/usage-plans/nonesuch00", "{\"usagePlanName\":\"a\"}").error())
        .isEqualTo("404/300");
  }

  @Test
  void requestsAreDoneOneAfterTheOther() throws Exception {
    Operations operations = new Operations(CLOCK);
    SpecifiedOperation create = operation("createUsagePlan");
    Request request =
        new Request(create, Map.of(), new YAMLMapper().readTree("usagePlanName: gold"), List.of());
    Set<Object> made = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int j = 0; j < 1000; j++) {
                  made.add(new String(operations.perform(request).bytes(), UTF_8));
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(made).hasSize(8000);
  }
}
