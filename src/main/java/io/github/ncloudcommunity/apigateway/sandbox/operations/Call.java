package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request and the rows that its ids identify. */
final class Call {

  private final Request request;

  /** If the request identifies several rows of a kind, the first. */
  private final Map<Kind, Row> rows = new EnumMap<>(Kind.class);

  /**
   * Looks up the ids of a request.
   *
   * @throws Problem for the first id that identifies nothing, or nothing within the rows before it
   */
  Call(Row account, Request request) {
    this.request = request;
    rows.put(Kind.ACCOUNT, account);
    for (Request.Identifier identifier : request.identifiers()) {
      Kind kind = Kind.named(identifier.kind());
      Row owner = nearestOwner(kind);
      Row row = owner.find(kind, identifier.value());
      // An API in a body may belong to another product than that of the path: it is there to be
      // cloned.
      boolean mayBeElsewhere = identifier.inBody() && kind == Kind.API;
      if (row == null || !row.isWithin(owner) && !mayBeElsewhere) {
        throw notFound(kind, identifier.value(), owner);
      }
      rows.putIfAbsent(kind, row);
    }
  }

  /** Returns the innermost owner of a kind among the rows. */
  private Row nearestOwner(Kind kind) {
    Row row = rows.get(ownerOf(kind));
    return row == null ? nearestOwner(ownerOf(kind)) : row;
  }

  private static Kind ownerOf(Kind kind) {
    return Objects.requireNonNull(kind.owner(), "only the account has no owner");
  }

  static Problem notFound(Kind kind, String id, Row owner) {
    return Problem.notFound(
        "There is no %s%s."
            .formatted(
                kind.describe(id),
                owner.kind() == Kind.ACCOUNT
                    ? ""
                    : " in the " + owner.kind().describe(owner.id())));
  }

  Row account() {
    return row(Kind.ACCOUNT);
  }

  /**
   * Returns the row of a kind.
   *
   * @throws IllegalStateException if the specification does not require its id in the request
   */
  Row row(Kind kind) {
    Row row = rows.get(kind);
    if (row == null) {
      throw new IllegalStateException(
          request.operation().operationId() + " does not identify a " + kind);
    }
    return row;
  }

  /** Returns the rows of a kind that belong to the owner in the request. */
  List<Row> rows(Kind kind) {
    return row(ownerOf(kind)).all(kind);
  }

  /** Adds a row to the owner in the request. */
  Row add(Kind kind, ObjectNode members) {
    return row(ownerOf(kind)).add(kind, members);
  }

  /** Changes a row: a PUT clears the members that the body leaves out, other methods keep them. */
  void update(Row row, ObjectNode members) {
    if (request.operation().method().equals("PUT")) {
      row.members().remove(request.operation().bodyMembers());
    }
    row.change(members);
  }

  // What the request says

  /** Returns a copy of the body, empty if there is none. */
  ObjectNode body(String... omitted) {
    return request.body() instanceof ObjectNode body
        ? body.deepCopy().without(List.of(omitted))
        : object();
  }

  /** Returns a parameter or a member of the body; a missing node if it is absent. */
  JsonNode value(String name) {
    JsonNode parameter = request.parameters().get(name);
    return parameter == null ? request.body().path(name) : parameter;
  }

  /** Returns a text of the request, or null if it is absent. */
  @Nullable String text(String name) {
    return value(name).textValue();
  }

  /** Returns a text that the specification requires. */
  String requiredText(String name) {
    return value(name).asText();
  }

  boolean flag(String name) {
    return value(name).booleanValue();
  }

  JsonNode example() {
    return request.operation().example();
  }

  // Filters: what the request leaves out admits everything

  /** Whether a filter is absent or has a value. */
  boolean admits(String filter, Object value) {
    return value(filter).isMissingNode() || requiredText(filter).equals(value.toString());
  }

  /** Whether a filter is absent or empty, or contains a value. */
  boolean admitsOneOf(String filter, String value) {
    return value(filter).isEmpty()
        || value(filter).valueStream().anyMatch(allowed -> allowed.asText().equals(value));
  }

  /**
   * Whether the request identifies no row of a kind, or this row, or a row that has it as a part.
   */
  boolean admits(Kind kind, Row row) {
    Row wanted = rows.get(kind);
    return wanted == null || row.isWithin(wanted);
  }

  /** Whether the name of a row contains the filter by name, if there is one. */
  boolean admitsName(Row row) {
    String member = row.kind().nameMember();
    String filter = member == null ? null : text(member);
    if (filter == null) {
      filter = text("name");
    }
    return member == null || filter == null || row.text(member).contains(filter);
  }

  /**
   * Lists the rows that the filter by name, the offset and the limit of the request admit; without
   * a limit all.
   *
   * @param path the member of the answer with the rows, or two names with a dot between them
   */
  ObjectNode page(String path, List<Row> all, Function<Row, ObjectNode> view) {
    List<Row> admitted = all.stream().filter(this::admitsName).toList();
    List<Row> shown =
        admitted.stream()
            .skip(value("offset").asLong(0))
            .limit(value("limit").asLong(Long.MAX_VALUE))
            .toList();
    String[] names = path.split("\\.");
    ObjectNode page =
        object(names[names.length - 1], array(shown, view)).put("total", admitted.size());
    // The documents show initial counts of 0 and 1, and do not explain them.
    return (names.length == 1 ? page : object(names[0], page)).put("initialCount", 0);
  }
}
