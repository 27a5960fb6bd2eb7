package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes one document of a specification in several files, and says at each operation which pages it
 * was read from. A component keeps its name, a path is put where it is named, and nothing else
 * changes. The bundler of openapi-generator copies every response to each operation, keeps the
 * components that nobody uses any more, and makes up examples that contradict their schemas.
 */
final class Bundle {

  private final Map<Path, JsonNode> files = new HashMap<>();
  private final Map<String, String> targets = new HashMap<>();
  private final Map<String, Map<String, JsonNode>> components = new TreeMap<>();

  private Bundle() {}

  /** The document for the file that names all others. */
  static ObjectNode of(Path root, Documents documents) {
    Bundle bundle = new Bundle();
    ObjectNode document = (ObjectNode) bundle.copy(root, bundle.read(root));
    ObjectNode all = (ObjectNode) document.remove("components");
    bundle.components.forEach((section, named) -> all.putObject(section).setAll(named));
    for (JsonNode operation : document.get("paths").findParents("operationId")) {
      Provenance.add((ObjectNode) operation, documents);
    }
    return document.set("components", all);
  }

  private JsonNode read(Path file) {
    return files.computeIfAbsent(file.normalize(), Yaml::read);
  }

  private JsonNode copy(Path file, JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> list.add(copy(file, element)));
      return list;
    }
    if (node.has("$ref")) {
      return follow(file, node.get("$ref").asText());
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    node.properties().forEach(m -> object.set(m.getKey(), copy(file, m.getValue())));
    return object;
  }

  private JsonNode follow(Path from, String reference) {
    String[] fileAndPointer = reference.split("#", 2);
    Path file =
        fileAndPointer[0].isEmpty() ? from : from.resolveSibling(fileAndPointer[0]).normalize();
    String pointer = fileAndPointer[1];
    JsonNode target = read(file).at(pointer);
    String section = section(file);
    if (section.equals("paths")) {
      return copy(file, target);
    }
    String name = pointer.substring(1);
    String place = "#/components/" + section + "/" + name;
    String other = targets.putIfAbsent(place, file + "#" + pointer);
    if (other == null) {
      Map<String, JsonNode> named = components.computeIfAbsent(section, s -> new TreeMap<>());
      named.put(name, copy(file, target));
    } else if (!other.equals(file + "#" + pointer)) {
      throw new IllegalStateException(
          "%s: two components have this name: %s and %s#%s".formatted(place, other, file, pointer));
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", place);
  }

  /** {@code schemas} for {@code components/schemas/stage.yaml} as for {@code schemas.yaml}. */
  private static String section(Path file) {
    Path folder = file.getParent();
    return folder.endsWith("components")
        ? file.getFileName().toString().replace(".yaml", "")
        : folder.getFileName().toString();
  }
}
