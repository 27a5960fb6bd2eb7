package io.github.ncloudcommunity.apigateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Connects the connections of the pool, TLS included, on a {@link ChannelSocket}. HttpClient's own
 * operator takes other sockets than its own only since 5.4. Thread-safe.
 */
final class Connector implements HttpClientConnectionOperator {

  private final Duration connectTimeout;
  private final @Nullable SSLSocketFactory tls;

  /**
   * @param baseUrl tells whether TLS is needed; reading what the JVM trusts takes a while
   */
  Connector(Duration connectTimeout, URI baseUrl) {
    this.connectTimeout = connectTimeout;
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
    long deadline = Transport.attempt(context).deadline();
    boolean secure = host.getSchemeName().equalsIgnoreCase("https");
    InetAddress[] addresses = InetAddress.getAllByName(host.getHostName());
    for (int i = 0; i < addresses.length; i++) {
      ChannelSocket socket = new ChannelSocket(earlier(deadline));
      connection.bind(socket); // before it is connected, so that closing the client ends it
      try {
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

  /** Puts TLS on a connection that a proxy has made into a tunnel. */
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

  /** The end of the time to connect, or of the call if that comes first. */
  private long earlier(long deadline) {
    long connected = System.nanoTime() + connectTimeout.toNanos();
    return connected - deadline < 0 ? connected : deadline;
  }
}
