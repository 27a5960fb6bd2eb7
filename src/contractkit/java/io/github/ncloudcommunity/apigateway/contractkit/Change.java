package io.github.ncloudcommunity.apigateway.contractkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a page says of one place now, and what it said.
 *
 * @param place such as {@code query limit}
 * @param then the words that it had; empty if it did not speak of the place
 * @param now the words that it has; empty if it does not speak of the place any more
 */
record Change(String place, List<String> then, List<String> now) {

  /** The places that a page can speak of. */
  private static final Predicate<String> ON_PAGES =
      place ->
          place.matches(
              "request line|answer|(path|query|body|answer|base|header|success) .+|error \\d+"
                  + "|signature (algorithm|timestamp (unit|refusedFromSeconds))");

  /** A word that went, a word that came, or one in the place of the other. */
  private record Pair(WordKind kind, @Nullable String then, @Nullable String now) {}

  Change {
    then = List.copyOf(then);
    now = List.copyOf(now);
  }

  /** In page order, then what is gone in the order of the document. */
  static List<Change> between(Document document, Page page) {
    Map<String, List<String>> then = new LinkedHashMap<>();
    for (Fact fact : document.facts().values()) {
      // A page shows nothing of a file.
      boolean isShown = ON_PAGES.test(fact.place()) && !fact.page().contains("binary");
      // An overview page has the base URL of one cloud.
      if (isShown && (!fact.place().startsWith("base ") || page.has(fact.place()))) {
        then.put(fact.place(), fact.page());
      }
    }
    return between(then, page);
  }

  /** What one edition of a page says otherwise than another. */
  static List<Change> between(Page one, Page other) {
    Map<String, List<String>> words = new LinkedHashMap<>();
    one.facts().forEach(fact -> words.put(fact.subject(), List.of(fact.words().split(", "))));
    return between(words, other);
  }

  /** What a page says otherwise than some words by place. */
  static List<Change> between(Map<String, List<String>> then, Page page) {
    Map<String, List<String>> gone = new LinkedHashMap<>(then);
    List<Change> changes = new ArrayList<>();
    for (PageFact fact : page.facts()) {
      List<String> old = gone.remove(fact.subject());
      List<String> before = old == null ? List.of() : old;
      changes.add(of(fact.subject(), before, fact.wordsBeside(before)));
    }
    gone.forEach((place, words) -> changes.add(of(place, words, List.of())));
    return changes.stream().filter(Change::isOne).toList();
  }

  private static Change of(String place, List<String> then, List<String> now) {
    boolean isAnswer = place.startsWith("answer");
    List<String> counting =
        then.stream().filter(word -> !isAnswer || WordKind.of(word) == WordKind.TYPE).toList();
    return new Change(place, counting, now);
  }

  /** Whether it is a change at all. */
  boolean isOne() {
    return !Fact.without(then, now).isEmpty() || !Fact.without(now, then).isEmpty();
  }

  /** {@code added}, {@code removed} or {@code changed}. */
  String kind() {
    return then.isEmpty() ? "added" : now.isEmpty() ? "removed" : "changed";
  }

  private List<Pair> pairs() {
    List<String> gone = Fact.without(then, now);
    List<String> come = new ArrayList<>(Fact.without(now, then));
    if (then.size() == 1 && now.size() == 1) {
      return List.of(new Pair(WordKind.of(then.get(0)), then.get(0), now.get(0)));
    }
    List<Pair> pairs = new ArrayList<>();
    for (String word : gone) {
      WordKind kind = WordKind.of(word);
      String other = counterpart(kind, come);
      come.remove(other);
      pairs.add(new Pair(kind, word, other));
    }
    come.forEach(word -> pairs.add(new Pair(WordKind.of(word), null, word)));
    return pairs;
  }

  /** The word of a kind that a fact has at most once, null if there is none. */
  static @Nullable String counterpart(WordKind kind, List<String> words) {
    boolean isOnce = kind != WordKind.CONDITION && kind != WordKind.OTHER;
    return isOnce
        ? words.stream().filter(word -> WordKind.of(word) == kind).findFirst().orElse(null)
        : null;
  }

