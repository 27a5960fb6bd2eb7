package io.github.ncloudcommunity.apigateway.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One object that the sandbox keeps: its members, named as in requests and answers, its owner and
 * its parts. Not thread-safe.
 */
public final class Row {

  public static final String TENANT_ID = "sandbox0tenant0id000000000000000";

  /** The same in all rows; an answer shows those that it documents. */
  private static final ObjectNode COMMON =
      JsonNodeFactory.instance
          .objectNode()
          .put("tenantId", TENANT_ID)
          .put("modifier", "sandbox-user")
          .put("domainCode", "PUB")
          .put("disabled", false)
          .put("isDeleted", false)
          .put("deleted", false);

  private final State state;
  private final Kind kind;
  private final @Nullable Row owner;
  private final String id;
  private final ObjectNode members;

  /** Grows from row to row. */
  private final long serial;

  /** By kind and id, in the order of creation. Most rows have no parts, and then no maps. */
  private Map<Kind, Map<String, Row>> parts = Map.of();

  private int numbers;

  private Row(State state, Kind kind, @Nullable Row owner, String id, ObjectNode members) {
    this.state = state;
    this.kind = kind;
    this.owner = owner;
    this.id = id;
    this.members = members;
    this.serial = state.nextSerial();
  }

  static Row account(State state) {
    return new Row(state, Kind.ACCOUNT, null, "", JsonNodeFactory.instance.objectNode());
  }

  State state() {
    return state;
  }

  public Kind kind() {
    return kind;
  }

  public String id() {
    return id;
  }

  // Owners

  /**
   * Returns the row that this is a part of.
   *
   * @throws IllegalStateException if this is the account
   */
  public Row owner() {
    if (owner == null) {
      throw new IllegalStateException("the account has no owner");
    }
    return owner;
  }

  /** Returns the owner of a kind, direct or not. */
  public Row owner(Kind wanted) {
    return owner().kind == wanted ? owner() : owner().owner(wanted);
  }

  public Row account() {
    return state.account();
  }

  /** Whether this is that row, or a part of it. */
  public boolean isWithin(Row whole) {
    return this == whole || owner != null && owner.isWithin(whole);
  }

  // Parts

  /** Adds a part. Its id is generated, or else the first of its identifying members. */
  public Row add(Kind part, ObjectNode values) {
    return add(
        part,
        part.hasGeneratedIds() ? state.nextId(part) : values.path(part.identity().get(0)).asText(),
        values);
  }

  /**
   * Adds a part with an id.
   *
   * @throws Problem if there is such a part, or no space for it
   */
  public Row add(Kind part, String partId, ObjectNode values) {
    if (has(part, partId)) {
      throw Problem.badRequest("There is a %s already.".formatted(part.describe(partId)));
    }
    checkSpace(1);
    values.put("regTime", now()).put("modTime", now());
    if (part.hasGeneratedIds()) {
      values.put(part.identity().get(0), partId);
    }
    Row row = new Row(state, part, this, partId, values);
    if (parts.isEmpty()) {
      parts = new EnumMap<>(Kind.class);
    }
    parts.computeIfAbsent(part, added -> new LinkedHashMap<>(4)).put(partId, row);
    state.added(row);
    return row;
  }

  /** Returns the part with an id, or adds it. */
  public Row findOrAdd(Kind part, String partId, ObjectNode values) {
    Row row = find(part, partId);
    return row == null ? add(part, partId, values) : row;
  }

  /**
   * Checks whether there is space for more rows.
   *
   * @throws Problem if there is not
   */
  public void checkSpace(int more) {
    state.checkSpace(more);
  }

  /** Finds a part. A row with a generated id is found wherever it is. */
  public @Nullable Row find(Kind part, String partId) {
    state.look(1);
    return part.hasGeneratedIds() ? state.find(part, partId) : parts(part).get(partId);
  }

  public boolean has(Kind part, String partId) {
    return find(part, partId) != null;
  }

  /**
   * Returns the part with an id.
   *
   * @throws IllegalStateException if there is none
   */
  public Row get(Kind part, String partId) {
    Row row = find(part, partId);
    if (row == null) {
      throw new IllegalStateException("there is no " + part.describe(partId));
    }
    return row;
  }

  /** Returns the rows of a kind among this row, its parts, their parts and so on. */
  public List<Row> all(Kind wanted) {
    if (wanted == kind) {
      return List.of(this);
    }
    if (wanted.owner() == null) {
      return List.of();
    }
    List<Row> owners = all(wanted.owner());
    Stream<Row> found = owners.stream().flatMap(above -> above.parts(wanted).values().stream());
    List<Row> inOrder =
        (owners.size() == 1 ? found : found.sorted(Comparator.comparingLong(row -> row.serial)))
            .toList();
    state.look(inOrder.size());
    return inOrder;
  }

  private Map<String, Row> parts(Kind wanted) {
    return parts.getOrDefault(wanted, Map.of());
  }

  /** Removes this row and its parts. */
  public void remove() {
    owner().parts(kind).remove(id);
    forget();
  }

  private void forget() {
    state.look(1);
    state.removed(this);
    parts.values().forEach(ofKind -> ofKind.values().forEach(Row::forget));
  }

  // Members

  public ObjectNode members() {
    return members;
  }

  public String text(String member) {
    return members.path(member).asText();
  }

  public boolean flag(String member) {
    return members.path(member).booleanValue();
  }

  /** Sets members; the others stay. */
  public void change(ObjectNode values) {
    members.setAll(values);
    members.put("modTime", now());
  }

  public String now() {
    return state.now();
  }

  /** Returns a number that no other part of this row has had. */
  public int nextNumber() {
    return ++numbers;
  }

  /** Adds a copy of this row, without its parts, to a target. Its numbers go on from here. */
  public Row copyTo(Row target) {
    ObjectNode values = members.deepCopy();
    Row copy = kind.hasGeneratedIds() ? target.add(kind, values) : target.add(kind, id, values);
    copy.numbers = numbers;
    return copy;
  }

  /** Returns a copy of everything that an answer can show of this row. */
  public ObjectNode view() {
    ObjectNode view = COMMON.deepCopy();
    identify(view);
    return view.setAll(members.deepCopy());
  }

  private void identify(ObjectNode view) {
    if (owner != null) {
      owner.identify(view);
    }
    for (String name : kind.identity()) {
      JsonNode value = members.get(name);
      if (value != null) {
        view.set(name, value);
      }
    }
  }

  @Override
  public String toString() {
    return kind.noun() + " " + id;
  }
}
