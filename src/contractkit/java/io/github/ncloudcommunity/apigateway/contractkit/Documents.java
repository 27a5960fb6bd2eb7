package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the documentation pages say of each operation and what we specify: {@code
 * contracts/documents/}, written by hand from the pages and not made from {@code openapi/}.
 */
public final class Documents {

  static final Path FOLDER = Path.of("contracts", "documents");

  private final Document common;
  private final Map<String, Document> operations = new TreeMap<>();

  private Documents(List<Document> documents) {
    for (Document document : documents) {
      Document other = operations.put(document.operation(), document);
      if (other != null) {
        throw new IllegalStateException(
            "%s: a second document of %s, besides %s"
                .formatted(document.location(), document.operation(), other.location()));
      }
    }
    common = operations.remove(Document.COMMON);
  }

  /** Reads the folder {@code contracts/documents/}. */
  public static Documents committed() {
    return read(FOLDER);
  }

  /** Reads the files of a folder. */
  static Documents read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Document> documents = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        documents.addAll(Document.read(file, Files.readString(file)));
      }
      return new Documents(documents);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * These with other facts for some operations.
   *
   * @param blocks as in a file of the folder
   */
  Documents with(String blocks) {
    Map<String, Document> changed = new TreeMap<>(operations);
    changed.put(common.operation(), common);
    Document.read(FOLDER.resolve("changed.txt"), blocks)
        .forEach(document -> changed.put(document.operation(), document));
    return new Documents(List.copyOf(changed.values()));
  }

  /** The operationIds of all documents. */
  Set<String> operationIds() {
    return operations.keySet();
  }

  /** The document of an operation, or the one of all operations. */
  Document document(String operation) {
    return operation.equals(Document.COMMON) ? common : operations.get(operation);
  }

  Document common() {
    return common;
  }

  Collection<Document> operations() {
    return operations.values();
  }

  /** Those of all operations, and the one of what they have in common. */
  List<Document> all() {
    List<Document> all = new ArrayList<>(operations.values());
    all.add(common);
    return all;
  }

  /**
   * A difference between a specification and the document of an operation.
   *
   * @param what place, and what the specification says instead of what; the same for all operations
   *     that share the lines of {@code openapi/} in which it is
   * @param edit where that is in {@code openapi/}
   * @param page what the page says, and what we specify
   */
  private record Contradiction(String operation, String what, String edit, String page) {}

  /**
   * Where a specification says something else than we specify; empty if they agree. Each text names
   * operations and place, what the specification says, what the page says, what we specify and why,
   * and the lines to edit. What operations share is said once, with the page of the first of them.
   */
  List<String> contradictions(Specification specification) {
    Set<String> all = new TreeSet<>(operations.keySet());
    all.addAll(specification.operations().keySet());
    return texts(all.stream().flatMap(id -> contradictionsOf(specification, id).stream()));
  }

  /** Where a specification says something else of one operation. */
  public List<String> contradictions(Specification specification, String id) {
    return texts(contradictionsOf(specification, id).stream());
  }

  private static List<String> texts(Stream<Contradiction> contradictions) {
    Map<List<String>, List<Contradiction>> shared = new LinkedHashMap<>();
    contradictions.forEach(
        c -> shared.computeIfAbsent(List.of(c.what(), c.edit()), key -> new ArrayList<>()).add(c));
    return shared.values().stream()
        .map(
            same -> {
              Contradiction first = same.get(0);
              String others =
                  same.size() == 1 ? "" : " and %d more operations".formatted(same.size() - 1);
              return "%s%s, %s%n    %s%n    edit %s"
                  .formatted(first.operation(), others, first.what(), first.page(), first.edit());
            })
        .toList();
  }

  private List<Contradiction> contradictionsOf(Specification specification, String id) {
    Document document = operations.get(id);
    Operation operation = specification.operations().get(id);
    if (document == null) {
      return List.of(
          new Contradiction(
              id,
              "which is in openapi/ and in no document",
              location(specification, null, operation),
              "if it was withdrawn, delete it; if it is new, write its document"));
    }
    if (operation == null) {
      return List.of(
          new Contradiction(
              id,
              "which has a document and is not in openapi/",
              "openapi/paths/%s.yaml and openapi/openapi.yaml"
                  .formatted(Fact.shown(document.facts().get("group").specified())),
              "the page says \"%s\" (%s; %s)"
                  .formatted(
                      Fact.shown(document.facts().get("request line").page()),
                      document.location(),
                      document.page())));
    }
    Map<String, Fact> facts = facts(document, operation);
    Words words = Words.of(specification, operation);
    Set<String> places = new LinkedHashSet<>(facts.keySet());
    places.addAll(words.places());
    List<Contradiction> contradictions = new ArrayList<>();
    for (String place : places) {
      Fact fact = facts.get(place);
      List<String> due = fact == null ? List.of() : fact.specified();
      List<String> missing = Fact.without(due, words.items(place));
      List<String> more = Fact.without(words.items(place), due);
      if (!missing.isEmpty() || !more.isEmpty()) {
        contradictions.add(
            new Contradiction(
                id,
                "%s: openapi/ says \"%s\" instead of \"%s\""
                    .formatted(place, Fact.shown(more), Fact.shown(missing)),
                location(specification, words.node(place), operation),
                "%s (%s; %s)"
                    .formatted(
                        fact == null ? "the page says nothing of it" : fact.explained(missing),
                        fact == null ? document.location() : fact.location(),
                        common.facts().containsValue(fact) ? common.page() : document.page())));
      }
    }
    contradictions.addAll(unknownMembersOfPages(specification, operation));
    return contradictions;
  }

  /** The facts of an operation, those of all operations among them. */
  private Map<String, Fact> facts(Document document, Operation operation) {
    Map<String, Fact> facts = new LinkedHashMap<>(common.facts());
    facts.putAll(document.facts());
    facts.keySet().removeAll(Set.of("page", "title", "edition"));
    if (operation.node().path("requestBody").isMissingNode()) {
      facts.remove("error 413");
      facts.remove("body");
    }
    return facts;
  }

  static String location(Specification specification, JsonNode node, Operation operation) {
    return (node == null ? specification.location(operation.node()) : specification.location(node))
        .or(() -> specification.location(operation.node()))
        .map(Location::toString)
        .orElse("openapi/");
  }

  /** The members that generated streams read have to be there, or the streams do not compile. */
  private static List<Contradiction> unknownMembersOfPages(
      Specification specification, Operation operation) {
    JsonNode pagination = operation.node().path("x-pagination");
    List<Contradiction> unknown = new ArrayList<>();
    JsonNode page = operation.answerSchema();
    for (String role : List.of("page", "items", "total")) {
      if (pagination.has(role)) {
        String member = pagination.path(role).asText();
        if (!page.path("properties").has(member)) {
          unknown.add(
              new Contradiction(
                  operation.id(),
                  "x-pagination: \"%s\" is no member of the answer in openapi/".formatted(member),
                  location(specification, pagination, operation),
                  "the generated stream reads it"));
        } else if (role.equals("page")) {
          page = page.path("properties").path(member);
        }
      }
    }
    return unknown;
  }

  /**
   * Whether a changed specification takes away what the page of an operation says and the
   * specification said. What no page says, our own stands and the words and examples of the
   * specification do not count.
   */
  public boolean contradictsPage(Specification changed, String id) {
    Operation operation = changed.operations().get(id);
    if (operation == null) {
      return true;
    }
    Words words = Words.of(changed, operation);
    return facts(operations.get(id), operation).values().stream()
        .anyMatch(fact -> fact.losesWordOfPage(words.items(fact.place())));
  }
}
