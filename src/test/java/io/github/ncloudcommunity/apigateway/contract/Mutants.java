package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The small changes that somebody could make to the specification by mistake. */
final class Mutants {

  private static final List<String> BOUNDS =
      List.of("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems");

  private final Specification original;
  private final Operation operation;
  private final List<Mutant> mutants = new ArrayList<>();

  /**
   * A change.
   *
   * @param kind what sort of change it is
   * @param what what is changed
   * @param change is given a document and the operation in it
   */
  record Mutant(String kind, String what, BiConsumer<ObjectNode, ObjectNode> change) {

    /** A specification of one operation alone, changed. */
    Specification of(Specification original, Operation operation) {
      ObjectNode document = alone(original, operation);
      change.accept(
          document,
          (ObjectNode) document.path("paths").path(operation.path()).path(method(operation)));
      return Specification.of(document);
    }
  }

  private Mutants(Specification original, Operation operation) {
    this.original = original;
    this.operation = operation;
  }

  /** The operation as it is, in a specification of its own. */
  static Specification unchanged(Specification original, Operation operation) {
    return Specification.of(alone(original, operation));
  }

  /** Changes of what an operation has of its own. */
  static List<Mutant> of(Specification original, Operation operation) {
    Mutants mutants = new Mutants(original, operation);
    mutants.lines();
    mutants.parameters();
    mutants.body("request", "/requestBody");
    for (String status : operation.successes()) {
      mutants.status(status);
      mutants.body(status, "/responses/" + status);
    }
    return mutants.mutants;
  }

  /** Changes of what all operations share: servers, signature and errors. */
  static List<Mutant> shared(Specification original, Operation operation) {
    Mutants mutants = new Mutants(original, operation);
    mutants.everywhere();
    for (String status : operation.errors()) {
      mutants.status(status);
      mutants.body(status, "/responses/" + status);
    }
    return mutants.mutants;
  }

  private static ObjectNode alone(Specification original, Operation operation) {
    ObjectNode alone = JsonNodeFactory.instance.objectNode();
    alone.set("x-signature", original.document().path("x-signature"));
    alone.set("servers", original.servers(operation));
    ObjectNode node = operation.node().deepCopy();
    node.set("parameters", JsonNodeFactory.instance.arrayNode().addAll(operation.parameters()));
    alone.putObject("paths").putObject(operation.path()).set(method(operation), node);
    // Whatever is shared must not be changed by a mutant.
    return alone.deepCopy();
  }

  private static String method(Operation operation) {
    return operation.method().toLowerCase(Locale.ROOT);
  }

  private void add(String kind, String what, BiConsumer<ObjectNode, ObjectNode> change) {
    mutants.add(new Mutant(kind, what, change));
  }

  /** A change of one object of the operation, if it has it. */
  private void add(String kind, String what, String pointer, Consumer<ObjectNode> change) {
    add(
        kind,
        what,
        (document, changed) -> {
          if (changed.at(pointer) instanceof ObjectNode object) {
            change.accept(object);
          }
        });
  }

  private void lines() {
    add(
        "path renamed",
        operation.path(),
        (document, changed) -> {
          ObjectNode paths = document.withObject("/paths");
          paths.set(operation.path() + "s", paths.remove(operation.path()));
        });
    for (String other : List.of("get", "put", "post", "delete", "patch")) {
      if (!other.equals(method(operation))) {
        add(
            "method changed",
            "to " + other,
            (document, changed) -> {
              ObjectNode item = (ObjectNode) document.path("paths").path(operation.path());
              item.set(other, item.remove(method(operation)));
            });
      }
    }
  }

  private void status(String status) {
    boolean success = status.startsWith("2");
    add(
        success ? "status changed" : "error removed",
        status,
        "/responses",
        responses -> {
          JsonNode response = responses.remove(status);
          if (success) {
            responses.set(status.equals("200") ? "201" : "200", response);
          }
        });
  }

  private void everywhere() {
    for (int i = 0; i < original.servers(operation).size(); i++) {
      String server = "/servers/" + i;
      String url = original.servers(operation).path(i).path("url").asText();
      String host = url.substring(0, url.length() - Pacts.BASE_PATH.length());
      add("base path dropped", url, (d, changed) -> d.withObject(server).put("url", host));
      add(
          "host renamed",
          url,
          (d, changed) -> d.withObject(server).put("url", url.replace("ntruss", "nt")));
    }
    add(
        "signature changed",
        "encoding",
        (d, changed) -> d.withObject("/x-signature").put("encoding", "hex"));
    for (Map.Entry<String, JsonNode> header :
        original.document().at("/x-signature/headers").properties()) {
      add(
          "signature header renamed",
          header.getValue().asText(),
          (d, changed) -> d.withObject("/x-signature/headers").put(header.getKey(), "x-other"));
    }
  }

