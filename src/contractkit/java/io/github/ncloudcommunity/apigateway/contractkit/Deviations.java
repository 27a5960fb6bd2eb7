package io.github.ncloudcommunity.apigateway.contractkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes {@code contracts/deviations.md} of the facts and notes in {@code contracts/documents/}. */
final class Deviations {

  /** The page, which is committed. */
  static final Path FILE = Path.of("contracts", "deviations.md");

  /** A row names so many operations or places, and gives the number of the others. */
  private static final int NAMED = 8;

  private static final String INTRODUCTION =
      """
      # Deviations

      Where the documentation pages disagree with each other, with their samples or with the vendor's OpenAPI export, and
      where they are silent. "The export" is that OpenAPI export of 2023-11-23; a "group page" is one that described a whole
      group of operations before 2024.

      This page is generated from `contracts/documents/`. Edit a line there, then run `mvn verify -Dcontracts.update`.
      """;

  private static final Column<Said> OPERATIONS =
      new Column<>("operations", row -> code(row.stream().map(Said::operation)));
  private static final Column<Said> WHAT = new Column<>("what", row -> code(places(row)));
  private static final Column<Said> PAGE =
      new Column<>("the page says", row -> row.get(0).side(Fact.Item::page));
  private static final Column<Said> SPECIFIED = new Column<>("we specify", Deviations::specified);
  private static final Column<Said> WHY = new Column<>("why", row -> row.get(0).fact().remark());

  private final StringBuilder page = new StringBuilder(INTRODUCTION);

  private Deviations() {}

  /** The page, as Markdown. */
  static String page(Documents documents) {
    Deviations page = new Deviations();
    List<Said> common = remarked(Stream.of(documents.common())).toList();
    List<Said> own = remarked(documents.operations().stream()).toList();
    page.table(
        "All operations",
        documents.common().notes().stream().map(List::of),
        List.of(new Column<>("note", note -> note.get(0).text())));
    page.table(
        "Headers, signature and errors",
        rows(common.stream()),
        List.of(WHAT, PAGE, SPECIFIED, WHY));
    page.table(
        "We specify something else than the page",
        rows(own.stream().filter(said -> !said.isSilent() && said.differs())),
        List.of(OPERATIONS, WHAT, PAGE, SPECIFIED, WHY));
    page.table(
        "The page is silent, or was not seen as far as there",
        rows(own.stream().filter(Said::isSilent)),
        List.of(OPERATIONS, WHAT, SPECIFIED, WHY));
    page.table(
        "We specify what the page says, and another source differs",
        rows(own.stream().filter(said -> !said.differs())),
        List.of(OPERATIONS, WHAT, PAGE, WHY));
    page.table(
        "Notes on operations",
        documents.operations().stream().flatMap(d -> d.notes().stream()).map(List::of),
        List.of(
            new Column<>("operations", note -> code(note.get(0).operations().stream())),
            new Column<>("note", note -> note.get(0).text())));
    return page.page.toString();
  }

  private record Column<T>(String title, Function<List<T>, String> cell) {}

  /**
   * A fact with a remark.
   *
   * @param items those that differ, or all if none does
   */
  private record Said(String operation, Fact fact, List<Fact.Item> items) {

    boolean differs() {
      return items.get(0).differs();
    }

    boolean isSilent() {
      return items.stream().allMatch(item -> item.page() == null);
    }

    String side(Function<Fact.Item, String> side) {
      return Fact.shown(items.stream().map(side).filter(Objects::nonNull).toList());
    }

    /** Facts of one key share a row. Whole members that no page has do so whatever their types. */
    List<String> key() {
      String specified = fact.page().isEmpty() ? "" : side(Fact.Item::specified);
      return List.of(side(Fact.Item::page), specified, fact.remark());
    }
  }

  private static Stream<Said> remarked(Stream<Document> documents) {
    return documents.flatMap(
        document ->
            document.facts().values().stream()
                .filter(fact -> !fact.remark().isEmpty())
                .map(fact -> new Said(document.operation(), fact, fact.differing())));
  }

  private static Stream<List<Said>> rows(Stream<Said> said) {
    Map<List<String>, List<Said>> rows =
        said.collect(Collectors.groupingBy(Said::key, LinkedHashMap::new, Collectors.toList()));
    return new ArrayList<>(rows.values()).stream();
  }

  /** The places of a row, without members of members that stand in it too. */
  private static Stream<String> places(List<Said> row) {
    List<String> places = row.stream().map(said -> said.fact().place()).distinct().toList();
    return places.stream()
        .filter(
            place ->
                places.stream()
                    .noneMatch(o -> place.startsWith(o + ".") || place.startsWith(o + "[].")));
  }

  private static String specified(List<Said> row) {
    List<String> words = row.stream().map(s -> s.side(Fact.Item::specified)).distinct().toList();
    return words.size() > 3 ? "members of several types" : String.join("; ", words);
  }

  private static String code(Stream<String> texts) {
    List<String> names = texts.distinct().map(name -> "`" + name + "`").toList();
    String more = names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "";
    return names.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
  }

  private <T> void table(String title, Stream<List<T>> rows, List<Column<T>> columns) {
    page.append("\n## ").append(title).append("\n\n");
    row(columns.stream().map(Column::title));
    row(columns.stream().map(column -> "---"));
    rows.forEach(row -> row(columns.stream().map(column -> column.cell().apply(row))));
  }

  private void row(Stream<String> cells) {
    page.append(
        cells
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }
}
