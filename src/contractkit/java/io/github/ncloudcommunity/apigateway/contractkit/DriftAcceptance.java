package io.github.ncloudcommunity.apigateway.contractkit;

import io.github.ncloudcommunity.apigateway.contractkit.Document.Edition;
import io.github.ncloudcommunity.apigateway.contractkit.Fact.Item;
import io.github.ncloudcommunity.apigateway.contractkit.Page.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what pages say now into documents. Lines about which a page says nothing new stay as they
 * are. Where we specify something else than the page, we go on to do so.
 */
final class DriftAcceptance {

  private static final String NO_WORD = "in words on the page; the specification has no such word";

  private final Path folder;
  private final Specification openapi;
  private final PageFolder pages;
  private final @Nullable String language;
  private final boolean isDespiteUnread;
  private final List<String> said = new ArrayList<>();

  /**
   * An acceptance.
   *
   * @param folder the documents
   * @param language the edition to accept; null for the one that a check compares
   * @param isDespiteUnread whether pages with lines that were not understood are accepted
   */
  DriftAcceptance(
      Path folder,
      Specification openapi,
      PageFolder pages,
      @Nullable String language,
      boolean isDespiteUnread) {
    if (language != null && !PageFolder.LANGUAGES.contains(language)) {
      throw new IllegalArgumentException("unknown language: " + language);
    }
    this.folder = folder;
    this.openapi = openapi;
    this.pages = pages;
    this.language = language;
    this.isDespiteUnread = isDespiteUnread;
  }

  /**
   * Accepts the pages of operations: all of them or, if one has to be refused, none.
   *
   * @return what was done, and what a person should look at
   * @throws IllegalArgumentException if an operation is unknown, or its page cannot be read
   */
  List<String> accept(Collection<String> operations) {
    Documents documents = Documents.read(folder);
    requireKnown(documents, operations);
    Map<String, Page> accepted = new LinkedHashMap<>();
    Map<String, String> languages = new HashMap<>();
    for (String id : operations) {
      Document document = documents.document(id);
      Map<String, Page> editions = pages.pages(document.slug());
      String chosen = language == null ? DriftReport.language(document, editions) : language;
      accepted.put(id, readable(document, chosen, chosen == null ? null : editions.get(chosen)));
      languages.put(id, String.valueOf(chosen));
    }
    // Each may move the lines of others.
    accepted.forEach(
        (id, page) -> accept(Documents.read(folder).document(id), languages.get(id), page));
    return said;
  }

