package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.hc5.ApacheHttp5Client;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.ComplexCancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Apache HttpClient 5, with everything off that would send, follow, remember, unpack or print
 * something of its own accord. Thread-safe.
 */
final class Transport implements Client {

  private final StoppableHttpClient httpClient;
  private final Client feignClient;

  Transport(
      Duration connectTimeout,
      Duration callTimeout,
      int maxConnections,
      @Nullable URI proxy,
      String userAgent) {
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .disableAutomaticRetries() // would send the old signature, and a POST twice
            .disableRedirectHandling() // would carry the signature elsewhere
            .disableContentCompression() // would lose the status of what it cannot unpack
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent(userAgent)
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(maxConnections)
                    .setMaxConnPerRoute(maxConnections)
                    .setConnectionFactory(Transport::connection)
                    .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(Timeout.of(connectTimeout)).build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(connectTimeout))
                            // Always: a pooled connection that the server has closed fails a POST
                            // in a way that leaves open whether it was processed.
                            .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom().setConnectionRequestTimeout(Timeout.of(callTimeout)).build())
            .setRequestExecutor(new InterimAnswerLimit())
            .addExecInterceptorAfter(
                ChainElement.CONNECT.name(), "sending", Transport::noteSending);
    if (proxy != null) {
      builder.setProxy(new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort()));
    }
    httpClient = new StoppableHttpClient(builder.build());
    feignClient = new ApacheHttp5Client(httpClient);
  }

  @Override
  public feign.Response execute(feign.Request request, feign.Request.Options options)
      throws IOException {
    return feignClient.execute(request, options);
  }

  /** Ends what is under way, now. */
  void close() {
    httpClient.close(CloseMode.IMMEDIATE);
  }

  private static ClassicHttpResponse noteSending(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Call call = Call.current();
    if (call != null) {
      call.sending();
    }
    return chain.proceed(request, scope);
  }

  private static ManagedHttpClientConnection connection(@Nullable Socket socket)
      throws IOException {
    QuietConnection connection = new QuietConnection();
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  /**
   * Makes each request one that can be stopped wherever it is: waiting for a connection,
   * connecting, or exchanging. Feign hands over requests that cannot.
   */
  private static final class StoppableHttpClient extends CloseableHttpClient {

    private final CloseableHttpClient httpClient;
    private final Set<Cancellable> starting = ConcurrentHashMap.newKeySet();

    StoppableHttpClient(CloseableHttpClient httpClient) {
      this.httpClient = httpClient;
    }

    @Override
    @SuppressWarnings("deprecation") // what Feign calls; it closes the response
    protected CloseableHttpResponse doExecute(
        HttpHost target, ClassicHttpRequest request, HttpContext context) throws IOException {
      StoppableRequest stoppable = new StoppableRequest(request);
      Call call = Call.current();
      if (call != null) {
        call.onDeadline(stoppable::cancel);
      }
      starting.add(stoppable);
      try {
        return httpClient.execute(target, stoppable, context);
      } finally {
        starting.remove(stoppable);
      }
    }

    @Override
    public void close() {
      close(CloseMode.GRACEFUL);
    }

    @Override
    public void close(CloseMode mode) {
      httpClient.close(mode);
      // After the pool, which forgets those who wait for a connection.
      starting.forEach(Cancellable::cancel);
    }
  }

  private static final class StoppableRequest extends BasicClassicHttpRequest
      implements CancellableDependency {

    private static final long serialVersionUID = 1L;

    private final transient ComplexCancellable exchange = new ComplexCancellable();

    StoppableRequest(ClassicHttpRequest request) {
      super(
          request.getMethod(),
          request.getScheme(),
          request.getAuthority(),
          request.getRequestUri());
      setHeaders(request.getHeaders());
      setEntity(request.getEntity());
    }

    @Override
    public void setDependency(Cancellable cancellable) {
      exchange.setDependency(cancellable);
    }

    @Override
    public boolean isCancelled() {
      return exchange.isCancelled();
    }

    @Override
    public boolean cancel() {
      return exchange.cancel();
    }
  }

  /** Ends an exchange in which interim answers do not. */
  private static final class InterimAnswerLimit extends HttpRequestExecutor {

    private static final int MAX_INTERIM_ANSWERS = 20;

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        @Nullable HttpResponseInformationCallback ignored,
        HttpContext context)
        throws IOException, HttpException {
      AtomicInteger interimAnswers = new AtomicInteger();
      return super.execute(
          request,
          connection,
          (answer, from, within) -> {
            if (interimAnswers.incrementAndGet() > MAX_INTERIM_ANSWERS) {
              throw new ProtocolException("more than " + MAX_INTERIM_ANSWERS + " interim answers");
            }
          },
          context);
    }
  }

  /**
   * A connection that is used only while it is silent, and prints neither headers nor bodies. The
   * loggers {@code org.apache.hc.client5.http.headers} and {@code .wire} would print the signature
   * and whole bodies at DEBUG.
   */
  private static final class QuietConnection extends DefaultManagedHttpClientConnection {

    private static final Timeout STALE_CHECK = Timeout.ofMilliseconds(1);

    private boolean ended;

    QuietConnection() {
      super("ncloud-apigateway", null, null, Http1Config.DEFAULT, null, null, null, null, null);
    }

    @Override
    public void bind(Socket socket) throws IOException {
      bind(new EndNotingSocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
      bind(new EndNotingSocketHolder(sslSocket, socket));
    }

    /** The parser takes the end of the stream for the end of the head. */
    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
      ClassicHttpResponse response = super.receiveResponseHeader();
      if (ended) {
        throw new ConnectionClosedException("closed in the head of the answer");
      }
      return response;
    }

    /** Whatever comes unasked would be taken for the answer to the next request. */
    @Override
    public boolean isStale() {
      if (!isOpen()) {
        return true;
      }
      try {
        awaitInput(STALE_CHECK);
        return true; // the end, the beginning of a 408, or what was behind the last answer
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {}

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {}

    /** A socket that tells when the other side has nothing more to say. */
    private final class EndNotingSocketHolder extends SocketHolder {

      EndNotingSocketHolder(Socket socket) {
        super(socket);
      }

      EndNotingSocketHolder(SSLSocket sslSocket, Socket socket) {
        super(sslSocket, socket);
      }

      @Override
      protected InputStream getInputStream(Socket socket) throws IOException {
        return new FilterInputStream(super.getInputStream(socket)) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            ended |= count < 0;
            return count;
          }
        };
      }
    }
  }
}
