package io.github.ncloudcommunity.apigateway.sandbox.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Answer;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestBody;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Provider states, so that Pact verifiers of any language can replay requests against the sandbox:
 * a verifier names a state, and gets the ids to use. Thread-safe.
 *
 * @see <a href="https://docs.pact.io/getting_started/provider_states">Pact: provider states</a>
 */
public final class ProviderStates {

  public static final String PATH = "/provider-states";

  /** States of the caller, which refuse the next request although it is signed correctly. */
  private static final Map<String, Problem> REFUSALS =
      Map.of(
          "the caller has no permission",
          refusal(ErrorCode.PERMISSION_DENIED),
          "the caller is throttled",
          refusal(ErrorCode.THROTTLE_LIMITED),
          "the quota of the caller is spent",
          refusal(ErrorCode.QUOTA_EXCEEDED),
          "the secret key of the caller is not the one on record",
          Problem.unauthenticated("Invalid authentication information."));

  private final Operations operations;
  private @Nullable Problem next;

  public ProviderStates(Operations operations) {
    this.operations = operations;
  }

  private static Problem refusal(ErrorCode code) {
    return new Problem(code, "A provider state of the sandbox requires this answer.");
  }

  /**
   * Returns the problem that refuses the present request, or null. Only one request is refused,
   * because verifiers need not say when they are done.
   */
  public synchronized @Nullable Problem takeRefusal() {
    Problem taken = next;
    next = null;
    return taken;
  }

  /**
   * Makes a state true, or with the action {@code teardown} goes back to the start.
   *
   * @return the ids to use, as a JSON object
   * @throws Problem if the request has not the form of Pact, or the state is unknown
   */
  public Answer change(String method, RequestBody body) {
    if (!method.equals("POST")) {
      throw Problem.notFound("Provider states are set by POST.");
    }
    JsonNode json = body.json();
    ObjectNode values = Bodies.object();
    if (json.path("action").asText("setup").equals("teardown")) {
      reset();
    } else {
      new TreeMap<>(begin(json.path("state").asText())).forEach(values::put);
    }
    return Answer.json(200, values);
  }

  private synchronized Map<String, String> begin(String name) {
    Function<Row, Map<String, String>> fact = ProviderFacts.ALL.get(name);
    if (fact != null) {
      return operations.arrange(
          account -> {
            SeedRows.restore(account);
            return fact.apply(account);
          });
    }
    next = REFUSALS.getOrDefault(name, next);
    // Verifiers send an empty name for a contract that needs no state.
    if (!REFUSALS.containsKey(name) && !name.isEmpty()) {
      TreeSet<String> names = new TreeSet<>(ProviderFacts.ALL.keySet());
      names.addAll(REFUSALS.keySet());
      throw Problem.badRequest(
          "There is no state %s; there are: %s."
              .formatted(Problem.quote(name), String.join(", ", names)));
    }
    return Map.of();
  }

  /** Puts everything back to the start, and forgets a state that waits for the next request. */
  public synchronized void reset() {
    next = null;
    operations.reset();
  }
}
