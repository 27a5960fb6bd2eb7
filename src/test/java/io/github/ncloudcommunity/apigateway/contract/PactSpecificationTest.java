package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.github.ncloudcommunity.apigateway.testing.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pact against {@code openapi/}, and the parts of {@code openapi/} that it covers. */
@Order(4)
class PactSpecificationTest {

  private static final Path NOT_COVERED = Path.of("contracts", "pacts", "not-covered.yaml");

  private static List<JsonNode> interactions() {
    return Pacts.interactions();
  }

  @Test
  void expectationsNameWhatTheSpecificationHas() {
    assertThat(Expectations.problems()).isEmpty();
  }

  @Test
  void expectationsAreDescribedByTheSpecification() {
    List<Expectation> expectations = Expectations.all();
    List<JsonNode> interactions = interactions();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < interactions.size(); i++) {
      for (String problem : PactChecks.problems(Specification.bundled(), interactions.get(i))) {
        problems.add(expectations.get(i).place() + ": " + problem);
      }
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void eachOutcomeOfEachOperationIsThere_orStandsInTheListWithAReason() {
    List<String> problems = new ArrayList<>();
    Map<String, Set<String>> covered = PactChecks.covered(interactions());
    Map<String, Set<String>> coveredInGroup = new TreeMap<>();
    Specification.bundled()
        .operations()
        .forEach(
            (id, operation) ->
                coveredInGroup
                    .computeIfAbsent(group(operation), group -> new TreeSet<>())
                    .addAll(covered.getOrDefault(id, Set.of())));
    JsonNode notCovered = Specification.read(NOT_COVERED);
    for (Specification.Operation operation : Specification.bundled().operations().values()) {
      for (String outcome : PactChecks.outcomes(operation)) {
        boolean oncePerGroup =
            notCovered.path(outcome).path(0).path("once").asText().equals("group");
        boolean there =
            oncePerGroup
                ? coveredInGroup.get(group(operation)).contains(outcome)
                : covered.getOrDefault(operation.id(), Set.of()).contains(outcome);
        boolean listed = !oncePerGroup && listed(notCovered, outcome, operation.id());
        if (there == listed) {
          problems.add(
              "%s %s: %s"
                  .formatted(
                      operation.id(),
                      outcome,
                      there
                          ? "has an expectation; take it out of " + NOT_COVERED
                          : "has no expectation; add one to %s, or give the reason in %s"
                              .formatted(Expectations.file(operation), NOT_COVERED)));
        }
      }
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void theListNamesOperationsAndOutcomesThatThereAre_andGivesReasons() throws IOException {
    Set<String> outcomes = new TreeSet<>();
    Map<String, Specification.Operation> operations = Specification.bundled().operations();
    operations.values().forEach(operation -> outcomes.addAll(PactChecks.outcomes(operation)));

    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> outcome : Specification.read(NOT_COVERED).properties()) {
      String place = Written.where(outcome.getKey(), NOT_COVERED) + ": " + outcome.getKey() + ": ";
      if (!outcomes.contains(outcome.getKey())) {
        problems.add(place + "no operation has this outcome");
      }
      for (JsonNode entry : outcome.getValue()) {
        if (!entry.path("reason").asText().endsWith(".")) {
          problems.add(place + "no reason, or no full stop behind it");
        }
        for (JsonNode operation : entry.path("operations")) {
          if (!operations.containsKey(operation.asText())) {
            problems.add(
                "%s: %s: openapi/ has no operation %s"
                    .formatted(
                        Written.where(operation.asText(), NOT_COVERED),
                        outcome.getKey(),
                        operation.asText()));
          }
        }
      }
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void eachQueryParameterAndEachMemberOfABodyIsSentSomewhere() {
    Map<String, Specification.Operation> operations = Specification.bundled().operations();
    Map<String, String> places = new TreeMap<>();
    operations.forEach((id, operation) -> places.put(id, Expectations.file(operation)));
    Expectations.all().forEach(e -> places.put(e.operation(), e.place()));
    Set<String> sent = new TreeSet<>();
    for (JsonNode interaction : interactions()) {
      String id = PactChecks.operationId(interaction);
      interaction.at("/request/query").fieldNames().forEachRemaining(n -> sent.add(id + " " + n));
      JsonNode schema = operations.get(id).requestSchema();
      sent(id + " ", schema, interaction.at("/request/body/content"), sent);
    }
    Set<String> documented = new TreeSet<>();
    for (Specification.Operation operation : operations.values()) {
      operation
          .parameters("query")
          .forEach(p -> documented.add(operation.id() + " " + p.path("name").asText()));
      documented(operation.id() + " ", operation.requestSchema(), documented);
    }

    documented.removeAll(sent);
    assertThat(documented.stream().map(name -> places.get(name.split(" ")[0]) + ": " + name))
        .as("query parameters, and members of bodies, that no expectation sends")
        .isEmpty();
  }

  private static void documented(String prefix, JsonNode schema, Set<String> names) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      names.add(prefix + member.getKey());
      documented(prefix + member.getKey() + ".", member.getValue(), names);
    }
    if (schema.has("items")) {
      documented(prefix, schema.path("items"), names);
    }
  }

  /** The members of a value, but for the keys of a map. */
  private static void sent(String prefix, JsonNode schema, JsonNode value, Set<String> names) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      if (value.has(member.getKey())) {
        names.add(prefix + member.getKey());
        sent(prefix + member.getKey() + ".", member.getValue(), value.path(member.getKey()), names);
      }
    }
    value.elements().forEachRemaining(e -> sent(prefix, schema.path("items"), e, names));
  }

