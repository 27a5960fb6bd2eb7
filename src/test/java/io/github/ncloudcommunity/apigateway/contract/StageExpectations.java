package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.API;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.DEPLOYMENT;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.STAGE;

import java.util.stream.Stream;

/** Stages, and what of methods is set on them. */
final class StageExpectations {

  private StageExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("associateUsagePlan", "a request to associate a usage plan with a stage")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks("POST " + STAGE + "/associate-usage-plan")
            .gets(204)
            .missing("a stage exists", "no usage plan has the id"),
        of("listStageUsagePlans", "a request for the usage plans that are associated with a stage")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("GET " + STAGE + "/usage-plans?offset=0&limit=20&usagePlanName=${usagePlanName}")
            .gets(200)
            .missing("an API exists", "a usage plan exists", "no stage has the id")
            .wrong("with a limit of 0", "?limit=0"),
        of("listStages", "a request for the stages of an API")
            .given("a stage exists")
            .asks("GET " + API + "/stages")
            .gets(
                200,
                """
                {"stages": [{"stageId": "stag000001", "stageName": "stage000",
                  "defaultDeploymentNo": 6, "resourceDtos": [{"resourceId": "rsrc000001",
                  "resourcePath": "/", "apiId": "apis000001",
                  "methods": [{"methodCode": "methodCode", "methodName": "ANY"}]}]}]}
                """)
            .missing("a product exists", "no API has the id"),
        of("getStage", "a request for a stage")
            .given("a stage exists")
            .asks("GET " + STAGE)
            .gets(
                200,
                """
                {"stage": {"stageId": "stag000001", "apiId": "apis000001", "stageName": "stage000",
                  "isMaintenance": false, "regTime": "2000-01-23T04:56:07.000+00:00"}}
                """)
            .missing("an API exists", "no stage has the id"),
        of("disassociateUsagePlan", "a request to disassociate a usage plan from a stage")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("POST " + STAGE + "/disassociate-usage-plan")
            .gets(204)
            .missing("a stage exists", "no usage plan has the id"),
        of("setDefaultUsagePlan", "a request to set the default usage plan of a stage")
            .given("a stage exists")
            .asks("PUT " + STAGE + "/usage-plan")
            .gets(
                200,
                """
                {"stage": {"stageId": "stag000001", "apiId": "apis000001", "stageName": "stage000",
                  "monthQuotaRequest": 1, "dayQuotaRequest": 6, "rateRps": 1}}
                """)
            .missing("an API exists", "no stage has the id")
            .wrong(
                "with a rate of 0",
                """
                {"rateRps": 0}
                """)
            .wrong(
                "with one quota of two",
                """
                {"monthQuotaRequest": 1}
                """),
        of("createStage", "a request to make a stage")
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
                """
                {"stage": {"stageId": "stag000002", "apiId": "apis000001", "stageName": "stage001",
                  "isMaintenance": true, "endpointDomain": "https://example.com", "cacheTtlSec": 60,
                  "throttleRps": 10, "deployedStageDeploymentNo": 1}}
                """)
            .missing("a product exists", "no API has the id")
            .wrong(
                "with addresses of which nothing is said",
                """
                {"stageName": "stage001", "endpointDomain": "https://example.com",
                  "ipAclList": "192.0.2.0/24"}
                """)
            .wrong(
                "with a cache of 0 seconds",
                """
                {"stageName": "stage001", "endpointDomain": "https://example.com", "cacheTtlSec": 0}
                """),
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
                """
                {"stage": {"stageId": "stag000001", "apiId": "apis000001", "stageName": "stage000",
                  "isMaintenance": true, "endpointDomain": "https://example.com", "cacheTtlSec": 60,
                  "throttleRps": 10}}
                """)
            .missing("an API exists", "no stage has the id")
            .wrong(
                "with addresses of which nothing is said",
                """
                {"endpointDomain": "https://example.com", "isMaintenance": true, "statusCode": 503,
                  "response": "back soon", "ipAclList": "192.0.2.0/24"}
                """)
            .wrong(
                "with a status of 99",
                """
                {"endpointDomain": "https://example.com", "isMaintenance": true, "statusCode": 99,
                  "response": "back soon"}
                """),
        of("deleteStage", "a request to delete a stage")
            .given("nothing uses the stage")
            .asks("DELETE " + STAGE)
            .gets(204)
            .missing("an API exists", "no stage has the id"),
        of("deployStage", "a request to put a deployment of a stage live")
            .given("a deployment exists")
            .asks(
                "POST " + STAGE + "/deploy",
                """
                {"deploymentNo": "${deploymentNo}"}
                """)
            .gets(
                200,
                """
                {"stage": {"stageId": "stag000001", "apiId": "apis000001", "stageName": "stage000",
                  "deployedStageDeploymentNo": 1}}
                """)
            .missing("a stage exists", "no deployment has the number")
            .wrong(
                "with a negative number",
                """
                {"deploymentNo": -1}
                """),
        of("listStageSummaries", "a request for the stages of an API in short")
            .given("a stage exists")
            .asks("GET " + API + "/stages/filter")
            .gets(
                200,
                """
                {"stages": [{"stageId": "stag000001", "stageName": "stage000",
                  "defaultDeploymentNo": 6}]}
                """)
            .missing("a product exists", "no API has the id"),
        of("searchStages", "a request to search the stages of an API by usage plan")
            .given("a stage exists", "a usage plan is associated with the stage")
            .asks("POST " + API + "/stages/search")
            .gets(200)
            .missing("an API exists", "no usage plan has the id"),
        of("initializeStageCache", "a request to empty the cache of a stage")
            .given("a stage exists")
            .asks("POST " + STAGE + "/cache-initialize")
            .gets(200)
            .missing("an API exists", "no stage has the id"),
        of("exportStageSdk", "a request for the SDK of a stage")
            .given("a stage exists")
            .asks(
                "GET "
                    + STAGE
                    + "/export?platform=JAVA_SDK&packageName=com.example.things&groupId=com.example"
                    + "&artifactId=things&artifactVersion=1.0.0&license=MIT&version=1.0.0")
            .getsFile(200)
            .missing("an API exists", "no stage has the id")
            .wrong("with a platform that is none", "?platform=RUBY_SDK"),
        of(
                "listStageMethodSettings",
                "a request for the settings of the methods of a resource on a stage")
            .given("a deployment exists", "a method exists")
            .asks("GET " + DEPLOYMENT + "/resources/${resourceId}/methods")
            .gets(
                200,
                """
                {"stageMethods": [{"resourceId": "rsrc000001", "resourcePath": "/",
                  "methodCode": "methodCode", "methodName": "GET", "isInherit": true}]}
                """)
            .missing("a deployment exists", "no resource has the id"),
        of("getStageMethodSettings", "a request for the settings of a method on a stage")
            .given("a deployment exists", "a method exists")
            .asks("GET " + DEPLOYMENT + "/resources/${resourceId}/methods/${methodName}")
            .gets(
                200,
                """
                {"stageMethod": {"resourceId": "rsrc000001", "resourcePath": "/",
                  "methodCode": "methodCode", "methodName": "GET", "isInherit": true,
                  "endpointDomain": "https://example.com"}}
                """)
            .missing("a deployment exists", "a resource exists", "no method has the name"),
        of("updateStageMethodSettings", "a request to change the settings of a method on a stage")
            .given("a deployment exists", "a method exists")
            .asks(
                "PATCH " + DEPLOYMENT + "/resources/${resourceId}/methods/${methodName}",
                """
                {"isInherit": false, "cacheTtlSec": 60, "throttleRps": 10,
                  "endpointDomain": "https://example.com"}
                """)
            .gets(
                200,
                """
                {"stageMethod": {"resourceId": "rsrc000001", "resourcePath": "/",
                  "methodCode": "methodCode", "methodName": "GET", "isInherit": false,
                  "cacheTtlSec": 60, "throttleRps": 10, "endpointDomain": "https://example.com"}}
                """)
            .missing("a deployment exists", "a resource exists", "no method has the name")
            .wrong(
                "with a cache of 3601 seconds",
                """
                {"isInherit": false, "cacheTtlSec": 3601}
                """));
  }
}
