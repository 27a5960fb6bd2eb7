package io.github.ncloudcommunity.apigateway.contract;

import static io.github.ncloudcommunity.apigateway.contract.Expectation.of;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.API;
import static io.github.ncloudcommunity.apigateway.contract.Expectations.GATEWAY_RESPONSE;

import java.util.stream.Stream;

/** Responses of the gateway itself. */
final class GatewayResponseExpectations {

  private GatewayResponseExpectations() {}

  static Stream<Expectation.Builder> all() {
    return Stream.of(
        of("listGatewayResponses", "a request for the gateway responses of an API")
            .given("an API exists")
            .asks("GET " + API + "/responses")
            .gets(200, "gatewayResponses(apiId,responseType,responseName,statusCode)")
            .notFound("a product exists", "no API has the id"),
        of("setGatewayResponseStatusCode", "a request to set the status of a gateway response")
            .given("an API exists")
            .asks("POST " + API + "/responses/AUTHENTICATION_FAILED")
            .gets(200)
            .notFound("a product exists", "no API has the id"),
        of("resetGatewayResponse", "a request to reset a gateway response")
            .given("a gateway response header exists")
            .asks("DELETE " + GATEWAY_RESPONSE)
            .gets(204)
            .notFound("a gateway response header exists", "no API has the id"),
        of("addGatewayResponseHeader", "a request to add a header to a gateway response")
            .given("an API exists")
            .asks("POST " + API + "/responses/AUTHENTICATION_FAILED/headers")
            .gets(201)
            .notFound("a product exists", "no API has the id")
            .tooLong("a name", "headerName", 46),
        of("deleteGatewayResponseHeader", "a request to delete a header of a gateway response")
            .given("a gateway response header exists")
            .asks("DELETE " + GATEWAY_RESPONSE + "/headers/${headerName}")
            .gets(204)
            .notFound(
                "a gateway response header exists", "no gateway response header has the name"),
        of("addGatewayResponseTemplate", "a request to add a template to a gateway response")
            .given("an API exists")
            .asks("POST " + API + "/responses/AUTHENTICATION_FAILED/templates")
            .gets(201, "apiId,responseType,contentType,mappingTemplate")
            .notFound("a product exists", "no API has the id")
            .tooLong("a content type", "contentType", 101),
        of("updateGatewayResponseTemplate", "a request to change a template of a gateway response")
            .given("a gateway response template exists")
            .asks(
                "PATCH " + GATEWAY_RESPONSE + "/templates",
                """
                {"contentType": "${contentType}",
                  "mappingTemplate": "{ \\"error\\" : \\"${context.apiName}\\" }"}
                """)
            .gets(204)
            .notFound("a gateway response template exists", "no API has the id")
            .tooLong("a content type", "contentType", 101),
        of("deleteGatewayResponseTemplate", "a request to delete a template of a gateway response")
            .given("a gateway response template exists")
            .asks("DELETE " + GATEWAY_RESPONSE + "/templates?contentType=${contentType}")
            .gets(204)
            .notFound("a gateway response template exists", "no API has the id")
            .badQuery("with a content type of 101 characters", "contentType", "t".repeat(101)));
  }
}
