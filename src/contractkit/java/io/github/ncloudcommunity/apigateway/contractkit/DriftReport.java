package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.Document.Edition;
import io.github.ncloudcommunity.apigateway.contractkit.Page.Finding;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What changed on the documentation pages since {@code contracts/documents/} was written. The JSON
 * of a report has these members.
 *
 * @param compared how many pages were compared
 * @param operations those of which there is something to say, breaking changes first; {@code every
 *     operation} for the overview page
 * @param appeared names of pages in the index that no operation has
 * @param unread what could not be read and is no line of a page
 */
record DriftReport(
    int compared, List<OperationDrift> operations, List<String> appeared, List<String> unread) {

  /**
   * What changed on the page of an operation.
   *
   * @param page address of the page
   * @param language of the edition that was compared, null if none could be
   * @param editions those that are not recorded
   * @param vanished whether the index does not name the page
   * @param unread what could not be read
   * @param contradictions where the page contradicts itself, and where editions disagree
   */
  record OperationDrift(
      String operation,
      String page,
      @Nullable String language,
      List<EditionDrift> editions,
      boolean vanished,
      List<ChangeDrift> changes,
      List<String> unread,
      List<String> contradictions) {

    boolean looksBreaking() {
      return vanished || changes.stream().anyMatch(ChangeDrift::breaking);
    }

    boolean hasChanged() {
      return vanished || !changes.isEmpty();
    }

    private int order() {
      return looksBreaking() ? 0 : hasChanged() ? 1 : !unread.isEmpty() ? 2 : 3;
    }
  }

  /**
   * An edition that is not the recorded one.
   *
   * @param then date of the recorded one, null if there is none in this language
   */
  record EditionDrift(String language, @Nullable String then, String now) {
    @Override
    public String toString() {
      return then == null
          ? "%s %s, not recorded before".formatted(language, now)
          : "%s %s, was %s".formatted(language, now, then);
    }
  }

  /**
   * A change of one place.
   *
   * @param kind {@code added}, {@code removed} or {@code changed}
   * @param then words of {@code contracts/documents/}
   * @param breaking whether calls that were right may be refused, or an answer lacks something
   * @param recorded where the words of then are
   * @param specified what we specify there although the page says otherwise, and why; null if the
   *     page and we agree
   * @param openapi what {@code openapi/} says beside it, with file and line
   */
  record ChangeDrift(
      String kind,
      String place,
      List<String> then,
      List<String> now,
      boolean breaking,
      String text,
      @Nullable String recorded,
      @Nullable String specified,
      List<String> openapi) {

    /** What else helps to decide. */
    List<String> asides() {
      return Stream.of(
              specified == null ? null : "we specify " + specified,
              recorded == null ? null : "recorded in " + recorded)
          .filter(Objects::nonNull)
          .toList();
    }
  }

  /** 0 if nothing changed, 1 if something did, 2 if something could not be read. */
  int status() {
    boolean isUnread =
        !unread.isEmpty() || operations.stream().anyMatch(drift -> !drift.unread().isEmpty());
    boolean isChanged =
        !appeared.isEmpty() || operations.stream().anyMatch(OperationDrift::hasChanged);
    return isUnread ? 2 : isChanged ? 1 : 0;
  }

  /** One line that counts what is told. */
  String summary() {
    long changed = operations.stream().filter(OperationDrift::hasChanged).count();
    long breaking = operations.stream().filter(OperationDrift::looksBreaking).count();
    long notRead = operations.stream().filter(drift -> !drift.unread().isEmpty()).count();
    long newer =
        operations.stream()
            .filter(drift -> !drift.hasChanged() && !drift.editions().isEmpty())
            .count();
    return "Changed: %d of %d pages, %d of them in a way that looks breaking. New pages: %d."
            .formatted(changed, compared, breaking, appeared.size())
        + (newer == 0 ? "" : " Other editions that say the same: %d.".formatted(newer))
        + (status() < 2
            ? ""
            : " Not everything could be read: %d pages, %d other problems."
                .formatted(notRead, unread.size()));
  }

  private static final JsonMapper JSON = new JsonMapper();

  // --- making a report

  /**
   * Compares pages with what is recorded.
   *
   * @param chosen the operations to compare; all if empty
   */
  static DriftReport of(
      Documents documents, Specification openapi, PageFolder pages, Set<String> chosen) {
    SortedSet<String> indexed = pages.indexed();
    List<String> unread = new ArrayList<>();
    if (indexed.isEmpty()) {
      unread.add(
          "%s: no index of pages, so which appeared or vanished is not known"
              .formatted(Location.name(pages.index())));
    }
    SortedSet<String> appeared = new TreeSet<>(indexed);
    appeared.removeIf(slug -> !slug.startsWith("apigateway-"));
    List<String> missing = new ArrayList<>();
    List<OperationDrift> operations = new ArrayList<>();
    for (Document document : documents.all()) {
      appeared.remove(document.slug());
      if (!chosen.isEmpty() && !chosen.contains(document.operation())) {
        continue;
      }
      boolean isVanished = !indexed.isEmpty() && !indexed.contains(document.slug());
      Map<String, Page> editions = pages.pages(document.slug());
      if (editions.isEmpty() && !isVanished) {
        missing.add(document.operation());
      } else {
        operations.add(new Comparison(document, openapi, pages, editions).drift(isVanished));
      }
    }
    int compared = operations.size();
    if (!missing.isEmpty()) {
      unread.add("no page in the folder of " + String.join(", ", missing));
    }
    List<OperationDrift> told =
        operations.stream()
            .filter(
                drift ->
                    drift.order() < 3
                        || !drift.editions().isEmpty()
                        || !drift.contradictions().isEmpty())
            .sorted(
                Comparator.comparing(OperationDrift::order)
                    .thenComparing(OperationDrift::operation))
            .toList();
    return new DriftReport(compared, told, List.copyOf(appeared), unread);
  }

  /** The editions of one page beside its document. */
  private record Comparison(
      Document document, Specification openapi, PageFolder folder, Map<String, Page> editions) {

    OperationDrift drift(boolean isVanished) {
      String language = language(document, editions);
      Page page = editions.get(language);
      List<String> unread = new ArrayList<>();
      List<String> contradictions = new ArrayList<>();
      editions.forEach(
          (edition, other) -> {
            findings(edition, other, unread, contradictions);
            if (page != null && !edition.equals(language) && isReadable(other)) {
              Change.between(page, other).stream()
                  .map(
                      change ->
                          "%s, other than %s: %s".formatted(edition, language, inWords(change)))
                  .forEach(contradictions::add);
            }
          });
      return new OperationDrift(
          document.operation(),
          document.page(),
          language,
          editionDrifts(),
          isVanished,
          page == null
              ? List.of()
              : Change.between(document, page).stream().map(this::drift).toList(),
          unread,
          contradictions);
    }

    private static String inWords(Change change) {
      return "%s: \"%s\" instead of \"%s\""
          .formatted(change.place(), Fact.shown(change.now()), Fact.shown(change.then()));
    }

    private void findings(
        String language, Page page, List<String> unread, List<String> contradictions) {
      String file = Location.name(folder.file(language, document.slug()));
      for (Finding finding : page.findings()) {
        (finding.isRead() ? contradictions : unread)
            .add(
                "%s:%d: %s: %s".formatted(file, finding.line(), finding.message(), finding.text()));
      }
      if (!isReadable(page) && page.findings().stream().allMatch(Finding::isRead)) {
        unread.add(file + ": neither a request line nor a base URL");
      }
      if (page.slug() != null && !page.slug().equals(document.slug())) {
        contradictions.add("%s: the page calls itself %s".formatted(file, page.slug()));
      }
    }

    private List<EditionDrift> editionDrifts() {
      List<EditionDrift> drifts = new ArrayList<>();
      editions.forEach(
          (language, page) -> {
            String then =
                document.editions().stream()
                    .filter(edition -> edition.language().equals(language))
                    .map(Edition::date)
                    .findFirst()
                    .orElse(null);
            String now = edition(page).date();
            if (!now.equals(then)) {
              drifts.add(new EditionDrift(language, then, now));
            }
          });
      return drifts;
    }

    private ChangeDrift drift(Change change) {
      Fact fact = document.facts().get(change.place());
      List<String> beside = new ArrayList<>();
      operation(document, openapi)
          .ifPresent(
              operation -> {
                Words words = Words.of(openapi, operation);
                String at = Documents.location(openapi, words.node(change.place()), operation);
                change.beside(words).forEach(text -> beside.add(text + " (" + at + ")"));
              });
      boolean differs = fact != null && fact.items().stream().anyMatch(Fact.Item::differs);
      return new ChangeDrift(
          change.kind(),
          change.place(),
          change.then(),
          change.now(),
          change.isBreaking(),
          document.operation() + ": " + change.text(),
          fact == null ? null : fact.location().toString(),
          differs ? "%s: %s".formatted(Fact.shown(fact.specified()), fact.remark()) : null,
          beside);
    }
  }

  // --- what it looks like

  /** Plain text, a paragraph for each operation. */
  String toText() {
    StringBuilder text = new StringBuilder();
    for (OperationDrift drift : operations) {
      if (drift.order() < 3 || !drift.contradictions().isEmpty()) {
        text.append(drift.operation()).append(", ").append(drift.page()).append("\n");
        lines(text, "  edition ", drift.editions());
        if (drift.vanished()) {
          text.append("  The index does not name the page any more.\n");
        }
        for (ChangeDrift change : drift.changes()) {
          text.append(
              "  %s%s\n".formatted(change.text(), change.breaking() ? " (looks breaking)" : ""));
          lines(text, "    ", change.openapi());
          lines(text, "    ", change.asides());
        }
        lines(text, "  not read: ", drift.unread());
        lines(text, "  contradiction: ", drift.contradictions());
        text.append("\n");
      }
    }
    lines(text, "No operation has the page ", appeared);
    lines(text, "Not read: ", unread);
    return text.append(summary()).append("\n").toString();
  }

  private static void lines(StringBuilder text, String start, List<?> lines) {
    lines.forEach(line -> text.append(start).append(line).append("\n"));
  }

  String toJson() {
    ObjectNode report = JSON.createObjectNode().put("status", status());
    return report.setAll(JSON.<ObjectNode>valueToTree(this)).toPrettyString() + "\n";
  }

  // --- pages

  /** A page with neither request line nor base URL was not read, whatever else was found on it. */
  static boolean isReadable(Page page) {
    return page.facts().stream().anyMatch(fact -> fact.subject().matches("request line|base .*"));
  }

  /** The operation of a document. One with a body stands for all: it has everything in common. */
  static Optional<Operation> operation(Document document, Specification openapi) {
    return openapi.operations().values().stream()
        .filter(
            operation ->
                document.operation().equals(Document.COMMON)
                    ? operation.requestContent().isObject()
                    : operation.id().equals(document.operation()))
        .findFirst();
  }

  /** The edition that a page says it is. */
  static Edition edition(Page page) {
    String date =
        Stream.of(page.updated(), page.published())
            .filter(Objects::nonNull)
            .map(moment -> moment.replaceFirst("T.*", ""))
            .filter(day -> day.matches("\\d{4}-\\d\\d-\\d\\d"))
            .findFirst()
            .orElse("older");
    return new Edition(String.valueOf(page.language()), date, "whole");
  }

  /**
   * The language in which an operation is compared: that of the edition that its facts come from,
   * if that is there and can be read, else the first one that can.
   *
   * @return null if no edition can be read
   */
  static @Nullable String language(Document document, Map<String, Page> editions) {
    return Stream.concat(
            document.editions().stream().map(Edition::language), PageFolder.LANGUAGES.stream())
        .filter(language -> editions.containsKey(language) && isReadable(editions.get(language)))
        .findFirst()
        .orElse(null);
  }
}
