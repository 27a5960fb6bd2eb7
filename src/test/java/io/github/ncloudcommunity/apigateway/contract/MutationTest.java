package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.contract.Mutants.Mutant;
import io.github.ncloudcommunity.apigateway.contract.Specification.Operation;
import io.github.ncloudcommunity.apigateway.testing.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Can the checks fail? The specification is changed in memory, in each small way, and the checks
 * are run on what comes out. The report is {@code target/mutants.txt}; its table is in
 * docs/coverage.md.
 */
class MutationTest {

  private static final Path REPORT = Path.of("target", "mutants.txt");

  /** Changes that nothing finds, since no document says how it has to be. */
  private static final Map<String, String> NO_DOCUMENT_SPEAKS =
      Map.of(
          "words changed", "summaries and descriptions are in our own words",
          "example changed", "examples are ours; those of the documents are in contracts/samples");

  private static final Specification ORIGINAL = Specification.bundled();

  private static final Map<String, List<JsonNode>> INTERACTIONS =
      PactChecks.committed().stream().collect(Collectors.groupingBy(PactChecks::operationId));

  private static final Map<String, SampleFolder> SAMPLES =
      SampleFolder.all().stream().collect(Collectors.toMap(SampleFolder::name, f -> f));

  /** What finds a changed specification. */
  private enum Check {
    DOCUMENTS("contracts/documents", Documents::contradictions),
    SAMPLES("contracts/samples", MutationTest::samples),
    PACTS("contracts/pacts", MutationTest::pacts);

    private final String title;
    private final BiFunction<Specification, String, List<String>> problems;

    Check(String title, BiFunction<Specification, String, List<String>> problems) {
      this.title = title;
      this.problems = problems;
    }

    boolean finds(Specification specification, String operation) {
      return !problems.apply(specification, operation).isEmpty();
    }
  }

  private static final class Row {
    private int mutants;
    private int found;
    private final Map<Check, Integer> by = new EnumMap<>(Check.class);

    void add(List<Check> finders) {
      mutants++;
      found += finders.isEmpty() ? 0 : 1;
      finders.forEach(check -> by.merge(check, 1, Integer::sum));
    }

    List<Object> figures() {
      List<Object> figures = new ArrayList<>(List.of(mutants, found));
      for (Check check : Check.values()) {
        figures.add(by.getOrDefault(check, 0));
      }
      return figures;
    }
  }

  static List<Operation> operations() {
    return List.copyOf(ORIGINAL.operations().values());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void nothingIsFoundInWhatIsNotChanged(Operation operation) {
    Specification unchanged = Mutants.unchanged(ORIGINAL, operation);

    for (Check check : Check.values()) {
      assertThat(check.problems.apply(unchanged, operation.id())).as(check.title).isEmpty();
    }
  }

  @Test
  void everyMutantThatContradictsADocumentIsFound() throws IOException {
    Map<String, Row> kinds = new TreeMap<>();
    Row all = new Row();
    Map<String, List<String>> survivors = new TreeMap<>();
    for (Operation operation : operations()) {
      for (Mutant mutant : Mutants.of(ORIGINAL, operation)) {
        List<Check> finders = new ArrayList<>();
        for (Check check : Check.values()) {
          if (check.finds(mutant.specification(), operation.id())) {
            finders.add(check);
          }
        }
        kinds.computeIfAbsent(mutant.kind(), kind -> new Row()).add(finders);
        all.add(finders);
        if (finders.isEmpty()) {
          survivors.computeIfAbsent(mutant.kind(), kind -> new ArrayList<>()).add(mutant.what());
        }
      }
    }
    String table = table(kinds, all);
    Files.writeString(REPORT, table + survivors(survivors));
    GeneratedPart.check(Path.of("docs", "coverage.md"), REPORT, table);

    assertThat(kinds).hasSizeGreaterThanOrEqualTo(12);
    assertThat(survivors.keySet())
        .as("mutants that nothing found: %s", survivors)
        .isSubsetOf(NO_DOCUMENT_SPEAKS.keySet());
  }

  private static String table(Map<String, Row> kinds, Row all) {
    StringBuilder table = new StringBuilder("| change of `openapi/` | mutants | found |");
    for (Check check : Check.values()) {
      table.append(" by `").append(check.title).append("` |");
    }
    table.append("\n| --- |").append(" ---: |".repeat(2 + Check.values().length)).append('\n');
    Map<String, Row> rows = new LinkedHashMap<>(kinds);
    rows.put("**all**", all);
    rows.forEach(
        (kind, row) ->
            table
                .append("| ")
                .append(kind)
                .append(" | ")
                .append(
                    row.figures().stream().map(Object::toString).collect(Collectors.joining(" | ")))
                .append(" |\n"));
    return table.toString();
  }

  private static String survivors(Map<String, List<String>> survivors) {
    StringBuilder text = new StringBuilder("\nNot found, since no document speaks of it:\n");
    survivors.forEach(
        (kind, whats) -> {
          text.append("\n%s: %s\n".formatted(kind, NO_DOCUMENT_SPEAKS.get(kind)));
          whats.forEach(what -> text.append("  ").append(what).append('\n'));
        });
    return text.toString();
  }

  private static List<String> samples(Specification specification, String operation) {
    List<String> problems = new ArrayList<>();
    Operation changed = specification.operations().get(operation);
    for (String name : List.of(operation, SampleFolder.ERRORS)) {
      SampleFolder folder = SAMPLES.get(name);
      for (String file : folder.files().keySet()) {
        if (!SampleChecks.EXEMPT.containsKey(name + "/" + file)) {
          problems.addAll(SampleChecks.shape(specification, folder, file));
        }
      }
      if (changed != null && folder.source().has("request")) {
        problems.addAll(SampleChecks.line(name, folder.source().path("request"), changed));
      }
    }
    return problems;
  }

  /** The problems of the first interaction that has any. */
  private static List<String> pacts(Specification specification, String operation) {
    return INTERACTIONS.get(operation).stream()
        .map(interaction -> PactChecks.problems(specification, interaction))
        .filter(problems -> !problems.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
