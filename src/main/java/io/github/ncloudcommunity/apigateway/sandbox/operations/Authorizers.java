package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.Map;

/** The authorizers of the account. */
final class Authorizers {

  private Authorizers() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.AUTHORIZER)
        .usedBy(Authorizers::users)
        .list("listAuthorizers", "authorizers")
        .create("createAuthorizer")
        .get("getAuthorizer")
        .update("updateAuthorizer")
        .delete("deleteAuthorizer");
    handlers.answer("testAuthorizer", call -> test());
  }

  /** The methods that use an authorizer. */
  static List<Row> users(Row authorizer) {
    return authorizer.account().all(Kind.METHOD).stream()
        .filter(
            method ->
                method
                    .members()
                    .at("/authentication/authorizerId")
                    .asText()
                    .equals(authorizer.id()))
        .toList();
  }

  /** The sandbox calls no authorizer; the answer is always the same. */
  private static ObjectNode test() {
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
}
