package io.github.ncloudcommunity.apigateway.contract;

import io.github.ncloudcommunity.apigateway.api.ApiOperations.ListApisQuery;
import io.github.ncloudcommunity.apigateway.api.ProductOperations.ListProductsQuery;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.api.UsagePlanOperations.ListUsagePlanStagesQuery;
import io.github.ncloudcommunity.apigateway.api.UsagePlanOperations.ListUsagePlansByStageQuery;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.DisassociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.QuotaCondition;
import io.github.ncloudcommunity.apigateway.model.SearchUsagePlansRequest;
import io.github.ncloudcommunity.apigateway.model.SetDefaultUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.SubscriptionCode;
import io.github.ncloudcommunity.apigateway.model.UpdateUsagePlanRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the client expects of each operation. Written by hand, from the documents and not from
 * {@code openapi/}: requests are spelled out as they go over the wire, answers are the documented
 * samples, or where there is none the members of the documented syntax that callers cannot do
 * without (what has no value is left out of answers, so that nobody can rely on all of them).
 */
final class Expectations {

  private static final String PRODUCT = "/products/${productId}";
  private static final String API = PRODUCT + "/apis/${apiId}";
  private static final String STAGE = API + "/stages/${stageId}";
  private static final String PLAN = "/usage-plans/${usagePlanId}";

  private Expectations() {}

  static List<Expectation> all() {
    return Stream.of(stages(), usagePlans(), products(), apis())
        .flatMap(operations -> operations)
        .flatMap(operation -> operation.all().stream())
        .toList();
  }

  private static Stream<Expectation.Builder> stages() {
    return Stream.of(
        Expectation.of("associateUsagePlan", "a request to associate a usage plan with a stage")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks(
                "POST " + STAGE + "/associate-usage-plan",
                """
                {"usagePlanId": "${usagePlanId}"}
                """)
            .by(
                (gateway, ids) -> {
                  gateway
                      .stages()
                      .associateUsagePlan(
                          ids.product(),
                          ids.api(),
                          ids.stage(),
                          new AssociateUsagePlanRequest().usagePlanId(ids.plan()));
                  return null;
                })
            .gets(204)
            .missing("a stage exists", "no usage plan has the id"),
        Expectation.of(
                "listStageUsagePlans",
                "a request for the usage plans that are associated with a stage")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET " + STAGE + "/usage-plans?offset=0&limit=20&usagePlanName=${usagePlanName}")
            .by(
                (gateway, ids) ->
                    gateway
                        .stages()
                        .listStageUsagePlans(
                            ids.product(),
                            ids.api(),
                            ids.stage(),
                            new ListStageUsagePlansQuery()
                                .offset(0L)
                                .limit(20L)
                                .usagePlanName(ids.get("usagePlanName"))))
            .getsSample(200)
            .missing("an API exists", "no stage has the id")
            .wrong(
                "with a limit of 0",
                "GET " + STAGE + "/usage-plans?limit=0",
                null,
                (gateway, ids) ->
                    gateway
                        .stages()
                        .listStageUsagePlans(
                            ids.product(),
                            ids.api(),
                            ids.stage(),
                            new ListStageUsagePlansQuery().limit(0L))),
        Expectation.of("listStages", "a request for the stages of an API")
            .given("a stage exists")
            .asks("GET " + API + "/stages")
            .by((gateway, ids) -> gateway.stages().listStages(ids.product(), ids.api()))
            .gets(
                200,
                """
                {"stages": [{"stageId": "stag000001", "stageName": "stage000",
                  "defaultDeploymentNo": 6,
                  "resourceDtos": [{"resourceId": "rsrc000001", "resourcePath": "/",
                    "apiId": "apis000001",
                    "methods": [{"methodCode": "methodCode", "methodName": "ANY"}]}]}]}
                """)
            .missing("a product exists", "no API has the id"),
        Expectation.of("getStage", "a request for a stage")
            .given("a stage exists")
            .asks("GET " + STAGE)
            .by((gateway, ids) -> gateway.stages().getStage(ids.product(), ids.api(), ids.stage()))
            .gets(
                200,
                """
                {"stage": {"stageId": "stag000001", "apiId": "apis000001", "stageName": "stage000",
                  "isMaintenance": false, "regTime": "2000-01-23T04:56:07.000+00:00"}}
                """)
            .missing("an API exists", "no stage has the id"),
        Expectation.of(
                "disassociateUsagePlan", "a request to disassociate a usage plan from a stage")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks(
                "POST " + STAGE + "/disassociate-usage-plan",
                """
                {"usagePlanId": "${usagePlanId}"}
                """)
            .by(
                (gateway, ids) -> {
                  gateway
                      .stages()
                      .disassociateUsagePlan(
                          ids.product(),
                          ids.api(),
                          ids.stage(),
                          new DisassociateUsagePlanRequest().usagePlanId(ids.plan()));
                  return null;
                })
            .gets(204)
            .missing("a stage exists", "no usage plan has the id"),
        Expectation.of("setDefaultUsagePlan", "a request to set the default usage plan of a stage")
            .given("a stage exists")
            .asks(
                "PUT " + STAGE + "/usage-plan",
                """
                {"monthQuotaRequest": 1, "dayQuotaRequest": 6, "quotaCondition": "2xx", "rateRps": 1}
                """)
            .by(
                (gateway, ids) ->
                    gateway
                        .stages()
                        .setDefaultUsagePlan(
                            ids.product(),
                            ids.api(),
                            ids.stage(),
                            new SetDefaultUsagePlanRequest()
                                .monthQuotaRequest(1L)
                                .dayQuotaRequest(6L)
                                .quotaCondition(QuotaCondition.STATUS_2XX)
                                .rateRps(1)))
            .gets(
                200,
                """
                {"stage": {"stageId": "stag000001", "apiId": "apis000001", "stageName": "stage000",
                  "monthQuotaRequest": 1, "dayQuotaRequest": 6, "rateRps": 1}}
                """)
            .missing("an API exists", "no stage has the id")
            .wrong(
                "with a rate of 0",
                "PUT " + STAGE + "/usage-plan",
                """
                {"rateRps": 0}
                """,
                (gateway, ids) ->
                    gateway
                        .stages()
                        .setDefaultUsagePlan(
                            ids.product(),
                            ids.api(),
                            ids.stage(),
                            new SetDefaultUsagePlanRequest().rateRps(0)))
            .wrong(
                "with one quota of two",
                "PUT " + STAGE + "/usage-plan",
                """
                {"monthQuotaRequest": 1}
                """,
                (gateway, ids) ->
                    gateway
                        .stages()
                        .setDefaultUsagePlan(
                            ids.product(),
                            ids.api(),
                            ids.stage(),
                            new SetDefaultUsagePlanRequest().monthQuotaRequest(1L))));
  }

