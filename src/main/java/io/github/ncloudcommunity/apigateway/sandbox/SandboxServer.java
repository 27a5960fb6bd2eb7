package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a port and gives each connection a thread.
 *
 * <p>The server of the HTTP library does not fit: its listener thread keeps a program alive that
 * does not close it, and it answers malformed requests with plain text.
 */
final class SandboxServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);

  private static final String TRACE_ID_HEADER = "x-ncp-trace-id";
  private static final int BACKLOG = 1_000;
  private static final int MAX_CONNECTIONS = 1_000;
  private static final int LAST_ACCEPT_MILLIS = 1_000;

  private static final ThreadFactory THREADS = new DefaultThreadFactory("apigateway-sandbox", true);

  /**
   * The day has two digits, unlike in the formatter of the JDK.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110, Date</a>
   */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  final Duration exchangeLimit;
  final Room room;
  final Router router;

  /** Closes connections whose time is over. */
  final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, THREADS);

  /** Held while a request is performed. */
  final Lock turn = new ReentrantLock(true);

  final HttpProcessor processor =
      HttpProcessorBuilder.create().add(this::stamp).add(new ResponseContent()).build();

  private final Clock clock;
  private final AtomicLong traces = new AtomicLong();
  private final ServerSocket listener;
  private final Thread acceptor = THREADS.newThread(this::accept);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0, MAX_CONNECTIONS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), THREADS);

  /**
   * Opens the port and starts to listen.
   *
   * @param address where to listen; port 0 stands for any free port
   * @param exchangeLimit the longest time from the start of a request to the end of its answer
   * @param room the memory for requests and answers
   * @throws UncheckedIOException if the port cannot be opened
   */
  SandboxServer(
      InetSocketAddress address, Duration exchangeLimit, Room room, Clock clock, Router router) {
    this.exchangeLimit = exchangeLimit;
    this.room = room;
    this.clock = clock;
    this.router = router;
    watch.setRemoveOnCancelPolicy(true);
    try {
      this.listener = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Port %s on %s cannot be opened: %s"
              .formatted(address.getPort(), address.getHostString(), e.getMessage()),
          e);
    }
    acceptor.start();
  }

  URI baseUrl() {
    InetAddress address = listener.getInetAddress();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return URI.create(
        "http://%s:%s%s"
            .formatted(
                host.contains(":") ? "[" + host + "]" : host,
                listener.getLocalPort(),
                RequestTarget.BASE_PATH));
  }

  /** Stops at once and closes all connections, idle or not. */
  @Override
  public void close() {
    closeQuietly(listener);
    connections.forEach(SandboxServer::closeQuietly);
    workers.shutdownNow();
    watch.shutdownNow();
    try {
      // Until accept has returned, the system may still take a connection for the closed port.
      acceptor.join(LAST_ACCEPT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.add(socket);
        if (listener.isClosed()) {
          closeQuietly(socket);
          return;
        }
        start(socket);
      } catch (IOException e) {
        LOG.debug("no connection accepted", e);
      }
    }
  }

  private void start(Socket socket) {
    try {
      workers.execute(
          () -> {
            try {
              new HttpConnection(socket, this).serve();
            } finally {
              connections.remove(socket);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("too many connections", e);
      closeQuietly(socket);
      connections.remove(socket);
    }
  }

  private void stamp(HttpResponse response, @Nullable EntityDetails entity, HttpContext context) {
    response.setHeader(HttpHeaders.DATE, HTTP_DATE.format(clock.instant()));
    response.setHeader(TRACE_ID_HEADER, "sandbox-" + traces.incrementAndGet());
  }

  static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.debug("not closed", e);
    }
  }
}
