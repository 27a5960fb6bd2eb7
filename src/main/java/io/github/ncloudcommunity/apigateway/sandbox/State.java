package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox keeps, in memory. Rows come in the order made, and go with what they are a part
 * of. What is asked for is looked up, or found among the parts of what it belongs to, so that the
 * work grows with what is found and not with all that is kept.
 *
 * <p>Not thread-safe; the caller holds a lock over check and effect.
 */
final class State {

  /** Of the smallest; with them, and a list of them all, a heap of 128 MB does. */
  static final int MAX_ROWS = 50_000;

  private final Clock clock;

  /** The rows with ids of their own; each has its parts. */
  private final Map<Kind, Map<String, Row>> rows = new EnumMap<>(Kind.class);

  private final Map<Kind, Integer> made = new EnumMap<>(Kind.class);
  private int kept;
  private long serial;
  private long looks;

  State(Clock clock) {
    this.clock = clock;
    reset();
  }

  /** Forgets everything but what was there in the beginning. */
  void reset() {
    for (Kind kind : Kind.values()) {
      rows.put(kind, new LinkedHashMap<>());
    }
    kept = 0;
    restoreSeed();
    for (Kind kind : Kind.values()) {
      made.put(kind, all(kind).size());
    }
  }

  /** Puts back what there was in the beginning and is no more; what is there stays as it is. */
  void restoreSeed() {
    SeedRows.restoreIn(this);
  }

  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Adds a row under an id that was never used. */
  Row add(Kind kind, @Nullable Row owner, ObjectNode members) {
    return add(kind, owner, kind.id(made.merge(kind, 1, Integer::sum)), members);
  }

  /**
   * Adds a row under an id.
   *
   * @throws Problem if its owner has one of that id already, or as much is kept as may be
   */
  Row add(Kind kind, @Nullable Row owner, String id, ObjectNode members) {
    if (find(kind, owner, id) != null) {
      throw Problem.badRequest("There is a %s already.".formatted(kind.describe(id)));
    }
    refuseMoreThanFits(1);
    if (kind.hasIdsOfItsOwn()) {
      members.put(kind.identity().get(0), id);
    }
    String now = now();
    members.put("regTime", now).put("modTime", now);
    Row row = new Row(kind, owner, id, members, serial++);
    if (kind.hasIdsOfItsOwn()) {
      of(kind).put(id, row);
    }
    if (owner != null) {
      owner.addPart(row);
    }
    kept++;
    return row;
  }

  /**
   * Checks whether rows can be added.
   *
   * @throws Problem if more would be kept then than may be
   */
  void refuseMoreThanFits(int more) {
    if (kept + more > MAX_ROWS) {
      throw new Problem(
          ErrorCode.QUOTA_EXCEEDED,
          "The sandbox keeps at most %s things, parts such as methods and headers counted."
              .formatted(MAX_ROWS));
    }
  }

  /** Makes changes to a row. */
  void change(Row row, ObjectNode members) {
    row.members().setAll(members);
    row.members().put("modTime", now());
  }

  /** Puts a body in the place of what an earlier one said, so that what it leaves out is gone. */
  void replace(Row row, Request request) {
    row.members().remove(request.operation().bodyMembers());
    change(row, request.body());
  }

  @Nullable Row find(Kind kind, @Nullable Row owner, String id) {
    looks++;
    if (kind.hasIdsOfItsOwn()) {
      return of(kind).get(id);
    }
    return owner == null ? null : owner.parts(kind).get(id);
  }

  /** The row of a kind with ids of its own. */
  Row get(Kind kind, String id) {
    Row row = find(kind, null, id);
    if (row == null) {
      throw new IllegalStateException("nothing is kept under the id " + id);
    }
    return row;
  }

  /** The part of a row that has an id. */
  Row part(Kind kind, Row owner, String id) {
    Row row = find(kind, owner, id);
    if (row == null) {
      throw new IllegalStateException("nothing is kept under the id " + id);
    }
    return row;
  }