  private static Stream<Expectation.Builder> usagePlans() {
    return Stream.of(
        Expectation.of("createUsagePlan", "a request to make a usage plan")
            .asks(
                "POST /usage-plans",
                """
                {"monthQuotaRequest": 10, "dayQuotaRequest": 5, "rateRps": 2,
                  "quotaCondition": "2xx", "usagePlanDescription": "usage plan",
                  "usagePlanName": "usageplan000"}
                """)
            .by(
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .createUsagePlan(
                            new CreateUsagePlanRequest()
                                .monthQuotaRequest(10L)
                                .dayQuotaRequest(5L)
                                .rateRps(2)
                                .quotaCondition(QuotaCondition.STATUS_2XX)
                                .usagePlanDescription("usage plan")
                                .usagePlanName("usageplan000")))
            .gets(
                201,
                """
                {"usagePlan": {"usagePlanId": "plan000002", "usagePlanName": "usageplan000",
                  "usagePlanDescription": "usage plan", "monthQuotaRequest": 10,
                  "dayQuotaRequest": 5, "rateRps": 2, "quotaCondition": "2xx"}}
                """)
            .wrong(
                "with one quota of two",
                "POST /usage-plans",
                """
                {"usagePlanName": "usageplan000", "dayQuotaRequest": 5}
                """,
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .createUsagePlan(
                            new CreateUsagePlanRequest()
                                .usagePlanName("usageplan000")
                                .dayQuotaRequest(5L))),
        Expectation.of("searchUsagePlans", "a request to search usage plans")
            .given("a usage plan exists")
            .asks(
                "POST /usage-plans/search",
                """
                {"offset": 0, "limit": 20, "usagePlanName": "${usagePlanName}"}
                """)
            .by(
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .searchUsagePlans(
                            new SearchUsagePlansRequest()
                                .offset(0L)
                                .limit(20L)
                                .usagePlanName(ids.get("usagePlanName"))))
            .gets(
                200,
                """
                {"initialCount": 0, "total": 1, "usagePlans": [{"usagePlanId": "plan000001",
                  "usagePlanName": "usageplan001", "domainCode": "PUB",
                  "associatedStagesCount": 0, "tenantId": "tenantId"}]}
                """)
            .wrong(
                "with a limit of 0",
                "POST /usage-plans/search",
                """
                {"limit": 0}
                """,
                (gateway, ids) ->
                    gateway.usagePlans().searchUsagePlans(new SearchUsagePlansRequest().limit(0L))),
        Expectation.of(
                "listUsagePlansByStage",
                "a request for the usage plans that a stage has or has not")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET /usage-plans?stageId=${stageId}&associated=true&offset=0&limit=20")
            .by(
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .listUsagePlansByStage(
                            ids.stage(),
                            new ListUsagePlansByStageQuery()
                                .associated(true)
                                .offset(0L)
                                .limit(20L)))
            .getsSample(200)
            .missing("no stage has the id")
            .wrong(
                "with a limit of 0",
                "GET /usage-plans?stageId=${stageId}&limit=0",
                null,
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .listUsagePlansByStage(
                            ids.stage(), new ListUsagePlansByStageQuery().limit(0L))),
        Expectation.of("getUsagePlan", "a request for a usage plan")
            .given("a usage plan exists")
            .asks("GET " + PLAN)
            .by((gateway, ids) -> gateway.usagePlans().getUsagePlan(ids.plan()))
            .getsSample(200)
            .missing("no usage plan has the id"),
        Expectation.of("updateUsagePlan", "a request to change a usage plan")
            .given("a usage plan exists")
            .asks(
                "PUT " + PLAN,
                """
                {"monthQuotaRequest": 15, "dayQuotaRequest": 10, "rateRps": 5,
                  "quotaCondition": "2xx", "usagePlanDescription": "usageplan000",
                  "usagePlanName": "usageplan000"}
                """)
            .by(
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .updateUsagePlan(
                            ids.plan(),
                            new UpdateUsagePlanRequest()
                                .monthQuotaRequest(15L)
                                .dayQuotaRequest(10L)
                                .rateRps(5)
                                .quotaCondition(QuotaCondition.STATUS_2XX)
                                .usagePlanDescription("usageplan000")
                                .usagePlanName("usageplan000")))
            .gets(
                200,
                """
                {"usagePlan": {"usagePlanId": "plan000001", "usagePlanName": "usageplan000",
                  "usagePlanDescription": "usageplan000", "monthQuotaRequest": 15,
                  "dayQuotaRequest": 10, "rateRps": 5}}
                """)
            .missing("no usage plan has the id")
            .wrong(
                "with one quota of two",
                "PUT " + PLAN,
                """
                {"usagePlanName": "usageplan000", "monthQuotaRequest": 15}
                """,
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .updateUsagePlan(
                            ids.plan(),
                            new UpdateUsagePlanRequest()
                                .usagePlanName("usageplan000")
                                .monthQuotaRequest(15L))),
        Expectation.of("deleteUsagePlan", "a request to delete a usage plan")
            .given("a usage plan is associated with no stage")
            .asks("DELETE " + PLAN)
            .by(
                (gateway, ids) -> {
                  gateway.usagePlans().deleteUsagePlan(ids.plan());
                  return null;
                })
            .gets(204)
            .missing("no usage plan has the id"),
        Expectation.of(
                "listUsagePlanStages",
                "a request for the stages that a usage plan is associated with")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET " + PLAN + "/stages?offset=0&limit=20&name=${stageName}")
            .by(
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .listUsagePlanStages(
                            ids.plan(),
                            new ListUsagePlanStagesQuery()
                                .offset(0L)
                                .limit(20L)
                                .name(ids.get("stageName"))))
            .gets(
                200,
                """
                {"total": 1, "stages": [{"productId": "prod000001", "productName": "productName",
                  "apiId": "apis000001", "apiName": "apiName", "stageId": "stag000001",
                  "stageName": "stageName"}], "usagePlan": {"domainCode": "PUB"}}
                """)
            .missing("a stage exists", "no usage plan has the id")
            .wrong(
                "with a name of 21 characters",
                "GET " + PLAN + "/stages?name=" + "n".repeat(21),
                null,
                (gateway, ids) ->
                    gateway
                        .usagePlans()
                        .listUsagePlanStages(
                            ids.plan(), new ListUsagePlanStagesQuery().name("n".repeat(21)))));
  }

