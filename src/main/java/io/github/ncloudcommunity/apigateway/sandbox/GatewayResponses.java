package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway itself answers with. Which types there are is documented nowhere; here each API
 * has one for each documented error code.
 */
final class GatewayResponses {

  private final State state;

  GatewayResponses(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "listGatewayResponses", this::list,
        "setGatewayResponseStatusCode", this::setStatusCode,
        "resetGatewayResponse", this::reset,
        "addGatewayResponseHeader",
            request -> add(Kind.GATEWAY_RESPONSE_HEADER, "headerName", request),
        "deleteGatewayResponseHeader", this::deleteHeader,
        "addGatewayResponseTemplate",
            request -> add(Kind.GATEWAY_RESPONSE_TEMPLATE, "contentType", request),
        "updateGatewayResponseTemplate", this::updateTemplate,
        "deleteGatewayResponseTemplate", this::deleteTemplate);
  }

  /** Adds those that are not there. */
  static void addTo(State state, Row api) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code != ErrorCode.UNKNOWN
          && state.find(Kind.GATEWAY_RESPONSE, api, code.name()) == null) {
        state.add(Kind.GATEWAY_RESPONSE, api, code.name(), original(code));
      }
    }
  }

  private static ObjectNode original(ErrorCode code) {
    return object()
        .put("responseType", code.name())
        .put("responseName", Answer.message(code))
        .put("statusCode", code.httpStatus());
  }

  private ObjectNode list(Request request) {
    return object(
        "gatewayResponses",
        array(state.all(Kind.GATEWAY_RESPONSE, request.row(Kind.API)), this::view));
  }

  private ObjectNode view(Row response) {
    boolean isDefault =
        response.text("statusCode").equals(original(code(response)).path("statusCode").asText())
            && state.all(Kind.GATEWAY_RESPONSE_HEADER, response).isEmpty()
            && state.all(Kind.GATEWAY_RESPONSE_TEMPLATE, response).isEmpty();
    return response
        .view()
        .put("default", isDefault)
        .put("isDefault", isDefault)
        .setAll(
            Map.of(
                "headers",
                array(state.all(Kind.GATEWAY_RESPONSE_HEADER, response), Row::view),
                "templates",
                array(state.all(Kind.GATEWAY_RESPONSE_TEMPLATE, response), Row::view)));
  }

  private static ErrorCode code(Row response) {
    return ErrorCode.valueOf(response.id());
  }

  private ObjectNode setStatusCode(Request request) {
    Row response = request.row(Kind.GATEWAY_RESPONSE);
    state.change(response, request.body());
    return view(response);
  }

  private @Nullable ObjectNode reset(Request request) {
    Row response = request.row(Kind.GATEWAY_RESPONSE);
    state.change(response, original(code(response)));
    state.all(Kind.GATEWAY_RESPONSE_HEADER, response).forEach(state::remove);
    state.all(Kind.GATEWAY_RESPONSE_TEMPLATE, response).forEach(state::remove);
    return null;
  }

  /** Adds a part that is known by one of its members. */
  private ObjectNode add(Kind kind, String knownBy, Request request) {
    return state
        .add(
            kind,
            request.row(Kind.GATEWAY_RESPONSE),
            request.requiredMember(knownBy),
            request.body())
        .view();
  }

  private @Nullable ObjectNode deleteHeader(Request request) {
    state.remove(request.row(Kind.GATEWAY_RESPONSE_HEADER));
    return null;
  }

  private @Nullable ObjectNode updateTemplate(Request request) {
    state.change(template(request, request.member("contentType")), request.body());
    return null;
  }

  private @Nullable ObjectNode deleteTemplate(Request request) {
    state.remove(template(request, request.text("contentType")));
    return null;
  }

  private Row template(Request request, @Nullable String contentType) {
    String id = String.valueOf(contentType);
    Row template =
        state.find(Kind.GATEWAY_RESPONSE_TEMPLATE, request.row(Kind.GATEWAY_RESPONSE), id);
    if (template == null) {
      throw Problem.notFound("There is no " + Kind.GATEWAY_RESPONSE_TEMPLATE.describe(id) + ".");
    }
    return template;
  }
}
