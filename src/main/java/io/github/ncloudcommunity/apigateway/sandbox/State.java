package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox keeps, in memory. Rows come in the order made, and go with what they are a part
 * of.
 *
 * <p>Not thread-safe; the caller holds a lock over check and effect.
 */
final class State {

  private final Clock clock;
  private final Map<Kind, Map<Key, Row>> rows = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> made = new EnumMap<>(Kind.class);

  private record Key(@Nullable Row owner, String id) {

    static Key of(Kind kind, @Nullable Row owner, String id) {
      return new Key(kind.hasIdsOfItsOwn() ? null : owner, id);
    }
  }

  State(Clock clock) {
    this.clock = clock;
    reset();
  }

  /** Forgets everything but what was there in the beginning. */
  void reset() {
    for (Kind kind : Kind.values()) {
      rows.put(kind, new LinkedHashMap<>());
    }
    restoreSeed();
    for (Kind kind : Kind.values()) {
      made.put(kind, of(kind).size());
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
   * @throws Problem if its owner has one of that id already
   */
  Row add(Kind kind, @Nullable Row owner, String id, ObjectNode members) {
    if (find(kind, owner, id) != null) {
      throw Problem.badRequest("There is a %s already.".formatted(kind.describe(id)));
    }
    if (kind.hasIdsOfItsOwn()) {
      members.put(kind.identity().get(0), id);
    }
    members.put("regTime", now()).put("modTime", now());
    Row row = new Row(kind, owner, id, members);
    of(kind).put(Key.of(kind, owner, id), row);
    return row;
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
    return of(kind).get(Key.of(kind, owner, id));
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
    return List.copyOf(of(kind).values());
  }

  /** The rows of a kind that are parts of a row, or of its parts. */
  List<Row> all(Kind kind, Row whole) {
    return of(kind).values().stream().filter(row -> row.isWithin(whole)).toList();
  }

  private Map<Key, Row> of(Kind kind) {
    Map<Key, Row> ofKind = rows.get(kind);
    if (ofKind == null) {
      throw new IllegalStateException("not reset");
    }
    return ofKind;
  }

  /** Removes a row and all its parts. */
  void remove(Row row) {
    rows.values().forEach(ofKind -> ofKind.values().removeIf(other -> other.isWithin(row)));
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
