package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes true what a contract takes for granted, so that Pact verifiers of any language can replay
 * requests against the sandbox: they say a state, and are told the ids to use. Thread-safe.
 *
 * <p>A state that makes the sandbox refuse holds for the next request only, for verifiers need not
 * say when they are done.
 *
 * @see <a href="https://docs.pact.io/getting_started/provider_states">Pact: provider states</a>
 */
final class ProviderStates {

  static final String PATH = "/provider-states";

  /** Facts about the caller, for which the next request is refused. */
  private static final Map<String, ErrorCode> REFUSALS =
      Map.of(
          "the caller has no permission", ErrorCode.PERMISSION_DENIED,
          "the caller is throttled", ErrorCode.THROTTLE_LIMITED,
          "the quota of the caller is spent", ErrorCode.QUOTA_EXCEEDED);

  private static final String OTHER_KEY = "the secret key of the caller is not the one on record";

  private final Operations operations;
  private final Next usual;
  private final Next withOtherKey;
  private @Nullable Next next;

  /** What the next request meets: who checks its signature, and why it is refused after that. */
  record Next(Authentication authentication, @Nullable ErrorCode refusal) {

    void refuse() {
      if (refusal != null) {
        throw new Problem(refusal, "A provider state of the sandbox asks for this answer.");
      }
    }
  }

  ProviderStates(
      Operations operations, Authentication usual, Credentials credentials, Clock clock) {
    this.operations = operations;
    this.usual = new Next(usual, null);
    Credentials onRecord = Credentials.of(credentials.accessKey(), "another-secret-key");
    this.withOtherKey = new Next(new Authentication(onRecord, clock, false), null);
  }

  /** All states that can be asked for, in alphabetical order. */
  static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(ProviderFacts.ALL.keySet());
    names.addAll(REFUSALS.keySet());
    names.add(OTHER_KEY);
    return Collections.unmodifiableSortedSet(names);
  }

  /** What the request that is there now meets; the one after it is not affected. */
  synchronized Next take() {
    Next taken = next == null ? usual : next;
    next = null;
    return taken;
  }

  /**
   * Makes a state true, or with the action {@code teardown} puts everything back to the beginning.
   *
   * @return the ids to use, as a JSON object
   * @throws Problem if it is not asked for in the form of Pact, or the state is not known
   */
  Answer change(String method, RequestBody body) {
    if (!method.equals("POST")) {
      throw Problem.notFound("Provider states are asked for by POST.");
    }
    JsonNode json = body.json();
    if (json.path("action").asText("setup").equals("teardown")) {
      reset();
      return new Answer(200, Map.of());
    }
    return new Answer(200, new TreeMap<>(begin(json.path("state").asText())));
  }

  private synchronized Map<String, String> begin(String name) {
    Function<State, Map<String, String>> fact = ProviderFacts.ALL.get(name);
    if (fact != null) {
      return operations.arrange(
          state -> {
            state.restoreSeed();
            return fact.apply(state);
          });
    }
    if (REFUSALS.containsKey(name)) {
      next = new Next(usual.authentication(), REFUSALS.get(name));
    } else if (name.equals(OTHER_KEY)) {
      next = withOtherKey;
    } else if (!name.isEmpty()) {
      // Verifiers say an empty name for a contract that takes nothing for granted.
      throw Problem.badRequest(
          "There is no state %s; there are: %s."
              .formatted(Problem.quote(name), String.join(", ", List.copyOf(names()))));
    }
    return Map.of();
  }

  /** Puts everything back to the beginning, a state that waits for the next request included. */
  synchronized void reset() {
    next = null;
    operations.reset();
  }
}
