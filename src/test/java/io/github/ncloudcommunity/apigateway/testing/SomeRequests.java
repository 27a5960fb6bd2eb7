package io.github.ncloudcommunity.apigateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Values that a schema allows, at the ends of its lengths and ranges among others, and the same
 * with one mistake.
 */
public final class SomeRequests {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Random random;

  /**
   * Always makes the same values for a seed.
   *
   * @param seed any number
   */
  public SomeRequests(long seed) {
    this.random = new Random(seed);
  }

  /** A value that the schema allows; ids are those of the examples. */
  public JsonNode allowed(JsonNode schema) {
    if (schema.has("enum")) {
      return any(schema.path("enum"));
    }
    if (schema.has("x-identifies") && schema.has("example")) {
      return schema.path("example");
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema);
      case "array" -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(allowed(schema.path("items")));
        }
        yield array;
      }
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "integer" -> JSON.numberNode(integer(schema));
      case "number" ->
          JSON.numberNode(schema.path("minimum").decimalValue().add(new BigDecimal("0.5")));
      case "string" -> JSON.textNode(text(schema));
      default -> throw new AssertionError("no value is known for " + schema);
    };
  }

  private ObjectNode object(JsonNode schema) {
    List<String> sent = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(sent::add);
    sent.removeIf(name -> !isIn(schema.path("required"), name) && random.nextBoolean());
    for (Map.Entry<String, JsonNode> rule : schema.path("x-constraint").properties()) {
      sent.removeIf(name -> isIn(rule.getValue(), name));
      if (rule.getKey().equals("exactlyOneOf")) {
        sent.add(any(rule.getValue()).asText());
      } else if (random.nextBoolean()) {
        rule.getValue().forEach(name -> sent.add(name.asText()));
      }
    }
    ObjectNode object = JSON.objectNode();
    sent.forEach(name -> object.set(name, allowed(schema.path("properties").path(name))));
    if (schema.path("additionalProperties").isObject()) {
      object.set("X-Any", allowed(schema.path("additionalProperties")));
    }
    return object;
  }

  private BigInteger integer(JsonNode schema) {
    boolean isInt = schema.path("format").asText().equals("int32");
    long min = schema.path("minimum").asLong(isInt ? Integer.MIN_VALUE : Long.MIN_VALUE);
    long max = schema.path("maximum").asLong(isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
    return BigInteger.valueOf(random.nextBoolean() ? min : random.nextBoolean() ? max : min + 1);
  }

  private String text(JsonNode schema) {
    int min = schema.path("minLength").asInt(0);
    int max = schema.path("maxLength").asInt(min + 20);
    int length = random.nextBoolean() ? min : random.nextBoolean() ? max : Math.min(max, min + 3);
    String letter = random.nextBoolean() ? "x" : "한";
    return letter.repeat(length);
  }

  /** Makes one mistake in a value, or one change that is none: the schema tells. */
  public JsonNode changed(JsonNode value) {
    ObjectNode changed = value.deepCopy();
    List<ObjectNode> objects = new ArrayList<>(List.of(changed));
    for (int i = 0; i < objects.size(); i++) {
      objects.get(i).forEach(inner -> collect(inner, objects));
    }
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || random.nextInt(4) == 0) {
      object.put("addedLater", "x");
      return changed;
    }
    String name = names.get(random.nextInt(names.size()));
    JsonNode old = object.get(name);
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(name, JSON.nullNode());
      case 2 -> object.set(name, old.isTextual() ? JSON.numberNode(1) : JSON.textNode("x"));
      default ->
          object.set(
              name,
              old.isIntegralNumber()
                  ? JSON.numberNode(old.bigIntegerValue().subtract(BigInteger.ONE))
                  : old.isTextual() ? JSON.textNode(old.textValue() + "y") : JSON.arrayNode());
    }
    return changed;
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    } else {
      node.forEach(inner -> collect(inner, objects));
    }
  }

  private JsonNode any(JsonNode values) {
    return values.get(random.nextInt(values.size()));
  }

  private static boolean isIn(JsonNode names, String name) {
    return names.valueStream().anyMatch(n -> n.asText().equals(name));
  }
}
