package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import io.github.ncloudcommunity.apigateway.sandbox.operations.HandledOperations;
import io.github.ncloudcommunity.apigateway.testing.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What there is for each operation. The table is {@code target/coverage.txt}, and in
 * docs/coverage.md.
 */
@Order(6)
class CoverageTest {

  private static final Path REPORT = Path.of("target", "coverage.txt");

  private static final Specification SPECIFICATION = Specification.bundled();

  private static final Map<String, Integer> SAMPLES =
      SampleFolder.all().stream()
          .collect(Collectors.toMap(SampleFolder::name, folder -> folder.files().size()));

  private static final Map<String, Long> INTERACTIONS =
      Pacts.interactions().stream()
          .collect(Collectors.groupingBy(PactChecks::operationId, Collectors.counting()));

  private static final Set<String> KEPT = HandledOperations.all();

  @Test
  void coveragePageSaysWhatThereIsForEachOperation() throws IOException {
    Map<String, List<Operation>> groups = groups();
    StringBuilder table =
        new StringBuilder(
            """
            | operation | request | read from | samples | pact | sandbox |
            | --- | --- | --- | ---: | ---: | --- |
            """);
    groups.forEach(
        (tag, operations) -> {
          table.append(sum(tag, operations));
          operations.forEach(operation -> table.append(row(operation)));
        });
    List<Operation> all = groups.values().stream().flatMap(List::stream).toList();
    table.append(sum("all", all));
    Files.writeString(REPORT, table);

    assertThat(all).hasSameSizeAs(SPECIFICATION.operations().values());
    GeneratedPart.check(Path.of("docs", "coverage.md"), REPORT, table.toString());
  }

  /** By tag, both in the order of the specification. */
  private static Map<String, List<Operation>> groups() {
    Map<String, List<Operation>> groups = new LinkedHashMap<>();
    SPECIFICATION
        .document()
        .path("tags")
        .forEach(tag -> groups.put(tag.path("name").asText(), new ArrayList<>()));
    for (JsonNode path : SPECIFICATION.document().path("paths")) {
      for (JsonNode node : path) {
        Operation operation = SPECIFICATION.operations().get(node.path("operationId").asText());
        if (operation != null) {
          groups.get(node.path("tags").path(0).asText()).add(operation);
        }
      }
    }
    return groups;
  }

  private static String row(Operation operation) {
    return "| [%s](%s) | `%s %s` | %s | %d | %d | %s |\n"
        .formatted(
            operation.id(),
            operation.page(),
            operation.method(),
            operation.path(),
            sources(operation),
            samples(operation),
            interactions(operation),
            KEPT.contains(operation.id()) ? "kept" : "example");
  }

  private static String sum(String name, List<Operation> operations) {
    return "| **%s** | %d operations | | %d | %d | %d kept |\n"
        .formatted(
            name,
            operations.size(),
            operations.stream().mapToInt(CoverageTest::samples).sum(),
            operations.stream().mapToLong(CoverageTest::interactions).sum(),
            operations.stream().filter(operation -> KEPT.contains(operation.id())).count());
  }

  /** {@code ko 2026-04-23 whole, en older}. */
  private static String sources(Operation operation) {
    return operation
        .node()
        .path("x-source")
        .valueStream()
        .map(
            source ->
                Stream.of("language", "edition", "seen")
                    .map(member -> source.path(member).asText())
                    .collect(Collectors.joining(" "))
                    .strip())
        .collect(Collectors.joining(", "));
  }

  private static int samples(Operation operation) {
    return SAMPLES.getOrDefault(operation.id(), 0);
  }

  private static long interactions(Operation operation) {
    return INTERACTIONS.getOrDefault(operation.id(), 0L);
  }
}
