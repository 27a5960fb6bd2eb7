package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.STAGE;

import java.util.stream.Stream;

/** Canaries of stages. */
final class CanaryExpectations {

  private static final String CANARY = STAGE + "/canary";

  private CanaryExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("enableCanary", "a request to give a stage a canary")
            .given("a stage exists")
            .asks("POST " + CANARY)
            .gets(
                200,
                """
                {"stageId": "stag000001", "canaryDeploymentNo": 2}
                """)
            .missing("an API exists", "no stage has the id"),
        of("updateCanary", "a request to change a canary")
            .given("the stage has a canary")
            .asks(
                "PATCH " + CANARY,
                """
                {"canaryEndpointDomain": "https://example.com", "canaryCacheTtlSec": 60,
                  "canaryThrottleRps": 10, "useDistributionRate": true,
                  "canaryDistributionRate": 12.5}
                """)
            .gets(
                200,
                """
                {"stageId": "stag000001", "canaryDeploymentNo": 2,
                  "canaryEndpointDomain": "https://example.com", "useDistributionRate": true,
                  "canaryDistributionRate": 12.5}
                """)
            .also(
                "with conditions",
                """
                {"canaryEndpointDomain": "https://example.com", "useDistributionRate": false,
                  "canaryConditions": [{"parameterCode": "REQUEST_HEADER",
                  "parameterName": "X-Canary", "parameterValue": "yes"}]}
                """,
                """
                {"stageId": "stag000001", "useDistributionRate": false,
                  "canaryConditions": [{"parameterCode": "REQUEST_HEADER",
                  "parameterName": "X-Canary", "parameterValue": "yes"}]}
                """)
            .missing("an API exists", "no stage has the id")
            .wrong(
                "with a rate over 100",
                """
                {"canaryEndpointDomain": "https://example.com", "useDistributionRate": true,
                  "canaryDistributionRate": 100.5}
                """),
        of("disableCanary", "a request to take the canary off a stage")
            .given("the stage has a canary")
            .asks("DELETE " + CANARY)
            .gets(204)
            .missing("an API exists", "no stage has the id"),
        of("promoteCanary", "a request to put the canary of a stage live")
            .given("the stage has a canary")
            .asks("POST " + CANARY + "/promote")
            .gets(204)
            .missing("an API exists", "no stage has the id"),
        of("exportCanarySdk", "a request for the SDK of a canary")
            .given("the stage has a canary")
            .asks(
                "GET "
                    + CANARY
                    + "/export?platform=JAVA_SDK&packageName=com.example.things&groupId=com.example"
                    + "&artifactId=things&artifactVersion=1.0.0&license=MIT&version=1.0.0")
            .getsFile(200)
            .missing("an API exists", "no stage has the id")
            .wrong("with a platform that is none", "?platform=RUBY_SDK"),
        of("getCanarySwaggerJson", "a request for the API document of a canary")
            .given("the stage has a canary")
            .asks("GET " + CANARY + "/swagger-json")
            .gets(
                200,
                """
                {"documentJson": "{}"}
                """)
            .missing("an API exists", "no stage has the id"));
  }
}
