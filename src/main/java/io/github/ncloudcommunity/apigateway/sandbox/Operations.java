package io.github.ncloudcommunity.apigateway.sandbox;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the operations do that the sandbox keeps something for; any other is answered from its
 * documented example. The class of a resource has its operations by their operationIds.
 * Thread-safe.
 *
 * <p>Where the documents leave something open, the sandbox settles it, and the real service may
 * differ: {@link ApiGatewaySandbox} has the list.
 */
final class Operations {

  private final State state;
  private final Map<String, Handler> handlers = new HashMap<>();

  Operations(Clock clock) {
    this.state = new State(clock);
    Resources resources = new Resources(state);
    handlers.putAll(new Products(state).handlers());
    handlers.putAll(new Apis(state, resources).handlers());
    handlers.putAll(resources.handlers());
    handlers.putAll(new Methods(state).handlers());
    handlers.putAll(new Models(state).handlers());
    handlers.putAll(new Authorizers(state).handlers());
    handlers.putAll(new GatewayResponses(state).handlers());
    handlers.putAll(new Stages(state, resources).handlers());
    handlers.putAll(new Deployments(state).handlers());
    handlers.putAll(new Canary(state).handlers());
    handlers.putAll(new UsagePlans(state).handlers());
    handlers.putAll(new ApiKeys(state).handlers());
    handlers.putAll(new Dashboards(state).handlers());
  }

  /** The operations that are more than their example. */
  Set<String> handled() {
    return Set.copyOf(handlers.keySet());
  }

  /**
   * Does what a request asks for.
   *
   * @throws Problem if an id in it names nothing, or what is kept does not allow it
   */
  synchronized Answer perform(SpecifiedOperation operation, ValidRequest valid) {
    Request request = new Request(operation, valid, state.resolve(valid.identifiers()));
    Handler handler = handlers.get(operation.operationId());
    return handler == null
        ? operation.documentedAnswer()
        : operation.answer(handler.handle(request));
  }

  /** Lets something else look at what is kept, or change it. */
  synchronized <T> T arrange(Function<State, T> arrangement) {
    return arrangement.apply(state);
  }

  /** Forgets everything but what was there in the beginning. */
  synchronized void reset() {
    state.reset();
  }
}
