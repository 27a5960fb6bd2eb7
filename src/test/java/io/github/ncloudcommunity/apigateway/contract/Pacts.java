package io.github.ncloudcommunity.apigateway.contract;

import au.com.dius.pact.consumer.dsl.HttpInteractionBuilder;
import au.com.dius.pact.core.model.Consumer;
import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.HttpRequest;
import au.com.dius.pact.core.model.HttpResponse;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.Provider;
import au.com.dius.pact.core.model.ProviderState;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.generators.Category;
import au.com.dius.pact.core.model.generators.Generators;
import au.com.dius.pact.core.model.generators.ProviderStateGenerator;
import au.com.dius.pact.core.model.matchingrules.BooleanMatcher;
import au.com.dius.pact.core.model.matchingrules.MatchingRule;
import au.com.dius.pact.core.model.matchingrules.MatchingRuleCategory;
import au.com.dius.pact.core.model.matchingrules.MatchingRulesImpl;
import au.com.dius.pact.core.model.matchingrules.MinTypeMatcher;
import au.com.dius.pact.core.model.matchingrules.NumberTypeMatcher;
import au.com.dius.pact.core.model.matchingrules.RegexMatcher;
import au.com.dius.pact.core.model.matchingrules.RuleLogic;
import au.com.dius.pact.core.model.matchingrules.TypeMatcher;
import au.com.dius.pact.core.support.Json;
import au.com.dius.pact.core.support.expressions.DataType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Expectations as interactions of a Pact of version 4, and the file they are committed as. */
final class Pacts {

  static final String CONSUMER = "ncloud-apigateway-client";
  static final String PROVIDER = "ncloud-apigateway";
  static final String BASE_PATH = "/api/v1";
  static final Path FILE = Path.of("contracts", "pacts", CONSUMER + "-" + PROVIDER + ".json");

  private static final String TIME =
      "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})";
  private static final String FILE_TYPE = "application/octet-stream";
  private static final String JSON_TYPE = "application/json(;\\s*charset=[Uu][Tt][Ff]-8)?";

  /** Of 32 bytes, so that the last letter before the padding has but four bits. */
  private static final String SIGNATURE = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=";

  private static final int WIDTH = 120;

