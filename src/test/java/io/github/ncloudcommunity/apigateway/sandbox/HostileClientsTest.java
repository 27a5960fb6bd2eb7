package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent to it, however slowly and by however many, the sandbox goes on. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileClientsTest extends SandboxTest {

  private static final int SEED = 20_261_125;
  private static final int CONNECTIONS = 500;

  private byte[] request(String method, String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s /api/v1%s HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n"
            .formatted(
                method,
                path,
                String.join("\r\n", client.signature(method, "/api/v1" + path, NOW.toEpochMilli())),
                body.length);
    return (head + json).getBytes(StandardCharsets.UTF_8);
  }

  /** Sends bytes, says that there are no more, and reads what comes; empty if nothing does. */
  private Optional<Reply> say(byte[] bytes) throws IOException {
    try (Socket socket = client.connect()) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return text.isEmpty() ? Optional.empty() : Optional.of(RawClient.parse(text));
    } catch (SocketException e) {
      // closed while this side still sent
      return Optional.empty();
    }
  }

  private void isWell() {
    assertThat(client.get("/products").status()).isEqualTo(200);
  }

  @Test
  void randomBytesGetTheDocumentedErrorOrNothing() throws IOException {
    Random random = new Random(SEED);
    int replies = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);

      Optional<Reply> reply = say(bytes);

      assertThat(reply.map(Reply::error).orElse("400/100"))
          .as("seed %s, case %s", SEED, i)
          .isEqualTo("400/100");
      replies += reply.isPresent() ? 1 : 0;
    }
    assertThat(replies).isPositive();
    isWell();
  }

  @Test
  void brokenRequestsAreNeverAFaultOfTheSandbox() throws IOException {
    Random random = new Random(SEED);
    byte[] good = request("POST", STAGE_PATH + "/associate-usage-plan", planId(PLAN));
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = broken(good, random);

      Optional<Reply> reply = say(bytes);

      if (reply.isPresent()) {
        assertThat(reply.get().status())
            .as("seed %s, case %s: %s", SEED, i, new String(bytes, StandardCharsets.ISO_8859_1))
            .isLessThan(500);
        refused += reply.get().status() >= 400 ? 1 : 0;
      }
    }
    assertThat(refused).isPositive();
    isWell();
  }

  private static byte[] broken(byte[] good, Random random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte octet : good) {
      bytes.add(octet);
    }
    for (int change = random.nextInt(4); change >= 0; change--) {
      int place = random.nextInt(bytes.size());
      switch (random.nextInt(4)) {
        case 0 -> bytes.set(place, (byte) random.nextInt(256));
        case 1 -> bytes.remove(place);
        case 2 -> bytes.add(place, bytes.get(random.nextInt(bytes.size())));
        default -> bytes.subList(place, bytes.size()).clear();
      }
      if (bytes.isEmpty()) {
        break;
      }
    }
    byte[] broken = new byte[bytes.size()];
    for (int i = 0; i < broken.length; i++) {
      broken[i] = bytes.get(i);
    }
    return broken;
  }

  @Test
  void fiveHundredConnectionsAtOnceAreServed() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        sockets.add(client.connect());
      }
      for (Socket socket : sockets) {
        socket.getOutputStream().write(request("POST", "/usage-plans/search", "{}"));
      }
      for (Socket socket : sockets) {
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200");
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void clientsThatStopInTheMiddleKeepNobodyWaiting() throws IOException {
    byte[] whole = request("POST", "/usage-plans/search", "{\"offset\": 0}");
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int length = 0; length < whole.length; length++) {
        Socket socket = client.connect();
        socket.getOutputStream().write(whole, 0, length);
        stalled.add(socket);
      }
      isWell();
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
    isWell();
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET /api/v1/products HTTP/1.1\r\nA: b"})
  void aClientThatSendsAByteNowAndThenIsCutOff(String beginning) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    isCutOff(
        out -> {
          out.write(beginning.getBytes(StandardCharsets.US_ASCII));
          while (!never.await(5, TimeUnit.MILLISECONDS)) {
            out.write('x');
          }
        });
  }

  @Test
  void aClientThatDoesNotReadIsCutOff() throws Exception {
    byte[] request = request("POST", "/usage-plans/search", "{}");
    isCutOff(
        out -> {
          while (true) {
            out.write(request);
          }
        });
  }

  /** Something that is done to a connection without end. */
  @FunctionalInterface
  private interface Abuse {
    void of(OutputStream out) throws IOException, InterruptedException;
  }

  private void isCutOff(Abuse abuse) throws IOException {
    ApiGatewaySandbox.Builder impatient =
        ApiGatewaySandbox.builder().clock(CLOCK).exchangeLimit(Duration.ofMillis(200));
    try (ApiGatewaySandbox other = impatient.start();
        Socket socket = new RawClient(other.baseUrl(), other.credentials(), CLOCK).connect()) {
      // Without an end, but for the limit of the sandbox and that of this class.
      assertThatThrownBy(() -> abuse.of(socket.getOutputStream()))
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void otherMachinesReachIt_whenItIsTold() throws Exception {
    InetAddress all = InetAddress.getByName("0.0.0.0");
    try (ApiGatewaySandbox open = ApiGatewaySandbox.builder().clock(CLOCK).address(all).start()) {
      int port = open.baseUrl().getPort();

      assertThat(open.baseUrl()).hasToString("http://127.0.0.1:" + port + "/api/v1");
      for (InetAddress address : addressesOfThisMachine()) {
        new Socket(address, port).close();
      }
    }
  }

  private static List<InetAddress> addressesOfThisMachine() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .toList();
  }
}
