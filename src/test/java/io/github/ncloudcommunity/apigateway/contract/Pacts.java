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
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
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
  private static final String JSON_TYPE = "application/json(;\\s*charset=[Uu][Tt][Ff]-8)?";

  /** Of 32 bytes, so that the last letter before the padding has but four bits. */
  private static final String SIGNATURE = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Pacts() {}

  static V4Pact pact(List<V4Interaction.SynchronousHttp> interactions) {
    return new V4Pact(
        new Consumer(CONSUMER), new Provider(PROVIDER), new ArrayList<>(interactions));
  }

  /** The text of the file: sorted, indented, and without the version of the library. */
  static String text(V4Pact pact) {
    try {
      ObjectNode json =
          (ObjectNode) MAPPER.readTree(Json.toJson(pact.toMap(PactSpecVersion.V4)).serialise());
      json.putObject("metadata").putObject("pactSpecification").put("version", "4.0");
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n"));
      return MAPPER.writer(printer).writeValueAsString(MAPPER.convertValue(json, Map.class)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

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
    Generators generators = new Generators();
    String path = BASE_PATH + asked.path();
    fromState(generators, Category.PATH, "", path);
    Map<String, List<String>> query = new TreeMap<>();
    asked
        .query()
        .forEach(
            (name, value) -> {
              query.put(name, List.of(expectation.example(value)));
              fromState(generators, Category.QUERY, name, value);
            });
    Map<String, List<String>> headers = new TreeMap<>();
    MatchingRulesImpl rules = new MatchingRulesImpl();
    // Examples that nobody could take for real ones.
    header(headers, rules, SignatureV2.TIMESTAMP_HEADER, "1505290625682", "\\d{13}");
    header(headers, rules, SignatureV2.ACCESS_KEY_HEADER, "access-key", "\\S+");
    header(headers, rules, SignatureV2.SIGNATURE_HEADER, "A".repeat(43) + "=", SIGNATURE);
    OptionalBody body = OptionalBody.missing();
    if (asked.body() != null) {
      header(headers, rules, "Content-Type", "application/json", JSON_TYPE);
      body = body(SampleFolder.json(expectation.example(asked.body())));
      SampleFolder.json(asked.body())
          .properties()
          .forEach(
              member ->
                  fromState(
                      generators,
                      Category.BODY,
                      "$." + member.getKey(),
                      member.getValue().asText()));
    }
    return new HttpRequest(
        asked.method(), expectation.example(path), query, headers, body, rules, generators);
  }

  private static HttpResponse response(Expectation expectation) {
    Map<String, List<String>> headers = new TreeMap<>();
    MatchingRulesImpl rules = new MatchingRulesImpl();
    OptionalBody body = OptionalBody.missing();
    if (expectation.answer() != null) {
      header(headers, rules, "Content-Type", "application/json", JSON_TYPE);
      body = body(expectation.answer());
      if (expectation.error() == null) {
        likeIn("$", expectation.answer(), rules.addCategory("body"));
      }
    }
    return new HttpResponse(expectation.status(), headers, body, rules, new Generators());
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
      generators.addGenerator(category, where, new ProviderStateGenerator(text, DataType.STRING));
    }
  }

  static OptionalBody body(JsonNode json) {
    return OptionalBody.body(
        json.toString().getBytes(StandardCharsets.UTF_8),
        ContentType.fromString("application/json"));
  }
}
