package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Answer;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.Map;

/**
 * The responses of the gateway itself. The documents do not list their types; in the sandbox an API
 * has one for each documented error code.
 */
final class GatewayResponses {

  private GatewayResponses() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.GATEWAY_RESPONSE)
        .view(GatewayResponses::view)
        .list("listGatewayResponses", "gatewayResponses")
        .update("setGatewayResponseStatusCode");
    handlers
        .crud(Kind.GATEWAY_RESPONSE_HEADER)
        .create("addGatewayResponseHeader")
        .delete("deleteGatewayResponseHeader");
    handlers.crud(Kind.GATEWAY_RESPONSE_TEMPLATE).create("addGatewayResponseTemplate");
    handlers
        .run("resetGatewayResponse", call -> reset(call.row(Kind.GATEWAY_RESPONSE)))
        .run("updateGatewayResponseTemplate", call -> call.update(template(call), call.body()))
        .run("deleteGatewayResponseTemplate", call -> template(call).remove());
  }

  /** Adds the responses that an API does not have yet. */
  static void addTo(Row api) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code != ErrorCode.UNKNOWN) {
        api.findOrAdd(Kind.GATEWAY_RESPONSE, code.name(), original(code));
      }
    }
  }

  private static ObjectNode original(ErrorCode code) {
    return object()
        .put("responseType", code.name())
        .put("responseName", Answer.message(code))
        .put("statusCode", code.httpStatus());
  }

  private static ObjectNode original(Row response) {
    return original(ErrorCode.valueOf(response.id()));
  }

  private static ObjectNode view(Row response) {
    boolean isDefault =
        response.text("statusCode").equals(original(response).path("statusCode").asText())
            && response.all(Kind.GATEWAY_RESPONSE_HEADER).isEmpty()
            && response.all(Kind.GATEWAY_RESPONSE_TEMPLATE).isEmpty();
    return response
        .view()
        .put("default", isDefault)
        .put("isDefault", isDefault)
        .setAll(
            Map.of(
                "headers", array(response.all(Kind.GATEWAY_RESPONSE_HEADER), Row::view),
                "templates", array(response.all(Kind.GATEWAY_RESPONSE_TEMPLATE), Row::view)));
  }

  private static void reset(Row response) {
    response.change(original(response));
    response.all(Kind.GATEWAY_RESPONSE_HEADER).forEach(Row::remove);
    response.all(Kind.GATEWAY_RESPONSE_TEMPLATE).forEach(Row::remove);
  }

  private static Row template(Call call) {
    Row response = call.row(Kind.GATEWAY_RESPONSE);
    String contentType = call.requiredText("contentType");
    Row template = response.find(Kind.GATEWAY_RESPONSE_TEMPLATE, contentType);
    if (template == null) {
      throw Call.notFound(Kind.GATEWAY_RESPONSE_TEMPLATE, contentType, response);
    }
    return template;
  }
}