  // --- whether it breaks callers

  /** Whether calls that were right may now be refused, or answers lack what callers read. */
  boolean isBreaking() {
    if (place.matches("error \\d+")) {
      return !Fact.without(then, now).isEmpty();
    }
    if (then.isEmpty()) {
      return isRule() || now.contains("required");
    }
    return now.isEmpty()
        ? !isRule() && !place.matches("status [45].*")
        : pairs().stream().anyMatch(this::isBreaking);
  }

  /** Whether it is about which members go together, and about no single one. */
  private boolean isRule() {
    return place.matches("\\w+ (together|one of)");
  }

  private boolean isBreaking(Pair pair) {
    boolean isRead = place.matches("(answer|error \\w+|status)( .*)?");
    // Whoever reads relies on the old limits, whoever sends is held to the new ones.
    String limit = isRead ? pair.then() : pair.now();
    String other = isRead ? pair.now() : pair.then();
    return switch (pair.kind()) {
      case PRESENCE -> isRead ? pair.then() != null : "required".equals(pair.now());
      case RANGE -> limit != null && (other == null || !contains(limit, other));
      case VALUES ->
          // Whoever reads takes any value, but waits for those that were documented.
          pair.now() != null
              && (pair.then() == null
                  ? !isRead
                  : !values(pair.now()).containsAll(values(pair.then())));
      case FORM, CHARACTERS, CONDITION -> limit != null;
      case DEFAULT -> !isRead && pair.then() != null;
      case MEDIA_TYPE -> pair.then() != null;
      case OTHER -> !"deprecated true".equals(pair.now());
      default -> true;
    };
  }

  private static List<String> values(String word) {
    return List.of(word.replaceFirst("^one of ", "").split(" \\| "));
  }

  private static @Nullable BigInteger bound(String range, int index) {
    String bound = range.split("\\.\\.", -1)[index];
    return bound.isEmpty() ? null : new BigInteger(bound);
  }

  /** Whether everything in one range is in another. */
  private static boolean contains(String outer, String inner) {
    BigInteger from = bound(outer, 0);
    BigInteger to = bound(outer, 1);
    BigInteger innerFrom = bound(inner, 0);
    BigInteger innerTo = bound(inner, 1);
    return (from == null || (innerFrom != null && from.compareTo(innerFrom) <= 0))
        && (to == null || (innerTo != null && to.compareTo(innerTo) >= 0));
  }

  // --- in words

  /** {@code query `limit` is now at most 1000, was 9223372036854775807}. */
  String text() {
    return about(place) + " " + what();
  }

  /** A place with its name marked. */
  static String about(String place) {
    return place.replaceFirst(
        "^(path|query|header|body|answer|error \\w+|status|base) (?!together$|one of$)(.*)",
        "$1 `$2`");
  }

  /** {@code is now at most 1000, was 9223372036854775807}. */
  String what() {
    return switch (kind()) {
      case "added" -> "is new: " + Fact.shown(now);
      case "removed" -> "is gone, was " + Fact.shown(then);
      default -> pairs().stream().map(this::text).collect(Collectors.joining("; "));
    };
  }

  /** Whether this says enough of a part: the whole came, went, or is of another type. */
  boolean tells(Change part) {
    return part.place.matches(Pattern.quote(place) + "[ .\\[].*")
        && (then.isEmpty()
            || now.isEmpty()
            || pairs().stream().anyMatch(pair -> pair.kind() == WordKind.TYPE));
  }

