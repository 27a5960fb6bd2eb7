package io.github.ncloudcommunity.apigateway.contract;

import au.com.dius.pact.core.model.ProviderState;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.provider.ProviderClient;
import au.com.dius.pact.provider.ProviderInfo;
import au.com.dius.pact.provider.ProviderVerifier;
import au.com.dius.pact.provider.VerificationResult;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpRequest;

/** Replays the interactions of a pact, each signed afresh, and compares the answers. */
final class Verification {

  static final String BASE_PATH = "/api/v1";

  /** The provider, and how to set up the states of the interactions. */
  interface Provider {

    /** Ends in {@code /api/v1}. */
    URI baseUrl();

    /**
     * Makes the states true, in their order.
     *
     * @return ids and names to use in the request
     * @throws Skipped if that cannot be done here
     */
    Map<String, String> begin(V4Interaction.SynchronousHttp interaction) throws Skipped;

    /** The credentials to sign with. */
    Credentials credentials(V4Interaction.SynchronousHttp interaction);

    /** Undoes what {@link #begin} did, as far as possible. */
    void end(V4Interaction.SynchronousHttp interaction);
  }

  /** Says why an interaction cannot be replayed. */
  static final class Skipped extends Exception {

    private static final long serialVersionUID = 1L;

    Skipped(String why) {
      super(why);
    }
  }

  /** Pact's own client retries after a 429, and follows redirects. */
  private static final CloseableHttpClient HTTP =
      HttpClients.custom().disableAutomaticRetries().disableRedirectHandling().build();

  private final Provider provider;
  private final List<String> failed = new ArrayList<>();
  private final Map<String, List<String>> skipped = new TreeMap<>();
  private int verified;

  Verification(Provider provider) {
    this.provider = provider;
  }

  static List<V4Interaction.SynchronousHttp> interactions(V4Pact pact) {
    return pact.getInteractions().stream()
        .map(interaction -> (V4Interaction.SynchronousHttp) interaction)
        .toList();
  }

  static List<String> states(V4Interaction.SynchronousHttp interaction) {
    return interaction.getProviderStates().stream().map(ProviderState::getName).toList();
  }

  /**
   * Replays one interaction.
   *
   * @return what is wrong with the answer; empty if nothing is
   * @throws Skipped if its states cannot be set up
   */
  List<String> verify(V4Interaction.SynchronousHttp interaction) throws Skipped {
    String key = interaction.getKey();
    try {
      Map<String, String> values = provider.begin(interaction);
      List<String> problems = replay(interaction, values);
      if (problems.isEmpty()) {
        verified++;
      } else {
        failed.add(key);
      }
      return problems;
    } catch (Skipped e) {
      skipped.computeIfAbsent(e.getMessage(), why -> new ArrayList<>()).add(key);
      throw e;
    } catch (ApiGatewayException e) {
      failed.add(key);
      return List.of("what the request needs could not be looked up: " + e.getMessage());
    } finally {
      provider.end(interaction);
    }
  }

  /** Whether something was verified and nothing failed. */
  boolean isGood() {
    return verified > 0 && failed.isEmpty();
  }

  /** The interactions so far: which were skipped and why, which failed, and the numbers of all. */
  String summary() {
    StringBuilder summary = new StringBuilder();
    skipped.forEach(
        (why, keys) -> {
          summary.append("%d skipped, %s:%n".formatted(keys.size(), why));
          keys.forEach(key -> summary.append("  %s%n".formatted(key)));
        });
    failed.forEach(key -> summary.append("failed: %s%n".formatted(key)));
    int skips = skipped.values().stream().mapToInt(List::size).sum();
    summary.append(
        "%s: %d verified, %d failed, %d skipped%n"
            .formatted(provider.baseUrl(), verified, failed.size(), skips));
    return summary.toString();
  }

  private List<String> replay(
      V4Interaction.SynchronousHttp interaction, Map<String, String> values) {
    URI base = provider.baseUrl();
    ProviderInfo info = new ProviderInfo("ncloud-apigateway");
    info.setProtocol(base.getScheme());
    info.setHost(base.getHost());
    info.setPort(base.getPort() >= 0 ? base.getPort() : base.getScheme().equals("http") ? 80 : 443);
    info.setPath(base.getPath().replaceFirst(BASE_PATH + "$", ""));
    Credentials credentials = provider.credentials(interaction);
    info.setRequestFilter((Consumer<HttpRequest>) request -> sign(request, credentials));
    Map<String, Object> context = new HashMap<>();
    context.put("providerState", values);
    ProviderVerifier verifier = new ProviderVerifier();
    verifier.setReporters(List.of());
    VerificationResult result =
        verifier.verifyResponseFromProvider(
            info,
            interaction,
            interaction.getDescription(),
            new HashMap<>(),
            new ProviderClient(info, any -> HTTP),
            context,
            false);
    if (result instanceof VerificationResult.Ok) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    ((VerificationResult.Failed) result)
        .getFailures()
        .values()
        .forEach(failures -> failures.forEach(f -> problems.add(f.description())));
    return problems;
  }

  /** The headers in the pact are examples; these are real. */
  private static void sign(HttpRequest request, Credentials credentials) {
    String timestamp = Long.toString(System.currentTimeMillis());
    SignatureV2 signature =
        SignatureV2.of(request.getMethod(), request.getRequestUri(), timestamp, credentials);
    request.setHeader(SignatureV2.TIMESTAMP_HEADER, timestamp);
    request.setHeader(SignatureV2.ACCESS_KEY_HEADER, credentials.accessKey());
    request.setHeader(SignatureV2.SIGNATURE_HEADER, signature.signature());
  }
}
