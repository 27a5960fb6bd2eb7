package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.Map;

/** The methods of a resource, with their parameters, bodies and responses. */
final class Methods {

  /** The member of a method or a response that keeps its body. No answer shows it there. */
  static final String BODY = "body";

  private static final List<String> ENDPOINTS =
      List.of("mockEndPoint", "ncpEndPoint", "httpEndPoint");

  private Methods() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.METHOD)
        .beforeDelete(Deployments::forgetSettings)
        .list("listMethods", "methods")
        .get("getMethodConsumers")
        .update("setMethodConsumers")
        .get("getMethodProduces")
        .update("setMethodProduces")
        .delete("deleteMethod");
    handlers
        .crud(Kind.METHOD_PARAMETER)
        .envelope("methodParameterDto")
        .create("addMethodParameter", (call, it) -> addParameter(call.row(Kind.METHOD), it));
    handlers
        .crud(Kind.METHOD_RESPONSE)
        .envelope("methodResponseDto")
        .list("listMethodResponses", "responses")
        .create("addMethodResponse")
        .update("updateMethodResponse")
        .delete("deleteMethodResponse");
    handlers
        .crud(Kind.METHOD_RESPONSE_HEADER)
        .envelope("methodParameterDto")
        .list("listMethodResponseHeaders", "headers")
        .create("addMethodResponseHeader", (call, it) -> addHeader(response(call), it))
        .delete("deleteMethodResponseHeader");
    handlers
        .answer("createMethod", Methods::create)
        .answer("updateMethod", Methods::update)
        .answer("listMethodParameters", call -> listParameters(call.row(Kind.METHOD)))
        .run("deleteMethodParameter", Methods::deleteParameter)
        .answer("getMethodRequestBody", call -> body(call.row(Kind.METHOD)))
        .answer("saveMethodRequestBody", call -> saveBody(call.row(Kind.METHOD), call))
        .run("deleteMethodRequestBody", call -> deleteBody(call.row(Kind.METHOD)))
        .answer("getMethodResponseBody", call -> body(response(call)))
        .answer("saveMethodResponseBody", call -> saveBody(response(call), call))
        .run("deleteMethodResponseBody", call -> deleteBody(response(call)));
  }

  private static Row response(Call call) {
    return call.row(Kind.METHOD_RESPONSE);
  }

  // Methods

  private static ObjectNode create(Call call) {
    Row method = add(call.row(Kind.RESOURCE), call.body());
    return object("methods", array(List.of(method), Row::view));
  }

  static Row add(Row resource, ObjectNode members) {
    return resource.add(
        Kind.METHOD,
        members
            .put("methodCode", members.path("methodName").asText())
            .put("endpointCode", endpoint(members))
            .put("consumers", "application/json")
            .put("produces", "application/json")
            .put("useBodyWhenFormData", false));
  }

  /** The name of the endpoint; the codes are not documented. */
  private static String endpoint(ObjectNode members) {
    return ENDPOINTS.stream().filter(members::has).findFirst().orElse("none");
  }

  /** A method has only the endpoint that was set last. */
  private static ObjectNode update(Call call) {
    Row method = call.row(Kind.METHOD);
    ObjectNode members = call.body();
    method.members().remove(ENDPOINTS);
    method.change(members.put("endpointCode", endpoint(members)));
    return object("method", method.view());
  }

  // Parameters of requests

  private static ObjectNode listParameters(Row method) {
    return method
        .view()
        .put("isNcpTenant", false)
        .setAll(
            Map.of(
                "headers", parameters(method, "REQUEST_HEADER"),
                "queryStrings", parameters(method, "REQUEST_QUERY"),
                "formDatas", parameters(method, "REQUEST_FORMDATA")));
  }

  private static JsonNode parameters(Row method, String code) {
    return array(parametersWith(method, "parameterCode", code), Row::view);
  }

  private static List<Row> parametersWith(Row method, String member, String value) {
    return method.all(Kind.METHOD_PARAMETER).stream()
        .filter(parameter -> parameter.text(member).equals(value))
        .toList();
  }

  static Row addParameter(Row method, ObjectNode members) {
    String id =
        members.path("parameterCode").asText() + " " + members.path("parameterName").asText();
    return method.add(
        Kind.METHOD_PARAMETER, id, withDefaults(members).put("parameterNo", method.nextNumber()));
  }

  private static ObjectNode withDefaults(ObjectNode parameter) {
    return object()
        .put("parameterType", "string")
        .put("isRequired", false)
        .put("isArray", false)
        .setAll(parameter);
  }

  /** A header and a query parameter of the same name are both deleted. */
  private static void deleteParameter(Call call) {
    Row method = call.row(Kind.METHOD);
    String name = call.requiredText("parameterName");
    List<Row> named = parametersWith(method, "parameterName", name);
    if (named.isEmpty()) {
      throw Call.notFound(Kind.METHOD_PARAMETER, name, method);
    }
    named.forEach(Row::remove);
  }

  // Bodies of requests and responses

  private static ObjectNode body(Row owner) {
    if (!(owner.members().get(BODY) instanceof ObjectNode body)) {
      throw Problem.notFound("The %s has no body.".formatted(owner));
    }
    Row model = owner.account().get(Kind.MODEL, body.path("modelId").asText());
    return body.deepCopy().put("modelName", model.text("modelName"));
  }

  private static ObjectNode saveBody(Row owner, Call call) {
    owner.members().set(BODY, call.body());
    return body(owner);
  }

  private static void deleteBody(Row owner) {
    body(owner);
    owner.members().remove(BODY);
  }

  static Row addHeader(Row response, ObjectNode members) {
    return response.add(
        Kind.METHOD_RESPONSE_HEADER,
        withDefaults(members)
            .put("parameterCode", "RESPONSE_HEADER")
            .put("parameterNo", response.nextNumber()));
  }
}
