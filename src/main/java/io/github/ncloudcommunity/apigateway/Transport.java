package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over the connection pool of Apache HttpClient 5. It does not use HttpClient
 * itself, which follows redirects, retries, authenticates, keeps cookies, logs and rewrites URLs.
 * The request line is the URL after the host, byte for byte. Thread-safe.
 */
final class Transport implements Client {

  private static final String ATTEMPT = Attempt.class.getName();
  private static final String ID = "ncloud-apigateway";
  private static final int PIECE_BYTES = 64 * 1024;
  private static final Exchange EXCHANGE = new Exchange();

  private final PoolingHttpClientConnectionManager pool;
  private final @Nullable HttpHost proxy;
  private final String userAgent;
  private final AnswerReader answerReader;
  private final Map<String, HttpRoute> routes = new ConcurrentHashMap<>();

  /** For {@link #close}: closing the pool does not wake those who wait for a connection. */
  private final Set<Attempt> inFlight = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  Transport(
      URI baseUrl,
      Connector.Names names,
      Duration connectTimeout,
      int maxConnections,
      @Nullable URI proxy,
      String userAgent,
      AnswerReader answerReader) {
    pool = pool(new Connector(connectTimeout, baseUrl, names, () -> closed), maxConnections);
    this.proxy =
        proxy == null ? null : new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort());
    this.userAgent = userAgent;
    this.answerReader = answerReader;
  }

  private static PoolingHttpClientConnectionManager pool(Connector connector, int maxConnections) {
    // A subclass because the constructor is protected before HttpClient 5.6.
    PoolingHttpClientConnectionManager pool =
        new PoolingHttpClientConnectionManager(
            connector,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.NEG_ONE_MILLISECOND, // no limit on the age of a connection
            socket -> new Connection()) {};
    pool.setMaxTotal(maxConnections);
    pool.setDefaultMaxPerRoute(maxConnections);
    // Validate before every use: a POST on a connection that the server has closed fails without
    // telling whether it was processed.
    pool.setDefaultConnectionConfig(
        ConnectionConfig.custom().setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS).build());
    return pool;
  }

  /** Returns the attempt that an exchange belongs to. */
  static Attempt attempt(HttpContext context) {
    return (Attempt) context.getAttribute(ATTEMPT);
  }

  @Override
  public Response execute(feign.Request request, feign.Request.Options options) throws IOException {
    Attempt attempt = (Attempt) options;
    String url = request.url();
    int host = url.indexOf("://") + 3;
    int target = url.indexOf('/', host);
    HttpRoute route = routes.computeIfAbsent(url.substring(0, target), this::route);
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(ATTEMPT, attempt);
    inFlight.add(attempt);
    try {
      return execute(
          request,
          outgoing(
              request,
              route,
              url.substring(host, target),
              route.getProxyHost() == null || route.isTunnelled() ? url.substring(target) : url),
          route,
          context);
    } catch (HttpException e) {
      throw new IOException(e.getMessage(), e); // the answer is not HTTP
    } finally {
      inFlight.remove(attempt);
    }
  }

  private HttpRoute route(String origin) {
    try {
      HttpHost host = HttpHost.create(origin);
      boolean secure = host.getSchemeName().equalsIgnoreCase("https");
      int port = host.getPort() > 0 ? host.getPort() : secure ? 443 : 80;
      HttpHost target = new HttpHost(host.getSchemeName(), host.getHostName(), port);
      return proxy == null
          ? new HttpRoute(target, null, secure)
          : new HttpRoute(target, null, proxy, secure);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(origin + " is not a valid host", e);
    }
  }

  private Response execute(
      feign.Request request,
      ClassicHttpRequest outgoing,
      HttpRoute route,
      HttpClientContext context)
      throws IOException, HttpException {
    Attempt attempt = attempt(context);
    ConnectionEndpoint connection = lease(route, attempt);
    attempt.onAbort(() -> connection.close(CloseMode.IMMEDIATE));
    TimeValue reusableFor = TimeValue.ZERO_MILLISECONDS;
    try {
      connect(connection, route, context);
      connection.setSocketTimeout(Timeout.of(attempt.readTimeout(), attempt.readTimeoutUnit()));
      attempt.sending();
      ClassicHttpResponse answer = exchange(connection, outgoing, context);
      Response response = response(request, answer, attempt);
      if (DefaultConnectionReuseStrategy.INSTANCE.keepAlive(outgoing, answer, context)) {
        reusableFor =
            DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(answer, context);
      }
      return response;
    } finally {
      if (TimeValue.isPositive(reusableFor)) {
        pool.release(connection, null, reusableFor);
      } else {
        discard(connection);
      }
    }
  }

  private void discard(ConnectionEndpoint connection) {
    connection.close(CloseMode.IMMEDIATE); // a graceful close would read the rest of the answer
    pool.release(connection, null, null);
  }

  private ConnectionEndpoint lease(HttpRoute route, Attempt attempt) throws IOException {
    Timeout remaining = Timeout.of(Math.max(1, attempt.remainingNanos()), TimeUnit.NANOSECONDS);
    LeaseRequest lease = pool.lease(ID, route, remaining, null);
    attempt.onAbort(lease::cancel);
    if (closed) {
      lease.cancel(); // close() may have run before onAbort
    }
    try {
      return lease.get(remaining);
    } catch (TimeoutException e) {
      giveUp(lease);
      attempt.ranOutOfTime();
      throw new IOException("no connection became free in time", e);
    } catch (InterruptedException e) {
      giveUp(lease);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited for a connection");
    } catch (ExecutionException e) {
      throw new IOException("no connection is available", e.getCause());
    }
  }

  /** Cancels; if the pool granted a connection at the last moment, gives it back. */
  private void giveUp(LeaseRequest lease) {
    if (lease.cancel()) {
      return;
    }
    try {
      discard(lease.get(Timeout.ONE_MILLISECOND)); // it is there already, or never comes
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      // None was granted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connects, through a tunnel if there is a proxy. */
  private void connect(ConnectionEndpoint connection, HttpRoute route, HttpClientContext context)
      throws IOException, HttpException {
    if (connection.isConnected()) {
      return;
    }
    pool.connect(connection, null, context);
    if (!route.isTunnelled()) {
      return;
    }
    HttpHost target = route.getTargetHost();
    String authority = target.toHostString();
    Attempt attempt = attempt(context);
    connection.setSocketTimeout(Timeout.of(attempt.connectTimeout(), attempt.connectTimeoutUnit()));
    ClassicHttpRequest connect = new BasicClassicHttpRequest("CONNECT", target, authority);
    connect.addHeader("Host", authority);
    connect.addHeader("User-Agent", userAgent);
    int status = exchange(connection, connect, context).getCode();
    if (status != 200) {
      // The rest of this answer comes from the proxy; none of it counts as the service's.
      throw new IOException(
          "the proxy "
              + route.getProxyHost().toHostString()
              + " answered "
              + status
              + " to CONNECT");
    }
    pool.upgrade(connection, context);
  }

  @SuppressWarnings("deprecation") // HttpClient 5.2 does not have the replacement
  private static ClassicHttpResponse exchange(
      ConnectionEndpoint connection, ClassicHttpRequest request, HttpClientContext context)
      throws IOException, HttpException {
    return connection.execute(ID, request, EXCHANGE, context);
  }

  private Response response(feign.Request request, ClassicHttpResponse answer, Attempt attempt)
      throws IOException {
    Header traceId = answer.getFirstHeader(Attempt.TRACE_ID);
    attempt.answers(answer.getCode(), traceId == null ? null : traceId.getValue());
    return Response.builder()
        .request(request)
        .status(answer.getCode())
        .headers(headers(answer))
        .body(body(answer, attempt))
        .build();
  }

  private ClassicHttpRequest outgoing(
      feign.Request request, HttpRoute route, String host, String target) {
    BasicClassicHttpRequest outgoing =
        new BasicClassicHttpRequest(request.httpMethod().name(), route.getTargetHost(), target);
    outgoing.addHeader("Host", host);
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Content-Length")) { // set below
                values.forEach(value -> outgoing.addHeader(name, value));
              }
            });
    byte[] body = request.body();
    if (body != null) {
      outgoing.setEntity(
          new EntityTemplate(body.length, null, null, out -> writePieces(body, out)));
      outgoing.addHeader("Content-Length", body.length);
    } else if (request.httpMethod().isWithBody()) {
      outgoing.addHeader("Content-Length", 0);
    }
    if (!outgoing.containsHeader("User-Agent")) {
      outgoing.addHeader("User-Agent", userAgent);
    }
    return outgoing;
  }

  /** In pieces, because the connection looks for an early answer between two of them. */
  private static void writePieces(byte[] body, OutputStream out) throws IOException {
    for (int from = 0; from < body.length; from += PIECE_BYTES) {
      out.write(body, from, Math.min(PIECE_BYTES, body.length - from));
    }
  }

  private @Nullable AnswerBody body(ClassicHttpResponse answer, Attempt attempt)
      throws IOException {
    HttpEntity entity = answer.getEntity();
    return entity == null
        ? null
        : answerReader.read(
            attempt,
            new AnswerReader.Source(
                entity.getContent(),
                entity.getContentLength(),
                entity.getContentLength() < 0 && !entity.isChunked(),
                entity.getContentEncoding()));
  }

  private static Map<String, Collection<String>> headers(ClassicHttpResponse answer) {
    Map<String, Collection<String>> headers = new HashMap<>();
    for (Header header : answer.getHeaders()) {
      headers.computeIfAbsent(header.getName(), name -> new ArrayList<>(1)).add(header.getValue());
    }
    return headers;
  }

  /** Ends all exchanges at once. */
  void close() {
    closed = true; // first: whoever connects from here on ends its own connection
    pool.close(CloseMode.IMMEDIATE);
    inFlight.forEach(Attempt::abort);
  }

  /** Exchanges one request, CONNECT included, for its answer within the deadline. */
  private static final class Exchange extends HttpRequestExecutor {

    private static final int MAX_INTERIM_ANSWERS = 20;

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        @Nullable HttpResponseInformationCallback ignored,
        HttpContext context)
        throws IOException, HttpException {
      ((Connection) connection).expireAt(attempt(context).deadline());
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
