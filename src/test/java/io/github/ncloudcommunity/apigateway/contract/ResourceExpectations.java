package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.API;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.DOCUMENT;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.RESOURCE;

import java.util.stream.Stream;

/** Resources. */
final class ResourceExpectations {

  private ResourceExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listResources", "a request for the resources of an API")
            .given("a method exists")
            .asks("GET " + API + "/resources")
            .gets(
                200,
                """
                {"resourceList": [{"resourceId": "rsrc000001", "resourcePath": "/",
                  "apiId": "apis000001", "methods": [{"methodCode": "methodCode",
                  "methodName": "GET"}]}]}
                """)
            .missing("a product exists", "no API has the id"),
        of("createResource", "a request to make a resource")
            .given("an API exists")
            .asks(
                "POST " + API + "/resources",
                """
                {"resourcePath": "/things", "corsMaxAge": "600", "corsAllowMethods": "GET",
                  "corsAllowOrigin": "https://example.com", "corsAllowCredentials": "true",
                  "corsExposeHeaders": "X-Page", "corsAllowHeaders": "X-Trace"}
                """)
            .gets(
                201,
                """
                {"resource": {"resourceId": "rsrc000002", "resourcePath": "/things",
                  "apiId": "apis000001", "corsMaxAge": "600",
                  "corsAllowOrigin": "https://example.com"}}
                """)
            .missing("a product exists", "no API has the id")
            .tooLong("a largest age", "corsMaxAge", 46),
        of("updateResource", "a request to change a resource")
            .given("a resource exists")
            .asks(
                "PATCH " + RESOURCE,
                """
                {"corsMaxAge": "600", "corsAllowMethods": "GET",
                  "corsAllowOrigin": "https://example.com", "corsAllowCredentials": "true",
                  "corsExposeHeaders": "X-Page", "corsAllowHeaders": "X-Trace"}
                """)
            .gets(
                200,
                """
                {"resource": {"resourceId": "rsrc000001", "resourcePath": "/",
                  "apiId": "apis000001", "corsMaxAge": "600",
                  "corsAllowOrigin": "https://example.com"}}
                """)
            .missing("an API exists", "no resource has the id")
            .tooLong("a largest age", "corsMaxAge", 46),
        of("deleteResource", "a request to delete a resource")
            .given("nothing uses the resource")
            .asks("DELETE " + RESOURCE)
            .gets(204)
            .missing("an API exists", "no resource has the id"),
        of("importResources", "a request to add the resources of a document to an API")
            .given("an API exists")
            .asks(
                "POST " + API + "/resources/import",
                """
                {"importValidateType": "IGNORE_WARN", "swagger": %s}
                """
                    .formatted(DOCUMENT))
            .gets(
                200,
                """
                {"success": true, "resourceList": [{"resourceId": "rsrc000001", "resourcePath": "/",
                  "apiId": "apis000001"}]}
                """)
            .missing("a product exists", "no API has the id")
            .wrong(
                "with a way to validate that is none",
                """
                {"importValidateType": "NONE", "swagger": "{}"}
                """));
  }
}
