package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.METHOD;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.RESOURCE;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.RESPONSE;

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
  private static final String HTTP =
      """
      "httpEndPoint": {"method": "POST", "stream": false, "url": "https://example.com/things"}""";

  private MethodExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listMethods", "a request for the methods of a resource")
            .given("a method exists")
            .asks("GET " + RESOURCE + "/methods")
            .gets(
                200,
                """
                {"methods": [{"resourceId": "rsrc000001", "resourcePath": "/",
                  "methodName": "GET"}]}
                """)
            .missing("an API exists", "no resource has the id"),
        of("createMethod", "a request to make a method")
            .given("a resource exists", "an authorizer exists")
            .asks("POST " + RESOURCE + "/methods", method(NAME, MOCK))
            .gets(
                201,
                """
                {"methods": [{"resourceId": "rsrc000001", "resourcePath": "/", "methodName": "POST",
                  "mockEndPoint": {"httpStatus": 201, "response": "made"}}]}
                """)
            .also(
                "with an endpoint of NAVER Cloud",
                method(NAME, NCP),
                """
                {"methods": [{"resourceId": "rsrc000001", "resourcePath": "/", "methodName": "POST",
                  "ncpEndPoint": {"service": "Cloud Functions", "region": "KR",
                  "actionId": "action", "url": "/action"}}]}
                """)
            .also(
                "with an HTTP endpoint",
                method(NAME, HTTP),
                """
                {"methods": [{"resourceId": "rsrc000001", "resourcePath": "/", "methodName": "POST",
                  "httpEndPoint": {"method": "POST", "stream": false,
                  "url": "https://example.com/things"}}]}
                """)
            .missing("an API exists", "an authorizer exists", "no resource has the id")
            .wrong("with two endpoints", method(NAME, MOCK, HTTP)),
        of("updateMethod", "a request to change a method")
            .given("a method exists", "an authorizer exists")
            .asks("PATCH " + METHOD, method(MOCK))
            .gets(
                200,
                """
                {"method": {"resourceId": "rsrc000001", "resourcePath": "/", "methodName": "GET",
                  "mockEndPoint": {"httpStatus": 201, "response": "made"}}}
                """)
            .also(
                "with an endpoint of NAVER Cloud",
                method(NCP),
                """
                {"method": {"resourceId": "rsrc000001", "resourcePath": "/", "methodName": "GET",
                  "ncpEndPoint": {"service": "Cloud Functions", "region": "KR",
                  "actionId": "action", "url": "/action"}}}
                """)
            .also(
                "with an HTTP endpoint",
                method(HTTP),
                """
                {"method": {"resourceId": "rsrc000001", "resourcePath": "/", "methodName": "GET",
                  "httpEndPoint": {"method": "POST", "stream": false,
                  "url": "https://example.com/things"}}}
                """)
            .missing("a resource exists", "an authorizer exists", "no method has the name")
            .wrong("with two endpoints", method(MOCK, HTTP)),
        of("deleteMethod", "a request to delete a method")
            .given("a method exists")
            .asks("DELETE " + METHOD)
            .gets(204)
            .missing("a resource exists", "no method has the name"),
        of("getMethodConsumers", "a request for the content types that a method takes")
            .given("a method exists")
            .asks("GET " + METHOD + "/consumers")
            .gets(200)
            .missing("a resource exists", "no method has the name"),
        of("setMethodConsumers", "a request to set the content types that a method takes")
            .given("a method exists")
            .asks("PUT " + METHOD + "/consumers")
            .gets(
                200,
                """
                {"consumers": "text/plain"}
                """)
            .missing("a resource exists", "no method has the name")
            .tooLong("a text", "consumers", 101),
        of("getMethodProduces", "a request for the content types that a method gives")
            .given("a method exists")
            .asks("GET " + METHOD + "/produces")
            .gets(200)
            .missing("a resource exists", "no method has the name"),
        of("setMethodProduces", "a request to set the content types that a method gives")
            .given("a method exists")
            .asks("PUT " + METHOD + "/produces")
            .gets(200)
            .missing("a resource exists", "no method has the name")
            .tooLong("a text", "produces", 101),
        of("listMethodParameters", "a request for the parameters of a method")
            .given("a method parameter exists")
            .asks("GET " + METHOD + "/parameters")
            .gets(
                200,
                """
                {"queryStrings": [{"resourceId": "rsrc000001", "parameterName": "distance",
                  "parameterCode": "REQUEST_QUERY", "parameterType": "string", "isRequired": false,
                  "isArray": false}]}
                """)
            .missing("a resource exists", "no method has the name"),
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
                """
                {"methodParameterDto": {"resourceId": "rsrc000001", "parameterName": "X-Trace",
                  "parameterCode": "REQUEST_HEADER", "parameterType": "string", "isRequired": true,
                  "isArray": false}}
                """)
            .missing("a resource exists", "no method has the name")
            .tooLong("a name", "parameterName", 101),
        of("deleteMethodParameter", "a request to delete a parameter of a method")
            .given("a method parameter exists")
            .asks(
                "POST " + METHOD + "/parameters/delete",
                """
                {"parameterName": "${methodParameterName}"}
                """)
            .gets(204)
            .missing("a method parameter exists", "no method has the name")
            .tooLong("a name", "parameterName", 101),
        of("getMethodRequestBody", "a request for the body of the requests of a method")
            .given("a method exists")
            .asks("GET " + METHOD + "/request-body")
            .gets(200)
            .missing("a resource exists", "no method has the name"),
        of("saveMethodRequestBody", "a request to set the body of the requests of a method")
            .given("a method exists", "a model exists")
            .asks("POST " + METHOD + "/request-body")
            .gets(
                201,
                """
                {"modelId": "modl000001", "modelName": "modelName", "bodyName": "patchbody"}
                """)
            .missing("a method exists", "no model has the id")
            .tooLong("a name", "bodyName", 101),
        of("deleteMethodRequestBody", "a request to delete the body of the requests of a method")
            .given("a method exists")
            .asks("DELETE " + METHOD + "/request-body")
            .gets(204)
            .missing("a resource exists", "no method has the name"),
        of("listMethodResponses", "a request for the responses of a method")
            .given("a method response exists")
            .asks("GET " + METHOD + "/responses")
            .gets(
                200,
                """
                {"responses": [{"apiId": "apis000001", "resourceId": "rsrc000001",
                  "statusCode": 200}]}
                """)
            .missing("a resource exists", "no method has the name"),
        of("addMethodResponse", "a request to add a response to a method")
            .given("a method exists")
            .asks("POST " + METHOD + "/responses")
            .gets(
                201,
                """
                {"methodResponseDto": {"apiId": "apis000001", "resourceId": "rsrc000001",
                  "statusCode": 400, "responseDescription": "Bad Request"}}
                """)
            .missing("a resource exists", "no method has the name")
            .wrong(
                "with a status of 99",
                """
                {"statusCode": 99}
                """),
        of("updateMethodResponse", "a request to change a response of a method")
            .given("a method response exists")
            .asks("PATCH " + RESPONSE)
            .gets(
                200,
                """
                {"methodResponseDto": {"apiId": "apis000001", "resourceId": "rsrc000001",
                  "statusCode": 200, "responseDescription": "Wrong request. Check parameters."}}
                """)
            .missing("a method exists", "no method response has the status"),
        of("deleteMethodResponse", "a request to delete a response of a method")
            .given("a method response exists")
            .asks("DELETE " + RESPONSE)
            .gets(204)
            .missing("a method exists", "no method response has the status"),
        of("listMethodResponseHeaders", "a request for the headers of a response")
            .given("a method response header exists")
            .asks("GET " + RESPONSE + "/parameters")
            .gets(
                200,
                """
                {"headers": [{"resourceId": "rsrc000001", "statusCode": 200,
                  "parameterName": "X-Page", "parameterCode": "RESPONSE_HEADER",
                  "parameterType": "string", "isArray": false}]}
                """)
            .missing("a method exists", "no method response has the status"),
        of("addMethodResponseHeader", "a request to add a header to a response")
            .given("a method response exists")
            .asks(
                "POST " + RESPONSE + "/parameters",
                """
                {"parameterName": "X-Trace", "parameterType": "string",
                  "parameterDescription": "follows a request", "isArray": false}
                """)
            .gets(
                201,
                """
                {"methodParameterDto": {"resourceId": "rsrc000001", "parameterName": "X-Trace",
                  "parameterCode": "RESPONSE_HEADER", "parameterType": "string", "isArray": false}}
                """)
            .missing("a method exists", "no method response has the status")
            .tooLong("a name", "parameterName", 101),
        of("deleteMethodResponseHeader", "a request to delete a header of a response")
            .given("a method response header exists")
            .asks("DELETE " + RESPONSE + "/parameters/${parameterName}")
            .gets(204)
            .missing("a method response exists", "no method response header has the name"),
        of("getMethodResponseBody", "a request for the body of a response")
            .given("a method response exists")
            .asks("GET " + RESPONSE + "/response-body")
            .gets(200)
            .missing("a method exists", "no method response has the status"),
        of("saveMethodResponseBody", "a request to set the body of a response")
            .given("a method response exists", "a model exists")
            .asks(
                "POST " + RESPONSE + "/response-body",
                """
                {"modelId": "${modelId}", "bodyName": "thing", "bodyDescription": "one thing"}
                """)
            .gets(
                201,
                """
                {"modelId": "modl000001", "modelName": "modelName", "bodyName": "thing"}
                """)
            .missing("a method response exists", "no model has the id")
            .tooLong("a name", "bodyName", 101),
        of("deleteMethodResponseBody", "a request to delete the body of a response")
            .given("a method response exists")
            .asks("DELETE " + RESPONSE + "/response-body")
            .gets(204)
            .missing("a method exists", "no method response has the status"));
  }

  /** A method with the members that are the same in all, and others. */
  private static String method(String... others) {
    return """
        {"methodDescription": "adds a thing", "requiredApiKey": {"required": true},
          "validation": {"type": "QUERYSTRING_HEADERS", "headers": ["X-Trace"],
            "queryStrings": ["distance"]},
          "authentication": {"platform": "AUTHORIZER", "authorizerId": "${authorizerId}"}, %s}
        """
        .formatted(String.join(", ", others));
  }
}
