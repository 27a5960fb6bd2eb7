package io.github.ncloudcommunity.apigateway.contractkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the documentation page of an operation says, fact by fact, and what we specify.
 *
 * @param operation the operationId, or {@link #COMMON}
 * @param facts by place
 * @param notes what concerns no single fact
 * @param location its first line
 */
record Document(String operation, Map<String, Fact> facts, List<Note> notes, Location location) {

  /** The title of the facts that hold for all operations. */
  static final String COMMON = "every operation";

  private static final String ALSO = "note with ";

  /**
   * What concerns no single fact.
   *
   * @param operations the operation of the document, and others that it holds for
   */
  record Note(List<String> operations, String text) {}

  /** {@code operationId: METHOD /path}. */
  private static final Pattern TITLE = Pattern.compile("(\\w+): ([A-Z]+ /\\S*)");

  /** A slug has no dot or slash, so a file that is called like it is in its folder. */
  private static final Pattern PAGE = Pattern.compile("https://[^/]+/docs/[a-z0-9-]{1,100}");

  private static final Pattern TITLE_OF_PAGE = Pattern.compile("(ko|en|ja) \\S.*");

  private static final Pattern EDITION =
      Pattern.compile("(ko|en|ja) (older|\\d{4}-\\d\\d-\\d\\d)(?: (whole|beginning))?");

  /**
   * Reads one block of a file.
   *
   * @throws IllegalStateException if it cannot be read; the message names file and line
   */
  static Document read(Location start, List<String> lines) {
    String group = start.file().getFileName().toString().replace(".txt", "");
    Matcher title = TITLE.matcher(lines.get(0));
    Map<String, Fact> facts = new LinkedHashMap<>();
    List<Note> notes = new ArrayList<>();
    String operation = COMMON;
    if (title.matches()) {
      operation = title.group(1);
      facts.put("request line", Fact.read("request line", title.group(2), start));
      facts.put("group", Fact.read("group", group, start));
    } else if (!lines.get(0).equals(COMMON)) {
      throw new IllegalStateException(start + ": no title of a document: " + lines.get(0));
    }
    for (int i = 1; i < lines.size(); i++) {
      Location location = new Location(start.file(), start.line() + i);
      String[] fact = lines.get(i).strip().split(": ", 2);
      if (!lines.get(i).startsWith("  ") || fact.length < 2) {
        throw new IllegalStateException(location + ": no fact: " + lines.get(i));
      }
      if (fact[0].equals("note") || fact[0].startsWith(ALSO)) {
        notes.add(new Note(also(operation, fact[0]), fact[1]));
      } else if (facts.put(fact[0], Fact.read(fact[0], fact[1], location)) != null) {
        throw new IllegalStateException(location + ": a second line for " + fact[0]);
      } else if (fact[0].equals("edition") && !fact[1].equals("unknown")) {
        requireEach(EDITION, fact, location);
      } else if (fact[0].equals("page")) {
        requireEach(PAGE, fact, location);
      } else if (fact[0].equals("title")) {
        requireEach(TITLE_OF_PAGE, fact, location);
      }
    }
    if (!facts.containsKey("page")) {
      throw new IllegalStateException("%s: no page of %s".formatted(start, operation));
    }
    return new Document(operation, facts, notes, start);
  }

  private static void requireEach(Pattern form, String[] fact, Location location) {
    if (!Stream.of(fact[1].split(", ")).allMatch(form.asMatchPredicate())) {
      throw new IllegalStateException("%s: no %s: %s".formatted(location, fact[0], fact[1]));
    }
  }

  private static List<String> also(String operation, String note) {
    List<String> operations = new ArrayList<>(List.of(operation));
    if (note.startsWith(ALSO)) {
      operations.addAll(List.of(note.substring(ALSO.length()).split(", ")));
    }
    return operations;
  }

  /** Address of the page. */
  String page() {
    return facts.get("page").page().get(0);
  }

  /** Address of the page in a language; {@code ko} has no part of its own. */
  String page(String language) {
    return language.equals("ko")
        ? page()
        : page().replaceFirst("/docs/(?=[^/]+$)", "/docs/" + language + "/");
  }

  /** Titles of the page by language, those that were seen. */
  Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    if (facts.containsKey("title")) {
      facts.get("title").page().forEach(t -> titles.put(t.substring(0, 2), t.substring(3)));
    }
    return titles;
  }

  /** Name of the page in its address. */
  String slug() {
    return page().substring(page().lastIndexOf('/') + 1);
  }

  /**
   * An edition of a page.
   *
   * @param language {@code ko}, {@code en} or {@code ja}
   * @param date of the form yyyy-MM-dd, or {@code older} if the edition has none
   * @param seen how much was read of it: {@code whole}, {@code beginning}, or empty if that is not
   *     known
   */
  record Edition(String language, String date, String seen) {

    /** {@code ko 2026-04-23 whole}. */
    @Override
    public String toString() {
      return (language + " " + date + " " + seen).strip();
    }
  }

  /** The editions that the facts come from, the most trusted first; empty if they are not known. */
  List<Edition> editions() {
    return facts.containsKey("edition")
        ? facts.get("edition").page().stream()
            .map(EDITION::matcher)
            .filter(Matcher::matches)
            .map(m -> new Edition(m.group(1), m.group(2), m.group(3) == null ? "" : m.group(3)))
            .toList()
        : List.of();
  }

  /** The blocks of a file. */
  static List<Document> read(Path file, String text) {
    List<Document> documents = new ArrayList<>();
    List<String> block = new ArrayList<>();
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.add("");
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        block.add(lines.get(i));
      } else if (!block.isEmpty()) {
        documents.add(read(new Location(file, i + 1 - block.size()), block));
        block.clear();
      }
    }
    return documents;
  }
}
