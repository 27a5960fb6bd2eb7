package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.DEPLOYMENT;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.STAGE;

import java.util.stream.Stream;

/** Deployments of stages, and their documents. */
final class DeploymentExpectations {

  private DeploymentExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listStageDeployments", "a request for the deployments of a stage")
            .given("a deployment exists")
            .asks("GET " + STAGE + "/deployments?offset=0&limit=20")
            .gets(
                200,
                """
                {"total": 1, "defaultDeploymentNo": 1, "content": [{"stageId": "stag000001",
                  "stageDeploymentNo": 1, "deployedTime": "2000-01-23T04:56:07.000+00:00"}]}
                """)
            .missing("an API exists", "no stage has the id")
            .wrong("with a limit of 0", "?limit=0"),
        of("getStageDeploymentDocument", "a request for the API document of a deployment")
            .given("a deployment exists")
            .asks("GET " + DEPLOYMENT)
            .gets(
                200,
                """
                {"documentJson": "{}"}
                """)
            .missing("a stage exists", "no deployment has the number"),
        of("deleteStageDeployment", "a request to delete a deployment")
            .given("a deployment exists")
            .asks("DELETE " + DEPLOYMENT)
            .gets(204)
            .missing("a stage exists", "no deployment has the number"),
        of("getPublishedStageDocument", "a request for the published API document of a stage")
            .given("the product is published")
            .asks("GET " + STAGE + "/swagger-json")
            .gets(
                200,
                """
                {"documentJson": "{}"}
                """)
            .missing("an API exists", "no stage has the id"));
  }
}
