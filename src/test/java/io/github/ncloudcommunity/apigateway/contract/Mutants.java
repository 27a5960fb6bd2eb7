package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contract.Specification.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** All small changes of one operation that somebody could make to the specification by mistake. */
final class Mutants {

  private static final List<String> BOUNDS =
      List.of("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems");

  private final Specification original;
  private final Operation operation;
  private final ObjectNode document;
  private final String path;
  private final List<Mutant> mutants = new ArrayList<>();

  /**
   * A changed specification.
   *
   * @param kind what sort of change it is
   * @param what what was changed, with the operation in front
   * @param specification a specification of this operation alone
   */
  record Mutant(String kind, String what, Specification specification) {}

  private Mutants(Specification original, Operation operation) {
    this.original = original;
    this.operation = operation;
    this.document = alone();
    this.path = "/paths/" + operation.path().replace("~", "~0").replace("/", "~1");
  }

  /** The operation as it is, in a specification of its own. */
  static Specification unchanged(Specification original, Operation operation) {
    return Specification.of(new Mutants(original, operation).document);
  }

  static List<Mutant> of(Specification original, Operation operation) {
    Mutants mutants = new Mutants(original, operation);
    mutants.lines();
    mutants.everywhere();
    mutants.parameters();
    mutants.contents("body", "/requestBody/content");
    for (String status : operation.statuses()) {
      mutants.contents(status, "/responses/" + status + "/content");
    }
    mutants.words();
    return mutants.mutants;
  }

  private ObjectNode alone() {
    ObjectNode alone = JsonNodeFactory.instance.objectNode();
    alone.set("x-signature", original.document().path("x-signature"));
    alone.set("servers", original.servers(operation));
    alone.set("security", original.document().path("security"));
    alone
        .putObject("components")
        .set("securitySchemes", original.document().at("/components/securitySchemes"));
    ObjectNode item = alone.putObject("paths").putObject(operation.path());
    item.set("parameters", JsonNodeFactory.instance.arrayNode().addAll(operation.parameters()));
    ObjectNode node = operation.node().deepCopy();
    node.remove("parameters");
    item.set(method(), node);
    // Whatever is shared must not be changed by a mutant.
    return alone.deepCopy();
  }

  private String method() {
    return operation.method().toLowerCase(Locale.ROOT);
  }

  private void add(String kind, String what, Consumer<ObjectNode> change) {
    ObjectNode changed = document.deepCopy();
    change.accept(changed);
    mutants.add(new Mutant(kind, operation.id() + ", " + what, Specification.of(changed)));
  }

  private ObjectNode operation(JsonNode changed) {
    return (ObjectNode) changed.at(path + "/" + method());
  }

  private void lines() {
    add(
        "path renamed",
        operation.path(),
        changed -> {
          ObjectNode paths = changed.withObject("/paths");
          paths.set(operation.path() + "s", paths.remove(operation.path()));
        });
    for (String other : List.of("get", "put", "post", "delete", "patch")) {
      if (!other.equals(method())) {
        add(
            "method changed",
            "to " + other,
            changed -> {
              ObjectNode item = (ObjectNode) changed.at(path);
              item.set(other, item.remove(method()));
            });
      }
    }
    for (String status : operation.statuses()) {
      boolean success = operation.successes().contains(status);
      add(
          success ? "status changed" : "error removed",
          status,
          changed -> {
            ObjectNode responses = operation(changed).withObject("/responses");
            JsonNode response = responses.remove(status);
            if (success) {
              responses.set(status.equals("200") ? "201" : "200", response);
            }
          });
      JsonNode content = operation.node().path("responses").path(status).path("content");
      if (!content.isEmpty()) {
        add(
            "body removed",
            status,
            changed ->
                ((ObjectNode) operation(changed).at("/responses/" + status)).remove("content"));
      }
    }
    if (operation.node().has("requestBody")) {
      add("body removed", "request", changed -> operation(changed).remove("requestBody"));
    }
  }

  private void everywhere() {
    for (int i = 0; i < document.path("servers").size(); i++) {
      String server = "/servers/" + i;
      String url = document.at(server + "/url").asText();
      add("base path dropped", url, changed -> put(changed, server, "url", base(url)));
      add("host renamed", url, changed -> put(changed, server, "url", url.replace("ntruss", "nt")));
    }
    add(
        "signature described otherwise",
        "encoding",
        changed -> put(changed, "/x-signature", "encoding", "hex"));
    document
        .at("/components/securitySchemes")
        .properties()
        .forEach(
            scheme -> {
              String pointer = "/components/securitySchemes/" + scheme.getKey();
              add(
                  "signature header renamed",
                  scheme.getValue().path("name").asText(),
                  changed -> put(changed, pointer, "name", "x-" + scheme.getKey()));
            });
  }

  private static String base(String url) {
    return url.substring(0, url.length() - Pacts.BASE_PATH.length());
  }

  private static void put(JsonNode changed, String pointer, String member, String value) {
    ((ObjectNode) changed.at(pointer)).put(member, value);
  }

