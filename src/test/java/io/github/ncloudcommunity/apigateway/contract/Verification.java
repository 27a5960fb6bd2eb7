package io.github.ncloudcommunity.apigateway.contract;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.ProviderState;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.provider.ProviderClient;
import au.com.dius.pact.provider.ProviderInfo;
import au.com.dius.pact.provider.ProviderVerifier;
import au.com.dius.pact.provider.VerificationResult;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpRequest;

/** Replays the interactions of a pact, each signed afresh, and compares the answers. */
final class Verification {

  /** Who answers, and how to bring about what the interactions take for granted. */
  interface Subject {

    /** Ends in {@code /api/v1}. */
    URI baseUrl();

    /**
     * Makes the states true, in their order.
     *
     * @return ids and names to use in the request
     * @throws Unprovokable if that cannot be done here
     */
    Map<String, String> begin(V4Interaction.SynchronousHttp interaction) throws Unprovokable;

    /** The credentials to sign with. */
    Credentials credentials(V4Interaction.SynchronousHttp interaction);

    /** Takes back what {@link #begin} did, so far as that can be done. */
    void end(V4Interaction.SynchronousHttp interaction);
  }

  /** Says why an interaction cannot be replayed. */
  static final class Unprovokable extends Exception {

    private static final long serialVersionUID = 1L;

    Unprovokable(String why) {
      super(why);
    }
  }

  /** Pact's own would ask again after a 429, and follow redirects. */
  private static final CloseableHttpClient HTTP =
      HttpClients.custom().disableAutomaticRetries().disableRedirectHandling().build();

  private final Subject subject;

  Verification(Subject subject) {
    this.subject = subject;
  }

  static List<V4Interaction.SynchronousHttp> interactions(File pact) {
    V4Pact loaded = (V4Pact) DefaultPactReader.INSTANCE.loadPact(pact);
    return loaded.getInteractions().stream()
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
   * @throws Unprovokable if its states cannot be brought about
   */
  List<String> verify(V4Interaction.SynchronousHttp interaction) throws Unprovokable {
    Map<String, String> values = subject.begin(interaction);
    try {
      return replay(interaction, values);
    } finally {
      subject.end(interaction);
    }
  }

  private List<String> replay(
      V4Interaction.SynchronousHttp interaction, Map<String, String> values) {
    URI base = subject.baseUrl();
    ProviderInfo provider = new ProviderInfo(Pacts.PROVIDER);
    provider.setProtocol(base.getScheme());
    provider.setHost(base.getHost());
    provider.setPort(base.getPort() < 0 ? 443 : base.getPort());
    provider.setPath(base.getPath().replaceFirst(Pacts.BASE_PATH + "$", ""));
    Credentials credentials = subject.credentials(interaction);
    provider.setRequestFilter((Consumer<HttpRequest>) request -> sign(request, credentials));
    Map<String, Object> context = new HashMap<>();
    context.put("providerState", values);
    ProviderVerifier verifier = new ProviderVerifier();
    verifier.setReporters(List.of());
    VerificationResult result =
        verifier.verifyResponseFromProvider(
            provider,
            interaction,
            interaction.getDescription(),
            new HashMap<>(),
            new ProviderClient(provider, any -> HTTP),
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
