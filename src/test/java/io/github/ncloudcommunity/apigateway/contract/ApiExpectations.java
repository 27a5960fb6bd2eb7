package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.API;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.DOCUMENT;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.PRODUCT;

import java.util.stream.Stream;

/** APIs. */
final class ApiExpectations {

  private static final String FILTERS =
      "?offset=0&limit=20&apiName=${apiName}&withStage=true&hasStage=true"
          + "&hasStageNotAssociatedWithUsagePlanId=${usagePlanId}";
  private static final String APIS =
      "total,apis(apiId,productId,apiName,stages(apiId,stageId,stageName,isPublished))";
  private static final String CREATED = "api(productId,apiId,apiName,apiDescription)";

  private ApiExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listApis", "a request for the APIs of a product")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks("GET " + PRODUCT + "/apis" + FILTERS)
            .gets(200, APIS)
            .notFound("an API exists", "a usage plan exists", "no product has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getApi", "a request for an API")
            .given("an API exists")
            .asks("GET " + API)
            .gets(200, "total,api(apiId,productId,apiName)")
            .notFound("a product exists", "no API has the id"),
        of("listApiInfos", "a request for information on the APIs of a product")
            .given("a stage exists", "a usage plan is not associated with the stage")
            .asks("GET " + PRODUCT + "/apis/infos" + FILTERS)
            .gets(200, APIS)
            .notFound("an API exists", "a usage plan exists", "no product has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("filterApis", "a request for all APIs of a product")
            .given("an API exists")
            .asks("GET " + PRODUCT + "/apis/filter")
            .gets(200)
            .notFound("no product has the id"),
        of("createApi", "a request to create an API")
            .given("a product exists")
            .asks("POST " + PRODUCT + "/apis")
            .gets(201, CREATED)
            .notFound("no product has the id")
            .tooLong("a name", "apiName", 21),
        of("cloneApi", "a request to clone an API")
            .given("an API exists")
            .asks("POST " + PRODUCT + "/apis/clone")
            .gets(201, CREATED)
            .notFound("a product exists", "no API has the id")
            .tooLong("a name", "apiName", 21),
        of("importApi", "a request to create an API from an OpenAPI document")
            .given("a product exists")
            .asks(
                "POST " + PRODUCT + "/apis/import",
                """
                {"apiName": "api-001", "apiDescription": "api-001 Description",
                  "importValidateType": "FAIL_ON_WARN",
                  "swagger": %s}
                """
                    .formatted(DOCUMENT))
            .gets(200, "success,api(productId,apiId,apiName)")
            .notFound("no product has the id")
            .badMember("with an unknown type of validation", "importValidateType", "NONE"),
        of("updateApi", "a request to change an API")
            .given("an API exists")
            .asks("PATCH " + API)
            .gets(204)
            .notFound("a product exists", "no API has the id")
            .tooLong("a description", "apiDescription", 301),
        of("deleteApi", "a request to delete an API")
            .given("nothing uses the API")
            .asks("DELETE " + API)
            .gets(204)
            .notFound("a product exists", "no API has the id"),
        of("deployApi", "a request to deploy an API to a stage")
            .given("a stage exists")
            .asks("POST " + API + "/deploy")
            .gets(200)
            .notFound("an API exists", "no stage has the id")
            .tooLong("a description", "deploymentDescription", 301),
        of("publishApi", "a request to publish stages of an API")
            .given("a stage exists")
            .asks("POST " + API + "/publish")
            .gets(204)
            .notFound("an API exists", "no stage has the id"),
        of("getApiDocument", "a request for the document of an API")
            .given("an API exists")
            .asks("GET " + API + "/documents")
            .gets(200)
            .notFound("a product exists", "no API has the id"),
        of("updateApiDocument", "a request to change the document of an API")
            .given("an API exists")
            .asks("PATCH " + API + "/documents")
            .gets(204)
            .notFound("a product exists", "no API has the id"));
  }
}
