package io.github.ncloudcommunity.apigateway.sandbox.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.function.Function;

/** Builds the bodies of answers. */
final class Bodies {

  private Bodies() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An object with one member. */
  static ObjectNode object(String name, JsonNode value) {
    return object().set(name, value);
  }

  static ArrayNode array(List<Row> rows, Function<Row, ObjectNode> view) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    rows.stream().map(view).forEach(array::add);
    return array;
  }
}
