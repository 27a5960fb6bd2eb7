package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bodies of answers. */
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

  /** Some of the rows, and how many there are in all. */
  static ObjectNode page(String name, List<Row> rows, Page page, Function<Row, ObjectNode> view) {
    return object(name, array(page.of(rows), view))
        .put("total", rows.size())
        // The documents show 0 and 1, and do not explain it.
        .put("initialCount", 0);
  }

  static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  static boolean contains(Row row, String member, @Nullable String filter) {
    return filter == null || row.text(member).contains(filter);
  }

  static boolean fits(boolean value, @Nullable Boolean filter) {
    return filter == null || filter == value;
  }
}
