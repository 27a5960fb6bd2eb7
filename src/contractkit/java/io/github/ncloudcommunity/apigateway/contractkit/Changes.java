package io.github.ncloudcommunity.apigateway.contractkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What changed from one release to another, each change once, whichever of specification, Java API
 * and pact shows it.
 */
final class Changes {

  /** A change of more operations than these is said once for all of them. */
  private static final int NAMED = 8;

  private static final String UPDATE =
      "mvn -q compile exec:java@contractkit -Dexec.args=\"changes --update-baseline\"";

  private final Release before;
  private final Release after;

  /** By subject: those with a breaking change first, and their breaking changes first. */
  private final Map<String, List<ReleaseChange>> bySubject;

  private Changes(Release before, Release after, List<ReleaseChange> changes) {
    this.before = before;
    this.after = after;
    Set<String> broken =
        changes.stream()
            .filter(ReleaseChange::breaking)
            .map(ReleaseChange::subject)
            .collect(Collectors.toSet());
    this.bySubject =
        changes.stream()
            .sorted(
                Comparator.comparing((ReleaseChange change) -> !broken.contains(change.subject()))
                    .thenComparing(ReleaseChange::subject)
                    .thenComparing(change -> !change.breaking())
                    .thenComparing(ReleaseChange::words))
            .collect(
                Collectors.groupingBy(
                    ReleaseChange::subject, LinkedHashMap::new, Collectors.toList()));
  }

  static Changes between(Release before, Release after) {
    List<ReleaseChange> changes =
        SpecificationChanges.between(before.specification(), after.specification());
    List<ReleaseChange> others =
        Stream.concat(
                JavaApi.changes(before.java(), after.java()).stream(),
                PactPromises.changes(before.pact(), after.pact()).stream())
            .filter(other -> changes.stream().noneMatch(change -> change.covers(other)))
            .toList();
    int operations = Specification.resolve(after.specification()).operations().size();
    List<ReleaseChange> all = new ArrayList<>(joined(changes, operations));
    all.addAll(others);
    return new Changes(before, after, all);
  }

  /** Joins what many operations share, such as a change of the body of errors. */
  private static List<ReleaseChange> joined(List<ReleaseChange> changes, int operations) {
    Map<String, List<ReleaseChange>> same =
        changes.stream()
            .collect(
                Collectors.groupingBy(
                    ReleaseChange::words, LinkedHashMap::new, Collectors.toList()));
    return same.values().stream()
        .flatMap(
            group -> {
              if (group.size() <= NAMED) {
                return group.stream();
              }
              ReleaseChange first = group.get(0);
              String named =
                  group.stream()
                      .limit(NAMED)
                      .map(ReleaseChange::subject)
                      .collect(Collectors.joining(", "));
              String subject =
                  group.size() == operations
                      ? Document.COMMON
                      : "%s and %d more operations".formatted(named, group.size() - NAMED);
              return Stream.of(
                  new ReleaseChange(
                      subject, first.place(), first.what(), first.breaking(), first.keys()));
            })
        .toList();
  }

  /** All changes, in the order of the report. */
  List<ReleaseChange> list() {
    return bySubject.values().stream().flatMap(List::stream).toList();
  }

  private List<ReleaseChange> breaking() {
    return list().stream().filter(ReleaseChange::breaking).toList();
  }

  /**
   * Refuses breaking changes that the version does not announce.
   *
   * @throws IllegalStateException if there are any
   */
  void requireVersion() {
    if (breaking().isEmpty() || after.mayBreak(before)) {
      return;
    }
    String unreleased =
        before.isReleased()
            ? ""
            : "%nOr accept this, as the baseline is not released:%n  %s".formatted(UPDATE);
    throw new IllegalStateException(
        """
            Version %s breaks what %s promised:

            %s

            Undo this, or set the version in pom.xml and openapi/openapi.yaml to %s or higher.%s"""
            .formatted(
                after.version(),
                before.version(),
                breaking().stream()
                    .map(ReleaseChange::toString)
                    .collect(Collectors.joining("%n".formatted())),
                before.nextBreaking(),
                unreleased));
  }

  /** Writes {@code changes.md} and {@code changes.html}. */
  void write(Path folder) {
    try {
      Files.writeString(folder.resolve("changes.md"), markdown());
      Files.writeString(folder.resolve("changes.html"), html());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String title() {
    return "Changes from %s to %s".formatted(before.version(), after.version());
  }

  private String summary() {
    int all = list().size();
    return all == 0
        ? "Nothing changed."
        : "%d changes, %d of them breaking.".formatted(all, breaking().size());
  }

  String markdown() {
    String changes =
        list().stream().map(change -> "- " + change + "\n").collect(Collectors.joining());
    return """
        <!-- %s: a draft of the section Contract of CHANGELOG.md. %s -->

        ### Contract

        %s"""
        .formatted(title(), summary(), changes);
  }

  private String html() {
    Html html = new Html();
    html.element("p", "A draft of the section Contract of CHANGELOG.md. " + summary());
    bySubject.forEach(
        (subject, changes) -> {
          html.element("h2", subject).markup("<ul>\n");
          changes.forEach(
              change ->
                  html.element(change.breaking() ? "li class=\"breaking\"" : "li", change.words()));
          html.markup("</ul>\n");
        });
    return html.page(title());
  }
}
