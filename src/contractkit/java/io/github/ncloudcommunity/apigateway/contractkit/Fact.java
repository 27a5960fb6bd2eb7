package io.github.ncloudcommunity.apigateway.contractkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line of a document: what the page says of a place, and what we specify. {@code required,
 * string, 0..10 => 1..10 # why}: the page says {@code 0..10}, we specify {@code 1..10}.
 *
 * @param place what it is about, such as {@code path product-id}
 * @param items in the order of the line
 * @param remark why we differ, or what else is to say; empty if nothing
 */
record Fact(String place, List<Item> items, String remark, Location location) {

  private static final String DIFFERS = " => ";
  private static final String NOTHING = "nothing";

  /**
   * A part of a fact.
   *
   * @param page what the page says; null if it is silent
   * @param specified what we specify; null if we leave it out
   */
  record Item(String page, String specified) {

    boolean differs() {
      return !Objects.equals(page, specified);
    }
  }

  /**
   * Reads what stands behind the name of the place.
   *
   * @throws IllegalStateException if it gives no reason for a difference; the message names file
   *     and line
   */
  static Fact read(String place, String text, Location location) {
    String[] parts = text.split("\\s+#\\s*", 2);
    String said = parts[0].strip();
    String remark = parts.length > 1 ? parts[1].strip() : "";
    List<Item> items;
    if (said.startsWith(NOTHING + DIFFERS) && !said.contains(", " + NOTHING + DIFFERS)) {
      items =
          Stream.of(said.substring((NOTHING + DIFFERS).length()).split(", "))
              .map(ours -> new Item(null, ours))
              .toList();
    } else {
      items = Stream.of(said.split(", ")).map(Fact::item).toList();
    }
    if (remark.isEmpty() && items.stream().anyMatch(Item::differs)) {
      throw new IllegalStateException(location + ": no reason (#) for a difference: " + text);
    }
    return new Fact(place, items, remark, location);
  }

  private static Item item(String text) {
    int arrow = text.indexOf(DIFFERS);
    if (arrow < 0) {
      return new Item(text, text);
    }
    String page = text.substring(0, arrow);
    String ours = text.substring(arrow + DIFFERS.length());
    return new Item(page.equals(NOTHING) ? null : page, ours.equals(NOTHING) ? null : ours);
  }

  /** The fact as {@link #read} reads it. */
  String text() {
    List<String> words = items.stream().map(Fact::text).collect(Collectors.toList());
    if (items.stream().allMatch(item -> item.page() == null)) {
      words = List.of(NOTHING + DIFFERS + String.join(", ", specified()));
    } else {
      // At the start of a line "nothing" would be about the whole line.
      int first = 0;
      while (items.get(first).page() == null) {
        first++;
      }
      Collections.rotate(words, -first);
    }
    return String.join(", ", words) + (remark.isEmpty() ? "" : "  # " + remark);
  }

  private static String text(Item item) {
    return item.differs()
        ? Objects.requireNonNullElse(item.page(), NOTHING)
            + DIFFERS
            + Objects.requireNonNullElse(item.specified(), NOTHING)
        : item.page();
  }

  /** The items in which page and specification differ; all if they do not. */
  List<Item> differing() {
    List<Item> differing = items.stream().filter(Item::differs).toList();
    return differing.isEmpty() ? items : differing;
  }

  /** What we specify. */
  List<String> specified() {
    return sides(Item::specified);
  }

  /** What the page says. */
  List<String> page() {
    return sides(Item::page);
  }

  /** Whether a changed specification says less of what the page says and the specification said. */
  boolean losesWordOfPage(List<String> said) {
    List<String> agreed =
        items.stream().filter(item -> !item.differs()).map(Item::page).map(this::kind).toList();
    return !without(agreed, said.stream().map(this::kind).toList()).isEmpty();
  }

  /**
   * The pages have no tables of answers, only bodies: a number of theirs has no width, and a secret
   * is a text.
   */
  private String kind(String item) {
    return place.startsWith("answer")
        ? item.replaceFirst("\\b(int32|int64|float|double)$", "number")
            .replaceFirst("\\bpassword$", "string")
        : item;
  }

  /**
   * What the page says of some items that we specify, of all if there are none, and why we differ.
   */
  String explained(List<String> specified) {
    List<Item> about =
        items.stream()
            .filter(item -> specified.isEmpty() || specified.contains(item.specified()))
            .toList();
    String page = shown(about.stream().map(Item::page).filter(Objects::nonNull).toList());
    String ours = shown(about.stream().map(Item::specified).filter(Objects::nonNull).toList());
    return (page.equals(ours)
            ? "the page says \"%s\"".formatted(page)
            : "the page says \"%s\", we specify \"%s\"".formatted(page, ours))
        + (remark.isEmpty() ? "" : ": " + remark);
  }

  private List<String> sides(Function<Item, String> side) {
    return items.stream().map(side).filter(Objects::nonNull).toList();
  }

  static String shown(List<String> items) {
    return items == null || items.isEmpty() ? NOTHING : String.join(", ", items);
  }

  /** What of some items is missing in others; the order of items and of values is no difference. */
  static List<String> without(List<String> some, List<String> others) {
    List<String> left =
        others.stream().map(Fact::sorted).collect(Collectors.toCollection(ArrayList::new));
    return some.stream().filter(item -> !left.remove(sorted(item))).toList();
  }

  private static String sorted(String item) {
    if (!item.startsWith("one of ")) {
      return item;
    }
    String[] values = item.substring("one of ".length()).split(" \\| ");
    Arrays.sort(values);
    return "one of " + String.join(" | ", values);
  }
}
