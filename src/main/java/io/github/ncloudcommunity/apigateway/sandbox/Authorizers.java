package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.contains;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The authorizers of the account. */
final class Authorizers {

  private final State state;

  Authorizers(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "listAuthorizers", this::list,
        "createAuthorizer", request -> state.add(Kind.AUTHORIZER, null, request.body()).view(),
        "getAuthorizer", request -> request.row(Kind.AUTHORIZER).view(),
        "updateAuthorizer", this::update,
        "deleteAuthorizer", this::delete,
        "testAuthorizer", this::test);
  }

  private ObjectNode list(Request request) {
    List<Row> authorizers =
        state.all(Kind.AUTHORIZER).stream()
            .filter(authorizer -> contains(authorizer, "authorizerName", request.text("name")))
            .toList();
    return page("authorizers", authorizers, request.page(), Row::view);
  }

  private @Nullable ObjectNode update(Request request) {
    state.replace(request.row(Kind.AUTHORIZER), request);
    return null;
  }

  /** Nothing is called; the answer is made up. */
  private ObjectNode test(Request request) {
    ObjectNode response = object().put("latency", "1 ms").put("status", 200);
    ObjectNode header = response.putObject("header");
    Map<String, String> values =
        Map.of(
            "Server", "sandbox",
            "Date", "Thu, 01 Jan 1970 00:00:00 GMT",
            "Content-Type", "application/json",
            "Content-Length", "2",
            "Connection", "keep-alive",
            "X-Request-ID", "sandbox",
            "Access-Control-Allow-Origin", "*");
    values.forEach((name, value) -> header.putArray(name).add(value));
    response.putObject("body");
    return object("response", response);
  }

  private @Nullable ObjectNode delete(Request request) {
    Row authorizer = request.row(Kind.AUTHORIZER);
    state.removeUnused(authorizer, users(state, authorizer));
    return null;
  }

  /** The methods that an authorizer decides about. */
  static List<Row> users(State state, Row authorizer) {
    return state.all(Kind.METHOD).stream()
        .filter(
            method ->
                method
                    .members()
                    .at("/authentication/authorizerId")
                    .asText()
                    .equals(authorizer.id()))
        .toList();
  }
}
