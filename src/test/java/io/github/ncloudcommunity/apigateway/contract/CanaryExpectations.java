package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.SDK;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.STAGE;
import static io.github.ncloudcommunity.apigateway.contract.SampleFolder.json;

import java.util.stream.Stream;

/** Canaries of stages. */
final class CanaryExpectations {

  private static final String CANARY = STAGE + "/canary";

  private CanaryExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("enableCanary", "a request to enable the canary of a stage")
            .given("a stage exists")
            .asks("POST " + CANARY)
            .gets(200, "stageId,canaryDeploymentNo")
            .notFound("an API exists", "no stage has the id"),
        of("updateCanary", "a request to change a canary")
            .given("the stage has a canary")
            .asks("PATCH " + CANARY)
            .gets(
                200,
                "stageId,canaryDeploymentNo,canaryEndpointDomain,useDistributionRate,"
                    + "canaryDistributionRate")
            .also(
                "with conditions",
                """
                {"canaryEndpointDomain": "https://example.com", "useDistributionRate": false,
                  "canaryConditions": [{"parameterCode": "REQUEST_HEADER",
                  "parameterName": "X-Canary", "parameterValue": "yes"}]}
                """,
                json(
                    """
                {"stageId": "stag000001", "useDistributionRate": false,
                  "canaryConditions": [{"parameterCode": "REQUEST_HEADER",
                  "parameterName": "X-Canary", "parameterValue": "yes"}]}
                """))
            .notFound("an API exists", "no stage has the id")
            .badMember("with a rate above 100", "canaryDistributionRate", 100.5),
        of("disableCanary", "a request to disable the canary of a stage")
            .given("the stage has a canary")
            .asks("DELETE " + CANARY)
            .gets(204)
            .notFound("an API exists", "no stage has the id"),
        of("promoteCanary", "a request to put the canary of a stage live")
            .given("the stage has a canary")
            .asks("POST " + CANARY + "/promote")
            .gets(204)
            .notFound("an API exists", "no stage has the id"),
        of("getCanarySwaggerJson", "a request for the API document of a canary")
            .given("the stage has a canary")
            .asks("GET " + CANARY + "/swagger-json")
            .gets(200, "documentJson")
            .notFound("an API exists", "no stage has the id"),
        of("exportCanarySdk", "a request for the SDK of a canary")
            .given("the stage has a canary")
            .asks("GET " + CANARY + "/export?" + SDK)
            .getsFile(200)
            .notFound("an API exists", "no stage has the id")
            .badQuery("with an unknown platform", "platform", "RUBY_SDK"));
  }
}
