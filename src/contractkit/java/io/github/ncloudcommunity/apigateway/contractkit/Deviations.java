package io.github.ncloudcommunity.apigateway.contractkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes {@code contracts/deviations.md} of the facts and notes in {@code contracts/documents/}. */
public final class Deviations {

  /** The page, which is committed. */
  public static final Path FILE = Path.of("contracts", "deviations.md");

  /** So many operations of a row are named; of more, the number is given. */
  private static final int NAMED = 8;

  private static final String INTRODUCTION =
      """
      # Deviations

      Where the documentation pages disagree with each other, with their samples or with the vendor's OpenAPI export, and
      where they are silent. "The export" is that OpenAPI export of 2023-11-23; a "group page" is one that described a whole
      group of operations before 2024.

      This page is generated from `contracts/documents/`. Edit a line there, then run `mvn verify -Dcontracts.update`.
      """;

  private record Column(String title, Function<List<Said>, String> cell) {}

  private static final Column OPERATIONS =
      new Column("operations", row -> code(row.stream().map(Said::operation).distinct().toList()));
  private static final Column WHAT = new Column("what", row -> code(places(row)));
  private static final Column PAGE = new Column("the page says", row -> row.get(0).page());
  private static final Column SPECIFIED =
      new Column(
          "we specify",
          row -> {
            List<String> words = row.stream().map(Said::specified).distinct().toList();
            return words.size() > 3 ? "members of several types" : String.join("; ", words);
          });
  private static final Column WHY = new Column("why", row -> row.get(0).fact().remark());

  private final Documents documents;
  private final StringBuilder page = new StringBuilder(INTRODUCTION);

  private Deviations(Documents documents) {
    this.documents = documents;
  }

  /** The page, as Markdown. */
  public static String page(Documents documents) {
    Deviations deviations = new Deviations(documents);
    deviations.notes(
        "All operations", Stream.of(documents.common()), note -> List.of(note.text()), "note");
    deviations.facts(
        "Headers, signature and errors",
        "They are the same for all operations.",
        Stream.of(documents.common()).flatMap(Deviations::remarked),
        WHAT,
        PAGE,
        SPECIFIED,
        WHY);
    deviations.facts(
        "We specify something else than the page",
        "\"Nothing\" under *we specify*: the page says it, we leave it out.",
        deviations.own().filter(said -> said.kind() == Kind.OTHER),
        OPERATIONS,
        WHAT,
        PAGE,
        SPECIFIED,
        WHY);
    deviations.facts(
        "The page is silent",
        "The page says nothing of these, or was not seen as far as there.",
        deviations.own().filter(said -> said.kind() == Kind.SILENT),
        OPERATIONS,
        WHAT,
        SPECIFIED,
        WHY);
    deviations.facts(
        "We specify what the page says",
        "Another source says something else, or there is a remark.",
        deviations.own().filter(said -> said.kind() == Kind.SAME),
        OPERATIONS,
        WHAT,
        PAGE,
        WHY);
    deviations.notes(
        "Notes on operations",
        documents.operations().stream(),
        note -> List.of(code(note.operations()), note.text()),
        "operations",
        "note");
    return deviations.page.toString();
  }

  private enum Kind {
    SAME,
    OTHER,
    SILENT
  }

  /** A fact with a remark, and the operation that it is about. */
  private record Said(String operation, Fact fact) {

    List<Fact.Item> differing() {
      return fact.items().stream().filter(Fact.Item::differs).toList();
    }

    Kind kind() {
      if (differing().isEmpty()) {
        return Kind.SAME;
      }
      return differing().stream().allMatch(item -> item.page() == null) ? Kind.SILENT : Kind.OTHER;
    }

    String page() {
      return side(Fact.Item::page);
    }

    String specified() {
      return side(Fact.Item::specified);
    }

    /** What differs, or all if nothing does. */
    private String side(Function<Fact.Item, String> side) {
      List<Fact.Item> items = differing().isEmpty() ? fact.items() : differing();
      return Fact.shown(items.stream().map(side).filter(item -> item != null).toList());
    }
  }

  private static Stream<Said> remarked(Document document) {
    return document.facts().values().stream()
        .filter(fact -> !fact.remark().isEmpty())
        .map(fact -> new Said(document.operation(), fact));
  }

  private Stream<Said> own() {
    return documents.operations().stream().flatMap(Deviations::remarked);
  }

  private void notes(
      String title,
      Stream<Document> of,
      Function<Document.Note, List<String>> cells,
      String... columns) {
    title(title);
    table(columns);
    of.flatMap(document -> document.notes().stream()).map(cells).forEach(this::row);
  }

  /** A row for each reason, with all operations and places that have it. */
  private void facts(String title, String about, Stream<Said> said, Column... columns) {
    title(title);
    page.append(about).append("\n\n");
    table(Stream.of(columns).map(Column::title).toArray(String[]::new));
    Map<List<String>, List<Said>> rows = new LinkedHashMap<>();
    said.forEach(one -> rows.computeIfAbsent(key(one), key -> new ArrayList<>()).add(one));
    rows.values()
        .forEach(row -> row(Stream.of(columns).map(column -> column.cell().apply(row)).toList()));
  }

  /** Whole members that no page has share a row, whatever their types. */
  private static List<String> key(Said said) {
    boolean whole = said.kind() == Kind.SILENT && said.fact().page().isEmpty();
    return List.of(said.page(), whole ? "" : said.specified(), said.fact().remark());
  }

  /** The places of a row, without members of members that stand in it too. */
  private static List<String> places(List<Said> row) {
    Set<String> places =
        row.stream()
            .map(said -> said.fact().place())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return places.stream()
        .filter(place -> places.stream().noneMatch(other -> isBelow(place, other)))
        .toList();
  }

  private static boolean isBelow(String place, String other) {
    return place.startsWith(other + ".") || place.startsWith(other + "[].");
  }

  private static String code(List<String> names) {
    String named =
        names.stream().limit(NAMED).map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    return names.size() > NAMED ? named + " and %d more".formatted(names.size() - NAMED) : named;
  }

  private void title(String title) {
    page.append("\n## ").append(title).append("\n\n");
  }

  private void table(String... columns) {
    row(Arrays.asList(columns));
    page.append("| --- ".repeat(columns.length)).append("|\n");
  }

  private void row(List<String> cells) {
    page.append(
        cells.stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }
}
