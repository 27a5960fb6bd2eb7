package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.AUTHORIZER;

import java.util.stream.Stream;

/** Authorizers. */
final class AuthorizerExpectations {

  private AuthorizerExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listAuthorizers", "a request for authorizers")
            .given("an authorizer exists")
            .asks("GET /authorizers?offset=0&limit=20&name=${authorizerName}")
            .gets(200)
            .wrong("with a limit of 0", "?limit=0"),
        of("getAuthorizer", "a request for an authorizer")
            .given("an authorizer exists")
            .asks("GET " + AUTHORIZER)
            .gets(200)
            .missing("no authorizer has the id"),
        of("createAuthorizer", "a request to make an authorizer")
            .asks("POST /authorizers", asked("KR"))
            .gets(
                201,
                """
                {"authorizerId": "auth000002", "authorizerName": "authorizer-001",
                  "authorizerType": "CLOUD_FUNCTIONS", "authorizerConfig": {"region": "KR",
                  "functionId": "mypackage/myaction", "payload": [{"in": "HEADER",
                  "name": "X-Token"}]}}
                """)
            .wrong("with a region that is none", asked("XX")),
        of("updateAuthorizer", "a request to change an authorizer")
            .given("an authorizer exists")
            .asks("PUT " + AUTHORIZER, asked("KR"))
            .gets(204)
            .missing("no authorizer has the id")
            .wrong("with a region that is none", asked("XX")),
        of("deleteAuthorizer", "a request to delete an authorizer")
            .given("an authorizer exists")
            .asks("DELETE " + AUTHORIZER)
            .gets(204)
            .missing("no authorizer has the id"),
        of("testAuthorizer", "a request to try an authorizer")
            .given("an authorizer exists")
            .asks(
                "POST " + AUTHORIZER + "/test",
                """
                {"params": "{\\"X-Token\\": \\"a token\\"}"}
                """)
            .gets(
                200,
                """
                {"response": {"latency": "22 ms", "status": 202}}
                """)
            .missing("no authorizer has the id"));
  }

  private static String asked(String region) {
    return """
        {"authorizerName": "authorizer-001", "authorizerDescription": "asks a function",
          "authorizerType": "CLOUD_FUNCTIONS",
          "authorizerConfig": {"region": "%s", "functionId": "mypackage/myaction",
            "payload": [{"in": "HEADER", "name": "X-Token"}]}}
        """
        .formatted(region);
  }
}
