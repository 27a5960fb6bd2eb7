package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.API;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.DEPLOYMENT;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.SDK;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.STAGE;

import java.util.stream.Stream;

/** Stages, and the settings of methods on them. */
final class StageExpectations {

  private static final String SETTINGS =
      DEPLOYMENT + "/resources/${resourceId}/methods/${methodName}";

  private StageExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listStageUsagePlans", "a request for the usage plans of a stage")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET " + STAGE + "/usage-plans?offset=0&limit=20&usagePlanName=${usagePlanName}")
            .gets(200)
            .notFound("an API exists", "a usage plan exists", "no stage has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("associateUsagePlan", "a request to associate a usage plan with a stage")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks("POST " + STAGE + "/associate-usage-plan")
            .gets(204)
            .notFound("a stage exists", "no usage plan has the id"),
        of("disassociateUsagePlan", "a request to disassociate a usage plan from a stage")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("POST " + STAGE + "/disassociate-usage-plan")
            .gets(204)
            .notFound("a stage exists", "no usage plan has the id"),
        of("setDefaultUsagePlan", "a request to set the default usage plan of a stage")
            .given("a stage exists")
            .asks("PUT " + STAGE + "/usage-plan")
            .gets(200, "stage(stageId,apiId,stageName,monthQuotaRequest,dayQuotaRequest,rateRps)")
            .notFound("an API exists", "no stage has the id")
            .badMember("with a rate of 0", "rateRps", 0)
            .badWithout("with a quota for the month only", "dayQuotaRequest"),
        of("listStages", "a request for the stages of an API")
            .given("a stage exists")
            .asks("GET " + API + "/stages")
            .gets(
                200,
                "stages(stageId,stageName,defaultDeploymentNo,"
                    + "resourceDtos(resourceId,resourcePath,apiId,methods(methodCode,methodName)))")
            .notFound("a product exists", "no API has the id"),
        of("getStage", "a request for a stage")
            .given("a stage exists")
            .asks("GET " + STAGE)
            .gets(200, "stage(stageId,apiId,stageName,isMaintenance,regTime)")
            .notFound("an API exists", "no stage has the id"),
        of("createStage", "a request to create a stage")
            .given("an API exists")
            .asks(
                "POST " + API + "/stages",
                """
                {"stageName": "stage001", "endpointDomain": "https://example.com",
                  "cacheTtlSec": 60, "throttleRps": 10, "ipAclCode": "ALLOWED",
                  "ipAclList": "192.0.2.0/24", "isMaintenance": true, "statusCode": 503,
                  "response": "back soon", "enabledContentEncoding": true,
                  "minimumCompressionSize": 1024, "deploymentDescription": "the first"}
                """)
            .gets(
                201,
                "stage(stageId,apiId,stageName,isMaintenance,endpointDomain,cacheTtlSec,"
                    + "throttleRps,deployedStageDeploymentNo)")
            .notFound("a product exists", "no API has the id")
            .badWithout("with IP addresses neither allowed nor rejected", "ipAclCode")
            .badMember("with a cache of 0 seconds", "cacheTtlSec", 0),
        of("updateStage", "a request to change a stage")
            .given("a stage exists")
            .asks(
                "PUT " + STAGE,
                """
                {"endpointDomain": "https://example.com", "cacheTtlSec": 60, "throttleRps": 10,
                  "ipAclCode": "REJECTED", "ipAclList": "192.0.2.0/24", "isMaintenance": true,
                  "statusCode": 503, "response": "back soon", "enabledContentEncoding": true,
                  "minimumCompressionSize": 1024}
                """)
            .gets(
                200,
                "stage(stageId,apiId,stageName,isMaintenance,endpointDomain,cacheTtlSec,throttleRps)")
            .notFound("an API exists", "no stage has the id")
            .badWithout("with IP addresses neither allowed nor rejected", "ipAclCode")
            .badMember("with a status of 99", "statusCode", 99),
        of("deleteStage", "a request to delete a stage")
            .given("nothing uses the stage")
            .asks("DELETE " + STAGE)
            .gets(204)
            .notFound("an API exists", "no stage has the id"),
        of("deployStage", "a request to put a deployment of a stage live")
            .given("a deployment exists")
            .asks("POST " + STAGE + "/deploy")
            .gets(200, "stage(stageId,apiId,stageName,deployedStageDeploymentNo)")
            .notFound("a stage exists", "no deployment has the number")
            .badMember("with a negative number", "deploymentNo", -1),
        of("listStageSummaries", "a request for summaries of the stages of an API")
            .given("a stage exists")
            .asks("GET " + API + "/stages/filter")
            .gets(200, "stages(stageId,stageName,defaultDeploymentNo)")
            .notFound("a product exists", "no API has the id"),
        of("searchStages", "a request to search the stages of an API by usage plan")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("POST " + API + "/stages/search")
            .gets(200)
            .notFound("an API exists", "no usage plan has the id"),
        of("initializeStageCache", "a request to empty the cache of a stage")
            .given("a stage exists")
            .asks("POST " + STAGE + "/cache-initialize")
            .gets(200)
            .notFound("an API exists", "no stage has the id"),
        of("exportStageSdk", "a request for the SDK of a stage")
            .given("a stage exists")
            .asks("GET " + STAGE + "/export?" + SDK)
            .getsFile(200)
            .notFound("an API exists", "no stage has the id")
            .badQuery("with an unknown platform", "platform", "RUBY_SDK"),
        of("listStageMethodSettings", "a request for the method settings of a resource on a stage")
            .given("a deployment exists", "a method exists")
            .asks("GET " + DEPLOYMENT + "/resources/${resourceId}/methods")
            .gets(200, "stageMethods(resourceId,resourcePath,methodCode,methodName,isInherit)")
            .notFound("a deployment exists", "no resource has the id"),
        of("getStageMethodSettings", "a request for the settings of a method on a stage")
            .given("a deployment exists", "a method exists")
            .asks("GET " + SETTINGS)
            .gets(
                200,
                "stageMethod(resourceId,resourcePath,methodCode,methodName,isInherit,endpointDomain)")
            .notFound("a deployment exists", "a resource exists", "no method has the name"),
        of("updateStageMethodSettings", "a request to change the settings of a method on a stage")
            .given("a deployment exists", "a method exists")
            .asks("PATCH " + SETTINGS)
            .gets(
                200,
                "stageMethod(resourceId,resourcePath,methodCode,methodName,isInherit,cacheTtlSec,"
                    + "throttleRps,endpointDomain)")
            .notFound("a deployment exists", "a resource exists", "no method has the name")
            .badMember("with a cache of 3601 seconds", "cacheTtlSec", 3601));
  }
}
