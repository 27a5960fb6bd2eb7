package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON of pages, which now and then is not quite JSON. */
final class LenientJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** A text, which stays as it is, or something outside of texts that is no JSON. */
  private static final Pattern DEFECT =
      Pattern.compile(
          "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\""
              + "|(?<masked>\\d+)\\*+"
              + "|(?<zeros>(?<![\\w.])0+(?=\\d))"
              + "|(?<comma>,(?=\\s*+[}\\]]))"
              + "|(?<![\\w.])(?!(?:true|false|null)\\b)(?<word>[A-Za-z_]\\w*)");

  private static final Pattern DATE_TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)?");

  /**
   * What was read.
   *
   * @param repairs what was changed to make JSON of it, one sentence each
   */
  record Result(JsonNode json, List<String> repairs) {}

  private LenientJson() {}

  /**
   * Reads JSON, if need be after a repair of masked numbers, leading zeros, a comma after the last
   * member and bare words.
   *
   * @throws JsonProcessingException if it is no JSON even then
   */
  static Result read(String text) throws JsonProcessingException {
    try {
      return new Result(tree(text), List.of());
    } catch (JsonProcessingException e) {
      List<String> repairs = new ArrayList<>();
      Matcher defect = DEFECT.matcher(text);
      return new Result(tree(defect.replaceAll(match -> repair(defect, repairs))), repairs);
    }
  }

  private static JsonNode tree(String text) throws JsonProcessingException {
    JsonNode json = MAPPER.readTree(text);
    if (json.isMissingNode()) {
      throw new JsonParseException(null, "the block is empty");
    }
    return json;
  }

  private static String repair(Matcher defect, List<String> repairs) {
    String text = defect.group();
    String repaired = text;
    if (defect.group("masked") != null) {
      repaired = defect.group("masked");
      repairs.add("The masked number %s is read as %s.".formatted(text, repaired));
    } else if (defect.group("zeros") != null) {
      repaired = "";
      repairs.add("The zeros that a number starts with are left out.");
    } else if (defect.group("comma") != null) {
      repaired = "";
      repairs.add("The comma after the last member is left out.");
    } else if (defect.group("word") != null) {
      repaired = "null";
      repairs.add("The bare word %s is read as null, since its type is not known.".formatted(text));
    }
    return Matcher.quoteReplacement(repaired);
  }

  /**
   * The members with their types, in order. Members of members follow a dot, those of the elements
   * of a list {@code []}. An object whose only member is called {@code key} is a map.
   */
  static Map<String, String> members(JsonNode json) {
    Map<String, String> members = new LinkedHashMap<>();
    if (json.isArray()) {
      members.put("", type(json));
    }
    addMembers("", json, members);
    return members;
  }

  private static void addMembers(String prefix, JsonNode json, Map<String, String> members) {
    if (json.isArray()) {
      json.forEach(element -> addMembers(prefix + "[]", element, members));
    } else if (!isMap(json)) {
      for (Map.Entry<String, JsonNode> member : json.properties()) {
        String name = prefix.isEmpty() ? member.getKey() : prefix + "." + member.getKey();
        members.merge(name, type(member.getValue()), LenientJson::union);
        addMembers(name, member.getValue(), members);
      }
    }
  }

  private static boolean isMap(JsonNode json) {
    return json.isObject() && json.size() == 1 && json.has("key");
  }

  private static String type(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> DATE_TIME.matcher(json.asText()).matches() ? "date-time" : "string";
      case NUMBER -> json.isIntegralNumber() ? "integer" : "number";
      case BOOLEAN -> "boolean";
      case ARRAY -> {
        String elements =
            json.valueStream().map(LenientJson::type).reduce("null", LenientJson::union);
        yield elements.equals("null") ? "array" : "array of " + elements;
      }
      case OBJECT ->
          isMap(json) ? "object, additionalProperties " + type(json.get("key")) : "object";
      default -> "null";
    };
  }

  /** The more exact one of two types that two values of a member have, else the first. */
  static String union(String one, String other) {
    return switch (one + " " + other) {
      case "integer number" -> other;
      case "string date-time" -> other;
      default ->
          one.equals("null") || (one.equals("array") && other.startsWith("array of "))
              ? other
              : one;
    };
  }

  /** Whether two values of a member can have these types. */
  static boolean fit(String one, String other) {
    return union(one, other).equals(union(other, one))
        || (one.startsWith("object") && other.startsWith("object"));
  }
}
