package io.github.ncloudcommunity.apigateway.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;

/**
 * A server on the loopback interface that records every request exactly as it arrived and plays one
 * answer after the other. It parses no more of HTTP than it must, so that nothing on the way is
 * repaired or refused. Thread-safe.
 */
public final class ScriptedServer implements Closeable {

  private static final Answer NOTHING_SCRIPTED = Answer.empty(599, "X-Scripted: nothing");

  private final ServerSocket serverSocket;
  private final List<Socket> sockets = new ArrayList<>();
  private final List<Received> requests = new ArrayList<>();
  private final String scheme;
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private volatile Answer otherwise = NOTHING_SCRIPTED;
  private volatile Answer greeting = Answer.nothing();
  private int openConnections;

  private ScriptedServer(ServerSocket serverSocket, String scheme) {
    this.serverSocket = serverSocket;
    this.scheme = scheme;
    start(this::acceptAll, "scripted-server");
  }

  /** Starts a server on a free port. */
  public static ScriptedServer start() {
    try {
      return new ScriptedServer(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server on a free port that speaks TLS. */
  public static ScriptedServer startTls(SSLContext context) {
    try {
      return new ScriptedServer(
          context
              .getServerSocketFactory()
              .createServerSocket(0, 200, InetAddress.getLoopbackAddress()),
          "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server at an address that is free. */
  public static ScriptedServer startAt(SocketAddress address) {
    try {
      ServerSocket serverSocket = new ServerSocket();
      serverSocket.setReuseAddress(true);
      serverSocket.bind(address, 200);
      return new ScriptedServer(serverSocket, "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds answers to the script: the first one is for the first request, and so on. */
  public ScriptedServer answer(Answer... answers) {
    script.addAll(List.of(answers));
    return this;
  }

  /**
   * Sets what is answered once the script is played; until then that is an unlikely status, 599.
   */
  public ScriptedServer answerAlways(Answer answer) {
    otherwise = answer;
    return this;
  }

  /** Sets what is answered from now on, whatever of the script is not played yet. */
  public ScriptedServer answerFromNowOn(Answer answer) {
    script.clear();
    return answerAlways(answer);
  }

  /** Sets what is done with each new connection before anything is read from it. */
  public ScriptedServer greet(Answer greeting) {
    this.greeting = greeting;
    return this;
  }

  /** The address of this server with a path, which may be empty. */
  public URI url(String path) {
    return URI.create(scheme + "://127.0.0.1:" + serverSocket.getLocalPort() + path);
  }

  /** All requests that have arrived. */
  public synchronized List<Received> requests() {
    return List.copyOf(requests);
  }

  /** All requests that have arrived since this was last asked for; they are forgotten. */
  public synchronized List<Received> takeRequests() {
    List<Received> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  /** The one request that has arrived. */
  public Received onlyRequest() {
    List<Received> all = requests();
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " requests arrived: " + all);
    }
    return all.get(0);
  }

  /** How many connections were made. */
  public synchronized int connections() {
    return sockets.size();
  }

  /** Waits until that many requests have arrived. */
  public synchronized void awaitRequests(int count) throws InterruptedException {
    while (requests.size() < count) {
      wait();
    }
  }

  /** Waits until each connection is closed on this side. */
  public synchronized void awaitNoConnection() throws InterruptedException {
    while (openConnections > 0) {
      wait();
    }
  }

  @Override
  public void close() {
    try {
      serverSocket.close();
      List<Socket> all;
      synchronized (this) {
        all = List.copyOf(sockets);
      }
      for (Socket socket : all) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = serverSocket.accept();
        socket.setTcpNoDelay(true);
        int number;
        synchronized (this) {
          sockets.add(socket);
          number = sockets.size();
          openConnections++;
        }
        start(() -> serve(socket, number), "scripted-connection-" + number);
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      greeting.play(socket, Received.NOTHING);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (!socket.isClosed()) {
        Received request = read(in, number);
        Answer next;
        synchronized (this) {
          requests.add(request);
          next = script.poll();
          notifyAll();
        }
        (next == null ? otherwise : next).play(socket, request);
      }
    } catch (IOException e) {
      // the other side has gone, as it may
    } finally {
      synchronized (this) {
        openConnections--;
        notifyAll();
      }
    }
  }

  private static Received read(InputStream in, int number) throws IOException {
    String requestLine = line(in);
    List<String> headerLines = new ArrayList<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      headerLines.add(header);
    }
    Received head = new Received(requestLine, List.copyOf(headerLines), new byte[0], number);
    if (!head.header("Transfer-Encoding").isEmpty()) {
      throw new IOException("a body in chunks is not understood");
    }
    List<String> length = head.header("Content-Length");
    byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length.get(0)));
    return new Received(requestLine, head.headerLines(), body, number);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException();
      }
      bytes.write(octet);
    }
    String line = bytes.toString(StandardCharsets.ISO_8859_1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
