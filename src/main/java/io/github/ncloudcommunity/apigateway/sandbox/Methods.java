package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of a resource, what they take and what they answer with. */
final class Methods {

  /** Where a method or a response keeps its body, which is no member of either. */
  static final String BODY = "body";

  private static final List<String> ENDPOINTS =
      List.of("mockEndPoint", "ncpEndPoint", "httpEndPoint");

  private final State state;

  Methods(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.ofEntries(
        Map.entry("listMethods", this::list),
        Map.entry("createMethod", this::create),
        Map.entry("updateMethod", this::update),
        Map.entry("deleteMethod", request -> delete(request.row(Kind.METHOD))),
        Map.entry("getMethodConsumers", this::get),
        Map.entry("setMethodConsumers", this::set),
        Map.entry("getMethodProduces", this::get),
        Map.entry("setMethodProduces", this::set),
        Map.entry("listMethodParameters", this::listParameters),
        Map.entry("addMethodParameter", this::addParameter),
        Map.entry("deleteMethodParameter", this::deleteParameter),
        Map.entry("getMethodRequestBody", request -> body(request.row(Kind.METHOD))),
        Map.entry("saveMethodRequestBody", request -> saveBody(request, Kind.METHOD)),
        Map.entry("deleteMethodRequestBody", request -> deleteBody(request.row(Kind.METHOD))),
        Map.entry("listMethodResponses", this::listResponses),
        Map.entry("addMethodResponse", this::addResponse),
        Map.entry("updateMethodResponse", this::updateResponse),
        Map.entry("deleteMethodResponse", request -> delete(request.row(Kind.METHOD_RESPONSE))),
        Map.entry("listMethodResponseHeaders", this::listHeaders),
        Map.entry("addMethodResponseHeader", this::addHeader),
        Map.entry(
            "deleteMethodResponseHeader",
            request -> delete(request.row(Kind.METHOD_RESPONSE_HEADER))),
        Map.entry("getMethodResponseBody", request -> body(request.row(Kind.METHOD_RESPONSE))),
        Map.entry("saveMethodResponseBody", request -> saveBody(request, Kind.METHOD_RESPONSE)),
        Map.entry(
            "deleteMethodResponseBody", request -> deleteBody(request.row(Kind.METHOD_RESPONSE))));
  }

  private @Nullable ObjectNode delete(Row row) {
    Deployments.forgetSettings(state, row);
    state.remove(row);
    return null;
  }

  // Methods

  private ObjectNode list(Request request) {
    return object("methods", array(state.all(Kind.METHOD, request.row(Kind.RESOURCE)), Row::view));
  }

  private ObjectNode create(Request request) {
    Row method = add(state, request.row(Kind.RESOURCE), request.body());
    return object("methods", array(List.of(method), Row::view));
  }

  static Row add(State state, Row resource, ObjectNode members) {
    String name = members.path("methodName").asText();
    return state.add(
        Kind.METHOD,
        resource,
        name,
        members
            .put("methodCode", name)
            .put("endpointCode", endpoint(members))
            .put("consumers", "application/json")
            .put("produces", "application/json")
            .put("useBodyWhenFormData", false));
  }

  /** Names the endpoint; what codes there are is not documented. */
  private static String endpoint(ObjectNode members) {
    return ENDPOINTS.stream().filter(members::has).findFirst().orElse("none");
  }

  /** Of the three endpoints a method has but the one that was set last. */
  private ObjectNode update(Request request) {
    Row method = request.row(Kind.METHOD);
    ObjectNode members = request.body();
    method.members().remove(ENDPOINTS);
    state.change(method, members.put("endpointCode", endpoint(members)));
    return object("method", method.view());
  }

  private ObjectNode get(Request request) {
    return request.row(Kind.METHOD).view();
  }

  private ObjectNode set(Request request) {
    state.change(request.row(Kind.METHOD), request.body());
    return get(request);
  }

  // Parameters of requests

