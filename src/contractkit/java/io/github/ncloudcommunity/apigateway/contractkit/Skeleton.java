package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What of a specification binds: no texts and no examples. */
final class Skeleton {

  private static final Pattern TEXTS =
      Pattern.compile(
          "description|examples?|externalDocs|summary|tags|title|x-(?!(constraint|signature)$).*");

  /** Their members have names of ours, which may be those of keywords. */
  private static final Set<String> NAMED =
      Set.of("content", "headers", "parameters", "paths", "properties", "responses", "schemas");

  private Skeleton() {}

  /** A copy of a specification. */
  static JsonNode of(JsonNode specification) {
    return copy(specification, false);
  }

  private static JsonNode copy(JsonNode node, boolean named) {
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
      if (name.equals("servers")) {
        copy.set(name, member.getValue()); // Their descriptions name them.
      } else if (named || !TEXTS.matcher(name).matches()) {
        copy.set(name, copy(member.getValue(), !named && NAMED.contains(name)));
      }
    }
    return copy;
  }
}
