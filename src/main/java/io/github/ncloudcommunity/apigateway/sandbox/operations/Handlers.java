package io.github.ncloudcommunity.apigateway.sandbox.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The handlers of operations, by operationId. */
final class Handlers {

  private final Map<String, Function<Call, ObjectNode>> handlers = new HashMap<>();

  /**
   * Registers an operation.
   *
   * @param handler returns the body of the answer; members that are not documented are left out
   */
  Handlers answer(String operationId, Function<Call, ObjectNode> handler) {
    if (handlers.put(operationId, handler) != null) {
      throw new IllegalStateException("two handlers for " + operationId);
    }
    return this;
  }

  /** Registers an operation that answers without a body. */
  Handlers run(String operationId, Consumer<Call> action) {
    return answer(
        operationId,
        call -> {
          action.accept(call);
          return Bodies.object();
        });
  }

  /** Begins the table of the operations that create, read, update and delete rows of a kind. */
  Crud crud(Kind kind) {
    return new Crud(this, kind);
  }

  @Nullable Function<Call, ObjectNode> get(String operationId) {
    return handlers.get(operationId);
  }

  Set<String> operationIds() {
    return Set.copyOf(handlers.keySet());
  }
}
