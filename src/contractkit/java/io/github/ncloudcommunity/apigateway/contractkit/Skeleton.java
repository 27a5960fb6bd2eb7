package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** What of a specification binds: no texts, no examples and no extensions. */
final class Skeleton {

  private static final Set<String> TEXTS =
      Set.of("description", "example", "examples", "externalDocs", "summary", "tags", "title");

  /** Their members have names of ours, which may be those of keywords. */
  private static final Set<String> NAMED =
      Set.of("content", "headers", "parameters", "paths", "properties", "responses", "schemas");

  private final Set<String> without;

  private Skeleton(Set<String> without) {
    this.without = without;
  }

  /**
   * A copy of a part of a specification.
   *
   * @param without keywords to leave out besides
   */
  static JsonNode of(JsonNode part, Set<String> without) {
    return new Skeleton(without).copy(part, false);
  }

  /** The skeletons of some keywords of a schema. */
  static JsonNode only(JsonNode schema, Set<String> keywords) {
    ObjectNode some = JsonNodeFactory.instance.objectNode();
    for (String keyword : keywords) {
      if (schema.has(keyword)) {
        some.set(keyword, of(schema.get(keyword), Set.of()));
      }
    }
    return some;
  }

  private JsonNode copy(JsonNode node, boolean named) {
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> copy.add(copy(element, false)));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = member.getKey();
      if (named) {
        copy.set(name, copy(member.getValue(), false));
      } else if (!TEXTS.contains(name) && !without.contains(name) && !name.startsWith("x-")) {
        copy.set(name, copy(member.getValue(), NAMED.contains(name)));
      }
    }
    return copy;
  }
}