  /**
   * Refuses operations that no document is about.
   *
   * @throws IllegalArgumentException if there is one
   */
  static void requireKnown(Documents documents, Collection<String> operations) {
    TreeSet<String> unknown = new TreeSet<>(operations);
    documents.all().forEach(document -> unknown.remove(document.operation()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown operation: " + String.join(", ", unknown));
    }
  }

  private Page readable(Document document, @Nullable String chosen, @Nullable Page page) {
    if (page == null) {
      throw new IllegalArgumentException(
          "%s: no page that can be read%s"
              .formatted(document.operation(), chosen == null ? "" : " in " + chosen));
    }
    String file = Location.name(pages.file(String.valueOf(chosen), document.slug()));
    if (!DriftReport.isReadable(page)) {
      throw new IllegalArgumentException(
          "%s: %s cannot be read".formatted(document.operation(), file));
    }
    List<Finding> unread = page.findings().stream().filter(f -> !f.isRead()).toList();
    if (!unread.isEmpty() && !isDespiteUnread) {
      throw new IllegalArgumentException(
          "%s: %s has lines that were not understood (--despite-unread-lines accepts the others): %s"
              .formatted(document.operation(), file, unread.get(0)));
    }
    return page;
  }

  private void accept(Document document, String chosen, Page page) {
    Path file = document.location().file();
    String text = read(file);
    String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    List<String> lines = new ArrayList<>(List.of(text.split("\r?\n", -1)));
    int first = document.location().line() - 1;
    int end = first;
    while (end < lines.size() && !lines.get(end).isBlank()) {
      end++;
    }
    List<String> block = lines.subList(first, end);
    List<String> old = List.copyOf(block);
    int before = said.size();
    List<String> accepted = new Block(document, page, old).accept(edition(document, chosen, page));
    if (accepted.equals(old)) {
      said.add(document.operation() + ": nothing to accept");
      return;
    }
    said.add(
        before,
        "%s: %s now says what the %s page says"
            .formatted(document.operation(), document.location(), chosen));
    block.clear();
    block.addAll(accepted);
    write(file, String.join(lineEnd, lines));
  }

  /** The edition of the page, before those in other languages. */
  private static String edition(Document document, String chosen, Page page) {
    Edition edition = new Edition(chosen, DriftReport.edition(page).date(), "whole");
    return "  edition: "
        + Fact.shown(
            Stream.concat(
                    Stream.of(edition),
                    document.editions().stream().filter(e -> !e.language().equals(chosen)))
                .map(Edition::toString)
                .toList());
  }

  /** The lines of a document while they are changed. */
  private final class Block {

    private final Document document;
    private final @Nullable Words words;
    private final Page page;
    private final List<String> old;

    Block(Document document, Page page, List<String> old) {
      this.document = document;
      this.page = page;
      this.old = old;
      words = DriftReport.operation(document, openapi).map(o -> Words.of(openapi, o)).orElse(null);
    }

    List<String> accept(String edition) {
      Map<String, Change> changes = new HashMap<>();
      Change.between(document, page).forEach(change -> changes.put(change.place(), change));
      List<String> places = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      boolean hasEdition = document.facts().containsKey("edition");
      for (int i = 0; i < old.size(); i++) {
        String place = i == 0 ? "request line" : place(old.get(i));
        String line =
            place.equals("edition") ? edition : accepted(old.get(i), place, changes.remove(place));
        if (line != null) {
          places.add(place);
          lines.add(line);
        }
        if (place.equals("page") && !hasEdition) {
          places.add("edition");
          lines.add(edition);
        }
      }
      int at = firstFact(places);
      for (PageFact fact : page.facts()) {
        int known = places.indexOf(fact.subject());
        Change change = changes.get(fact.subject());
        if (known > 0) {
          at = known + 1;
        } else if (change != null) {
          places.add(at, change.place());
          lines.add(
              at++, line(new Fact(change.place(), List.of(), "", document.location()), change));
        }
      }
      return lines;
    }

    private static String place(String line) {
      return line.strip().split(": ", 2)[0];
    }

    /** Behind what is no fact of the page: address, title, edition, notes, and status. */
    private static int firstFact(List<String> places) {
      int at = 1;
      while (at < places.size() && places.get(at).matches("page|title|edition|status|note.*")) {
        at++;
      }
      return at;
    }

    private @Nullable String accepted(String line, String place, @Nullable Change change) {
      if (change == null) {
        return line;
      }
      if (place.equals("request line")) {
        return document.operation() + ": " + Fact.shown(change.now());
      }
      return line(document.facts().get(place), change);
    }

    /** The line of a fact after a change, null if nothing is left of it. */
    private @Nullable String line(Fact fact, Change change) {
      String place = change.place();
      List<String> left = new ArrayList<>(change.now());
      List<Item> items = new ArrayList<>();
      for (Item item : fact.items()) {
        String word = item.page() == null ? item.specified() : item.page();
        WordKind kind = WordKind.of(word);
        String same = left.stream().filter(now -> isSame(now, word)).findFirst().orElse(null);
        String now = same == null ? Change.counterpart(kind, left) : same;
        left.remove(now);
        if (now != null && item.specified() != null && canBe(place, now, item.specified())) {
          now = item.specified();
        }
        boolean cannotBeSeen =
            place.startsWith("answer") && kind != WordKind.TYPE && !change.now().isEmpty();
        Item accepted = cannotBeSeen ? item : accepted(item, now);
        if (accepted != null) {
          items.add(accepted);
        }
        if (accepted != null && accepted.page() == null && item.page() != null) {
          said.add(
              "  %s: the page no longer says \"%s\", we still specify \"%s\": look at it"
                  .formatted(place, item.page(), item.specified()));
        }
      }
      for (String now : left) {
        boolean isSpecified = WordKind.of(now).isSpecified();
        String typed = WordKind.of(now) == WordKind.TYPE ? typed(place, now) : now;
        items.add(new Item(typed, isSpecified ? typed : null));
      }
      if (items.isEmpty()) {
        said.add("  %s: taken out".formatted(place));
        return null;
      }
      String remark = fact.remark();
      if (!remark.isEmpty()) {
        said.add("  %s: is this still right? %s".formatted(place, remark));
      } else if (items.stream().anyMatch(Item::differs)) {
        remark = NO_WORD;
      }
      return "  " + place + ": " + new Fact(place, items, remark, fact.location()).text();
    }

    private static boolean canBe(String place, String word, String other) {
      return WordKind.of(word) == WordKind.TYPE && PageFact.canBe(place, word, other);
    }

    private static boolean isSame(String one, String other) {
      return Fact.without(List.of(one), List.of(other)).isEmpty();
    }

    /** What we specified stays if it was not what the page said. */
    private static @Nullable Item accepted(Item item, @Nullable String now) {
      String specified =
          item.differs()
              ? item.specified()
              : now != null && WordKind.of(now).isSpecified() ? now : null;
      return now == null && specified == null ? null : new Item(now, specified);
    }

    /**
     * A page that shows a value says nothing of its width, so that of the specification is taken.
     */
    private String typed(String place, String now) {
      String specified =
          words == null ? null : Change.counterpart(WordKind.TYPE, words.items(place));
      String type =
          specified != null && canBe(place, now, specified)
              ? specified
              : now.replaceFirst("integer$", "int64")
                  .replaceFirst("number$", "double")
                  .replaceFirst("null$", "string")
                  .replaceFirst("^array$", "array of object");
      if (!type.equals(now)) {
        said.add("  %s: the page shows %s, written is %s".formatted(place, now, type));
      }
      return type;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
