package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.API;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.MODEL;

import java.util.stream.Stream;

/** Models of request and response bodies. */
final class ModelExpectations {

  private ModelExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listModels", "a request for the models of an API")
            .given("a model exists")
            .asks("GET " + API + "/models?offset=0&limit=20&modelName=${modelName}")
            .gets(200)
            .notFound("a model exists", "no API has the id")
            .badQuery("with a limit of 0", "limit", "0"),
        of("getModel", "a request for a model")
            .given("a model exists")
            .asks("GET " + MODEL)
            .gets(200)
            .notFound("an API exists", "no model has the id"),
        of("createModel", "a request to create a model")
            .given("an API exists")
            .asks("POST " + API + "/models")
            .gets(201, "modelId,apiId,modelName,modelSchema")
            .notFound("a product exists", "no API has the id")
            .tooLong("a name", "modelName", 101),
        of("updateModel", "a request to change a model")
            .given("a model exists")
            .asks("PUT " + MODEL)
            .gets(200, "modelId,apiId")
            .notFound("an API exists", "no model has the id")
            .tooLong("a description", "modelDescription", 301),
        of("deleteModel", "a request to delete a model")
            .given("a model exists")
            .asks("DELETE " + MODEL)
            .gets(204)
            .notFound("an API exists", "no model has the id"),
        of("previewModel", "a request for the schema that a model would have")
            .given("a model exists")
            .asks("POST " + API + "/models/preview")
            .gets(200, "modelSchema")
            .notFound("an API exists", "no model has the id"));
  }
}
