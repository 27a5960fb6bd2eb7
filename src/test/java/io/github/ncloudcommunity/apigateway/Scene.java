package io.github.ncloudcommunity.apigateway;

import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The scene of a row of {@link Faults}: a server, a client and the network between them. */
final class Scene implements AutoCloseable {

  static final long TOTAL = 7;

  /** The answer that {@link Fault#list} expects; writes accept it too. */
  static final Answer OK = Answer.json(200, "{\"total\":" + TOTAL + "}");

  private static final Duration CONNECT_ATTEMPT = Duration.ofMillis(100);

  private final Pauses pauses = new Pauses();
  private final ManualClock clock = new ManualClock("2026-01-02T03:04:05Z");
  private final Path folder;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final CountDownLatch clientIsIdle = new CountDownLatch(1);
  private final ScriptedServer elsewhere = closing(ScriptedServer.start());
  private ScriptedServer server = closing(ScriptedServer.start());
  private String origin = server.url("").toString();
  private boolean proxied;
  private @Nullable KeyStore trusted;
  private @Nullable ApiGatewayClient client;
  private volatile @Nullable Thread caller;

  Scene(Path folder) {
    this.folder = folder;
  }

  /** How a call ended. */
  record Ending(@Nullable Throwable thrown, boolean interrupted) {}

  ScriptedServer server() {
    return server;
  }

  /** A server that must get no request. */
  ScriptedServer elsewhere() {
    return elsewhere;
  }

  ManualClock clock() {
    return clock;
  }

  Pauses pauses() {
    return pauses;
  }

  ApiGatewayClient client() {
    if (client == null) {
      throw new IllegalStateException("not built yet");
    }
    return client;
  }

  /** Builds the client. While it does, the JVM trusts the authority given to {@link #speaksTls}. */
  void build(Consumer<ApiGatewayClient.Builder> settings) {
    ApiGatewayClient.Builder builder =
        TestClients.of(server, pauses).clock(clock).baseUrl(URI.create(origin + "/api/v1"));
    if (proxied) {
      builder.proxy(server.url(""));
    }
    settings.accept(builder);
    if (trusted == null) {
      client = closing(builder.build());
      return;
    }
    Path file = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, "changeit".toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    System.setProperty("javax.net.ssl.trustStore", file.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
    try {
      client = closing(builder.build());
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  // The network

  /** Connections are refused; the port stays reserved. */
  Socket refuses() {
    try {
      Socket socket = closing(new Socket());
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      origin = "http://127.0.0.1:" + socket.getLocalPort();
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connections are refused until the client pauses between attempts. */
  void refusesUntilThePause() {
    Socket refusing = refuses();
    InetSocketAddress address = (InetSocketAddress) refusing.getLocalSocketAddress();
    pauses.meanwhile(
        () -> {
          close(refusing);
          server = closing(ScriptedServer.startAt(address).answerAlways(OK));
        });
  }

  /** The server accepts no connection, and its queue is full. */
  void isTooBusyToAccept() {
    try {
      ServerSocket busy = closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      origin = "http://127.0.0.1:" + busy.getLocalPort();
      while (true) {
        Socket queued = closing(new Socket());
        queued.connect(busy.getLocalSocketAddress(), (int) CONNECT_ATTEMPT.toMillis());
      }
    } catch (IOException e) {
      // the queue is full
    }
  }

  /** The server uses TLS, and the client trusts that authority. */
  void speaksTls(SSLContext context, KeyStore trust) {
    speaksTls(context);
    trusted = trust;
  }

  /** The server uses TLS, and the client does not trust it. */
  void speaksTls(SSLContext context) {
    server = closing(ScriptedServer.startTls(context));
    origin = server.url("").toString();
  }

  /** The client expects TLS. */
  void isTakenForTls() {
    origin = origin.replace("http:", "https:");
  }

  /** The client expects plain HTTP. */
  void isTakenForPlain() {
    origin = origin.replace("https:", "http:");
  }

  /** The server is a proxy in front of the gateway. */
  void isAProxy() {
    origin = "https://gateway.test";
    proxied = true;
  }

  // Idle connections

  /** A good answer, and another one once the connection is back in the pool. */
  Answer thenOnceIdle(Answer next) {
    return OK.then(
        (socket, request) -> {
          await(clientIsIdle);
          next.play(socket, request);
        });
  }

  /** Makes a call that succeeds, and waits until the server has played the whole answer. */
  void prime(Answer answer) {
    CountDownLatch played = new CountDownLatch(1);
    server.answer(
        (socket, request) -> {
          try {
            answer.play(socket, request);
          } finally {
            played.countDown();
          }
        });
    client().usagePlans().deleteUsagePlan("u");
    clientIsIdle.countDown();
    await(played);
    server.takeRequests();
  }

  /** Another call takes the only connection and holds it. */
  void occupyTheConnection() {
    server.answer(Answer.stall());
    start(
        () -> {
          try {
            client().products().listProducts();
          } catch (ApiGatewayException e) {
            // at the latest when the scene ends
          }
        });
    try {
      server.awaitRequests(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    server.takeRequests();
  }

  // The caller

  /** Makes a call on its own thread, and fails if it takes longer than the bound. */
  Ending call(
      Consumer<ApiGatewayClient> call, Duration bound, @Nullable Consumer<Scene> whileItWaits) {
    Ending[] ending = new Ending[1];
    Thread thread =
        new Thread(
            () -> {
              Throwable thrown = null;
              try {
                call.accept(client());
              } catch (Throwable e) {
                thrown = e;
              }
              ending[0] = new Ending(thrown, Thread.currentThread().isInterrupted());
            },
            "caller");
    caller = thread;
    thread.setDaemon(true);
    thread.start();
    if (whileItWaits != null) {
      while (thread.getState() != Thread.State.TIMED_WAITING
          && thread.getState() != Thread.State.WAITING
          && thread.isAlive()) {
        Thread.onSpinWait();
      }
      whileItWaits.accept(this);
    }
    try {
      thread.join(bound.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (thread.isAlive()) {
      AssertionError late = new AssertionError("still running after " + bound + ", here");
      late.setStackTrace(thread.getStackTrace());
      throw late;
    }
    return ending[0];
  }

  void interruptCaller() {
    Thread thread = caller;
    if (thread == null) {
      throw new IllegalStateException("no call has started");
    }
    thread.interrupt();
  }

  void closeClient() {
    client().close();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "another caller");
    thread.setDaemon(true);
    thread.start();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private <T extends AutoCloseable> T closing(T closeable) {
    toClose.push(closeable);
    return closeable;
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    toClose.forEach(Scene::close);
  }
}
