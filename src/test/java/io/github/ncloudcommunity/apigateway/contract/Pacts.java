package io.github.ncloudcommunity.apigateway.contract;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.V4Pact;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes expectations as a Pact of version 4. What the format lets a writer leave out is left out.
 */
final class Pacts {

  static final String CONSUMER = "ncloud-apigateway-client";
  static final String PROVIDER = "ncloud-apigateway";
  static final String BASE_PATH = "/api/v1";
  static final Path FILE = Path.of("contracts", "pacts", CONSUMER + "-" + PROVIDER + ".json");

  private static final String TIME =
      "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})";
  private static final String JSON_TYPE = "application/json";
  private static final String FILE_TYPE = "application/octet-stream";

  private static final int WIDTH = 120;

  private static final ObjectWriter ONE_LINE =
      JsonMapper.builder()
          .build()
          .writer(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEntrySpacing(Separators.Spacing.AFTER)
                          .withArrayValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEmptySeparator("")
                          .withArrayEmptySeparator(""))
                  .withObjectIndenter(DefaultPrettyPrinter.NopIndenter.instance)
                  .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));

  private Pacts() {}

  /** The interactions of the pact, in the order of the expectations. */
  static List<JsonNode> interactions() {
    List<Expectation> all = Expectations.all();
    Set<String> carriers =
        all.stream()
            .filter(expectation -> expectation.error() == ErrorCode.AUTHENTICATION_FAILED)
            .map(Expectation::operation)
            .collect(Collectors.toSet());
    List<JsonNode> interactions = new ArrayList<>();
    for (Expectation expectation : all) {
      interactions.add(interaction(expectation, carriers.contains(expectation.operation())));
    }
    return interactions;
  }

  /** A pact of some interactions, as text. */
  static String text(List<? extends JsonNode> interactions) {
    ObjectNode pact = object();
    pact.putObject("consumer").put("name", CONSUMER);
    pact.putObject("provider").put("name", PROVIDER);
    pact.putArray("interactions").addAll(interactions);
    pact.putObject("metadata").putObject("pactSpecification").put("version", "4.0");
    return print(pact, "", 0) + "\n";
  }

  /** A pact as the library reads it. */
  static V4Pact read(String text) {
    return (V4Pact) DefaultPactReader.INSTANCE.loadPact(new StringReader(text));
  }

  /** A value on one line where it fits, otherwise each of its parts on lines of its own. */
  private static String print(JsonNode value, String indent, int before) {
    String line = oneLine(value);
    if (value.isEmpty() || indent.length() + before + line.length() < WIDTH) {
      return line;
    }
    String deeper = indent + "  ";
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String name = TextNode.valueOf(member.getKey()) + ": ";
      parts.add(deeper + name + print(member.getValue(), deeper, name.length()));
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      parts.add(deeper + print(value.get(i), deeper, 0));
    }
    return line.charAt(0)
        + "\n"
        + String.join(",\n", parts)
        + "\n"
        + indent
        + line.charAt(line.length() - 1);
  }

  private static String oneLine(JsonNode value) {
    try {
      return ONE_LINE.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An interaction as the mock server gets it. Beyond what the pact says of this one, the request
   * must be signed, and a file has content.
   */
  static ObjectNode tested(Expectation expectation) {
    ObjectNode interaction = interaction(expectation, true);
    if (expectation.answersWithAFile()) {
      ((ObjectNode) interaction.path("response"))
          .putObject("body")
          .put("contentType", FILE_TYPE)
          .put("encoded", "base64")
          .set("content", expectation.answer());
    }
    return interaction;
  }

  private static ObjectNode interaction(Expectation expectation, boolean signed) {
    ObjectNode interaction = object();
    interaction
        .put("key", expectation.key())
        .put("type", "Synchronous/HTTP")
        .put("description", expectation.description());
    if (!expectation.states().isEmpty()) {
      expectation
          .states()
          .forEach(state -> interaction.withArray("providerStates").addObject().put("name", state));
    }
    interaction.set("request", request(expectation, signed));
    interaction.set("response", response(expectation));
    return interaction;
  }

  private static ObjectNode request(Expectation expectation, boolean signed) {
    Expectation.Request asked = expectation.request();
    Expectation.Request example = expectation.example();
    ObjectNode request = object();
    request.put("method", asked.method()).put("path", BASE_PATH + example.path());
    example
        .query()
        .forEach(
            (name, values) ->
                values.forEach(
                    value -> request.withObjectProperty("query").withArray(name).add(value)));
    if (asked.body() != null) {
      request.withObjectProperty("headers").putArray("Content-Type").add(JSON_TYPE);
      request.putObject("body").set("content", example.body());
    }
    if (signed) {
      sign(request);
    }
    ObjectNode generators = generators(asked);
    if (!generators.isEmpty()) {
      request.set("generators", generators);
    }
    return request;
  }

  /** Which values a verifier takes from the states, and not from the example. */
  private static ObjectNode generators(Expectation.Request asked) {
    ObjectNode generators = object();
    if (Expectation.hasPlaceholder(asked.path())) {
      generators.set("path", fromState(BASE_PATH + asked.path()));
    }
    asked
        .query()
        .forEach(
            (name, values) ->
                values.stream()
                    .filter(Expectation::hasPlaceholder)
                    .forEach(
                        value ->
                            generators.withObjectProperty("query").set(name, fromState(value))));
    if (asked.body() != null) {
      fromStates("$", asked.body(), generators);
    }
    return generators;
  }

  private static ObjectNode response(Expectation expectation) {
    ObjectNode response = object();
    response.put("status", expectation.status());
    JsonNode answer = expectation.answer();
    if (expectation.answersWithAFile()) {
      // No matcher of Pact accepts any bytes, so the pact has the content type of a file only.
      response.putObject("headers").putArray("Content-Type").add(FILE_TYPE);
    } else if (answer != null) {
      response.putObject("headers").putArray("Content-Type").add(JSON_TYPE);
      response.putObject("body").set("content", answer);
      if (expectation.error() == null) {
        ObjectNode rules = response.putObject("matchingRules").putObject("body");
        rules.set("$", rule("type"));
        matchTypes("$", answer, rules);
      }
    }
    return response;
  }

  /** The rule for the root holds for texts and booleans below it; other values need their own. */
  private static void matchTypes(String path, JsonNode value, ObjectNode rules) {
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      matchTypes(path + "." + member.getKey(), member.getValue(), rules);
    }
    if (value.isArray()) {
      ObjectNode rule = rule("type");
      ((ObjectNode) rule.at("/matchers/0")).put("min", 1);
      rules.set(path, rule);
      matchTypes(path + "[*]", value.get(0), rules);
    } else if (value.isIntegralNumber()) {
      rules.set(path, rule("integer"));
    } else if (value.isNumber()) {
      rules.set(path, rule("number"));
    } else if (value.isTextual() && value.textValue().matches(TIME)) {
      rules.set(path, regex(TIME));
    }
  }

  /** Adds the headers of the signature, with examples that nobody could take for real values. */
  private static void sign(ObjectNode request) {
    header(request, SignatureV2.TIMESTAMP_HEADER, "1505290625682", "\\d{13}");
    header(request, SignatureV2.ACCESS_KEY_HEADER, "access-key", "\\S+");
    // 32 bytes: the last letter before the padding carries four bits only.
    String signature = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=";
    header(request, SignatureV2.SIGNATURE_HEADER, "A".repeat(43) + "=", signature);
  }

  private static void header(ObjectNode request, String name, String example, String regex) {
    request.withObjectProperty("headers").putArray(name).add(example);
    request
        .withObjectProperty("matchingRules")
        .withObjectProperty("header")
        .set(name, regex(regex));
  }

  private static ObjectNode regex(String regex) {
    ObjectNode rule = rule("regex");
    ((ObjectNode) rule.at("/matchers/0")).put("regex", regex);
    return rule;
  }

  private static ObjectNode rule(String match) {
    ObjectNode rule = object();
    rule.putArray("matchers").addObject().put("match", match);
    return rule;
  }

  private static void fromStates(String path, JsonNode value, ObjectNode generators) {
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      fromStates(path + "." + member.getKey(), member.getValue(), generators);
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      fromStates(path + "[" + i + "]", value.get(i), generators);
    }
    if (value.isTextual() && Expectation.hasPlaceholder(value.textValue())) {
      ObjectNode generator = fromState(value.textValue());
      if (Expectation.isNumber(value.textValue())) {
        generator.put("dataType", "INTEGER");
      }
      generators.withObjectProperty("body").set(path, generator);
    }
  }

  private static ObjectNode fromState(String expression) {
    return object().put("type", "ProviderState").put("expression", expression);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
