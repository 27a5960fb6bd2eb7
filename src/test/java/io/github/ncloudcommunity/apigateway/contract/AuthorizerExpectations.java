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
            .badQuery("with a limit of 0", "limit", "0"),
        of("getAuthorizer", "a request for an authorizer")
            .given("an authorizer exists")
            .asks("GET " + AUTHORIZER)
            .gets(200)
            .notFound("no authorizer has the id"),
        of("createAuthorizer", "a request to create an authorizer")
            .asks("POST /authorizers")
            .gets(
                201,
                "authorizerId,authorizerName,authorizerType,"
                    + "authorizerConfig(region,functionId,payload(in,name))")
            .badMember("with an unknown region", "authorizerConfig/region", "XX"),
        of("updateAuthorizer", "a request to change an authorizer")
            .given("an authorizer exists")
            .asks("PUT " + AUTHORIZER)
            .gets(204)
            .notFound("no authorizer has the id")
            .badMember("with an unknown region", "authorizerConfig/region", "XX"),
        of("deleteAuthorizer", "a request to delete an authorizer")
            .given("an authorizer exists")
            .asks("DELETE " + AUTHORIZER)
            .gets(204)
            .notFound("no authorizer has the id"),
        of("testAuthorizer", "a request to test an authorizer")
            .given("an authorizer exists")
            .asks(
                "POST " + AUTHORIZER + "/test",
                """
                {"params": "{\\"X-Token\\": \\"a token\\"}"}
                """)
            .gets(200, "response(latency,status)")
            .notFound("no authorizer has the id"));
  }
}
