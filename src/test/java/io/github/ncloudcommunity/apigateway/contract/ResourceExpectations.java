package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.API;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.DOCUMENT;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.RESOURCE;

import java.util.stream.Stream;

/** Resources. */
final class ResourceExpectations {

  private static final String SAVED =
      "resource(resourceId,resourcePath,apiId,corsMaxAge,corsAllowOrigin)";

  private ResourceExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listResources", "a request for the resources of an API")
            .given("a method exists")
            .asks("GET " + API + "/resources")
            .gets(200, "resourceList(resourceId,resourcePath,apiId,methods(methodCode,methodName))")
            .notFound("a product exists", "no API has the id"),
        of("createResource", "a request to create a resource")
            .given("an API exists")
            .asks("POST " + API + "/resources")
            .gets(201, SAVED)
            .notFound("a product exists", "no API has the id")
            .tooLong("a maximum age", "corsMaxAge", 46),
        of("updateResource", "a request to change a resource")
            .given("a resource exists")
            .asks("PATCH " + RESOURCE)
            .gets(200, SAVED)
            .notFound("an API exists", "no resource has the id")
            .tooLong("a maximum age", "corsMaxAge", 46),
        of("deleteResource", "a request to delete a resource")
            .given("nothing uses the resource")
            .asks("DELETE " + RESOURCE)
            .gets(204)
            .notFound("an API exists", "no resource has the id"),
        of("importResources", "a request to add the resources of an OpenAPI document to an API")
            .given("an API exists")
            .asks(
                "POST " + API + "/resources/import",
                """
                {"importValidateType": "IGNORE_WARN", "swagger": %s}
                """
                    .formatted(DOCUMENT))
            .gets(200, "success,resourceList(resourceId,resourcePath,apiId)")
            .notFound("a product exists", "no API has the id")
            .badMember("with an unknown type of validation", "importValidateType", "NONE"));
  }
}
