package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Request;
import feign.Response;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs each attempt with {@link SignatureV2} and hands it to the transport. Signing is the last
 * step: nothing changes the request afterwards. Thread-safe.
 */
final class SigningClient implements Client {

  private static final Logger LOG = LoggerFactory.getLogger(ApiGatewayClient.class);

  private final Client transport;
  private final CredentialsLookUp lookUp;
  private final Clock clock;

  SigningClient(Client transport, CredentialsProvider credentialsProvider, Clock clock) {
    this.transport = transport;
    this.lookUp = new CredentialsLookUp(credentialsProvider);
    this.clock = clock;
  }

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    if (!(options instanceof Attempt attempt)) {
      throw new IllegalStateException(
          "the request options were replaced: a client that wraps this one must pass on the"
              + " options that it receives");
    }
    // Feign does not encode it, and the transport would drop everything after it.
    String url = request.url().replace("#", "%23");
    String target = requestTarget(url);
    int query = target.indexOf('?');
    attempt.handedOver(query < 0 ? target : target.substring(0, query));
    Request signed = signed(request, url, target, attempt);
    if (attempt.isPastDeadline()) {
      throw new IOException("no time was left to send it");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before it was sent");
    }
    Response response = transport.execute(signed, attempt);
    if (response.status() == 401) {
      attempt.serverTime(ErrorAnswers.time(ErrorAnswers.header(response, "Date")));
    }
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} {} {} -> {} in {} ms (attempt {}, trace {})",
          attempt.operation().id(),
          request.httpMethod(),
          attempt.path(),
          response.status(),
          attempt.duration().toMillis(),
          attempt.number(),
          attempt.traceId());
    }
    attempt.answered();
    return response;
  }

  private Request signed(Request request, String url, String target, Attempt attempt)
      throws IOException {
    Credentials credentials = lookUp.credentials(attempt);
    Instant now = Instant.ofEpochMilli(clock.millis());
    String timestamp = Long.toString(now.toEpochMilli());
    SignatureV2 signature =
        SignatureV2.of(request.httpMethod().name(), target, timestamp, credentials);
    attempt.signed(now, signature.signature());
    Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    attempt.options().headers().forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put(SignatureV2.TIMESTAMP_HEADER, List.of(timestamp));
    headers.put(SignatureV2.ACCESS_KEY_HEADER, List.of(credentials.accessKey()));
    headers.put(SignatureV2.SIGNATURE_HEADER, List.of(signature.signature()));
    return Request.create(
        request.httpMethod(), url, headers, request.body(), request.charset(), null);
  }

  /** Ends every wait for credentials. */
  void close() {
    lookUp.close();
  }

  /**
   * Returns path and query of a URL, unchanged, for the request line.
   *
   * @throws IllegalArgumentException if they hold anything but printable ASCII
   */
  private static String requestTarget(String url) {
    String target = url.substring(url.indexOf('/', url.indexOf("://") + 3));
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new IllegalArgumentException(
            "the path or query has a character that must be percent-encoded, at index "
                + i
                + ": only printable ASCII can be sent");
      }
    }
    return target;
  }
}
