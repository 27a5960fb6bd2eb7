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
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one attempt: signs what will stand on the request line, hands it to the transport, and
 * notes what came back. Nothing changes the request after it is signed. Thread-safe.
 */
final class AttemptClient implements Client {

  private static final Logger LOG = LoggerFactory.getLogger(ApiGatewayClient.class);

  private final Client transport;
  private final CredentialsProvider credentialsProvider;
  private final CredentialsLookUp lookUp;
  private final Clock clock;

  AttemptClient(Client transport, CredentialsProvider credentialsProvider, Clock clock) {
    this.transport = transport;
    this.credentialsProvider = credentialsProvider;
    this.lookUp = new CredentialsLookUp(credentialsProvider);
    this.clock = clock;
  }

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    if (!(options instanceof Attempt attempt)) {
      throw new IllegalStateException(
          "the options of the request were replaced: a client around this one must hand on those"
              + " that it is given");
    }
    // Feign leaves it bare, and what follows it would never be sent.
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
    Credentials credentials = credentials(attempt);
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

  private Credentials credentials(Attempt attempt) throws IOException {
    Credentials credentials;
    try {
      credentials = credentialsProvider.credentialsAtHand();
    } catch (Exception e) {
      throw unavailable(e);
    }
    if (credentials == null) {
      try {
        credentials = lookUp.credentials(attempt);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw unavailable(e.getCause());
      }
    }
    if (credentials == null) {
      throw ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE)
          .message("the credentials provider returned null")
          .build();
    }
    return credentials;
  }

  /**
   * A provider of the user may throw anything, checked exceptions of another language among it. An
   * exception of a call that it makes itself must not be taken for the end of this one.
   */
  private static ApiGatewayException unavailable(Throwable thrown) {
    if (thrown instanceof ApiGatewayException e
        && e.kind() == ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE) {
      return e;
    }
    return ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE)
        .message("the provider failed with " + thrown.getClass().getSimpleName())
        .cause(thrown)
        .build();
  }

  /** Ends the waiting for credentials. */
  void close() {
    lookUp.close();
  }

  /**
   * What stands on the request line: path and query of the URL, as they are.
   *
   * @throws IllegalArgumentException if it cannot stand there
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
