package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.API;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.DOCUMENT;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.PRODUCT;

import java.util.stream.Stream;

/** APIs. */
final class ApiExpectations {

  private ApiExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listApis", "a request for the APIs of a product")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks(
                "GET "
                    + PRODUCT
                    + "/apis?offset=0&limit=20&apiName=${apiName}&withStage=true&hasStage=true"
                    + "&hasStageNotAssociatedWithUsagePlanId=${usagePlanId}")
            .gets(
                200,
                """
                {"total": 1, "apis": [{"apiId": "apis000001", "productId": "prod000001",
                  "apiName": "apiName", "stages": [{"apiId": "apis000001", "stageId": "stag000001",
                  "stageName": "stageName", "isPublished": false}]}]}
                """)
            .missing("an API exists", "a usage plan exists", "no product has the id")
            .wrong("with a limit of 0", "?limit=0"),
        of("getApi", "a request for an API")
            .given("an API exists")
            .asks("GET " + API)
            .gets(
                200,
                """
                {"total": 1, "api": [{"apiId": "apis000001", "productId": "prod000001",
                  "apiName": "apiName"}]}
                """)
            .missing("a product exists", "no API has the id"),
        of("listApiInfos", "a request for the APIs of a product with what is known of them")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks(
                "GET "
                    + PRODUCT
                    + "/apis/infos?offset=0&limit=20&apiName=${apiName}&withStage=true"
                    + "&hasStage=true&hasStageNotAssociatedWithUsagePlanId=${usagePlanId}")
            .gets(
                200,
                """
                {"total": 1, "apis": [{"apiId": "apis000001", "productId": "prod000001",
                  "apiName": "apiName", "stages": [{"apiId": "apis000001", "stageId": "stag000001",
                  "stageName": "stageName", "isPublished": false}]}]}
                """)
            .missing("an API exists", "a usage plan exists", "no product has the id")
            .wrong("with a limit of 0", "?limit=0"),
        of("filterApis", "a request for all APIs of a product")
            .given("an API exists")
            .asks("GET " + PRODUCT + "/apis/filter")
            .gets(200)
            .missing("no product has the id"),
        of("createApi", "a request to make an API")
            .given("a product exists")
            .asks("POST " + PRODUCT + "/apis")
            .gets(
                201,
                """
                {"api": {"productId": "prod000001", "apiId": "apis000002", "apiName": "api-001",
                  "apiDescription": "api-001 Description"}}
                """)
            .missing("no product has the id")
            .tooLong("a name", "apiName", 21),
        of("cloneApi", "a request to clone an API")
            .given("an API exists")
            .asks("POST " + PRODUCT + "/apis/clone")
            .gets(
                201,
                """
                {"api": {"productId": "prod000001", "apiId": "apis000002", "apiName": "api-001",
                  "apiDescription": "api-001 Description"}}
                """)
            .missing("a product exists", "no API has the id")
            .tooLong("a name", "apiName", 21),
        of("importApi", "a request to make an API of a document")
            .given("a product exists")
            .asks(
                "POST " + PRODUCT + "/apis/import",
                """
                {"apiName": "api-001", "apiDescription": "api-001 Description",
                  "importValidateType": "FAIL_ON_WARN",
                  "swagger": %s}
                """
                    .formatted(DOCUMENT))
            .gets(
                200,
                """
                {"success": true, "api": {"productId": "prod000001", "apiId": "apis000002",
                  "apiName": "api-001"}}
                """)
            .missing("no product has the id")
            .wrong(
                "with a way to validate that is none",
                """
                {"apiName": "api-001", "importValidateType": "NONE", "swagger": "{}"}
                """),
        of("updateApi", "a request to change an API")
            .given("an API exists")
            .asks("PATCH " + API)
            .gets(204)
            .missing("a product exists", "no API has the id")
            .tooLong("a description", "apiDescription", 301),
        of("deleteApi", "a request to delete an API")
            .given("nothing uses the API")
            .asks("DELETE " + API)
            .gets(204)
            .missing("a product exists", "no API has the id"),
        of("deployApi", "a request to deploy an API to a stage")
            .given("a stage exists")
            .asks("POST " + API + "/deploy")
            .gets(200)
            .missing("an API exists", "no stage has the id")
            .tooLong("a description", "deploymentDescription", 301),
        of("publishApi", "a request to publish stages of an API")
            .given("a stage exists")
            .asks("POST " + API + "/publish")
            .gets(204)
            .missing("an API exists", "no stage has the id"),
        of("getApiDocument", "a request for the document of an API")
            .given("an API exists")
            .asks("GET " + API + "/documents")
            .gets(200)
            .missing("a product exists", "no API has the id"),
        of("updateApiDocument", "a request to change the document of an API")
            .given("an API exists")
            .asks("PATCH " + API + "/documents")
            .gets(204)
            .missing("a product exists", "no API has the id"));
  }
}
