package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request.Identifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the OpenAPI document, and validation against them. Thread-safe after the last call
 * of {@link #checked}.
 */
final class Schemas {

  private static final String DOCUMENT = "urn:ncloud-apigateway:openapi";

  /**
   * OpenAPI 3.0 as the validator knows it, with the integer formats of the OpenAPI registry. Other
   * words, of which the document has many, are ignored.
   *
   * @see <a href="https://spec.openapis.org/registry/format/">OpenAPI format registry</a>
   */
  private static final Dialect DIALECT =
      Dialect.builder(DOCUMENT + ":dialect", Dialects.getOpenApi30())
          .format(new IntegerFormat("int32", Integer.SIZE))
          .format(new IntegerFormat("int64", Long.SIZE))
          .keyword(new Constraint())
          .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
          .build();

  /** By default the messages are in the language of the machine. */
  private static final SchemaRegistryConfig ENGLISH =
      SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,100}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,100}(\\.[0-9]{1,100})?");

  private final JsonNode document;

  /** The schemas to validate against, in one document with the components they refer to. */
  private final ArrayNode checked = JsonNodeFactory.instance.arrayNode();

  private final Schema root;

  Schemas(JsonNode document) {
    this.document = document;
    ObjectNode schemas = JsonNodeFactory.instance.objectNode();
    schemas.set("components", document.path("components"));
    schemas.set("checked", checked);
    this.root =
        SchemaRegistry.withDialect(DIALECT, registry -> registry.schemaRegistryConfig(ENGLISH))
            .getSchema(SchemaLocation.of(DOCUMENT), schemas);
  }

  /**
   * A violation of a schema.
   *
   * @param pointer the place in the value, as a JSON Pointer
   * @param text what is wrong, as the end of a sentence that begins with the place
   * @param ofLength whether only the length is wrong
   */
  record Violation(String pointer, String text, boolean ofLength) {

    /** The place as a path with dots. */
    String member() {
      return pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
  }

  /** Follows references within the document. */
  JsonNode resolve(JsonNode node) {
    JsonNode resolved = node;
    while (resolved.path("$ref").isTextual()) {
      resolved = document.at(resolved.path("$ref").textValue().substring(1));
    }
    return resolved;
  }

  Checked checked(JsonNode schema) {
    return new Checked(schema);
  }

  /** One schema. */
  final class Checked {

    private final JsonNode schema;
    private final Schema validator;

    private Checked(JsonNode schema) {
      this.schema = schema;
      SchemaLocation place = SchemaLocation.of(DOCUMENT + "#/checked/" + checked.size());
      checked.add(schema);
      this.validator = root.getRefSchema(place.getFragment());
    }

    boolean isArray() {
      return type(schema).equals("array");
    }

    JsonNode defaultValue() {
      return resolve(schema).path("default");
    }

    /**
     * Converts the text of a parameter to its type. A text that cannot be converted stays a text,
     * so that {@link #firstViolation} reports its type.
     */
    JsonNode fromText(List<String> texts) {
      if (isArray()) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(text -> array.add(fromText(type(resolve(schema).path("items")), text)));
        return array;
      }
      return fromText(type(schema), texts.get(0));
    }

    private JsonNode fromText(String type, String text) {
      if (type.equals("integer") && INTEGER.matcher(text).matches()) {
        return JsonNodeFactory.instance.numberNode(new BigInteger(text));
      }
      if (type.equals("number") && NUMBER.matcher(text).matches()) {
        return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
      }
      if (type.equals("boolean") && Set.of("true", "false").contains(text)) {
        return BooleanNode.valueOf(text.equals("true"));
      }
      return TextNode.valueOf(text);
    }

    private String type(JsonNode typed) {
      return resolve(typed).path("type").asText("");
    }

    /**
     * Returns the first violation, or null. The length of an id is none: such an id identifies
     * nothing, which is a 404 and not a 400.
     *
     * @param ids the places of ids, as JSON Pointers
     */
    @Nullable Violation firstViolation(JsonNode value, Set<String> ids) {
      return validator.validate(value).stream()
          .map(Schemas.this::violation)
          .filter(violation -> !violation.ofLength() || !ids.contains(violation.pointer()))
          .findFirst()
          .orElse(null);
    }

    /**
     * Finds the ids in a body.
     *
     * @return the ids by JSON Pointer
     */
    Map<String, Identifier> identifiers(JsonNode value) {
      Map<String, Identifier> identifiers = new LinkedHashMap<>();
      walk(schema, value, "", identifiers);
      return identifiers;
    }
  }

  private void walk(
      JsonNode reference, JsonNode value, String pointer, Map<String, Identifier> identifiers) {
    JsonNode schema = resolve(reference);
    String kind = schema.path("x-identifies").textValue();
    if (kind != null && value.isValueNode()) {
      identifiers.put(pointer, new Identifier(kind, value.asText(), true));
    }
    Map<String, JsonNode> properties = properties(schema);
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode property = properties.get(member.getKey());
      if (property != null) {
        walk(property, member.getValue(), pointer + "/" + member.getKey(), identifiers);
      }
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        walk(schema.path("items"), value.get(i), pointer + "/" + i, identifiers);
      }
    }
  }

  /** Returns a value without the members that the schema does not have. */
  JsonNode documentedPart(JsonNode reference, JsonNode value) {
    JsonNode schema = resolve(reference);
    if (value.isArray()) {
      ArrayNode elements = JsonNodeFactory.instance.arrayNode();
      value.forEach(element -> elements.add(documentedPart(schema.path("items"), element)));
      return elements;
    }
    Map<String, JsonNode> properties = properties(schema);
    if (!value.isObject() || properties.isEmpty()) {
      return value;
    }
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode property = properties.get(member.getKey());
      if (property != null) {
        members.set(member.getKey(), documentedPart(property, member.getValue()));
      }
    }
    return members;
  }

  /** Returns the members of a schema by name. */
  Map<String, JsonNode> properties(JsonNode reference) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    JsonNode schema = resolve(reference);
    schema.path("properties").properties().forEach(p -> properties.put(p.getKey(), p.getValue()));
    return properties;
  }

  private Violation violation(Error error) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode rule = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "required" -> new Violation(pointer + "/" + error.getProperty(), "is missing", false);
      case "additionalProperties" ->
          new Violation(
              pointer,
              "has an undocumented member %s; documented are %s"
                  .formatted(Problem.quote(error.getProperty()), siblings(error)),
              false);
      case Constraint.NAME -> {
        // Not null, since the keyword reports only what is broken.
        String broken = Objects.requireNonNull(Constraint.broken(rule, error.getInstanceNode()));
        yield new Violation(pointer, broken, false);
      }
      case "type" -> new Violation(pointer, "must be " + aOrAn(rule.asText()), false);
      case "format" -> new Violation(pointer, "must be " + format(rule.asText()), false);
      case "enum" -> new Violation(pointer, "must be one of " + list(rule), false);
      case "minimum" -> new Violation(pointer, "must be at least " + rule.asText(), false);
      case "maximum" -> new Violation(pointer, "must be at most " + rule.asText(), false);
      case "minLength" -> length(pointer, "must have at least", rule);
      case "maxLength" -> length(pointer, "must have at most", rule);
      default -> new Violation(pointer, error.getMessage(), false);
    };
  }

  private static Violation length(String pointer, String words, JsonNode bound) {
    String unit = bound.intValue() == 1 ? "character" : "characters";
    return new Violation(pointer, "%s %s %s".formatted(words, bound.intValue(), unit), true);
  }

  /** The documented members beside one that is not. */
  private String siblings(Error error) {
    String keyword = error.getSchemaLocation().getFragment().toString();
    JsonNode owner = root.getSchemaNode().at(keyword.substring(0, keyword.lastIndexOf('/')));
    return String.join(", ", properties(owner).keySet());
  }

  private static String format(String name) {
    return switch (name) {
      case "int32" -> "from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
      case "int64" -> "from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
      default -> "of the format " + name;
    };
  }

  private static String aOrAn(String type) {
    return (Set.of("integer", "object", "array").contains(type) ? "an " : "a ") + type;
  }

  static String list(JsonNode values) {
    return String.join(", ", values.valueStream().map(JsonNode::asText).toList());
  }

  /** Integers of so many bits. The type, not the format, refuses other values. */
  private record IntegerFormat(String name, int bits) implements Format {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean matches(ExecutionContext execution, SchemaContext context, JsonNode value) {
      return !value.isIntegralNumber() || value.bigIntegerValue().bitLength() < bits;
    }
  }
}