  private ObjectNode listParameters(Request request) {
    Row method = request.row(Kind.METHOD);
    return method
        .view()
        .put("isNcpTenant", false)
        .setAll(
            Map.of(
                "headers", parameters(method, "REQUEST_HEADER"),
                "queryStrings", parameters(method, "REQUEST_QUERY"),
                "formDatas", parameters(method, "REQUEST_FORMDATA")));
  }

  private JsonNode parameters(Row method, String code) {
    return array(
        state.all(Kind.METHOD_PARAMETER, method).stream()
            .filter(parameter -> parameter.text("parameterCode").equals(code))
            .toList(),
        Row::view);
  }

  private ObjectNode addParameter(Request request) {
    Row parameter = addParameter(state, request.row(Kind.METHOD), request.body());
    return object("methodParameterDto", parameter.view());
  }

  static Row addParameter(State state, Row method, ObjectNode members) {
    String id =
        members.path("parameterCode").asText() + " " + members.path("parameterName").asText();
    return state.add(
        Kind.METHOD_PARAMETER,
        method,
        id,
        withDefaults(members).put("parameterNo", method.nextNumber()));
  }

  private static ObjectNode withDefaults(ObjectNode parameter) {
    return object()
        .put("parameterType", "string")
        .put("isRequired", false)
        .put("isArray", false)
        .setAll(parameter);
  }

  /** A name that a header and a query parameter share names both. */
  private @Nullable ObjectNode deleteParameter(Request request) {
    String name = request.requiredMember("parameterName");
    List<Row> named =
        state.all(Kind.METHOD_PARAMETER, request.row(Kind.METHOD)).stream()
            .filter(parameter -> parameter.text("parameterName").equals(name))
            .toList();
    if (named.isEmpty()) {
      throw Problem.notFound("There is no " + Kind.METHOD_PARAMETER.describe(name) + ".");
    }
    named.forEach(state::remove);
    return null;
  }

  // Bodies of requests and responses

  private ObjectNode body(Row owner) {
    if (!(owner.members().get(BODY) instanceof ObjectNode body)) {
      throw Problem.notFound("The %s has no body.".formatted(owner));
    }
    Row model = state.get(Kind.MODEL, body.path("modelId").asText());
    return body.deepCopy().put("modelName", model.text("modelName"));
  }

  /** Puts a body in the place of the one that may be there. */
  private ObjectNode saveBody(Request request, Kind kind) {
    Row owner = request.row(kind);
    owner.members().set(BODY, request.body());
    return body(owner);
  }

  private @Nullable ObjectNode deleteBody(Row owner) {
    body(owner);
    owner.members().remove(BODY);
    return null;
  }

  // Responses and their headers

  private ObjectNode listResponses(Request request) {
    return object(
        "responses", array(state.all(Kind.METHOD_RESPONSE, request.row(Kind.METHOD)), Row::view));
  }

  private ObjectNode addResponse(Request request) {
    Row method = request.row(Kind.METHOD);
    ObjectNode members = request.body();
    String status = members.path("statusCode").asText();
    Row response = state.add(Kind.METHOD_RESPONSE, method, status, members);
    return object("methodResponseDto", response.view());
  }

  private ObjectNode updateResponse(Request request) {
    Row response = request.row(Kind.METHOD_RESPONSE);
    state.change(response, request.body());
    return object("methodResponseDto", response.view());
  }

  private ObjectNode listHeaders(Request request) {
    Row response = request.row(Kind.METHOD_RESPONSE);
    return object("headers", array(state.all(Kind.METHOD_RESPONSE_HEADER, response), Row::view));
  }

  private ObjectNode addHeader(Request request) {
    Row header = addHeader(state, request.row(Kind.METHOD_RESPONSE), request.body());
    return object("methodParameterDto", header.view());
  }

  static Row addHeader(State state, Row response, ObjectNode members) {
    return state.add(
        Kind.METHOD_RESPONSE_HEADER,
        response,
        members.path("parameterName").asText(),
        withDefaults(members)
            .put("parameterCode", "RESPONSE_HEADER")
            .put("parameterNo", response.nextNumber()));
  }
}