  private void parameters() {
    List<JsonNode> parameters = operation.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      int index = i;
      JsonNode parameter = parameters.get(i);
      String in = parameter.path("in").asText();
      String what = in + " " + parameter.path("name").asText();
      String pointer = "/parameters/" + i;
      boolean required = parameter.path("required").asBoolean();
      add(in + " parameter renamed", what, pointer, p -> p.put("name", "renamed"));
      add(
          in + " parameter removed",
          what,
          (document, changed) -> ((ArrayNode) changed.path("parameters")).remove(index));
      add(
          required ? "required dropped" : "required added",
          what,
          pointer,
          p -> p.put("required", !required));
      values(what, pointer + "/schema", parameter.path("schema"));
    }
  }

  private void body(String what, String holder) {
    JsonNode contents = operation.node().at(holder + "/content");
    if (contents.isEmpty()) {
      return;
    }
    if (what.equals("request")) {
      add("body removed", what, "", changed -> changed.remove("requestBody"));
    } else {
      add("body removed", what, holder, response -> response.remove("content"));
    }
    for (Map.Entry<String, JsonNode> content : contents.properties()) {
      String mediaType = content.getKey();
      add(
          "media type changed",
          what,
          holder + "/content",
          types -> types.set("text/plain", types.remove(mediaType)));
      element(
          what,
          holder + "/content/" + mediaType.replace("/", "~1") + "/schema",
          content.getValue().path("schema"));
    }
  }

  private void members(String what, String pointer, JsonNode schema) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      String name = member.getKey();
      String below = what + "." + name;
      String properties = pointer + "/properties";
      add("member renamed", below, properties, o -> o.set(name + "Renamed", o.remove(name)));
      add("member removed", below, properties, object -> object.remove(name));
      boolean required =
          schema.path("required").valueStream().anyMatch(n -> n.asText().equals(name));
      add(
          required ? "required dropped" : "required added",
          below,
          pointer,
          object -> {
            ArrayNode names = JsonNodeFactory.instance.arrayNode();
            object
                .path("required")
                .valueStream()
                .filter(n -> !n.asText().equals(name))
                .forEach(names::add);
            if (!required) {
              names.add(name);
            }
            object.set("required", names);
          });
      values(below, properties + "/" + name, member.getValue());
      members(below, properties + "/" + name, member.getValue());
    }
    if (schema.has("items")) {
      element(what + "[]", pointer + "/items", schema.path("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      element(what + ".*", pointer + "/additionalProperties", schema.path("additionalProperties"));
    }
    for (String constraint : List.of("x-constraint", "additionalProperties")) {
      // Of a nested object no document says that it has no other members.
      boolean isFact = schema.path(constraint).isObject() || what.equals("request");
      if (schema.has(constraint) && !schema.path(constraint).has("type") && isFact) {
        add("condition dropped", what, pointer, object -> object.remove(constraint));
      }
    }
  }

  /** A value without a name of its own. */
  private void element(String what, String pointer, JsonNode schema) {
    if (!schema.path("type").asText().equals("object")) {
      values(what, pointer, schema);
    }
    members(what, pointer, schema);
  }

  /** What a single value may be. */
  private void values(String what, String pointer, JsonNode schema) {
    String type = schema.path("type").asText();
    add(
        "type changed",
        what,
        pointer,
        object -> {
          object.put("type", type.equals("string") ? "integer" : "string");
          object.remove(List.of("format", "properties", "items"));
        });
    if (schema.has("format")) {
      String format = schema.path("format").asText();
      add(
          "format changed",
          what,
          pointer,
          object -> object.put("format", format.equals("int64") ? "int32" : "int64"));
    }
    for (String bound : BOUNDS) {
      if (schema.has(bound)) {
        long value = schema.path(bound).asLong();
        String which = what + " " + bound;
        add(
            "length or range changed",
            which,
            pointer,
            object -> object.put(bound, value > 1 ? value - 1 : value + 1));
        add("length or range dropped", which, pointer, object -> object.remove(bound));
      }
    }
    for (int i = 0; i < schema.path("enum").size(); i++) {
      int index = i;
      add(
          "enum value removed",
          what + " " + schema.path("enum").get(i).asText(),
          pointer,
          object -> ((ArrayNode) object.path("enum")).remove(index));
    }
    if (schema.has("enum")) {
      add(
          "enum value added",
          what,
          pointer,
          object -> ((ArrayNode) object.path("enum")).add("ADDED"));
      add("enum dropped", what, pointer, object -> object.remove("enum"));
    }
    if (schema.has("default")) {
      add("default dropped", what, pointer, object -> object.remove("default"));
    }
  }
}
