package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.PLAN;
import static io.github.ncloudcommunity.apigateway.contract.SampleFolder.json;

import java.util.stream.Stream;

/** Usage plans. */
final class UsagePlanExpectations {

  private UsagePlanExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("createUsagePlan", "a request to create a usage plan")
            .asks("POST /usage-plans")
            .gets(
                201,
                json(
                    """
                    {"usagePlan": {"usagePlanId": "plan000002", "usagePlanName": "usageplan000",
                      "usagePlanDescription": "usage plan", "monthQuotaRequest": 10,
                      "dayQuotaRequest": 5, "rateRps": 2, "quotaCondition": "2xx"}}
                    """))
            .badWithout("with a quota for the day only", "monthQuotaRequest"),
        of("searchUsagePlans", "a request to search usage plans")
            .given("a usage plan exists")
            .asks(
                "POST /usage-plans/search",
                """
                {"offset": 0, "limit": 20, "usagePlanName": "${usagePlanName}"}
                """)
            .gets(
                200,
                "initialCount,total,"
                    + "usagePlans(usagePlanId,usagePlanName,domainCode,associatedStagesCount,tenantId)")
            .badMember("with a limit of 0", "limit", 0),
        of("listUsagePlansByStage", "a request for the usage plans that a stage has or has not")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET /usage-plans?stageId=${stageId}&associated=true&offset=0&limit=20")
            .gets(200)
            .notFound("no stage has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getUsagePlan", "a request for a usage plan")
            .given("a usage plan exists")
            .asks("GET " + PLAN)
            .gets(200)
            .notFound("no usage plan has the id"),
        of("updateUsagePlan", "a request to change a usage plan")
            .given("a usage plan exists")
            .asks("PUT " + PLAN)
            .gets(
                200,
                "usagePlan(usagePlanId,usagePlanName,usagePlanDescription,monthQuotaRequest,"
                    + "dayQuotaRequest,rateRps)")
            .notFound("no usage plan has the id")
            .badWithout("with a quota for the month only", "dayQuotaRequest"),
        of("deleteUsagePlan", "a request to delete a usage plan")
            .given("a usage plan is associated with no stage")
            .asks("DELETE " + PLAN)
            .gets(204)
            .notFound("no usage plan has the id"),
        of("listUsagePlanStages", "a request for the stages of a usage plan")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET " + PLAN + "/stages?offset=0&limit=20&name=${stageName}")
            .gets(
                200,
                "total,stages(productId,productName,apiId,apiName,stageId,stageName),"
                    + "usagePlan(domainCode)")
            .notFound("a stage exists", "no usage plan has the id")
            .badQuery("with a name of 21 characters", "name", "n".repeat(21)));
  }
}
