package io.github.ncloudcommunity.apigateway.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Lists usage plans, as the sandbox writes them, from prepared bytes: blocking sockets, a thread
 * for each connection, no check of anything. It runs in a JVM of its own, so that nothing of it
 * counts for those who are measured, prints its port, and ends with its standard input.
 *
 * <p>The stage {@code rows1000} has 1000 usage plans.
 */
public final class LoopbackServer {

  private static final Map<String, byte[]> ANSWERS = new ConcurrentHashMap<>();

  private LoopbackServer() {}

  public static void main(String[] args) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress())) {
      daemon(() -> accept(server));
      System.out.println(server.getLocalPort());
      System.in.read();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  private static void accept(ServerSocket server) {
    while (true) {
      try {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      byte[] head = new byte[8192];
      int length = 0;
      int read;
      while ((read = in.read(head, length, head.length - length)) > 0) {
        length += read;
        // None of the clients sends ahead, and a GET has no body.
        if (head[length - 1] == '\n' && head[length - 3] == '\n') {
          int end = 0;
          while (head[end] != '\r') {
            end++;
          }
          String requestLine = new String(head, 0, end, StandardCharsets.ISO_8859_1);
          socket
              .getOutputStream()
              .write(ANSWERS.computeIfAbsent(requestLine, LoopbackServer::answer));
          length = 0;
        }
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private static byte[] answer(String requestLine) {
    long total = number(requestLine, "/stages/rows", 0);
    long offset = number(requestLine, "offset=", 0);
    long limit = number(requestLine, "limit=", 20);
    String rows =
        LongStream.range(offset, Math.min(total, offset + limit))
            .mapToObj(LoopbackServer::row)
            .collect(Collectors.joining(","));
    String body = "{\"content\":[" + rows + "],\"total\":" + total + "}";
    String head =
        """
        HTTP/1.1 200 OK
        Date: Thu, 01 Jan 2026 00:00:00 GMT
        Content-Type: application/json;charset=UTF-8
        x-ncp-trace-id: 4r1k8ixnve5bdt7o2m0a
        Content-Length: %d

        """
            .formatted(body.length())
            .replace("\n", "\r\n");
    return (head + body).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String row(long number) {
    return """
        {"tenantId":"sandbox0tenant0id000000000000000","modifier":"sandbox-user","domainCode":"PUB",\
        "disabled":false,"usagePlanId":"plan%06d","usagePlanName":"usage-plan-%d",\
        "usagePlanDescription":"made at start","monthQuotaRequest":%d,"dayQuotaRequest":100,\
        "rateRps":10,"quotaCondition":"2xx","associatedStagesCount":1}"""
        .formatted(number, number, 1000 + number);
  }

  private static long number(String text, String before, long otherwise) {
    int start = text.indexOf(before);
    if (start < 0) {
      return otherwise;
    }
    start += before.length();
    int end = start;
    while (Character.isDigit(text.charAt(end))) {
      end++;
    }
    return Long.parseLong(text, start, end, 10);
  }
}