  private static Stream<Expectation.Builder> products() {
    return Stream.of(
        Expectation.of("listProducts", "a request for products")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks(
                "GET /products?offset=0&limit=20&productName=${productName}"
                    + "&isPublished=${isPublished}&subscriptionCode=${subscriptionCode}"
                    + "&hasDeployedStage=true"
                    + "&hasStageNotAssociatedWithUsagePlanId=${usagePlanId}")
            .by(
                (gateway, ids) ->
                    gateway
                        .products()
                        .listProducts(
                            new ListProductsQuery()
                                .offset(0L)
                                .limit(20L)
                                .productName(ids.get("productName"))
                                .isPublished(Boolean.valueOf(ids.get("isPublished")))
                                .subscriptionCode(SubscriptionCode.of(ids.get("subscriptionCode")))
                                .hasDeployedStage(true)
                                .hasStageNotAssociatedWithUsagePlanId(ids.plan())))
            .gets(
                200,
                """
                {"initialCount": 0, "productPage": {"total": 1, "content": [
                  {"productId": "prod000001", "productName": "product001", "isPublished": false,
                   "subscriptionCode": "PROTECTED", "hasDeployedStage": true, "isDeleted": false,
                   "domainCode": "PUB", "modTime": "2000-01-23T04:56:07.000+00:00"}]}}
                """)
            .wrong(
                "with a limit of 0",
                "GET /products?limit=0",
                null,
                (gateway, ids) ->
                    gateway.products().listProducts(new ListProductsQuery().limit(0L))),
        Expectation.of("getProduct", "a request for a product")
            .given("a product exists")
            .asks("GET " + PRODUCT)
            .by((gateway, ids) -> gateway.products().getProduct(ids.product()))
            .getsSample(200)
            .missing("no product has the id"));
  }

