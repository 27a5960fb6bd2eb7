package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.METHOD;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.RESOURCE;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.RESPONSE;
import static io.github.ncloudcommunity.apigateway.contract.SampleFolder.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** Methods, their parameters, bodies and responses. */
final class MethodExpectations {

  private static final String NAME =
      """
      "methodName": "POST\"""";
  private static final String MOCK =
      """
      "mockEndPoint": {"httpStatus": 201, "response": "made", "headers": {"X-Mock": "yes"}}""";
  private static final String NCP =
      """
      "ncpEndPoint": {"service": "Cloud Functions", "region": "KR", "actionId": "action",
        "actionName": "action", "stream": false, "method": "POST", "url": "/action"}""";
  private static final String URL =
      """
      {"method": "POST", "stream": false, "url": "https://example.com/things"}""";
  private static final String HTTP = "\"httpEndPoint\": " + URL;

  private MethodExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listMethods", "a request for the methods of a resource")
            .given("a method exists")
            .asks("GET " + RESOURCE + "/methods")
            .gets(200, json("{\"methods\": [" + saved("\"methodName\": \"GET\"") + "]}"))
            .notFound("an API exists", "no resource has the id"),
        of("createMethod", "a request to create a method")
            .given("a resource exists", "an authorizer exists")
            .asks("POST " + RESOURCE + "/methods", method(NAME, MOCK))
            .gets(201, created(MOCK))
            .also("with an endpoint of NAVER Cloud", method(NAME, NCP), created(NCP))
            .also("with an HTTP endpoint", method(NAME, HTTP), created(HTTP))
            .notFound("an API exists", "an authorizer exists", "no resource has the id")
            .badMember("with two endpoints", "httpEndPoint", json(URL)),
        of("updateMethod", "a request to change a method")
            .given("a method exists", "an authorizer exists")
            .asks("PATCH " + METHOD, method(MOCK))
            .gets(200, changed(MOCK))
            .also("with an endpoint of NAVER Cloud", method(NCP), changed(NCP))
            .also("with an HTTP endpoint", method(HTTP), changed(HTTP))
            .notFound("a resource exists", "an authorizer exists", "no method has the name")
            .badMember("with two endpoints", "httpEndPoint", json(URL)),
        of("deleteMethod", "a request to delete a method")
            .given("a method exists")
            .asks("DELETE " + METHOD)
            .gets(204)
            .notFound("a resource exists", "no method has the name"),
        of("getMethodConsumers", "a request for the content types that a method accepts")
            .given("a method exists")
            .asks("GET " + METHOD + "/consumers")
            .gets(200)
            .notFound("a resource exists", "no method has the name"),
        of("setMethodConsumers", "a request to set the content types that a method accepts")
            .given("a method exists")
            .asks("PUT " + METHOD + "/consumers")
            .gets(200, "consumers")
            .notFound("a resource exists", "no method has the name")
            .tooLong("a text", "consumers", 101),
        of("getMethodProduces", "a request for the content types that a method produces")
            .given("a method exists")
            .asks("GET " + METHOD + "/produces")
            .gets(200)
            .notFound("a resource exists", "no method has the name"),
        of("setMethodProduces", "a request to set the content types that a method produces")
            .given("a method exists")
            .asks("PUT " + METHOD + "/produces")
            .gets(200)
            .notFound("a resource exists", "no method has the name")
            .tooLong("a text", "produces", 101),
        of("listMethodParameters", "a request for the parameters of a method")
            .given("a method parameter exists")
            .asks("GET " + METHOD + "/parameters")
            .gets(
                200,
                "queryStrings(resourceId,parameterName,parameterCode,parameterType,isRequired,"
                    + "isArray)")
            .notFound("a resource exists", "no method has the name"),
        of("addMethodParameter", "a request to add a parameter to a method")
            .given("a method exists")
            .asks(
                "POST " + METHOD + "/parameters",
                """
                {"parameterName": "X-Trace", "parameterCode": "REQUEST_HEADER",
                  "parameterType": "string", "parameterDescription": "follows a request",
                  "isRequired": true, "isArray": false}
                """)
            .gets(
                201,
                "methodParameterDto(resourceId,parameterName,parameterCode,parameterType,"
                    + "isRequired,isArray)")
            .notFound("a resource exists", "no method has the name")
            .tooLong("a name", "parameterName", 101),
        of("deleteMethodParameter", "a request to delete a parameter of a method")
            .given("a method parameter exists")
            .asks(
                "POST " + METHOD + "/parameters/delete",
                """
                {"parameterName": "${methodParameterName}"}
                """)
            .gets(204)
            .notFound("a method parameter exists", "no method has the name")
            .tooLong("a name", "parameterName", 101),
        of("getMethodRequestBody", "a request for the request body of a method")
            .given("a method exists")
            .asks("GET " + METHOD + "/request-body")
            .gets(200)
            .notFound("a resource exists", "no method has the name"),
        of("saveMethodRequestBody", "a request to set the request body of a method")
            .given("a method exists", "a model exists")
            .asks("POST " + METHOD + "/request-body")
            .gets(201, "modelId,modelName,bodyName")
            .notFound("a method exists", "no model has the id")
            .tooLong("a name", "bodyName", 101),
        of("deleteMethodRequestBody", "a request to delete the request body of a method")
            .given("a method exists")
            .asks("DELETE " + METHOD + "/request-body")
            .gets(204)
            .notFound("a resource exists", "no method has the name"),
        of("listMethodResponses", "a request for the responses of a method")
            .given("a method response exists")
            .asks("GET " + METHOD + "/responses")
            .gets(200, "responses(apiId,resourceId,statusCode)")
            .notFound("a resource exists", "no method has the name"),
        of("addMethodResponse", "a request to add a response to a method")
            .given("a method exists")
            .asks("POST " + METHOD + "/responses")
            .gets(201, "methodResponseDto(apiId,resourceId,statusCode,responseDescription)")
            .notFound("a resource exists", "no method has the name")
            .badMember("with a status of 99", "statusCode", 99),
        of("updateMethodResponse", "a request to change a response of a method")
            .given("a method response exists")
            .asks("PATCH " + RESPONSE)
            .gets(200, "methodResponseDto(apiId,resourceId,statusCode,responseDescription)")
            .notFound("a method exists", "no method response has the status"),
        of("deleteMethodResponse", "a request to delete a response of a method")
            .given("a method response exists")
            .asks("DELETE " + RESPONSE)
            .gets(204)
            .notFound("a method exists", "no method response has the status"),
        of("listMethodResponseHeaders", "a request for the headers of a response")
            .given("a method response header exists")
            .asks("GET " + RESPONSE + "/parameters")
            .gets(
                200,
                "headers(resourceId,statusCode,parameterName,parameterCode,parameterType,isArray)")
            .notFound("a method exists", "no method response has the status"),
        of("addMethodResponseHeader", "a request to add a header to a response")
            .given("a method response exists")
            .asks("POST " + RESPONSE + "/parameters")
            .gets(
                201,
                "methodParameterDto(resourceId,parameterName,parameterCode,parameterType,isArray)")
            .notFound("a method exists", "no method response has the status")
            .tooLong("a name", "parameterName", 101),
        of("deleteMethodResponseHeader", "a request to delete a header of a response")
            .given("a method response header exists")
            .asks("DELETE " + RESPONSE + "/parameters/${parameterName}")
            .gets(204)
            .notFound("a method response exists", "no method response header has the name"),
        of("getMethodResponseBody", "a request for the body of a response")
            .given("a method response exists")
            .asks("GET " + RESPONSE + "/response-body")
            .gets(200)
            .notFound("a method exists", "no method response has the status"),
        of("saveMethodResponseBody", "a request to set the body of a response")
            .given("a method response exists", "a model exists")
            .asks("POST " + RESPONSE + "/response-body")
            .gets(201, "modelId,modelName,bodyName")
            .notFound("a method response exists", "no model has the id")
            .tooLong("a name", "bodyName", 101),
        of("deleteMethodResponseBody", "a request to delete the body of a response")
            .given("a method response exists")
            .asks("DELETE " + RESPONSE + "/response-body")
            .gets(204)
            .notFound("a method exists", "no method response has the status"));
  }

  /** The members that are the same in all requests, and others. */
  private static String method(String... others) {
    return """
        {"methodDescription": "adds a thing", "requiredApiKey": {"required": true},
          "validation": {"type": "QUERYSTRING_HEADERS", "headers": ["X-Trace"],
            "queryStrings": ["distance"]},
          "authentication": {"platform": "AUTHORIZER", "authorizerId": "${authorizerId}"}, %s}
        """
        .formatted(String.join(", ", others));
  }

  private static JsonNode created(String endpoint) {
    return json("{\"methods\": [" + saved(NAME + ", " + endpoint) + "]}");
  }

  private static JsonNode changed(String endpoint) {
    return json("{\"method\": " + saved("\"methodName\": \"GET\", " + endpoint) + "}");
  }

  private static String saved(String members) {
    return "{\"resourceId\": \"rsrc000001\", \"resourcePath\": \"/\", " + members + "}";
  }
}
