package io.github.ncloudcommunity.apigateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a {@link ScriptedServer} does when a request has arrived. */
@FunctionalInterface
public interface Answer {

  /**
   * Does it.
   *
   * @param socket the connection; a request that comes after this one is read from it unless it was
   *     closed
   * @param request the request that arrived
   */
  void play(Socket socket, Received request) throws IOException;

  /** An answer of the service: JSON. */
  static Answer json(int status, String body, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Content-Type: application/json";
    return of(status, body.getBytes(StandardCharsets.UTF_8), all);
  }

  /** An error of the service, in the documented form. */
  static Answer error(int status, String code, String... headers) {
    return json(
        status,
        "{\"error\":{\"errorCode\":\"%s\",\"message\":\"said so\"}}".formatted(code),
        headers);
  }

  /** Only a status, and headers perhaps. */
  static Answer empty(int status, String... headers) {
    return of(status, new byte[0], headers);
  }

  /** Any complete answer. */
  static Answer of(int status, byte[] body, String... headers) {
    String length = status == 204 || status == 304 ? "" : "Content-Length: " + body.length + "\r\n";
    return raw(bytes(head(status, headers) + length + "\r\n", body));
  }

  /** Any bytes. The connection stays open. */
  static Answer raw(byte[] bytes) {
    return (socket, request) -> {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    };
  }

  /** Any text, byte for character. The connection stays open. */
  static Answer raw(String text) {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Closes the connection in order, without a word. */
  static Answer close() {
    return (socket, request) -> socket.close();
  }

  /** Breaks the connection, so that the other side reads "connection reset". */
  static Answer reset() {
    return (socket, request) -> {
      socket.setSoLinger(true, 0);
      socket.close();
    };
  }

  /** Neither says nor does anything. */
  static Answer nothing() {
    return (socket, request) -> {};
  }

  /** Neither reads nor says anything until this side closes the connection. */
  static Answer idle() {
    return (socket, request) -> {
      CountDownLatch never = new CountDownLatch(1);
      try {
        while (!socket.isClosed() && !never.await(10, TimeUnit.MILLISECONDS)) {}
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** The same bytes over and over, as fast as they go, until the other side gives up. */
  static Answer flood(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return (socket, request) -> {
      while (true) {
        socket.getOutputStream().write(bytes);
      }
    };
  }

  /** Says nothing until the other side gives up. */
  static Answer stall() {
    return (socket, request) -> {
      while (socket.getInputStream().read() >= 0) {}
    };
  }

  /** One byte after the other, without end, until the other side gives up. */
  static Answer drip(String text) {
    return (socket, request) -> {
      OutputStream out = socket.getOutputStream();
      CountDownLatch never = new CountDownLatch(1);
      try {
        while (!never.await(5, TimeUnit.MILLISECONDS)) {
          out.write(text.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Chooses by the request. */
  static Answer by(Function<Received, Answer> choice) {
    return (socket, request) -> choice.apply(request).play(socket, request);
  }

  /** Does something first, such as to move a clock. */
  static Answer after(Runnable step, Answer answer) {
    return (socket, request) -> {
      step.run();
      answer.play(socket, request);
    };
  }

  /** Goes on with another one on the same connection. */
  default Answer then(Answer next) {
    return (socket, request) -> {
      play(socket, request);
      next.play(socket, request);
    };
  }

  /** Status line and header lines, without the empty line that ends them. */
  static String head(int status, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  private static byte[] bytes(String head, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
