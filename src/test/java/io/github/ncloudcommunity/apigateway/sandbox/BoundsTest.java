package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients can make the sandbox hold and do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundsTest extends SandboxTest {

  private static final String SEARCH = "/api/v1/usage-plans/search";

  /** More than a connection may hold without asking, by as much as there is room for. */
  private static final int LARGE = 20_000;

  private static final int ROOM = LARGE - 8 * 1024;

  @Override
  ApiGatewaySandbox.Builder configure(ApiGatewaySandbox.Builder builder) {
    return builder.room(new Room(ROOM, Duration.ZERO));
  }

  private static byte[] head(List<String> signature, String... headers) {
    String text =
        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s%s\r\n"
            .formatted(
                SEARCH,
                signature.stream().map(line -> line + "\r\n").collect(Collectors.joining()),
                List.of(headers).stream().map(line -> line + "\r\n").collect(Collectors.joining()));
    return text.getBytes(US_ASCII);
  }

  private List<String> signature() {
    return client.signature("POST", SEARCH, NOW.toEpochMilli());
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  /** Reads an answer and gives its status. */
  private static int status(BufferedReader in) throws IOException {
    String line = in.readLine();
    int length = 0;
    for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
      if (header.startsWith("Content-Length: ")) {
        length = Integer.parseInt(header.substring("Content-Length: ".length()));
      }
    }
    in.skip(length);
    return Integer.parseInt(line.split(" ")[1]);
  }

  @Test
  void a401ComesBeforeTheBody_andTheConnectionGoesOnBehindIt() throws Exception {
    try (Socket socket = client.connect()) {
      BufferedReader in = reader(socket);
      socket.getOutputStream().write(head(List.of(), "Content-Length: 1000000"));
      assertThat(status(in)).isEqualTo(401);

      socket.getOutputStream().write(new byte[1_000_000]);
      socket.getOutputStream().write(head(signature(), "Content-Length: 2"));
      socket.getOutputStream().write("{}".getBytes(US_ASCII));
      assertThat(status(in)).isEqualTo(200);
    }
  }

  @Test
  void a404And413ComeBeforeTheBody() throws Exception {
    String nowhere = "/api/v1/nonesuch";
    List<String> signature = client.signature("POST", nowhere, NOW.toEpochMilli());
    byte[] lost =
        new String(head(signature, "Content-Length: 9"), US_ASCII)
            .replace(SEARCH, nowhere)
            .getBytes(US_ASCII);
    try (Socket socket = client.connect()) {
      socket.getOutputStream().write(lost);
      assertThat(status(reader(socket))).isEqualTo(404);
    }
    try (Socket socket = client.connect()) {
      socket.getOutputStream().write(head(signature(), "Content-Length: 1048577"));
      assertThat(status(reader(socket))).isEqualTo(413);
    }
  }

  @Test
  void whoIsNotAuthenticatedIsNotToldToSendTheBody() throws Exception {
    try (Socket socket = client.connect()) {
      BufferedReader in = reader(socket);
      socket
          .getOutputStream()
          .write(head(List.of(), "Content-Length: 1000000", "Expect: 100-continue"));
      assertThat(status(in)).isEqualTo(401);
      assertThat(in.read()).as("the end of the connection").isEqualTo(-1);
    }
  }

  @Test
  void whoWritesAllBeforeReadingGetsThe401() {
    List<String> none = List.of("Content-Type: application/json");
    for (int i = 0; i < 5; i++) {
      Reply reply = client.exchange("POST " + SEARCH, none, new byte[5_000_000]);
      assertThat(reply.error()).isEqualTo("401/200");
    }
  }

  @Test
  void aBodyWithoutEndIsCutOff() throws Exception {
    try (Socket socket = client.connect()) {
      socket.getOutputStream().write(head(List.of(), "Transfer-Encoding: chunked"));
      byte[] chunk = ("1000\r\n" + "a".repeat(0x1000) + "\r\n").getBytes(US_ASCII);
      assertThatThrownBy(
              () -> {
                // 64 MiB; what is not thrown away waits in buffers of the system.
                for (int i = 0; i < 0x4000; i++) {
                  socket.getOutputStream().write(chunk);
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void bodiesOfAllConnectionsTogetherAreBounded() throws Exception {
    String large = "{" + " ".repeat(LARGE - 2) + "}";
    try (Socket socket = client.connect()) {
      BufferedReader in = reader(socket);
      socket
          .getOutputStream()
          .write(head(signature(), "Content-Length: " + LARGE, "Expect: 100-continue"));
      // From here on its body has all the room.
      assertThat(status(in)).isEqualTo(100);

      Reply refused = client.send("POST", "/usage-plans/search", large);
      assertThat(refused.error()).isEqualTo("429/410");
      assertThat(refused.details()).contains("try again");
      assertThat(client.send("POST", "/usage-plans/search", "{}").status()).isEqualTo(200);
      assertThat(client.exchange("POST " + SEARCH, List.of(), large.getBytes(US_ASCII)).error())
          .isEqualTo("401/200");

      socket.getOutputStream().write(large.getBytes(US_ASCII));
      assertThat(status(in)).isEqualTo(200);
    }
    assertThat(client.send("POST", "/usage-plans/search", large).status()).isEqualTo(200);
  }

  @Test
  void requestLineAndHeadersTogetherAreBounded() {
    List<String> fit = List.of("a: " + "a".repeat(15_000), "b: " + "b".repeat(10_000));
    List<String> tooMany = List.of(fit.get(0), fit.get(0), fit.get(0));
    try (ApiGatewaySandbox other = ApiGatewaySandbox.builder().clock(CLOCK).start()) {
      RawClient withRoom = new RawClient(other.baseUrl(), other.credentials(), CLOCK);
      assertThat(withRoom.send("GET", "/products", fit, new byte[0]).status()).isEqualTo(200);
      assertThat(withRoom.send("GET", "/products", tooMany, new byte[0]).error())
          .isEqualTo("400/100");
    }
    assertThatThrownBy(() -> client.send("GET", "/products", fit, new byte[0]))
        .as("without room for them")
        .hasMessageStartingWith("no answer");
  }

  @Test
  void aBodyOfTooManyPartsIs400() {
    String parts = "{\"offset\":[" + "0,".repeat(50_000) + "0]}";
    assertThat(client.send("POST", "/usage-plans/search", parts).details())
        .contains("it has more than 50000 parts");
  }
}
