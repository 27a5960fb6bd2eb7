package io.github.ncloudcommunity.apigateway.auth;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests to a metadata service, with one time limit for all of them. It is minimal HTTP on
 * a socket: GET, no redirects, no proxy, no optional headers. HttpURLConnection would not do: its
 * timeouts do not end an answer that arrives byte by byte, and it adds headers from the program's
 * cookie handlers and authenticators. Not thread-safe.
 */
final class MetadataExchange {

  private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
  private static final int SILENCE_MILLIS = 2_000;
  private static final int MAX_BYTES = 64 << 10;

  private final URI base;
  private final Duration mostTime;
  private final long deadline;

  /**
   * @param mostTime the limit for all requests together, starting now
   */
  MetadataExchange(URI base, Duration mostTime) {
    this.base = base;
    this.mostTime = mostTime;
    this.deadline = System.nanoTime() + mostTime.toNanos();
  }

  /**
   * Sends a GET request.
   *
   * @param segment the path below the base, percent-encoded; may be empty
   * @return the body
   * @throws UnexpectedStatusException if the status is not 200
   * @throws IOException if no complete answer arrives in time, or it is too long
   */
  String get(String segment) throws IOException {
    int port = base.getPort() < 0 ? 80 : base.getPort();
    // A proxy would return the role of its own machine.
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(
          new InetSocketAddress(base.getHost(), port), remaining(CONNECT_TIMEOUT_MILLIS));
      String request =
          "GET %s%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(base.getRawPath(), segment, base.getRawAuthority());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return answer(new BufferedInputStream(new Bounded(socket)));
    }
  }

  /** Returns the time limit of the next step, in milliseconds. */
  private int remaining(int most) throws IOException {
    long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (remaining <= 0) {
      throw new SocketTimeoutException("not within " + mostTime.toMillis() + " ms");
    }
    return (int) Math.min(most, remaining);
  }

  private static String answer(InputStream in) throws IOException {
    String statusLine = line(in);
    if (!statusLine.matches("HTTP/1\\.\\d \\d{3}(?: .*)?")) {
      throw new IOException("the answer is not HTTP");
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    if (status != 200) {
      throw new UnexpectedStatusException(status);
    }
    int length = -1;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String[] parts = header.toLowerCase(Locale.ROOT).split(":", 2);
      String value = parts.length < 2 ? "" : parts[1].strip();
      switch (parts[0]) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> chunked = value.endsWith("chunked");
        default -> {}
      }
    }
    byte[] body;
    if (chunked) {
      body = chunks(in);
    } else {
      body = length < 0 ? in.readAllBytes() : whole(in, length);
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      all.writeBytes(whole(in, size));
      line(in);
    }
    return all.toByteArray(); // trailers do not matter
  }

  private static int size(InputStream in) throws IOException {
    return number(line(in).split(";", 2)[0].strip(), 16);
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(Math.min(length, MAX_BYTES + 1)); // more than that throws
    if (bytes.length < length) {
      throw new EOFException("cut short");
    }
    return bytes;
  }

  private static int number(String digits, int radix) throws IOException {
    try {
      int number = Integer.parseInt(digits, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // does not quote the text, which could be anything
    }
    throw new IOException("a length is not a number");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("cut short");
      }
      line.append((char) octet);
    }
    int end = line.length() - 1;
    if (end >= 0 && line.charAt(end) == '\r') {
      line.setLength(end);
    }
    return line.toString();
  }

  /** Limits the time and the number of bytes. */
  private final class Bounded extends InputStream {

    private final Socket socket;
    private final InputStream in;
    private int count;

    Bounded(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      socket.setSoTimeout(remaining(SILENCE_MILLIS));
      int read = in.read(bytes, offset, length);
      count += Math.max(read, 0);
      if (count > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      return read;
    }
  }

  static final class UnexpectedStatusException extends IOException {
    private static final long serialVersionUID = 1L;

    UnexpectedStatusException(int status) {
      super("HTTP " + status);
    }
  }
}
