package io.github.ncloudcommunity.apigateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Connects the pool's connections, TLS included, with a {@link ChannelSocket}. HttpClient's own
 * operator accepts foreign sockets only since 5.4. Thread-safe.
 */
final class Connector implements HttpClientConnectionOperator {

  private final Duration connectTimeout;
  private final Names names;
  private final @Nullable SSLSocketFactory tls;
  private final BooleanSupplier closed;
  private final Map<String, CompletableFuture<InetAddress[]>> lookUps = new ConcurrentHashMap<>();

  /** Looks up the addresses of a host; a test replaces it. */
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * @param baseUrl if it is not https, loading the trusted certificates can wait
   * @param closed tells whether the client is closed; closing the pool misses unbound connections
   */
  Connector(Duration connectTimeout, URI baseUrl, Names names, BooleanSupplier closed) {
    this.connectTimeout = connectTimeout;
    this.names = names;
    this.closed = closed;
    tls = baseUrl.getScheme().equalsIgnoreCase("https") ? newTls() : null;
  }

  private static SSLSocketFactory newTls() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }

  @Override
  public void connect(
      ManagedHttpClientConnection connection,
      HttpHost host,
      @Nullable InetSocketAddress local,
      @Nullable TimeValue timeout,
      SocketConfig config,
      HttpContext context)
      throws IOException {
    Attempt attempt = Transport.attempt(context);
    long deadline = attempt.deadline();
    boolean secure = host.getSchemeName().equalsIgnoreCase("https");
    InetAddress[] addresses = lookUp(host.getHostName(), connection, attempt);
    for (int i = 0; i < addresses.length; i++) {
      ChannelSocket socket = new ChannelSocket(earlier(deadline));
      connection.bind(socket); // before connecting, so that closing the client ends it
      try {
        if (closed.getAsBoolean()) {
          throw new SocketException("Socket closed");
        }
        socket.connect(new InetSocketAddress(addresses[i], host.getPort()), 0);
        socket.setTcpNoDelay(true);
        connection.bind(socket); // again, now that it has streams
        if (secure) {
          secure(connection, host);
        }
        socket.expireAt(deadline);
        return;
      } catch (IOException e) {
        socket.close();
        if (i == addresses.length - 1) {
          throw e instanceof ConnectException || e instanceof NoRouteToHostException
              ? (IOException)
                  new ConnectException(host.toHostString() + ": " + e.getMessage()).initCause(e)
              : e;
        }
      }
    }
  }

  /** Looks up a name on another thread, because nothing can end a look-up that stalls. */
  private InetAddress[] lookUp(String host, ManagedHttpClientConnection connection, Attempt attempt)
      throws IOException {
    if (host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c))) {
      return names.addresses(host); // it is an address already
    }
    // Calls share one look-up of a name; each waits until its own deadline.
    CompletableFuture<InetAddress[]> answer =
        lookUps.computeIfAbsent(host, this::startLookUp).thenApply(addresses -> addresses);
    attempt.onAbort(
        () -> {
          answer.cancel(false);
          connection.close(CloseMode.IMMEDIATE);
        });
    try {
      long left = earlier(attempt.deadline()) - System.nanoTime();
      return answer.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("looking up " + host + " took too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it looked up " + host);
    } catch (ExecutionException e) {
      throw (IOException) new UnknownHostException(host).initCause(e.getCause());
    } catch (CancellationException e) {
      throw new IOException("closed while it looked up " + host);
    }
  }

  private CompletableFuture<InetAddress[]> startLookUp(String host) {
    CompletableFuture<InetAddress[]> lookUp = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                lookUp.complete(names.addresses(host));
              } catch (UnknownHostException | RuntimeException e) {
                lookUp.completeExceptionally(e);
              } finally {
                lookUps.remove(host, lookUp);
              }
            },
            "ncloud-apigateway-lookup");
    thread.setDaemon(true);
    thread.start();
    return lookUp;
  }

  /** Starts TLS inside the tunnel that a proxy has opened. */
  @Override
  public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context)
      throws IOException {
    long deadline = Transport.attempt(context).deadline();
    Connection tunnel = (Connection) connection;
    tunnel.expireAt(earlier(deadline));
    secure(connection, host);
    tunnel.expireAt(deadline);
  }

  private void secure(ManagedHttpClientConnection connection, HttpHost host) throws IOException {
    SSLSocketFactory factory = tls == null ? newTls() : tls;
    SSLSocket socket =
        (SSLSocket)
            factory.createSocket(connection.getSocket(), host.getHostName(), host.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate is for this host
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    connection.bind(socket);
  }

  /** Returns when connecting times out, or the deadline of the call if that is earlier. */
  private long earlier(long deadline) {
    long connected = System.nanoTime() + connectTimeout.toNanos();
    return connected - deadline < 0 ? connected : deadline;
  }
}
