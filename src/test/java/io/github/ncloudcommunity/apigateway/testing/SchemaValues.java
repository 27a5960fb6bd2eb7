package io.github.ncloudcommunity.apigateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Values of the schemas of the specification, for property tests: made by what the specification
 * says of types, without any class that is generated from it. Lengths, ranges and conditions do not
 * count.
 */
public final class SchemaValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private final Map<String, Arbitrary<JsonNode>> arbitraries = new HashMap<>();

  /** The schema of a name, without references. */
  public JsonNode schema(String name) {
    JsonNode schema = Specification.bundled().schema(name);
    if (!schema.isObject()) {
      throw new AssertionError("there is no schema " + name);
    }
    return schema;
  }

  /**
   * Objects in which any member is there or not or null, what is required apart, and others stand
   * beside them.
   */
  public Arbitrary<JsonNode> objects(String name) {
    return arbitraries.computeIfAbsent(name, n -> object(schema(n)));
  }

  private Arbitrary<JsonNode> object(JsonNode schema) {
    List<String> names = new ArrayList<>();
    List<Arbitrary<Optional<JsonNode>>> members = new ArrayList<>();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(member -> required.add(member.asText()));
    schema
        .path("properties")
        .properties()
        .forEach(
            member -> {
              Arbitrary<Optional<JsonNode>> there = values(member.getValue()).map(Optional::of);
              names.add(member.getKey());
              members.add(
                  required.contains(member.getKey())
                      ? there
                      : Arbitraries.oneOf(
                          there,
                          there,
                          Arbitraries.of(Optional.empty(), Optional.of(JSON.nullNode()))));
            });
    names.add("addedLater");
    members.add(Arbitraries.oneOf(Arbitraries.just(Optional.empty()), any().map(Optional::of)));
    return Combinators.combine(members)
        .as(
            values -> {
              ObjectNode object = JSON.objectNode();
              for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                values.get(i).ifPresent(value -> object.set(name, value));
              }
              return object;
            });
  }

  private Arbitrary<JsonNode> values(JsonNode schema) {
    if (schema.has("properties")) {
      return object(schema);
    }
    return switch (schema.path("type").asText() + " " + schema.path("format").asText()) {
      case "string ", "string password", "string quota-condition" -> texts(schema);
      case "string date-time" -> times().map(JSON::textNode);
      case "integer int32" -> integers(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "integer int64" -> integers(Long.MIN_VALUE, Long.MAX_VALUE);
      case "number float" ->
          Arbitraries.oneOf(
              Arbitraries.floats().map(number -> decimal(number.toString())),
              Arbitraries.of("0.1", "-0.0", "1.4E-45", "3.4028235E38").map(SchemaValues::decimal),
              integers(-1_000, 1_000));
      case "boolean " -> Arbitraries.of(true, false).map(JSON::booleanNode);
      case "array " -> values(schema.path("items")).list().ofMaxSize(3).map(SchemaValues::array);
      case "object " -> schema.has("additionalProperties") ? maps(schema) : any();
      default -> throw new AssertionError("no value is known for " + schema);
    };
  }

  private Arbitrary<JsonNode> maps(JsonNode schema) {
    JsonNode type = schema.get("additionalProperties");
    return Arbitraries.maps(AnyText.whole(), type.isBoolean() ? any() : values(type))
        .ofMaxSize(3)
        .map(members -> JSON.objectNode().setAll(members));
  }

  private static Arbitrary<JsonNode> texts(JsonNode schema) {
    List<JsonNode> documented = new ArrayList<>();
    schema.path("enum").forEach(documented::add);
    Arbitrary<JsonNode> any = AnyText.whole().map(JSON::textNode);
    return documented.isEmpty() ? any : Arbitraries.oneOf(Arbitraries.of(documented), any);
  }

  private static Arbitrary<JsonNode> integers(long min, long max) {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(min, max), Arbitraries.of(min, -1L, 0L, 1L, max))
        .map(JSON::numberNode);
  }

  /**
   * RFC 3339, with up to nine digits of a second and offsets up to 18 hours, which is what {@link
   * OffsetDateTime} can hold.
   */
  private static Arbitrary<String> times() {
    Arbitrary<LocalDateTime> seconds =
        Arbitraries.longs()
            .between(-62_167_219_200L, 253_402_300_799L)
            .map(second -> LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
    Arbitrary<String> fractions =
        Arbitraries.strings().numeric().ofMaxLength(9).map(f -> f.isEmpty() ? "" : "." + f);
    Arbitrary<String> offsets =
        Arbitraries.oneOf(
            Arbitraries.of("Z", "+00:00", "-00:00", "+09:00", "-03:30", "+18:00", "-18:00"),
            Combinators.combine(
                    Arbitraries.of("+", "-"),
                    Arbitraries.integers().between(0, 17),
                    Arbitraries.integers().between(0, 59))
                .as("%s%02d:%02d"::formatted));
    return Combinators.combine(seconds, fractions, offsets)
        .as(
            (second, fraction, offset) ->
                second.toLocalDate()
                    + "T"
                    + "%02d:%02d:%02d"
                        .formatted(second.getHour(), second.getMinute(), second.getSecond())
                    + fraction
                    + offset);
  }

  /** Any JSON. */
  public static Arbitrary<JsonNode> any() {
    return any(2);
  }

  private static Arbitrary<JsonNode> any(int depth) {
    Arbitrary<JsonNode> plain =
        Arbitraries.oneOf(
            Arbitraries.of(
                JSON.nullNode(),
                JSON.booleanNode(true),
                JSON.numberNode(0),
                JSON.numberNode(Long.MIN_VALUE),
                JSON.numberNode(new BigInteger("9223372036854775808")),
                decimal("0.1"),
                decimal("1.10"),
                decimal("3.141592653589793238462643383279502884"),
                decimal("1e400"),
                decimal("-1e-400"),
                JSON.textNode(""),
                JSON.textNode("2024-05-07T01:59:03Z")),
            AnyText.whole().map(JSON::textNode));
    if (depth == 0) {
      return plain;
    }
    Arbitrary<JsonNode> inner = any(depth - 1);
    return Arbitraries.oneOf(
        plain,
        plain,
        inner.list().ofMaxSize(3).map(SchemaValues::array),
        Arbitraries.maps(AnyText.whole(), inner)
            .ofMaxSize(3)
            .map(members -> JSON.objectNode().setAll(members)));
  }

  private static JsonNode decimal(String number) {
    return JSON.numberNode(new BigDecimal(number));
  }

  private static JsonNode array(List<JsonNode> elements) {
    return new ArrayNode(JSON).addAll(elements);
  }

  /**
   * What must be left of a value: all but documented members that are null. Numbers by their value,
   * times by date, time and offset, one element in place of a list as a list of one.
   */
  public JsonNode meaning(JsonNode schema, JsonNode value) {
    if (schema.path("format").asText().equals("date-time")) {
      return JSON.textNode(OffsetDateTime.parse(value.asText()).toString());
    }
    if (schema.path("type").asText().equals("array") && !value.isArray()) {
      return meaning(schema, array(List.of(value)));
    }
    if (value.isArray()) {
      ArrayNode meaning = JSON.arrayNode();
      value.forEach(element -> meaning.add(meaning(schema.path("items"), element)));
      return meaning;
    }
    if (value.isObject()) {
      ObjectNode meaning = JSON.objectNode();
      value
          .properties()
          .forEach(
              member -> {
                JsonNode type =
                    schema.has("properties")
                        ? schema.path("properties").path(member.getKey())
                        : schema.path("additionalProperties");
                if (!schema.has("properties")
                    || type.isMissingNode()
                    || !member.getValue().isNull()) {
                  meaning.set(member.getKey(), meaning(type, member.getValue()));
                }
              });
      return meaning;
    }
    if (schema.path("format").asText().equals("float")) {
      return JSON.numberNode(value.decimalValue().floatValue());
    }
    if (value.isNumber()) {
      return JSON.numberNode(value.decimalValue().stripTrailingZeros());
    }
    return value;
  }
}
