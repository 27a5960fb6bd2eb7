package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the sandbox keeps: its members under the names that they have in requests and
 * answers, and what it is a part of. Not thread-safe.
 */
final class Row {

  static final String TENANT_ID = "sandbox0tenant0id000000000000000";

  /** The same in all rows; an answer shows those of them that it is documented to have. */
  private static final ObjectNode COMMON =
      JsonNodeFactory.instance
          .objectNode()
          .put("tenantId", TENANT_ID)
          .put("modifier", "sandbox-user")
          .put("domainCode", "PUB")
          .put("disabled", false)
          .put("isDeleted", false)
          .put("deleted", false);

  private final Kind kind;
  private final @Nullable Row owner;
  private final String id;
  private final ObjectNode members;
  private final long serial;

  /** By kind and id, in the order made. Most rows have no parts, and then no maps. */
  private Map<Kind, Map<String, Row>> parts = Map.of();

  private int numbers;

  /**
   * @param serial a number that grows from row to row
   */
  Row(Kind kind, @Nullable Row owner, String id, ObjectNode members, long serial) {
    this.kind = kind;
    this.owner = owner;
    this.id = id;
    this.members = members;
    this.serial = serial;
  }

  Kind kind() {
    return kind;
  }

  String id() {
    return id;
  }

  long serial() {
    return serial;
  }

  /** Its parts of a kind, by their ids, in the order made. */
  Map<String, Row> parts(Kind wanted) {
    return parts.getOrDefault(wanted, Map.of());
  }

  Stream<Row> parts() {
    return parts.values().stream().flatMap(ofKind -> ofKind.values().stream());
  }

  void addPart(Row part) {
    if (parts.isEmpty()) {
      parts = new EnumMap<>(Kind.class);
    }
    parts.computeIfAbsent(part.kind, added -> new LinkedHashMap<>(4)).put(part.id, part);
  }

  void removePart(Row part) {
    parts(part.kind).remove(part.id);
  }

  boolean hasOwner() {
    return owner != null;
  }

  Row owner() {
    if (owner == null) {
      throw new IllegalStateException("a part of nothing: " + this);
    }
    return owner;
  }

  /** The nearest of a kind that this is a part of. */
  Row owner(Kind wanted) {
    Row above = owner();
    return above.kind == wanted ? above : above.owner(wanted);
  }

  /** Whether this is that row, or a part of it. */
  boolean isWithin(Row whole) {
    return this == whole || owner != null && owner.isWithin(whole);
  }

  ObjectNode members() {
    return members;
  }

  String text(String name) {
    return members.path(name).asText();
  }

  /** A number that no other part of this has had. */
  int nextNumber() {
    return ++numbers;
  }

  /** For a copy with parts that have kept their numbers. */
  void continueNumbersOf(Row other) {
    numbers = other.numbers;
  }

  /** A copy of everything that an answer could show of this. */
  ObjectNode view() {
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
