package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Validates values against schemas of the specification. It is not the validator of the sandbox, so
 * that each checks the other. A member that no schema speaks of is a problem, unless the schema has
 * {@code additionalProperties} or {@code x-undocumented}. A keyword that it does not know is an
 * error, since ignoring it would accept too much.
 */
public final class SchemaValidator {

  private static final Pattern INTEGER = Pattern.compile("-?\\d+");

  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "format",
          "enum",
          "nullable",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "required",
          "properties",
          "additionalProperties",
          "items",
          "title",
          "description",
          "default",
          "example",
          "deprecated");

  private final boolean shapeOnly;
  private final List<String> problems = new ArrayList<>();

  private SchemaValidator(boolean shapeOnly) {
    this.shapeOnly = shapeOnly;
  }

  /** What is wrong with a value: JSON pointer and problem, one line each; empty if it is valid. */
  public static List<String> problems(JsonNode schema, JsonNode value) {
    return problems(false, schema, value);
  }

  /**
   * As {@link #problems}, but looks at names and JSON types only, for values that stand for others.
   */
  public static List<String> shapeProblems(JsonNode schema, JsonNode value) {
    return problems(true, schema, value);
  }

  private static List<String> problems(boolean shapeOnly, JsonNode schema, JsonNode value) {
    SchemaValidator validator = new SchemaValidator(shapeOnly);
    validator.validate("", schema, value);
    return validator.problems;
  }

  /**
   * The value that the texts of a parameter stand for: an array has one text for each element. A
   * text that is no value of the type stays a text, and is then not valid.
   */
  private static JsonNode value(JsonNode schema, List<String> texts) {
    if (schema.path("type").asText().equals("array")) {
      return JsonNodeFactory.instance
          .arrayNode()
          .addAll(texts.stream().map(t -> value(schema.path("items"), List.of(t))).toList());
    }
    String text = texts.get(0);
    String type = schema.path("type").asText();
    if (type.equals("integer") && INTEGER.matcher(text).matches()) {
      return JsonNodeFactory.instance.numberNode(new BigInteger(text));
    }
    if (type.equals("boolean") && Set.of("true", "false").contains(text)) {
      return JsonNodeFactory.instance.booleanNode(text.equals("true"));
    }
    return JsonNodeFactory.instance.textNode(text);
  }

  /**
   * What is wrong with method and path of a request; a parameter that is left open, as {@code
   * {name}} or {@code ${name}}, is not.
   *
   * @param path without the base path
   */
  public static List<String> lineProblems(Operation operation, String method, String path) {
    List<String> problems = new ArrayList<>();
    if (!method.equals(operation.method())) {
      problems.add("method is not " + operation.method());
    }
    String[] names = operation.path().split("/");
    String[] values = path.split("/");
    boolean same = values.length == names.length;
    for (int i = 0; same && i < names.length; i++) {
      if (!names[i].startsWith("{") || values[i].startsWith("{")) {
        same = values[i].equals(names[i]);
      } else if (!values[i].startsWith("${")) {
        String name = names[i].replaceAll("[{}]", "");
        problems.addAll(parameterProblems(operation, "path", name, List.of(values[i])));
      }
    }
    if (!same) {
      problems.add("path is not " + operation.path());
    }
    return problems;
  }

  /**
   * What is wrong with the query of a request, names and their decoded values, as far as it goes.
   */
  public static List<String> queryProblems(Operation operation, Map<String, List<String>> query) {
    return query.entrySet().stream()
        .flatMap(
            sent -> parameterProblems(operation, "query", sent.getKey(), sent.getValue()).stream())
        .toList();
  }

  /** The required parameters that a query lacks. */
  public static List<String> missingInQuery(Operation operation, Set<String> query) {
    return operation.parameters("query").stream()
        .filter(parameter -> parameter.path("required").asBoolean())
        .map(parameter -> parameter.path("name").asText())
        .filter(name -> !query.contains(name))
        .map(name -> "query %s is required".formatted(name))
        .toList();
  }

  private static List<String> parameterProblems(
      Operation operation, String in, String name, List<String> texts) {
    String parameter = in + " " + name;
    return operation
        .parameter(in, name)
        .map(p -> p.path("schema"))
        .map(schema -> problems(schema, value(schema, texts)))
        .map(problems -> problems.stream().map(p -> parameter + ": " + p).toList())
        .orElse(List.of(parameter + " is not documented"));
  }

  private void validate(String pointer, JsonNode schema, JsonNode value) {
    schema.fieldNames().forEachRemaining(SchemaValidator::known);
    if (value.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    String type = schema.path("type").asText();
    if (!isOf(type, value)) {
      problem(pointer, "is documented as " + type);
      return;
    }
    if (!shapeOnly) {
      limits(pointer, schema, value);
      constraint(pointer, schema.path("x-constraint"), value);
      for (JsonNode required : schema.path("required")) {
        if (!value.has(required.asText())) {
          problem(pointer + "/" + required.asText(), "is required");
        }
      }
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      member(pointer + "/" + member.getKey(), schema, member.getKey(), member.getValue());
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      validate(pointer + "/" + i, schema.path("items"), value.get(i));
    }
  }

  private static void known(String keyword) {
    if (!KNOWN.contains(keyword) && !keyword.startsWith("x-")) {
      throw new IllegalArgumentException("SchemaValidator does not know the keyword " + keyword);
    }
  }

  private void member(String pointer, JsonNode schema, String name, JsonNode value) {
    JsonNode property = schema.path("properties").path(name);
    JsonNode others = schema.path("additionalProperties");
    if (property.isObject()) {
      validate(pointer, property, value);
    } else if (others.isObject()) {
      validate(pointer, others, value);
    } else if (!others.asBoolean() && !schema.path("x-undocumented").asBoolean()) {
      problem(pointer, "is not documented");
    }
  }

  private void limits(String pointer, JsonNode schema, JsonNode value) {
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      problem(pointer, "is none of " + schema.path("enum"));
    }
    if (value.isTextual()) {
      String text = value.textValue();
      within(pointer, schema, "Length", text.codePointCount(0, text.length()));
      if (schema.path("format").asText().equals("date-time") && !isDateTime(text)) {
        problem(pointer, "is no date-time");
      }
    } else if (value.isArray()) {
      within(pointer, schema, "Items", value.size());
    } else if (value.isNumber()) {
      if (schema.has("minimum")
          && value.decimalValue().compareTo(schema.path("minimum").decimalValue()) < 0) {
        problem(pointer, "is less than " + schema.path("minimum"));
      }
      if (schema.has("maximum")
          && value.decimalValue().compareTo(schema.path("maximum").decimalValue()) > 0) {
        problem(pointer, "is more than " + schema.path("maximum"));
      }
      String format = schema.path("format").asText();
      if (format.equals("int32") && !value.canConvertToInt()
          || format.equals("int64") && !value.canConvertToLong()) {
        problem(pointer, "is no " + format);
      }
    }
  }

  private void within(String pointer, JsonNode schema, String what, int size) {
    String min = "min" + what;
    String max = "max" + what;
    if (size < schema.path(min).asInt(0)) {
      problem(pointer, "is shorter than " + schema.path(min));
    }
    if (size > schema.path(max).asInt(Integer.MAX_VALUE)) {
      problem(pointer, "is longer than " + schema.path(max));
    }
  }

  /** Checks {@code x-constraint}, which says which members are sent together or alone. */
  private void constraint(String pointer, JsonNode constraint, JsonNode value) {
    for (Map.Entry<String, JsonNode> rule : constraint.properties()) {
      long sent = rule.getValue().valueStream().filter(name -> value.has(name.asText())).count();
      boolean holds =
          switch (rule.getKey()) {
            case "exactlyOneOf" -> sent == 1;
            case "allOrNoneOf" -> sent == 0 || sent == rule.getValue().size();
            default ->
                throw new IllegalArgumentException(
                    "SchemaValidator does not know the constraint " + rule.getKey());
          };
      if (!holds) {
        problem(pointer, "has %d of %s: %s".formatted(sent, rule.getValue(), rule.getKey()));
      }
    }
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "" -> true;
      default -> throw new IllegalArgumentException("no type of a schema: " + type);
    };
  }

  private static boolean isDateTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private void problem(String pointer, String what) {
    problems.add((pointer.isEmpty() ? "the value " : pointer + " ") + what);
  }
}
