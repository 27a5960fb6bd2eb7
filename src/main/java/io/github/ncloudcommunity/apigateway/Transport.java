package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache HttpClient 5, with everything off that would send, follow, remember, unpack or print
 * something of its own accord. What stands on the request line is what the URL of the request has
 * after the host, byte for byte. Thread-safe.
 */
final class Transport implements Client {

  private static final Logger LOG = LoggerFactory.getLogger(ApiGatewayClient.class);

  private static final String ATTEMPT = Attempt.class.getName();

  private final CloseableHttpClient httpClient;
  private final AnswerReader answerReader;

  /** Closing the pool forgets those who wait for a connection, so they are cancelled one by one. */
  private final Set<Cancellable> underWay = ConcurrentHashMap.newKeySet();

  private final Map<String, URI> origins = new ConcurrentHashMap<>();

  Transport(
      URI baseUrl,
      Duration connectTimeout,
      int maxConnections,
      @Nullable URI proxy,
      String userAgent,
      AnswerReader answerReader) {
    this.answerReader = answerReader;
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .disableAutomaticRetries() // would send the old signature, and a POST twice
            .disableRedirectHandling() // would carry the signature elsewhere
            .disableContentCompression() // would lose the status of what it cannot unpack
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent(userAgent)
            .setConnectionManager(pool(new Connector(connectTimeout, baseUrl), maxConnections))
            .setRequestExecutor(new Exchange());
    if (proxy != null) {
      builder.setProxy(new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort()));
    }
    httpClient = builder.build();
  }

  private static PoolingHttpClientConnectionManager pool(Connector connector, int maxConnections) {
    // A subclass, since the constructor is protected before HttpClient 5.6.
    PoolingHttpClientConnectionManager pool =
        new PoolingHttpClientConnectionManager(
            connector,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.NEG_ONE_MILLISECOND, // no connection is too old
            socket -> new Connection()) {};
    pool.setMaxTotal(maxConnections);
    pool.setDefaultMaxPerRoute(maxConnections);
    // Always: a pooled connection that the server has closed fails a POST in a way that leaves
    // open whether it was processed.
    pool.setDefaultConnectionConfig(
        ConnectionConfig.custom().setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS).build());
    return pool;
  }

  /** The attempt that an exchange belongs to. */
  static Attempt attempt(HttpContext context) {
    return (Attempt) context.getAttribute(ATTEMPT);
  }

  @Override
  public Response execute(feign.Request request, feign.Request.Options options) throws IOException {
    Attempt attempt = (Attempt) options;
    HttpUriRequestBase outgoing = outgoing(request, attempt);
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(ATTEMPT, attempt);
    attempt.breakConnectionBy(outgoing::cancel);
    underWay.add(outgoing);
    ClassicHttpResponse response = null;
    try {
      response = httpClient.executeOpen(null, outgoing, context);
      Header traceId = response.getFirstHeader(Attempt.TRACE_ID);
      attempt.answers(response.getCode(), traceId == null ? null : traceId.getValue());
      return Response.builder()
          .request(request)
          .status(response.getCode())
          .headers(headers(response))
          .body(body(response, attempt))
          .build();
    } catch (ConnectionRequestTimeoutException e) {
      attempt.ranOutOfTime();
      throw e;
    } finally {
      underWay.remove(outgoing);
      closeQuietly(response);
    }
  }

  /** All that was due is read, or the connection is broken: a failure to close says nothing. */
  private static void closeQuietly(@Nullable ClassicHttpResponse response) {
    if (response != null) {
      try {
        response.close();
      } catch (IOException e) {
        LOG.debug("an answer could not be closed: {}", e.getClass().getSimpleName());
      }
    }
  }

  private HttpUriRequestBase outgoing(feign.Request request, Attempt attempt) throws IOException {
    String url = request.url();
    int target = url.indexOf('/', url.indexOf("://") + 3);
    HttpUriRequestBase outgoing =
        new HttpUriRequestBase(
            request.httpMethod().name(),
            origins.computeIfAbsent(url.substring(0, target), URI::create));
    outgoing.setPath(url.substring(target));
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Content-Length")) { // HttpClient counts for itself
                values.forEach(value -> outgoing.addHeader(name, value));
              }
            });
    byte[] body = request.body();
    if (body != null) {
      outgoing.setEntity(new ByteArrayEntity(body, null));
    } else if (request.httpMethod().isWithBody()) {
      outgoing.setEntity(new ByteArrayEntity(new byte[0], null)); // so that its length is told
    }
    outgoing.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(
                Timeout.of(Math.max(1, attempt.remainingNanos()), TimeUnit.NANOSECONDS))
            .setResponseTimeout(Timeout.of(attempt.readTimeout(), attempt.readTimeoutUnit()))
            .build());
    return outgoing;
  }

  private @Nullable AnswerBody body(ClassicHttpResponse response, Attempt attempt)
      throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null
        ? null
        : answerReader.read(
            attempt, entity.getContent(), entity.getContentLength(), entity.getContentEncoding());
  }

  private static Map<String, Collection<String>> headers(ClassicHttpResponse response) {
    Map<String, Collection<String>> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.computeIfAbsent(header.getName(), name -> new ArrayList<>(1)).add(header.getValue());
    }
    return headers;
  }

  /** Ends what is under way, now. */
  void close() {
    httpClient.close(CloseMode.IMMEDIATE);
    underWay.forEach(Cancellable::cancel);
  }

  /** Exchanges a request and its answer, a CONNECT to a proxy among them, within the deadline. */
  private static final class Exchange extends HttpRequestExecutor {

    private static final int MAX_INTERIM_ANSWERS = 20;

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        @Nullable HttpResponseInformationCallback ignored,
        HttpContext context)
        throws IOException, HttpException {
      Attempt attempt = attempt(context);
      ((Connection) connection).expireAt(attempt.deadline());
      if (!request.getMethod().equals("CONNECT")) {
        attempt.sending();
      }
      int[] interimAnswers = {0};
      return super.execute(
          request,
          connection,
          (answer, from, within) -> {
            if (++interimAnswers[0] > MAX_INTERIM_ANSWERS) {
              throw new ProtocolException("more than " + MAX_INTERIM_ANSWERS + " interim answers");
            }
          },
          context);
    }
  }
}
