package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.PLAN;

import java.util.stream.Stream;

/** Usage plans. */
final class UsagePlanExpectations {

  private UsagePlanExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("createUsagePlan", "a request to make a usage plan")
            .asks("POST /usage-plans")
            .gets(
                201,
                """
                {"usagePlan": {"usagePlanId": "plan000002", "usagePlanName": "usageplan000",
                  "usagePlanDescription": "usage plan", "monthQuotaRequest": 10,
                  "dayQuotaRequest": 5, "rateRps": 2, "quotaCondition": "2xx"}}
                """)
            .wrong(
                "with one quota of two",
                """
                {"usagePlanName": "usageplan000", "dayQuotaRequest": 5}
                """),
        of("searchUsagePlans", "a request to search usage plans")
            .given("a usage plan exists")
            .asks(
                "POST /usage-plans/search",
                """
                {"offset": 0, "limit": 20, "usagePlanName": "${usagePlanName}"}
                """)
            .gets(
                200,
                """
                {"initialCount": 0, "total": 1, "usagePlans": [{"usagePlanId": "plan000001",
                  "usagePlanName": "usageplan001", "domainCode": "PUB", "associatedStagesCount": 0,
                  "tenantId": "tenantId"}]}
                """)
            .wrong(
                "with a limit of 0",
                """
                {"limit": 0}
                """),
        of("listUsagePlansByStage", "a request for the usage plans that a stage has or has not")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET /usage-plans?stageId=${stageId}&associated=true&offset=0&limit=20")
            .gets(200)
            .missing("no stage has the id")
            .wrong("with a limit of 0", "?stageId=${stageId}&limit=0"),
        of("getUsagePlan", "a request for a usage plan")
            .given("a usage plan exists")
            .asks("GET " + PLAN)
            .gets(200)
            .missing("no usage plan has the id"),
        of("updateUsagePlan", "a request to change a usage plan")
            .given("a usage plan exists")
            .asks("PUT " + PLAN)
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
                """
                {"usagePlanName": "usageplan000", "monthQuotaRequest": 15}
                """),
        of("deleteUsagePlan", "a request to delete a usage plan")
            .given("a usage plan is associated with no stage")
            .asks("DELETE " + PLAN)
            .gets(204)
            .missing("no usage plan has the id"),
        of("listUsagePlanStages", "a request for the stages that a usage plan is associated with")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET " + PLAN + "/stages?offset=0&limit=20&name=${stageName}")
            .gets(
                200,
                """
                {"total": 1, "stages": [{"productId": "prod000001", "productName": "productName",
                  "apiId": "apis000001", "apiName": "apiName", "stageId": "stag000001",
                  "stageName": "stageName"}], "usagePlan": {"domainCode": "PUB"}}
                """)
            .missing("a stage exists", "no usage plan has the id")
            .wrong("with a name of 21 characters", "?name=" + "n".repeat(21)));
  }
}
