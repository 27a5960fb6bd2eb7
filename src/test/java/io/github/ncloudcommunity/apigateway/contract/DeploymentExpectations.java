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
            .gets(200, "total,defaultDeploymentNo,content(stageId,stageDeploymentNo,deployedTime)")
            .notFound("an API exists", "no stage has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getStageDeploymentDocument", "a request for the API document of a deployment")
            .given("a deployment exists")
            .asks("GET " + DEPLOYMENT)
            .gets(200, "documentJson")
            .notFound("a stage exists", "no deployment has the number"),
        of("deleteStageDeployment", "a request to delete a deployment")
            .given("a deployment exists")
            .asks("DELETE " + DEPLOYMENT)
            .gets(204)
            .notFound("a stage exists", "no deployment has the number"),
        of("getPublishedStageDocument", "a request for the published API document of a stage")
            .given("the product is published")
            .asks("GET " + STAGE + "/swagger-json")
            .gets(200, "documentJson")
            .notFound("an API exists", "no stage has the id"));
  }
}