  private static String group(Specification.Operation operation) {
    return operation.node().path("tags").path(0).asText();
  }

  private static boolean listed(JsonNode notCovered, String outcome, String operation) {
    return notCovered
        .path(outcome)
        .valueStream()
        .map(entry -> entry.path("operations"))
        .anyMatch(
            operations ->
                operations.isMissingNode()
                    || operations.valueStream().anyMatch(o -> o.asText().equals(operation)));
  }

  // --- what must be found, besides what MutationTest counts

  @Test
  void anExpectationOfWhatTheSpecificationDoesNotHaveIsFound_withItsLine() {
    int line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
    Expectation.Builder withdrawn = Expectation.of("attachUsagePlan", "a request").asks("POST /");
    Expectation.Builder renamed =
        Expectation.of("setDefaultUsagePlan", "a request")
            .asks("PUT /")
            .gets(200, "stage(stageId,planId)")
            .badWithout("without a plan", "planId");

    String place = "src/test/java/%s.java:".formatted(getClass().getName().replace('.', '/'));
    assertThat(withdrawn.problems())
        .containsExactly(
            place
                + line
                + ": attachUsagePlan: openapi/ has no such operation; if it was withdrawn, delete"
                + " this expectation");
    assertThat(renamed.problems())
        .containsExactly(
            place
                + (line + 2)
                + ": setDefaultUsagePlan: the example of the answer in openapi/ has no member"
                + " planId",
            place + (line + 2) + ": setDefaultUsagePlan: the request has no member planId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "associateUsagePlan 204  | /request/headers           | x-other     | x          | headers [content-type",
        "associateUsagePlan 204  | /request/generators/path   | expression  | /products  | path /products has",
        "getUsagePlan 404/300    | /response/body/content/error | errorCode | 301        | error {",
        "listStageUsagePlans 400/100 with a limit of 0 | /request/query | limit | 1      | answered by 400"
      })
  void isFound(String key, String pointer, String member, String value, String problem) {
    JsonNode interaction =
        interactions().stream()
            .filter(i -> PactChecks.key(i).equals(key))
            .findFirst()
            .orElseThrow()
            .deepCopy();
    ObjectNode object = (ObjectNode) interaction.at(pointer);
    if (pointer.equals("/request/query")) {
      object.putArray(member).add(value);
    } else {
      object.put(member, value);
    }

    assertThat(PactChecks.problems(Specification.bundled(), interaction))
        .anySatisfy(p -> assertThat(p).startsWith(key + ": ").contains(problem));
  }
}
