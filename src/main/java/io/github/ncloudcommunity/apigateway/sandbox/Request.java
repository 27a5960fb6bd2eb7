package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that fits the specification and names what exists.
 *
 * @param rows what its ids name; of several of a kind the first
 */
record Request(SpecifiedOperation operation, ValidRequest valid, Map<Kind, Row> rows) {

  /** What the id of a kind names, one that the specification requires. */
  Row row(Kind kind) {
    Row row = rows.get(kind);
    if (row == null) {
      throw new IllegalStateException(operation.operationId() + " does not name a " + kind);
    }
    return row;
  }

  /** Whether a row is the one that the request names of its kind, or a part of it, or none is. */
  boolean admits(Kind kind, Row row) {
    Row named = rows.get(kind);
    return named == null || row.isWithin(named);
  }

  @Nullable String text(String parameter) {
    JsonNode value = valid.parameters().get(parameter);
    return value == null ? null : value.textValue();
  }

  @Nullable Boolean flag(String parameter) {
    JsonNode value = valid.parameters().get(parameter);
    return value == null ? null : value.booleanValue();
  }

  /** The body, a copy; empty when there is none. */
  ObjectNode body() {
    return valid.body() instanceof ObjectNode body
        ? body.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }

  @Nullable String member(String name) {
    JsonNode value = valid.body().get(name);
    return value == null ? null : value.textValue();
  }

  /** A member that the specification requires. */
  String requiredMember(String name) {
    return valid.body().path(name).asText();
  }

  /** Which rows the query or the body asks for. */
  Page page() {
    JsonNode body = valid.body();
    return body.isObject()
        ? Page.of(body.get("offset"), body.get("limit"))
        : Page.of(valid.parameters().get("offset"), valid.parameters().get("limit"));
  }
}
