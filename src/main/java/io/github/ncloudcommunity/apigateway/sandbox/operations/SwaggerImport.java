package io.github.ncloudcommunity.apigateway.sandbox.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An imported Swagger or OpenAPI document.
 *
 * @param paths the names of the methods by path
 * @param problem why the document cannot be imported, or null
 */
record SwaggerImport(Map<String, List<String>> paths, @Nullable String problem) {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "delete", "patch", "options", "head");

  static SwaggerImport read(String text) {
    JsonNode document;
    try {
      document = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return new SwaggerImport(Map.of(), "The document is not JSON.");
    }
    if (!document.path("paths").isObject()) {
      return new SwaggerImport(Map.of(), "The document has no paths.");
    }
    Map<String, List<String>> paths = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      paths.put(
          path.getKey(),
          path.getValue().properties().stream()
              .map(Map.Entry::getKey)
              .filter(METHODS::contains)
              .map(method -> method.toUpperCase(Locale.ROOT))
              .toList());
    }
    return new SwaggerImport(paths, null);
  }

  /** The number of paths and methods. */
  int size() {
    return paths.size() + paths.values().stream().mapToInt(List::size).sum();
  }

  /** Returns the members that every answer to an import has. */
  ObjectNode outcome() {
    ObjectNode outcome = Bodies.object().put("success", problem == null);
    outcome.putArray("warnMessages");
    ArrayNode errors = outcome.putArray("errorMessages");
    if (problem != null) {
      errors.add(problem);
    }
    return outcome;
  }
}
