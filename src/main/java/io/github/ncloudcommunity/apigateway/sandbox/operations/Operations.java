package io.github.ncloudcommunity.apigateway.sandbox.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Answer;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request;
import io.github.ncloudcommunity.apigateway.sandbox.spec.SpecifiedOperation;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import io.github.ncloudcommunity.apigateway.sandbox.store.State;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;

/**
 * Performs operations. Each resource has a class that registers what its operations do; an
 * operation without a handler is answered from its documented example. Thread-safe.
 *
 * <p>Where the documents leave something open, the sandbox decides, and the real service may
 * differ.
 */
public final class Operations {

  private final Clock clock;
  private State state;
  private final Handlers handlers = new Handlers();

  public Operations(Clock clock) {
    this.clock = clock;
    this.state = seeded(clock);
    Products.register(handlers);
    Apis.register(handlers);
    Resources.register(handlers);
    Methods.register(handlers);
    Models.register(handlers);
    Authorizers.register(handlers);
    GatewayResponses.register(handlers);
    Stages.register(handlers);
    Deployments.register(handlers);
    Canary.register(handlers);
    UsagePlans.register(handlers);
    ApiKeys.register(handlers);
    Dashboards.register(handlers);
  }

  private static State seeded(Clock clock) {
    State state = new State(clock);
    SeedRows.restore(state.account());
    return state;
  }

  /** Returns the operationIds with a handler. */
  Set<String> handled() {
    return handlers.operationIds();
  }

  /**
   * Performs the operation of a request.
   *
   * @throws Problem if an id in the request identifies nothing, or the rows do not allow it
   */
  public synchronized Answer perform(Request request) {
    SpecifiedOperation operation = request.operation();
    Call call = new Call(state.account(), request);
    Function<Call, ObjectNode> handler = handlers.get(operation.operationId());
    return handler == null ? operation.exampleAnswer() : operation.answer(handler.apply(call));
  }

  /** Reads or changes the rows. */
  synchronized <T> T arrange(Function<Row, T> arrangement) {
    return arrangement.apply(state.account());
  }

  /** Goes back to the rows of the start. */
  public synchronized void reset() {
    state = seeded(clock);
  }
}
