package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of the operations that create, read, update and delete rows of one kind. */
final class Crud {

  private final Handlers handlers;
  private final Kind kind;
  private @Nullable String envelope;
  private Function<Row, ObjectNode> view = Row::view;
  private UnaryOperator<ObjectNode> members = body -> body;
  private boolean uniqueName;
  private Function<Row, List<Row>> users = row -> List.of();
  private Consumer<Row> beforeDelete = row -> {};

  Crud(Handlers handlers, Kind kind) {
    this.handlers = handlers;
    this.kind = kind;
  }

  /** Sets the member of answers that has the row; without it the row is the answer. */
  Crud envelope(String name) {
    envelope = name;
    return this;
  }

  /** Sets what answers show of a row. */
  Crud view(Function<Row, ObjectNode> shown) {
    view = shown;
    return this;
  }

  /** Sets how members of a row follow from the body of a request. */
  Crud members(UnaryOperator<ObjectNode> fromBody) {
    members = fromBody;
    return this;
  }

  /** Refuses a second row of the same name and owner. */
  Crud uniqueName() {
    uniqueName = true;
    return this;
  }

  /** Refuses to delete a row that others use. */
  Crud usedBy(Function<Row, List<Row>> usersOf) {
    users = usersOf;
    return this;
  }

  /** Sets what happens before a row is deleted. */
  Crud beforeDelete(Consumer<Row> action) {
    beforeDelete = action;
    return this;
  }

  /** Registers an operation that lists the rows of the owner in the request. */
  Crud list(String operationId, String path) {
    return list(operationId, path, call -> call.rows(kind));
  }

  /**
   * Registers an operation that lists rows.
   *
   * @param path where the answer has the rows, see {@link Call#page}
   */
  Crud list(String operationId, String path, Function<Call, List<Row>> rows) {
    handlers.answer(operationId, call -> call.page(path, rows.apply(call), view));
    return this;
  }

  Crud create(String operationId) {
    return create(operationId, (call, values) -> call.add(kind, values));
  }

  /**
   * Registers an operation that creates a row.
   *
   * @param add adds the row, given its members
   */
  Crud create(String operationId, BiFunction<Call, ObjectNode, Row> add) {
    handlers.answer(
        operationId,
        call -> {
          ObjectNode values = members.apply(call.body());
          if (uniqueName) {
            checkName(call, values);
          }
          return answer(add.apply(call, values));
        });
    return this;
  }

  private void checkName(Call call, ObjectNode values) {
    String member = String.valueOf(kind.nameMember());
    String name = values.path(member).asText();
    for (Row row : call.rows(kind)) {
      if (row.text(member).equals(name)) {
        throw Problem.badRequest(
            "The %s has a %s with the %s %s already."
                .formatted(row.owner(), kind.noun(), member, Problem.quote(name)));
      }
    }
  }

  Crud get(String operationId) {
    handlers.answer(operationId, call -> answer(call.row(kind)));
    return this;
  }

  /** Registers an operation that changes a row, see {@link Call#update}. */
  Crud update(String operationId) {
    handlers.answer(
        operationId,
        call -> {
          call.update(call.row(kind), members.apply(call.body()));
          return answer(call.row(kind));
        });
    return this;
  }

  Crud delete(String operationId) {
    handlers.run(operationId, call -> delete(call.row(kind)));
    return this;
  }

  private void delete(Row row) {
    if (!users.apply(row).isEmpty()) {
      throw Problem.badRequest(
          "The %s is still used by the %s."
              .formatted(
                  row,
                  users.apply(row).stream()
                      .map(Row::toString)
                      .collect(Collectors.joining(", the "))));
    }
    beforeDelete.accept(row);
    row.remove();
  }

  private ObjectNode answer(Row row) {
    return envelope == null ? view.apply(row) : object(envelope, view.apply(row));
  }
}