  List<Row> all(Kind kind) {
    if (kind.hasIdsOfItsOwn()) {
      looks += of(kind).size();
      return List.copyOf(of(kind).values());
    }
    Kind owner = Objects.requireNonNull(kind.owner(), "only what is a part has no id of its own");
    return inOrder(all(owner).stream().flatMap(row -> row.parts(kind).values().stream()));
  }

  /** The rows of a kind that are this row, its parts, or parts of those. */
  List<Row> all(Kind kind, Row whole) {
    if (kind == whole.kind()) {
      return List.of(whole);
    }
    Kind owner = kind.owner();
    if (owner == null) {
      return List.of();
    }
    if (owner == whole.kind()) {
      looks += whole.parts(kind).size();
      return List.copyOf(whole.parts(kind).values());
    }
    return inOrder(all(owner, whole).stream().flatMap(row -> row.parts(kind).values().stream()));
  }

  private List<Row> inOrder(Stream<Row> found) {
    List<Row> rowsInOrder = found.sorted(Comparator.comparingLong(Row::serial)).toList();
    looks += rowsInOrder.size();
    return rowsInOrder;
  }

  /** How many rows were looked at since the beginning, to be compared with what was asked for. */
  long looks() {
    return looks;
  }

  private Map<String, Row> of(Kind kind) {
    Map<String, Row> ofKind = rows.get(kind);
    if (ofKind == null) {
      throw new IllegalStateException("not reset");
    }
    return ofKind;
  }

  /** Removes a row and all its parts. */
  void remove(Row row) {
    if (row.hasOwner()) {
      row.owner().removePart(row);
    }
    forget(row);
  }

  private void forget(Row row) {
    looks++;
    kept--;
    if (row.kind().hasIdsOfItsOwn()) {
      of(row.kind()).remove(row.id());
    }
    row.parts().forEach(this::forget);
  }

  /**
   * Removes a row and all its parts.
   *
   * @throws Problem if there is something that uses it
   */
  void removeUnused(Row row, List<Row> users) {
    if (!users.isEmpty()) {
      throw Problem.badRequest(
          "The %s is still used by the %s."
              .formatted(
                  row, users.stream().map(Row::toString).collect(Collectors.joining(", the "))));
    }
    remove(row);
  }

  /**
   * Checks that a name is not given twice within an owner.
   *
   * @throws Problem if it is there already
   */
  void refuseSecond(Kind kind, Row owner, String member, String value) {
    if (all(kind, owner).stream().anyMatch(row -> row.text(member).equals(value))) {
      throw Problem.badRequest(
          "The %s has a %s with the %s %s already."
              .formatted(owner, kind.noun(), member, Problem.quote(value)));
    }
  }

  /**
   * Finds what ids name, and checks that it belongs together.
   *
   * @return by kind what is named; of several of a kind the first
   * @throws Problem for the first that names nothing, or nothing of what was named before it
   */
  Map<Kind, Row> resolve(List<Identifier> identifiers) {
    Map<Kind, Row> named = new EnumMap<>(Kind.class);
    for (Identifier identifier : identifiers) {
      Kind kind = identifier.kind();
      Row row = find(kind, nearest(kind, named), identifier.value());
      if (row == null || !belongs(row, identifier, named)) {
        Row owner = nearest(kind, named);
        throw Problem.notFound(
            "There is no %s%s."
                .formatted(
                    kind.describe(identifier.value()),
                    owner == null ? "" : " in the " + owner.kind().describe(owner.id())));
      }
      named.putIfAbsent(kind, row);
    }
    return named;
  }

  /** What is named of the things that one of a kind is a part of, the innermost. */
  private static @Nullable Row nearest(Kind kind, Map<Kind, Row> named) {
    Kind owner = kind.owner();
    if (owner == null) {
      return null;
    }
    Row row = named.get(owner);
    return row == null ? nearest(owner, named) : row;
  }

  /** An API in a body need not be one of the product in the path: it is there to be cloned. */
  private static boolean belongs(Row row, Identifier identifier, Map<Kind, Row> named) {
    Row owner = nearest(row.kind(), named);
    return owner == null || row.isWithin(owner) || identifier.inBody() && row.kind() == Kind.API;
  }
}