  private static final DefaultPrettyPrinter ONE_LINE =
      new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                  .withObjectEntrySpacing(Separators.Spacing.AFTER)
                  .withArrayValueSpacing(Separators.Spacing.AFTER)
                  .withObjectEmptySeparator("")
                  .withArrayEmptySeparator(""))
          .withObjectIndenter(DefaultPrettyPrinter.NopIndenter.instance)
          .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance);

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Pacts() {}

  static V4Pact pact(List<V4Interaction.SynchronousHttp> interactions) {
    return new V4Pact(
        new Consumer(CONSUMER), new Provider(PROVIDER), new ArrayList<>(interactions));
  }

  /** The text of the file: sorted, and without the version of the library. */
  static String text(V4Pact pact) {
    try {
      ObjectNode json =
          (ObjectNode) MAPPER.readTree(Json.toJson(pact.toMap(PactSpecVersion.V4)).serialise());
      json.putObject("metadata").putObject("pactSpecification").put("version", "4.0");
      String sorted = MAPPER.writeValueAsString(MAPPER.convertValue(json, Map.class));
      return print(MAPPER.readTree(sorted), "", 0) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A value on one line where it fits, else what is in it on lines of its own. */
  private static String print(JsonNode value, String indent, int before)
      throws JsonProcessingException {
    String line = MAPPER.writer(ONE_LINE).writeValueAsString(value);
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

  /** With the bytes of a file, which are none of the contract: see {@link #withoutFile}. */
  static V4Interaction.SynchronousHttp interaction(Expectation expectation) {
    List<ProviderState> states = expectation.states().stream().map(ProviderState::new).toList();
    V4Interaction.SynchronousHttp interaction =
        new HttpInteractionBuilder(expectation.description(), states, List.of())
            .reference("openapi", "operationId", expectation.operation())
            .key(expectation.key())
            .getInteraction();
    interaction.setRequest(request(expectation));
    interaction.setResponse(response(expectation));
    return interaction;
  }

  private static HttpRequest request(Expectation expectation) {
    Expectation.Request asked = expectation.request();
    Expectation.Request example = expectation.example();
    Generators generators = new Generators();
    fromState(generators, Category.PATH, "", BASE_PATH + asked.path());
    asked
        .query()
        .forEach(
            (name, values) ->
                values.forEach(value -> fromState(generators, Category.QUERY, name, value)));
    Map<String, List<String>> headers = new TreeMap<>();
    MatchingRulesImpl rules = new MatchingRulesImpl();
    // Examples that nobody could take for real ones.
    header(headers, rules, SignatureV2.TIMESTAMP_HEADER, "1505290625682", "\\d{13}");
    header(headers, rules, SignatureV2.ACCESS_KEY_HEADER, "access-key", "\\S+");
    header(headers, rules, SignatureV2.SIGNATURE_HEADER, "A".repeat(43) + "=", SIGNATURE);
    OptionalBody body = OptionalBody.missing();
    if (asked.body() != null) {
      header(headers, rules, "Content-Type", "application/json", JSON_TYPE);
      body = body(SampleFolder.json(example.body()));
      fromStateIn("$", SampleFolder.json(asked.body()), generators);
    }
    return new HttpRequest(
        asked.method(),
        BASE_PATH + example.path(),
        example.query(),
        headers,
        body,
        rules,
        generators);
  }

  private static HttpResponse response(Expectation expectation) {
    Map<String, List<String>> headers = new TreeMap<>();
    MatchingRulesImpl rules = new MatchingRulesImpl();
    OptionalBody body = OptionalBody.missing();
    JsonNode answer = expectation.answer();
    if (answer != null && answer.isBinary()) {
      headers.put("Content-Type", List.of(FILE_TYPE));
      body = OptionalBody.body(bytes(answer), ContentType.fromString(FILE_TYPE));
    } else if (answer != null) {
      header(headers, rules, "Content-Type", "application/json", JSON_TYPE);
      body = body(answer);
      if (expectation.error() == null) {
        likeIn("$", answer, rules.addCategory("body"));
      }
    }
    return new HttpResponse(expectation.status(), headers, body, rules, new Generators());
  }

  /** No matcher of Pact takes any bytes, so that of a file the pact has the content type alone. */
  static void withoutFile(V4Interaction.SynchronousHttp interaction) {
    if (interaction.getResponse().getHeaders().containsValue(List.of(FILE_TYPE))) {
      interaction.getResponse().setBody(OptionalBody.missing());
    }
  }

  private static byte[] bytes(JsonNode file) {
    try {
      return file.binaryValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The types of the values, all the way down; lists are to have one element at least. */
  private static void likeIn(String path, JsonNode value, MatchingRuleCategory rules) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        likeIn(path + "." + member.getKey(), member.getValue(), rules);
      }
    } else if (value.isArray()) {
      rule(rules, path, new MinTypeMatcher(1));
      likeIn(path + "[*]", value.get(0), rules);
    } else if (value.isIntegralNumber()) {
      rule(rules, path, new NumberTypeMatcher(NumberTypeMatcher.NumberType.INTEGER));
    } else if (value.isNumber()) {
      rule(rules, path, new NumberTypeMatcher(NumberTypeMatcher.NumberType.NUMBER));
    } else if (value.isBoolean()) {
      rule(rules, path, BooleanMatcher.INSTANCE);
    } else if (value.asText().matches(TIME)) {
      rule(rules, path, new RegexMatcher(TIME, value.asText()));
    } else {
      rule(rules, path, TypeMatcher.INSTANCE);
    }
  }

  private static void header(
      Map<String, List<String>> headers,
      MatchingRulesImpl rules,
      String name,
      String example,
      String regex) {
    headers.put(name, List.of(example));
    rule(rules.addCategory("header"), name, new RegexMatcher(regex, example));
  }

  private static void rule(MatchingRuleCategory rules, String path, MatchingRule rule) {
    rules.addRule(path, rule, RuleLogic.AND);
  }

  private static void fromState(
      Generators generators, Category category, String where, String text) {
    if (Expectation.hasPlaceholder(text)) {
      DataType type = Expectation.isNumber(text) ? DataType.INTEGER : DataType.STRING;
      generators.addGenerator(category, where, new ProviderStateGenerator(text, type));
    }
  }

  private static void fromStateIn(String path, JsonNode value, Generators generators) {
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      fromStateIn(path + "." + member.getKey(), member.getValue(), generators);
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      fromStateIn(path + "[" + i + "]", value.get(i), generators);
    }
    if (value.isTextual()) {
      fromState(generators, Category.BODY, path, value.textValue());
    }
  }

  static OptionalBody body(JsonNode json) {
    return OptionalBody.body(
        json.toString().getBytes(StandardCharsets.UTF_8),
        ContentType.fromString("application/json"));
  }
}
