package io.github.ncloudcommunity.apigateway.contract;

import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The provider states of the sandbox. It lists them, and gives the ids and names that go with each;
 * those of a fresh sandbox are the examples in the pact.
 */
final class States {

  static final String OTHER_KEY = "the secret key of the caller is not the one on record";
  static final String NO_PERMISSION = "the caller has no permission";
  static final String THROTTLED = "the caller is throttled";
  static final String SPENT = "the quota of the caller is spent";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<String, Map<String, String>> EXAMPLES = new HashMap<>();

  private States() {}

  /** Examples of what several states give together; a later state overrides an earlier one. */
  static Map<String, String> values(Iterable<String> states) {
    Map<String, String> values = new TreeMap<>();
    states.forEach(
        state -> values.putAll(EXAMPLES.computeIfAbsent(state, States::ofAFreshSandbox)));
    return values;
  }

  private static Map<String, String> ofAFreshSandbox(String state) {
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.builder().providerStates(true).start()) {
      return setUp(sandbox.providerStatesUrl(), state);
    }
  }

  /**
   * Makes a state true, in the way that Pact verifiers of any language do.
   *
   * @return the ids and names to use
   * @throws IllegalArgumentException if the sandbox does not know the state
   */
  static Map<String, String> setUp(URI url, String state) {
    HttpResponse<String> answer =
        post(url, "{\"action\": \"setup\", \"state\": \"" + state + "\"}");
    if (answer.statusCode() != 200) {
      throw new IllegalArgumentException(answer.body());
    }
    Map<String, String> values = new TreeMap<>();
    SampleFolder.json(answer.body())
        .properties()
        .forEach(value -> values.put(value.getKey(), value.getValue().textValue()));
    return values;
  }

  /** Puts everything back to the beginning. */
  static void tearDown(URI url) {
    post(url, "{\"action\": \"teardown\"}");
  }

  private static HttpResponse<String> post(URI url, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