  private String text(Pair pair) {
    String then = pair.then();
    String now = pair.now();
    if (pair.kind() == WordKind.RANGE) {
      return text(then == null ? ".." : then, now == null ? ".." : now);
    }
    if (now == null) {
      return "no longer says " + then;
    }
    if (then == null) {
      return "now says " + now;
    }
    return switch (pair.kind()) {
      case VALUES -> {
        String gone = list(values(then), values(now));
        String come = list(values(now), values(then));
        yield Stream.of(
                gone.isEmpty() ? "" : "no longer takes " + gone,
                come.isEmpty() ? "" : "now also takes " + come)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" and "));
      }
      case DEFAULT, ELEMENTS, FORM, CHARACTERS -> "now says %s, was %s".formatted(now, then);
      default -> "is now %s, was %s".formatted(now, then);
    };
  }

  private String text(String then, String now) {
    boolean isFrom = !Objects.equals(bound(then, 0), bound(now, 0));
    boolean isTo = !Objects.equals(bound(then, 1), bound(now, 1));
    if (isFrom && isTo) {
      return then.equals("..")
          ? "now has " + range(now)
          : now.equals("..") ? "no longer says " + then : "is now %s, was %s".formatted(now, then);
    }
    String words = isTo ? "at most " : "at least ";
    BigInteger was = bound(then, isTo ? 1 : 0);
    BigInteger is = bound(now, isTo ? 1 : 0);
    return is == null
        ? "is no longer " + words + range(was.toString())
        : "is now " + words + range(is.toString()) + (was == null ? "" : ", was " + was);
  }

  private String range(String range) {
    return Stream.concat(now.stream(), then.stream()).anyMatch(word -> word.endsWith("string"))
        ? range + " characters"
        : range;
  }

  /** The values of the first list that the second has not. */
  private static String list(List<String> some, List<String> others) {
    return some.stream()
        .filter(value -> !others.contains(value))
        .map(value -> "`" + value + "`")
        .collect(Collectors.joining(", "));
  }

  // --- beside openapi/

  /** What {@code openapi/} says beside it, one sentence each. */
  List<String> beside(Words openapi) {
    List<String> specified = openapi.items(place);
    if (specified.isEmpty()) {
      return now.isEmpty() ? List.of() : List.of("openapi/ does not have it");
    }
    if (now.isEmpty()) {
      return List.of("openapi/ still has it");
    }
    if (place.startsWith("answer")) {
      boolean fits =
          new PageFact(place, Fact.shown(now), 1)
              .wordsBeside(specified).stream().allMatch(specified::contains);
      return List.of(fits ? "openapi/ already says so" : "openapi/ still says " + specified.get(0));
    }
    List<String> texts =
        pairs().stream().flatMap(pair -> beside(pair, specified)).distinct().toList();
    return texts.isEmpty() ? List.of("openapi/ already says so") : texts;
  }

  private static Stream<String> beside(Pair pair, List<String> specified) {
    String now = pair.now();
    if (!pair.kind().isSpecified()) {
      return now == null ? Stream.of() : Stream.of("openapi/ has no word for " + now);
    }
    if (now == null) {
      return Fact.without(List.of(pair.then()), specified).isEmpty()
          ? Stream.of("openapi/ still says " + pair.then())
          : Stream.of();
    }
    if (Fact.without(List.of(now), specified).isEmpty()) {
      return Stream.of();
    }
    String said = counterpart(pair.kind(), specified);
    if (said == null) {
      return Stream.of(
          switch (pair.kind()) {
            case RANGE, VALUES -> "openapi/ still allows more: it has no limit";
            default -> "openapi/ does not say " + now;
          });
    }
    return switch (pair.kind()) {
      case RANGE ->
          Stream.of(
              (contains(said, now)
                      ? "openapi/ still allows more: "
                      : contains(now, said) ? "openapi/ allows less: " : "openapi/ still says ")
                  + said);
      case VALUES ->
          Stream.of(
                  list(values(said), values(now)).replaceFirst("^(?=.)", "openapi/ still allows "),
                  list(values(now), values(said)).replaceFirst("^(?=.)", "openapi/ lacks "))
              .filter(text -> !text.isEmpty());
      default -> Stream.of("openapi/ still says " + said);
    };
  }

  @Override
  public String toString() {
    return text();
  }
}
