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
 * The connections of Apache HttpClient 5, used directly. Its own client would follow, retry,
 * authenticate, remember, unpack and print of its own accord, and would take every URL apart once
 * more. What stands on the request line is what the URL has after the host, byte for byte.
 * Thread-safe.
 */
final class Transport implements Client {

  private static final String ATTEMPT = Attempt.class.getName();
  private static final String ID = "ncloud-apigateway";
  private static final int PIECE = 64 * 1024;
  private static final Exchange EXCHANGE = new Exchange();

  private final PoolingHttpClientConnectionManager pool;
  private final @Nullable HttpHost proxy;
  private final String userAgent;
  private final AnswerReader answerReader;
  private final Map<String, HttpRoute> routes = new ConcurrentHashMap<>();

  /** Closing the pool forgets those who wait for a connection, so all are ended one by one. */
  private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();

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
    String url = request.url();
    int host = url.indexOf("://") + 3;
    int target = url.indexOf('/', host);
    HttpRoute route = routes.computeIfAbsent(url.substring(0, target), this::route);
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(ATTEMPT, attempt);
    underWay.add(attempt);
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
      throw new IOException(e.getMessage(), e); // what came is no HTTP
    } finally {
      underWay.remove(attempt);
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
      throw new IllegalArgumentException(origin + " is no host that can be connected to", e);
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
    attempt.breakConnectionBy(() -> connection.close(CloseMode.IMMEDIATE));
    TimeValue keepAlive = null;
    try {
      connect(connection, route, context);
      connection.setSocketTimeout(Timeout.of(attempt.readTimeout(), attempt.readTimeoutUnit()));
      attempt.sending();
      ClassicHttpResponse answer = exchange(connection, outgoing, context);
      Response response = response(request, answer, attempt);
      if (DefaultConnectionReuseStrategy.INSTANCE.keepAlive(outgoing, answer, context)) {
        TimeValue asked =
            DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(answer, context);
        keepAlive = TimeValue.isPositive(asked) ? asked : null; // the pool takes 0 for ever
      }
      return response;
    } finally {
      if (keepAlive == null) {
        connection.close(CloseMode.IMMEDIATE); // in good order would read what is left
      }
      pool.release(connection, null, keepAlive);
    }
  }

  private ConnectionEndpoint lease(HttpRoute route, Attempt attempt) throws IOException {
    Timeout remaining = Timeout.of(Math.max(1, attempt.remainingNanos()), TimeUnit.NANOSECONDS);
    LeaseRequest lease = pool.lease(ID, route, remaining, null);
    attempt.breakConnectionBy(lease::cancel);
    if (closed) {
      lease.cancel(); // closing may have come too early to break it
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
      throw new IOException("no connection can be had", e.getCause());
    }
  }

  /** A connection that was granted at the last moment would be lost to the pool for good. */
  private void giveUp(LeaseRequest lease) {
    if (lease.cancel()) {
      return;
    }
    try {
      ConnectionEndpoint granted =
          lease.get(Timeout.ONE_MILLISECOND); // it is there, or never comes
      granted.close(CloseMode.IMMEDIATE);
      pool.release(granted, null, null);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      // None was granted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connects, and asks a proxy on the way for a tunnel. */
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
      // Whatever else it says is no word of the service: no answer, no error, no time.
      throw new IOException(
          "the proxy "
              + route.getProxyHost().toHostString()
              + " answered "
              + status
              + " to CONNECT");
    }
    pool.upgrade(connection, context);
  }

  @SuppressWarnings("deprecation") // what takes its place is younger than HttpClient 5.2
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
              if (!name.equalsIgnoreCase("Content-Length")) { // counted below
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

  /** Between two pieces the connection looks for an early answer. */
  private static void writePieces(byte[] body, OutputStream out) throws IOException {
    for (int from = 0; from < body.length; from += PIECE) {
      out.write(body, from, Math.min(PIECE, body.length - from));
    }
  }

  private @Nullable AnswerBody body(ClassicHttpResponse answer, Attempt attempt)
      throws IOException {
    HttpEntity entity = answer.getEntity();
    return entity == null
        ? null
        : answerReader.read(
            attempt,
            entity.getContent(),
            entity.getContentLength(),
            entity.getContentLength() < 0 && !entity.isChunked(),
            entity.getContentEncoding());
  }

  private static Map<String, Collection<String>> headers(ClassicHttpResponse answer) {
    Map<String, Collection<String>> headers = new HashMap<>();
    for (Header header : answer.getHeaders()) {
      headers.computeIfAbsent(header.getName(), name -> new ArrayList<>(1)).add(header.getValue());
    }
    return headers;
  }

  /** Ends what is under way, now. */
  void close() {
    closed = true; // first: a connection that is made from here on is ended by who makes it
    pool.close(CloseMode.IMMEDIATE);
    underWay.forEach(Attempt::breakConnection);
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
