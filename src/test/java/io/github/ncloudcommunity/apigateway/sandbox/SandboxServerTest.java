package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import io.github.ncloudcommunity.apigateway.sandbox.operations.Operations;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Specification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxServerTest extends SandboxTest {

  @Test
  void theBaseUrlIsOnTheLoopbackInterfaceWithTheBasePath() {
    assertThat(sandbox.baseUrl().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/api/v1");
  }

  @Test
  void everyAnswerHasTheTimeOfTheSandboxAndATraceIdOfItsOwn() {
    List<Reply> replies =
        List.of(
            client.get("/products"),
            client.get("/nonesuch"),
            client.send("DELETE", "/usage-plans/" + PLAN, null),
            client.exchange("GET / x", List.of(), new byte[0]));
    assertThat(replies).extracting(Reply::status).containsExactly(200, 404, 204, 400);
    assertThat(replies)
        .allSatisfy(
            reply ->
                assertThat(reply.header("Date")).containsExactly("Wed, 08 May 2024 06:29:48 GMT"));
    assertThat(replies)
        .flatExtracting(reply -> reply.header("x-ncp-trace-id"))
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  @Test
  void a204HasNeitherBodyNorContentType() {
    Reply reply = client.send("DELETE", "/usage-plans/" + PLAN, null);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.header("Content-Type")).isEmpty();
    assertThat(reply.header("Transfer-Encoding")).isEmpty();
  }

  @Test
  void anErrorHasTheDocumentedBody() {
    Reply reply = client.get("/nonesuch");
    assertThat(reply.header("Content-Type")).containsExactly("application/json;charset=UTF-8");
    assertThat(reply.body())
        .isEqualTo(
            "{\"error\":{\"errorCode\":\"300\",\"message\":\"Not Found Exception\",\"details\":"
                + "\"There is no operation GET at this path.\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "GET /api/v1/products\r\n\r\n",
        "GET /api/v1/products HTTP/9.9\r\n\r\n",
        "GET /api/v1/products FTP/1.1\r\n\r\n",
        "GET /a b HTTP/1.1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /api/v1/products HTTP/1.1\r\nno colon\r\n\r\n",
        "POST /api/v1/usage-plans HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST /api/v1/usage-plans HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /api/v1/usage-plans HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
      })
  void whatIsNoProperRequestIs400WithTheDocumentedBody(String request) {
    Reply reply = client.exchange(request.getBytes(StandardCharsets.UTF_8));
    assertThat(reply.error()).as(reply.body()).isEqualTo("400/100");
    assertThat(reply.header("Content-Type")).containsExactly("application/json;charset=UTF-8");
  }

  @Test
  void aRequestLineOfMoreThan16KiBIs400() {
    String fits = "/products?productName=" + "a".repeat(15_000);
    assertThat(client.get(fits).details()).contains("at most 100 characters");
    assertThat(client.get(fits + "a".repeat(2_000)).error()).isEqualTo("400/100");
  }

  @ParameterizedTest
  @ValueSource(ints = {65_000, 200_000, 1_000_000, 3_000_000})
  void aClientThatSendsFarTooMuchStillGetsItsAnswer(int length) {
    for (int i = 0; i < 5; i++) {
      assertThat(client.get("/products?productName=" + "a".repeat(length)).error())
          .isEqualTo("400/100");
    }
  }

  @Test
  void moreThan100HeadersAre400() {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      headers.add("x-" + i + ": 1");
    }
    assertThat(client.send("GET", "/products", headers, new byte[0]).status()).isEqualTo(200);
    headers.addAll(List.copyOf(headers));
    assertThat(client.send("GET", "/products", headers, new byte[0]).error()).isEqualTo("400/100");
  }

  @Test
  void aConnectionServesManyRequests_errorsInBetween() throws Exception {
    try (Socket socket = client.connect()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String path : List.of("/products", "/nonesuch", "/products?limit=0", "/products")) {
        String request =
            "GET /api/v1%s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n"
                .formatted(
                    path,
                    String.join(
                        "\r\n", client.signature("GET", "/api/v1" + path, NOW.toEpochMilli())));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(in.readLine()).matches("HTTP/1.1 (200|400|404) .*");
        skipAnswer(in);
      }
    }
  }

  private static void skipAnswer(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    in.skip(length);
  }

  @Test
  void anotherExpectationIsPassedOver() {
    List<String> expect = List.of("Expect: nonsense");
    assertThat(client.send("GET", "/products", expect, new byte[0]).status()).isEqualTo(200);
  }

  @Test
  void http10IsAnsweredAndClosed() {
    String request =
        "GET /api/v1/products HTTP/1.0\r\n"
            + String.join("\r\n", client.signature("GET", "/api/v1/products", NOW.toEpochMilli()))
            + "\r\n\r\n";
    Reply reply = client.exchange(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Connection")).containsExactly("close");
  }

  @Test
  void anotherHttpClientCanUseIt() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/products"));
    for (String header : client.signature("GET", "/api/v1/products", NOW.toEpochMilli())) {
      request.header(header.split(": ")[0], header.split(": ")[1]);
    }
    assertThat(HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body())
        .contains(PRODUCT);
  }

  @Test
  void requestsAtTheSameTimeAllCount() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> made = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        made.add(threads.submit(() -> createPlan("gold")));
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> id : made) {
        ids.add(id.get());
      }
      assertThat(ids).doesNotHaveDuplicates().hasSize(100);
    } finally {
      threads.shutdownNow();
    }
    assertThat(client.send("POST", "/usage-plans/search", "{}").json().path("total").intValue())
        .isEqualTo(101);
  }

  @Test
  void closeEndsIdleConnectionsAtOnceAndFreesThePort() throws Exception {
    int port = sandbox.baseUrl().getPort();
    try (Socket idle = client.connect()) {
      String head =
          "GET /api/v1/products HTTP/1.1\r\nHost: x\r\n"
              + String.join("\r\n", client.signature("GET", "/api/v1/products", NOW.toEpochMilli()))
              + "\r\n\r\n";
      idle.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      long start = System.nanoTime();
      sandbox.close();
      sandbox.close();
      idle.getInputStream().readAllBytes();
      assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }
    assertThatThrownBy(() -> client.connect().close()).isInstanceOf(ConnectException.class);
    try (ApiGatewaySandbox next = ApiGatewaySandbox.builder().port(port).start()) {
      assertThat(next.baseUrl().getPort()).isEqualTo(port);
    }
  }

  @Test
  void aTakenPortIsSaidToBe() {
    int port = sandbox.baseUrl().getPort();
    assertThatThrownBy(() -> ApiGatewaySandbox.builder().port(port).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Port " + port + " on 127.0.0.1 cannot be opened");
  }

  @Test
  void itsThreadsAreDaemons() {
    client.get("/products");
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("apigateway-sandbox"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  @Test
  void itIsNotToBeReachedFromOtherMachines() throws Exception {
    int port = sandbox.baseUrl().getPort();
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .forEach(
            address ->
                assertThatThrownBy(() -> new Socket(address, port).close())
                    .isInstanceOf(IOException.class));
  }

  @Test
  void wrongSettingsAreRefused() {
    ApiGatewaySandbox.Builder builder = ApiGatewaySandbox.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.port(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.port(65_536));
    assertThatNullPointerException().isThrownBy(() -> builder.credentials(null, "SK"));
    assertThatNullPointerException().isThrownBy(() -> builder.credentials("AK", null));
    assertThatNullPointerException().isThrownBy(() -> builder.clock(null));
    assertThatNullPointerException().isThrownBy(() -> builder.address(null));
  }

  /** An operation that nobody wrote a handler for. */
  private static final String ANOTHER_SPECIFICATION =
      """
      paths:
        /widgets/{widget-id}:
          parameters:
            - {name: widget-id, in: path, required: true, schema: {type: string, maxLength: 10},
               x-identifies: usagePlan}
          post:
            operationId: paintWidget
            parameters:
              - {name: shades, in: query, schema: {type: array, items: {type: integer}}}
              - {name: factor, in: query, schema: {type: number, maximum: 2}}
            requestBody:
              content: {application/json: {schema: {$ref: '#/components/schemas/Paint'}}}
            responses:
              '202':
                description: painted
                content:
                  application/json: {examples: {blue: {value: {colour: blue}}}}
        /widgets/all:
          delete:
            operationId: deleteWidgets
            responses: {'204': {description: gone}}
        /widgets/broken:
          post:
            operationId: breakWidget
            responses: {'200': {$ref: '#/components/responses/Paint'}}
      components:
        responses:
          Paint:
            description: painted
            content: {application/json: {schema: {$ref: '#/components/schemas/Paint'}}}
        schemas:
          Paint:
            type: object
            properties:
              coats: {type: integer, format: int32}
              parts:
                type: array
                items:
                  type: object
                  additionalProperties: false
                  properties: {stageId: {type: string, maxLength: 10, x-identifies: stage}}
              free: {type: object}
            example: {coats: 1}
      """;

  @Test
  void anOperationWithoutAHandlerIsCheckedAndAnsweredWithItsExample() throws Exception {
    JsonNode document = new YAMLMapper().readTree(ANOTHER_SPECIFICATION);
    try (SandboxServer server = serverOf(document)) {
      RawClient other = new RawClient(server.baseUrl(), sandbox.credentials(), CLOCK);

      Reply reply =
          other.send("POST", "/widgets/plan000001?shades=1&shades=2&factor=1.5", "{\"coats\":1}");
      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.body()).isEqualTo("{\"colour\":\"blue\"}");
      assertThat(other.send("POST", "/widgets/plan000001", null).status()).isEqualTo(202);
      assertThat(other.send("POST", "/widgets/plan000001", "{\"free\":{\"any\":[null]}}").status())
          .isEqualTo(202);
      assertThat(other.send("DELETE", "/widgets/all", null).status()).isEqualTo(204);
      assertThat(other.send("POST", "/widgets/broken", null).body()).isEqualTo("{\"coats\":1}");

      assertThat(other.send("POST", "/widgets/longer-than-ten", null).error()).isEqualTo("404/300");
      assertThat(other.send("POST", "/widgets/plan000001?shades=1&shades=x", null).details())
          .contains("shades");
      assertThat(other.send("POST", "/widgets/plan000001?factor=2.5", null).details())
          .contains("factor", "at most 2");
      assertThat(other.send("POST", "/widgets/plan000001?factor=1e0", null).details())
          .contains("number");
      assertThat(other.send("POST", "/widgets/plan000001", "{\"coats\":2147483648}").details())
          .isEqualTo("The member coats must be from -2147483648 to 2147483647.");
      assertThat(
              other.send("POST", "/widgets/plan000001", "{\"parts\":[{},{\"a/b\":1}]}").details())
          .isEqualTo(
              "The member parts.1 has an undocumented member \"a/b\"; documented are stageId.");
      assertThat(other.send("POST", "/widgets/plan000001", "{\"other\":1}").status())
          .as("an object that is not closed")
          .isEqualTo(202);
      assertThat(
              other.send("POST", "/widgets/plan000001", "{\"parts\":[{\"stageId\":1}]}").details())
          .isEqualTo("The member parts.0.stageId must be a string.");
      assertThat(other.send("POST", "/widgets/plan000001", parts(STAGE)).status()).isEqualTo(202);
      assertThat(other.send("POST", "/widgets/plan000001", parts("nonesuch00")).error())
          .isEqualTo("404/300");
      assertThat(other.send("POST", "/widgets/plan000001", parts("longer-than-ten")).error())
          .isEqualTo("404/300");
    }
  }

  private SandboxServer serverOf(JsonNode document) throws IOException {
    return new SandboxServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Duration.ofMinutes(1),
        new Room(1 << 20, Duration.ZERO),
        CLOCK,
        new Router(
            new Authentication(sandbox.accessKey(), sandbox.secretKey(), CLOCK, false, false),
            null,
            new Specification(document),
            new Operations(CLOCK)));
  }

  private static String parts(String stage) {
    return "{\"parts\":[{\"stageId\":\"" + stage + "\"}]}";
  }

  @Test
  void aFaultOfTheSandboxIs500AndTellsNothingOfTheInside() throws Exception {
    // A handler that finds its operation described otherwise than it is.
    JsonNode document =
        new YAMLMapper()
            .readTree(
                "paths: {/p: {get: {operationId: getProduct, responses: {'200': {description:"
                    + " x}}}}}");
    try (SandboxServer server = serverOf(document)) {
      Reply reply = new RawClient(server.baseUrl(), sandbox.credentials(), CLOCK).get("/p");
      assertThat(reply.error()).isEqualTo("500/900");
      assertThat(reply.details()).isEqualTo("The sandbox has a fault; its log says which.");
    }
  }
}
