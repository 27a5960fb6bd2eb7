package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.contract.Mutants.Mutant;
import io.github.ncloudcommunity.apigateway.contractkit.Documents;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import io.github.ncloudcommunity.apigateway.testing.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How much do samples and pact find alone? The specification is changed in memory, in each small
 * way that contradicts a page, and each of the two is checked against what comes out. The report is
 * {@code target/mutants.txt}; its table is in docs/coverage.md.
 *
 * <p>The comparison with {@code contracts/documents/} finds all of them by construction: whether a
 * change contradicts a page is read from there. It has no score.
 */
class MutationTest {

  private static final Path REPORT = Path.of("target", "mutants.txt");

  /** The success of each operation is in the pact, so no such change may escape it. */
  private static final List<String> FOUND_BY_PACT =
      List.of("path renamed", "method changed", "base path dropped", "signature header renamed");

  private static final Specification ORIGINAL = Specification.bundled();

  private static final Documents DOCUMENTS = Documents.committed();

  private static final Map<String, List<JsonNode>> INTERACTIONS =
      Pacts.interactions().stream().collect(Collectors.groupingBy(PactChecks::operationId));

  private static final Map<String, SampleFolder> SAMPLES =
      SampleFolder.all().stream().collect(Collectors.toMap(SampleFolder::name, f -> f));

  /** What samples and pact find of the changes of a kind. */
  private static final class Row {

    private int mutants;
    private int bySamples;
    private int byPact;
    private int byEither;

    void add(boolean samples, boolean pact) {
      mutants++;
      bySamples += samples ? 1 : 0;
      byPact += pact ? 1 : 0;
      byEither += samples || pact ? 1 : 0;
    }

    @Override
    public String toString() {
      return "%d | %s | %s | %d"
          .formatted(mutants, share(bySamples), share(byPact), mutants - byEither);
    }

    private String share(int found) {
      return "%d (%d %%)".formatted(found, Math.round(100.0 * found / mutants));
    }
  }

  private final Map<String, Row> kinds = new TreeMap<>();
  private final Row all = new Row();
  private final List<String> foundByNeither = new ArrayList<>();
  private final List<String> missedByPact = new ArrayList<>();

  static List<Operation> operations() {
    return List.copyOf(ORIGINAL.operations().values());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void nothingIsFoundInWhatIsNotChanged(Operation operation) {
    Specification unchanged = Mutants.unchanged(ORIGINAL, operation);

    assertThat(DOCUMENTS.contradictions(unchanged, operation.id())).isEmpty();
    assertThat(samples(unchanged, operation)).isEmpty();
    assertThat(pact(unchanged, operation)).isEmpty();
  }

  @Test
  void samplesAndPactFindTheseContradictionsToThePages() throws IOException {
    for (Operation operation : operations()) {
      for (Mutant mutant : Mutants.of(ORIGINAL, operation)) {
        run(mutant, operation, List.of(operation));
      }
    }
    // The errors of one with a body are those of all operations.
    Operation any = operations().stream().filter(o -> o.errors().contains("413")).findFirst().get();
    Mutants.shared(ORIGINAL, any).forEach(mutant -> run(mutant, any, operations()));
    String table =
        """
        Of %d changes that contradict a page, samples alone find %s, the pact alone %s, and neither %d.
        The comparison with `contracts/documents/` finds all of them by construction, since it says what a page says.

        | change of `openapi/` | changes | found by samples alone | found by the pact alone | found by neither |
        | --- | ---: | ---: | ---: | ---: |
        %s"""
            .formatted(
                all.mutants,
                all.share(all.bySamples),
                all.share(all.byPact),
                all.mutants - all.byEither,
                kinds.entrySet().stream()
                    .map(kind -> "| %s | %s |\n".formatted(kind.getKey(), kind.getValue()))
                    .collect(Collectors.joining()));
    Files.writeString(
        REPORT, table + "\nFound by neither:\n\n" + String.join("\n", foundByNeither) + "\n");
    GeneratedPart.check(Path.of("docs", "coverage.md"), REPORT, table);

    assertThat(kinds.keySet()).containsAll(FOUND_BY_PACT);
    assertThat(missedByPact).isEmpty();
  }

  /** A change of one operation is seen in that operation; a shared one in all of them. */
  private void run(Mutant mutant, Operation operation, List<Operation> seenIn) {
    Specification changed = mutant.of(ORIGINAL, operation);
    if (!DOCUMENTS.contradictsPage(changed, operation.id())) {
      return;
    }
    String what =
        "%s: %s, %s"
            .formatted(
                mutant.kind(), seenIn.size() == 1 ? operation : "all operations", mutant.what());
    assertThat(DOCUMENTS.contradictions(changed, operation.id())).as(what).isNotEmpty();
    boolean samples = seenIn.stream().anyMatch(o -> !samples(mutant.of(ORIGINAL, o), o).isEmpty());
    boolean pact = seenIn.stream().anyMatch(o -> !pact(mutant.of(ORIGINAL, o), o).isEmpty());
    kinds.computeIfAbsent(mutant.kind(), kind -> new Row()).add(samples, pact);
    all.add(samples, pact);
    if (!samples && !pact) {
      foundByNeither.add(what);
    }
    if (!pact && FOUND_BY_PACT.contains(mutant.kind())) {
      missedByPact.add(what);
    }
  }

  private static List<String> samples(Specification specification, Operation operation) {
    List<String> problems = new ArrayList<>();
    Operation changed = specification.operations().get(operation.id());
    for (String name : List.of(operation.id(), SampleFolder.ERRORS)) {
      SampleFolder folder = SAMPLES.get(name);
      for (String file : folder.files().keySet()) {
        if (!SampleChecks.EXEMPT.containsKey(name + "/" + file)) {
          problems.addAll(SampleChecks.shape(specification, folder, file));
        }
      }
      if (folder.source().has("request")) {
        problems.addAll(SampleChecks.line(name, folder.source().path("request"), changed));
      }
    }
    return problems;
  }

  /** The problems of the first interaction that has any. */
  private static List<String> pact(Specification specification, Operation operation) {
    return INTERACTIONS.getOrDefault(operation.id(), List.of()).stream()
        .map(interaction -> PactChecks.problems(specification, interaction))
        .filter(problems -> !problems.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