  private void parameters() {
    List<JsonNode> parameters = operation.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      int index = i;
      JsonNode parameter = parameters.get(i);
      String in = parameter.path("in").asText();
      String what = in + " " + parameter.path("name").asText();
      String pointer = path + "/parameters/" + i;
      add(in + " parameter renamed", what, c -> put(c, pointer, "name", "renamed"));
      add(
          in + " parameter removed",
          what,
          changed -> ((ArrayNode) changed.at(path + "/parameters")).remove(index));
      add(
          parameter.path("required").asBoolean() ? "required dropped" : "required added",
          what,
          changed ->
              ((ObjectNode) changed.at(pointer))
                  .put("required", !parameter.path("required").asBoolean()));
      values(what, pointer + "/schema", parameter.path("schema"));
    }
  }

  private void contents(String what, String pointer) {
    for (Map.Entry<String, JsonNode> content : operation.node().at(pointer).properties()) {
      String mediaType = content.getKey();
      add(
          "media type changed",
          what,
          changed -> {
            ObjectNode contents = (ObjectNode) operation(changed).at(pointer);
            contents.set("text/plain", contents.remove(mediaType));
          });
      String schema = pointer + "/" + mediaType.replace("/", "~1") + "/schema";
      element(what, path + "/" + method() + schema, content.getValue().path("schema"));
    }
  }

  private void schema(String what, String pointer, JsonNode schema) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      String name = member.getKey();
      String below = what + "." + name;
      String properties = pointer + "/properties";
      add(
          "member renamed",
          below,
          changed -> {
            ObjectNode object = (ObjectNode) changed.at(properties);
            object.set(name + "Renamed", object.remove(name));
          });
      add("member removed", below, c -> ((ObjectNode) c.at(properties)).remove(name));
      boolean required = required(schema, name);
      add(
          required ? "required dropped" : "required added",
          below,
          changed -> {
            ObjectNode object = (ObjectNode) changed.at(pointer);
            ArrayNode names = JsonNodeFactory.instance.arrayNode();
            object.path("required").forEach(n -> addUnless(names, n, name));
            if (!required) {
              names.add(name);
            }
            object.set("required", names);
          });
      values(below, properties + "/" + name, member.getValue());
      schema(below, properties + "/" + name, member.getValue());
    }
    if (schema.has("items")) {
      element(what + "[]", pointer + "/items", schema.path("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      element(what + ".*", pointer + "/additionalProperties", schema.path("additionalProperties"));
    }
    for (String condition : List.of("anyOf", "oneOf")) {
      if (schema.has(condition)) {
        add("condition dropped", what, c -> ((ObjectNode) c.at(pointer)).remove(condition));
      }
    }
  }

  /** A value without a name of its own. */
  private void element(String what, String pointer, JsonNode schema) {
    if (!schema.path("type").asText().equals("object")) {
      values(what, pointer, schema);
    }
    schema(what, pointer, schema);
  }

  private static void addUnless(ArrayNode names, JsonNode name, String left) {
    if (!name.asText().equals(left)) {
      names.add(name);
    }
  }

  private static boolean required(JsonNode schema, String name) {
    return schema.path("required").valueStream().anyMatch(n -> n.asText().equals(name));
  }

  /** What a single value may be. */
  private void values(String what, String pointer, JsonNode schema) {
    String type = schema.path("type").asText();
    add(
        "type changed",
        what,
        changed -> {
          ObjectNode object = (ObjectNode) changed.at(pointer);
          object.put("type", type.equals("string") ? "integer" : "string");
          object.remove(List.of("format", "properties", "items"));
        });
    if (schema.has("format")) {
      add(
          "format changed",
          what,
          changed -> {
            ObjectNode object = (ObjectNode) changed.at(pointer);
            String format = schema.path("format").asText();
            object.put("format", format.equals("int64") ? "int32" : "int64");
          });
    }
    for (String bound : BOUNDS) {
      if (schema.has(bound)) {
        long value = schema.path(bound).asLong();
        add(
            "length or range changed",
            what + " " + bound,
            c -> ((ObjectNode) c.at(pointer)).put(bound, value > 1 ? value - 1 : value + 1));
        add(
            "length or range dropped",
            what + " " + bound,
            c -> ((ObjectNode) c.at(pointer)).remove(bound));
      }
    }
    for (int i = 0; i < schema.path("enum").size(); i++) {
      int index = i;
      add(
          "enum value removed",
          what + " " + schema.path("enum").get(i).asText(),
          c -> ((ArrayNode) c.at(pointer + "/enum")).remove(index));
    }
    if (schema.has("enum")) {
      add("enum value added", what, c -> ((ArrayNode) c.at(pointer + "/enum")).add("ADDED"));
      add("enum dropped", what, c -> ((ObjectNode) c.at(pointer)).remove("enum"));
    }
    if (schema.has("default")) {
      add("default dropped", what, c -> ((ObjectNode) c.at(pointer)).remove("default"));
    }
  }

  /** What is in our own words. */
  private void words() {
    add("words changed", "summary", c -> operation(c).put("summary", "Something else"));
    add("words changed", "description", c -> operation(c).put("description", "Something else."));
    add(
        "page changed",
        "externalDocs",
        c ->
            operation(c)
                .withObject("/externalDocs")
                .put("url", "https://api.ncloud-docs.com/docs/x"));
    for (String own : List.of("/requestBody", "/responses/" + operation.successes().get(0))) {
      JsonPointer example = JsonPointer.compile(own + "/content/application~1json/example");
      if (operation.node().at(example).isObject()) {
        add(
            "example changed",
            own,
            c -> ((ObjectNode) operation(c).at(example.head())).putObject("example"));
      }
    }
  }
}
