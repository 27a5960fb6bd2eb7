package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What changed from one specification to another, in the words of {@code contracts/documents/}.
 * Texts and examples do not count.
 */
final class SpecificationChanges {

  /** In a resolved schema, the component that it was; a class is generated for it. */
  private static final String COMPONENT = "x-component";

  private final Specification before;
  private final Specification after;
  private final List<ReleaseChange> changes = new ArrayList<>();

  private SpecificationChanges(JsonNode before, JsonNode after) {
    this.before = resolved(before);
    this.after = resolved(after);
  }

  private static Specification resolved(JsonNode document) {
    JsonNode copy = document.deepCopy();
    copy.at("/components/schemas")
        .properties()
        .forEach(schema -> ((ObjectNode) schema.getValue()).put(COMPONENT, schema.getKey()));
    return Specification.resolve(copy);
  }

  static List<ReleaseChange> between(JsonNode before, JsonNode after) {
    SpecificationChanges comparison = new SpecificationChanges(before, after);
    comparison.compare();
    return comparison.changes;
  }

  private void compare() {
    Map<String, Operation> added = new TreeMap<>(after.operations());
    added.keySet().removeAll(before.operations().keySet());
    for (Operation was : before.operations().values()) {
      Optional<Operation> renamed =
          added.values().stream().filter(is -> line(is).equals(line(was))).findFirst();
      Operation is = after.operations().getOrDefault(was.id(), renamed.orElse(null));
      if (is == null) {
        add(was.id(), new Change("", List.of(line(was)), List.of()), was.node());
        continue;
      }
      if (added.remove(is.id()) != null) {
        Set<String> keys = keys(was.id(), "", was.node());
        keys.addAll(keys(is.id(), "", is.node()));
        changes.add(new ReleaseChange(was.id(), "", "is now called " + is.id(), true, keys));
      }
      compare(was.id(), Words.exact(before, was), Words.exact(after, is));
    }
    added
        .values()
        .forEach(is -> add(is.id(), new Change("", List.of(), List.of(line(is))), is.node()));
  }

  private static String line(Operation operation) {
    return operation.method() + " " + operation.path();
  }

  private void compare(String operation, Words was, Words is) {
    Set<String> places = new LinkedHashSet<>(was.places());
    places.addAll(is.places());
    List<Change> all =
        places.stream()
            .map(place -> new Change(place, was.items(place), is.items(place)))
            .filter(Change::isOne)
            .toList();
    List<Change> left =
        new ArrayList<>(
            all.stream()
                .filter(part -> all.stream().noneMatch(whole -> whole.tells(part)))
                .toList());
    for (Change gone : List.copyOf(left)) {
      List<Change> twins = left.stream().filter(come -> isRenaming(gone, was, come, is)).toList();
      if (twins.size() == 1) {
        Change come = twins.get(0);
        Set<String> keys = keys(operation, gone.place(), was.node(gone.place()));
        keys.addAll(keys(operation, come.place(), is.node(come.place())));
        String what =
            "is now called `%s`: %s".formatted(name(come.place()), Fact.shown(come.now()));
        changes.add(new ReleaseChange(operation, Change.about(gone.place()), what, true, keys));
        left.removeAll(List.of(gone, come));
      }
    }
    for (Change change : left) {
      add(operation, change, (change.now().isEmpty() ? was : is).node(change.place()));
    }
  }

  /** Whether one member or parameter went, and another one came that differs in its name only. */
  private static boolean isRenaming(Change gone, Words was, Change come, Words is) {
    return gone.place().matches("(path|query|body|answer) .*")
        && gone.now().isEmpty()
        && come.then().isEmpty()
        && holder(gone.place()).equals(holder(come.place()))
        && gone.then().equals(come.now())
        && schema(was.node(gone.place())).equals(schema(is.node(come.place())));
  }

  private static JsonNode schema(JsonNode node) {
    return node.has("schema") ? node.get("schema") : node;
  }

  private static String name(String place) {
    return place.substring(holder(place).length());
  }

  private static String holder(String place) {
    return place.replaceAll("[^ .]*$", "");
  }

  private void add(String operation, Change change, JsonNode node) {
    changes.add(
        new ReleaseChange(
            operation,
            Change.about(change.place()),
            change.what(),
            change.isBreaking(),
            keys(operation, change.place(), node)));
  }

  private static Set<String> keys(String operation, String place, JsonNode node) {
    Set<String> keys = new HashSet<>(Set.of(PactPromises.key(operation, place)));
    keys.add(JavaApi.key(operation));
    keys.add(JavaApi.key(operation.replaceFirst("[a-z]+", "stream")));
    keys.add(JavaApi.key(name(place)));
    node.findValuesAsText(COMPONENT).forEach(name -> keys.add(JavaApi.key(name)));
    return keys;
  }
}