  private static Stream<Expectation.Builder> apis() {
    return Stream.of(
        Expectation.of("listApis", "a request for the APIs of a product")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks(
                "GET "
                    + PRODUCT
                    + "/apis?offset=0&limit=20&apiName=${apiName}&withStage=true&hasStage=true"
                    + "&hasStageNotAssociatedWithUsagePlanId=${usagePlanId}")
            .by(
                (gateway, ids) ->
                    gateway
                        .apis()
                        .listApis(
                            ids.product(),
                            new ListApisQuery()
                                .offset(0L)
                                .limit(20L)
                                .apiName(ids.get("apiName"))
                                .withStage(true)
                                .hasStage(true)
                                .hasStageNotAssociatedWithUsagePlanId(ids.plan())))
            .gets(
                200,
                """
                {"total": 1, "apis": [{"apiId": "apis000001", "productId": "prod000001",
                  "apiName": "apiName", "stages": [{"apiId": "apis000001",
                  "stageId": "stag000001", "stageName": "stageName", "isPublished": false}]}]}
                """)
            .missing("no product has the id", "a usage plan exists")
            .wrong(
                "with a limit of 0",
                "GET " + PRODUCT + "/apis?limit=0",
                null,
                (gateway, ids) ->
                    gateway.apis().listApis(ids.product(), new ListApisQuery().limit(0L))),
        Expectation.of("getApi", "a request for an API")
            .given("an API exists")
            .asks("GET " + API)
            .by((gateway, ids) -> gateway.apis().getApi(ids.product(), ids.api()))
            .gets(
                200,
                """
                {"total": 1, "api": [{"apiId": "apis000001", "productId": "prod000001",
                  "apiName": "apiName"}]}
                """)
            .missing("a product exists", "no API has the id"));
  }
}
