package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sends requests byte for byte as a test writes them, one a connection. */
final class RawClient {

  private final int port;
  private final Credentials credentials;
  private final Clock clock;

  RawClient(URI baseUrl, Credentials credentials, Clock clock) {
    this.port = baseUrl.getPort();
    this.credentials = credentials;
    this.clock = clock;
  }

  record Reply(int status, List<String> headers, String body) {

    JsonNode json() {
      try {
        return new JsonMapper().readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    /** Status and code, as in the table of errors: "404/300". */
    String error() {
      return status + "/" + json().path("error").path("errorCode").textValue();
    }

    String details() {
      return json().path("error").path("details").textValue();
    }

    List<String> header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
          .map(header -> header.substring(start.length()).strip())
          .toList();
    }
  }

  /** A signed GET of a target below the base path. */
  Reply get(String path) {
    return send("GET", path, null);
  }

  /** A signed request; a body goes out as JSON. */
  Reply send(String method, String path, String json) {
    return send(
        method,
        path,
        json == null ? List.of() : List.of("Content-Type: application/json"),
        json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8));
  }

  Reply send(String method, String path, List<String> headers, byte[] body) {
    return sendTarget(method, "/api/v1" + path, headers, body);
  }

  Reply sendTarget(String method, String target, List<String> headers, byte[] body) {
    List<String> all = new ArrayList<>(signature(method, target, clock.millis()));
    all.addAll(headers);
    return exchange(method + " " + target, all, body);
  }

  /** The three headers for a target. */
  List<String> signature(String method, String signedTarget, long timestamp) {
    SignatureV2 signature =
        SignatureV2.of(method, signedTarget, Long.toString(timestamp), credentials);
    return List.of(
        "x-ncp-apigw-timestamp: " + timestamp,
        "x-ncp-iam-access-key: " + credentials.accessKey(),
        "x-ncp-apigw-signature-v2: " + signature.signature());
  }

  Reply exchange(String methodAndTarget, List<String> headers, byte[] body) {
    StringBuilder head = new StringBuilder(methodAndTarget).append(" HTTP/1.1\r\nHost: x\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    request.writeBytes(body);
    return exchange(request.toByteArray());
  }

  /** Sends bytes and reads until the connection is closed. */
  Reply exchange(byte[] request) {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  static Reply parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IllegalStateException("no answer but: " + text);
    }
    List<String> lines = text.substring(0, end).lines().toList();
    return new Reply(
        Integer.parseInt(lines.get(0).split(" ")[1]),
        lines.subList(1, lines.size()),
        text.substring(end + 4));
  }

  /** Strict percent-encoding. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
