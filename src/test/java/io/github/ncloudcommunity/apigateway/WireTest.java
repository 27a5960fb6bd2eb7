package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import feign.Client;
import feign.DefaultClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.api.DashboardOperations.ListDashboardProductsQuery;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.api.UsagePlanOperations.ListUsagePlansByStageQuery;
import io.github.ncloudcommunity.apigateway.model.MethodName;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed is what is sent, whatever the values are. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WireTest {

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  @AutoClose private final ApiGatewayClient client = TestClients.of(server).build();

  private static List<String> oddValues() {
    return List.of(
        "가나다 라마바",
        "한글/슬래시?물음&표=값#조각",
        "🥇",
        "👩‍👩‍👧‍👦",
        "\u00e9 e\u0301 \u00a0|",
        "+ & = % / ? # ; ' | [ ] { } \" \\ ^ ~ * , : @ ! $ ( ) ` < >",
        "%41",
        "%2F",
        "%2f",
        "%252F",
        "50%25",
        "50%",
        "%",
        "%zz",
        "%E0%A4",
        "a/b",
        "/",
        "//",
        "a//b/../c/./d",
        "...",
        ".a",
        "a.",
        "../..",
        "a=b&c=d",
        "{productId}",
        "{}",
        "${jndi:ldap://x}",
        "http://evil.test/",
        "@evil.test",
        ";jsessionid=1",
        "a;b,c",
        " leading and trailing ",
        "line\r\nX-Injected: yes",
        "tab\tnul\u0000del\u007f",
        "\u2028\u202e",
        "x".repeat(2_000),
        "가".repeat(2_000));
  }

  /** The odd values, and each printable character of ASCII, alone and among others. */
  private static List<String> pathValues() {
    List<String> values = new ArrayList<>(oddValues());
    for (char c = 0x20; c <= 0x7e; c++) {
      values.add("a" + c + "b" + c);
      if (c != ' ' && c != '.') {
        values.add(Character.toString(c));
      }
    }
    return values;
  }

  @Test
  void pathParameterArrivesAsItWasGivenAndSigned() {
    server.answerAlways(Answer.json(200, "{}"));
    for (String value : pathValues()) {
      client.products().getProduct(value);
      client.stages().getStage(value, "an-api", value);

      List<Received> requests = server.takeRequests();
      assertThat(requests).hasSize(2).allSatisfy(Wire::assertSigned);
      List<String> alone = requests.get(0).segments();
      assertThat(alone).hasSize(5).startsWith("", "api", "v1", "products");
      assertThat(Wire.decode(alone.get(4))).isEqualTo(value);
      assertThat(requests.get(0).query()).isEmpty();
      List<String> among = requests.get(1).segments();
      assertThat(among).hasSize(9).contains("an-api", Index.atIndex(6));
      assertThat(Wire.decode(among.get(4))).isEqualTo(value);
      assertThat(Wire.decode(among.get(8))).isEqualTo(value);
    }
  }

  @Test
  void queryValueArrivesAsItWasGivenAndSigned() {
    server.answerAlways(Answer.json(200, "{}"));
    List<String> values = pathValues();
    values.addAll(List.of("", " ", ".", ".."));
    for (String value : values) {
      client
          .stages()
          .listStageUsagePlans(
              "p", "a", "s", new ListStageUsagePlansQuery().usagePlanName(value).limit(20L));
      client
          .usagePlans()
          .listUsagePlansByStage(value, new ListUsagePlansByStageQuery().associated(false));

      List<Received> requests = server.takeRequests();
      assertThat(requests).hasSize(2).allSatisfy(Wire::assertSigned);
      Received optional = requests.get(0);
      assertThat(optional.path()).isEqualTo("/api/v1/products/p/apis/a/stages/s/usage-plans");
      assertThat(optional.queryValue("usagePlanName")).isEqualTo(value);
      assertThat(optional.queryValue("limit")).isEqualTo("20");
      assertThat(optional.query().split("&")).hasSize(2);
      Received required = requests.get(1);
      assertThat(required.path()).isEqualTo("/api/v1/usage-plans");
      assertThat(required.queryValue("stageId")).isEqualTo(value);
      assertThat(required.queryValue("associated")).isEqualTo("false");
      assertThat(required.query().split("&")).hasSize(2);
    }
  }

  @Test
  void queryThatSetsNothingLeavesNoQuestionMark() {
    server.answerAlways(Answer.json(200, "{}"));

    client.products().listProducts();

    assertThat(server.onlyRequest().requestLine()).isEqualTo("GET /api/v1/products HTTP/1.1");
    Wire.assertSigned(server.onlyRequest());
  }

  @ParameterizedTest
  @MethodSource("io.github.ncloudcommunity.apigateway.testing.EveryOperation#all")
  void everyOperationIsSentAsSpecifiedAndSigned(EveryOperation.Callable operation) {
    server.answerAlways(Answer.json(200, "{}"));

    Object[] arguments = operation.arguments();
    operation.call(client, arguments);

    Received request = server.onlyRequest();
    Wire.assertSigned(request);
    String expected = operation.requestLine(arguments).replaceFirst(" ", " /api/v1");
    assertThat(request.requestLine()).isEqualTo(expected + " HTTP/1.1");
    assertThat(request.header("Accept"))
        .containsExactly(
            operation.answersWithAFile()
                ? "application/octet-stream, application/json"
                : "application/json");
    assertThat(request.header("Content-Type"))
        .allSatisfy(type -> assertThat(type).startsWith("application/json"))
        .hasSize(operation.body() < 0 ? 0 : 1);
    assertThat(request.header("User-Agent"))
        .singleElement()
        .asString()
        .startsWith("ncloud-apigateway-client/");
    assertThat(request.header("Cookie")).isEmpty();
    assertThat(request.header("Authorization")).isEmpty();
  }

  static Stream<EveryOperation.Callable> operationsWithQuery() {
    return EveryOperation.all().filter(operation -> operation.query() >= 0);
  }

  @ParameterizedTest
  @MethodSource("operationsWithQuery")
  void everyOptionalQueryParameterIsSentUnderItsName(EveryOperation.Callable operation)
      throws ReflectiveOperationException {
    server.answerAlways(Answer.json(200, "{}"));
    Object[] arguments = operation.arguments();
    Object query = arguments[operation.query()];
    List<String> expected = new ArrayList<>();
    for (Method setter : EveryOperation.querySetters(query.getClass())) {
      Object value = EveryOperation.value(setter.getGenericParameterTypes()[0]);
      setter.invoke(query, value);
      Object single = value instanceof List<?> list ? list.get(0) : value;
      expected.add(setter.getName() + "=" + single);
    }

    operation.call(client, arguments);

    Received request = server.onlyRequest();
    Wire.assertSigned(request);
    assertThat(expected).isNotEmpty();
    assertThat(request.query().split("&"))
        .containsAll(expected)
        .hasSize(expected.size() + operation.requestLine().split("=").length - 1);
  }

  @Test
  void everyValueOfAListArrivesAsItWasGivenInItsOrderAndSigned() {
    server.answerAlways(Answer.json(200, "{}"));
    List<String> values = pathValues();
    values.addAll(List.of(" ", ".", "..", "twice", "twice"));
    for (int from = 0; from < values.size(); from += 10) {
      List<String> some = values.subList(from, Math.min(from + 10, values.size()));

      client
          .dashboards()
          .listDashboardProducts(
              "2026-11-01",
              "2026-11-02",
              "Asia/Seoul",
              new ListDashboardProductsQuery().regions(some).limit(20L));

      Received request = server.takeRequests().get(0);
      Wire.assertSigned(request);
      assertThat(request.queryValues("regions")).containsExactlyElementsOf(some);
      assertThat(request.queryValue("limit")).isEqualTo("20");
      assertThat(request.query().split("&")).hasSize(some.size() + 4);
    }
  }

  @Test
  void listWithoutValuesIsNotSent() {
    server.answerAlways(Answer.json(200, "{}"));

    client
        .dashboards()
        .listDashboardProducts(
            "2026-11-01", "2026-11-02", "UTC", new ListDashboardProductsQuery().regions(List.of()));

    assertThat(server.onlyRequest().query())
        .isEqualTo("from=2026-11-01&to=2026-11-02&timeZone=UTC");
  }

  @Test
  void numbersAndUnknownValuesInAPathArriveAsTheyWereGiven() {
    server.answerAlways(Answer.json(200, "{}"));
    for (String value : pathValues()) {
      client.methods().deleteMethodResponse("p", "a", "r", MethodName.of(value), Integer.MAX_VALUE);

      Received request = server.takeRequests().get(0);
      Wire.assertSigned(request);
      assertThat(request.segments()).hasSize(13).endsWith("responses", "2147483647");
      assertThat(Wire.decode(request.segments().get(10))).isEqualTo(value);
    }
  }

  @Test
  void everyAttemptIsSignedAfresh() {
    ManualClock clock = new ManualClock("2026-01-02T03:04:05.006Z");
    Answer busy = Answer.after(() -> clock.move(Duration.ofSeconds(7)), Answer.error(503, "500"));
    try (ApiGatewayClient moving = TestClients.of(server).clock(clock).build()) {
      for (String value : oddValues()) {
        long start = clock.millis();
        server.answer(busy, busy, Answer.json(200, "{}"));

        moving
            .stages()
            .listStageUsagePlans(
                value, "a", "s", new ListStageUsagePlansQuery().usagePlanName(value));

        List<Received> attempts = server.takeRequests();
        assertThat(attempts).hasSize(3).allSatisfy(Wire::assertSigned);
        assertThat(attempts)
            .extracting(Received::requestLine)
            .containsOnly(attempts.get(0).requestLine());
        assertThat(Wire.decode(attempts.get(2).segments().get(4))).isEqualTo(value);
        assertThat(attempts.get(2).queryValue("usagePlanName")).isEqualTo(value);
        assertThat(attempts)
            .extracting(Received::timestamp)
            .containsExactly(start, start + 7_000, start + 14_000);
        assertThat(attempts)
            .extracting(request -> request.header(Wire.SIGNATURE))
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void timestampIsMillisecondsSince1970() {
    server.answerAlways(Answer.json(200, "{}"));
    ManualClock clock = new ManualClock("2026-01-02T03:04:05.006Z");
    try (ApiGatewayClient punctual = TestClients.of(server).clock(clock).build()) {
      punctual.products().listProducts();
    }

    assertThat(server.onlyRequest().header(Wire.TIMESTAMP)).containsExactly("1767323045006");
  }

  @Test
  void bodyIsTheSameOnEveryAttempt() {
    server.answer(Answer.error(429, "410"), Answer.error(429, "420"), Answer.empty(204));

    Fault.associate(client, "골드");

    assertThat(server.requests())
        .hasSize(3)
        .allSatisfy(Wire::assertSigned)
        .extracting(Received::text)
        .containsOnly(server.requests().get(0).text())
        .allMatch(text -> text.contains("골드"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/api/v1/",
        "/deeper/gateway/api/v1",
        "/deeper/gateway/api/v1/",
        "/a%20b/%EA%B0%80/api/v1",
        "/a%2Fb/v1",
        "/~user/v1.0_x-y/api/v1"
      })
  void basePathIsSignedAsItIsSent(String basePath) {
    server.answer(Answer.error(503, "500")).answerAlways(Answer.json(200, "{}"));
    try (ApiGatewayClient other = TestClients.of(server).baseUrl(server.url(basePath)).build()) {

      other
          .stages()
          .listStageUsagePlans(
              "a/b", "a", "s", new ListStageUsagePlansQuery().usagePlanName("c d"));
    }

    String path = basePath.replaceFirst("/$", "") + "/products/a%2Fb/apis/a/stages/s/usage-plans";
    assertThat(server.requests())
        .hasSize(2)
        .allSatisfy(Wire::assertSigned)
        .extracting(Received::target)
        .containsOnly(path + "?usagePlanName=c%20d");
  }

  @Test
  void requestThroughAProxyIsSignedAsWithoutOne() {
    server.answer(Answer.error(503, "500"), Answer.json(200, "{}"));
    URI elsewhere = URI.create("http://127.0.0.1:1/api/v1");
    try (ApiGatewayClient proxied =
        TestClients.of(server).baseUrl(elsewhere).proxy(server.url("")).build()) {
      proxied.products().getProduct("a/b");
    }

    assertThat(server.requests()).hasSize(2);
    for (Received request : server.requests()) {
      assertThat(request.requestLine())
          .isEqualTo("GET http://127.0.0.1:1/api/v1/products/a%2Fb HTTP/1.1");
      assertThat(request.header(Wire.SIGNATURE))
          .containsExactly(
              Wire.hmac(
                  "GET /api/v1/products/a%2Fb\n"
                      + request.timestamp()
                      + "\n"
                      + Wire.ACCESS_KEY_ID));
    }
  }

  @Test
  void proxyGetsAnIpv6AddressInBrackets() {
    server.answer(Answer.json(200, "{}"));
    URI elsewhere = URI.create("http://[::1]:1/api/v1");
    try (ApiGatewayClient proxied =
        TestClients.of(server).baseUrl(elsewhere).proxy(server.url("")).build()) {
      proxied.products().getProduct("p");
    }

    assertThat(server.onlyRequest().requestLine())
        .isEqualTo("GET http://[::1]:1/api/v1/products/p HTTP/1.1");
  }

  @Test
  void proxyThatIsAskedForATunnelSeesNothingOfTheRequest() {
    server.answerAlways(Answer.empty(502));
    URI elsewhere = URI.create("https://gateway.test/api/v1");
    try (ApiGatewayClient proxied =
        TestClients.of(server).baseUrl(elsewhere).proxy(server.url("")).build()) {
      assertThatExceptionOfType(ApiGatewayException.class)
          .isThrownBy(() -> proxied.products().getProduct("p"));
    }

    assertThat(server.requests())
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.requestLine()).isEqualTo("CONNECT gateway.test:443 HTTP/1.1");
              assertThat(request.headerLines().toString()).doesNotContain("x-ncp", "products");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 203, 204, 206, 299})
  void successThatIsNoTunnelIsNotTheAnswerOfTheService(int status) {
    server.answerAlways(
        status == 204
            ? Answer.empty(204)
            : Answer.json(status, "{\"product\":{\"productId\":\"forged\"}}"));
    try (ApiGatewayClient proxied =
        TestClients.of(server)
            .baseUrl(URI.create("https://gateway.test/api/v1"))
            .proxy(server.url(""))
            .build()) {
      for (Runnable call :
          List.<Runnable>of(
              () -> proxied.products().getProduct("p"), () -> Fault.associate(proxied, "u"))) {
        assertThatExceptionOfType(ApiGatewayException.class)
            .isThrownBy(call::run)
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONNECTION_FAILED))
            .satisfies(e -> assertThat(e.mayHaveBeenProcessed()).isFalse())
            .withMessageContaining(" answered " + status + " to CONNECT");
      }
    }
    assertThat(server.requests()).allMatch(request -> request.method().equals("CONNECT"));
  }

  @Test
  void clientThatWasHandedInSendsWhatIsSigned() {
    Client handedIn = new DefaultClient(null, null);
    try (ApiGatewayClient through = TestClients.of(server).httpClient(handedIn).build()) {
      for (String value : pathValues()) {
        server.answer(Answer.error(503, "500"), Answer.json(200, "{}"));

        through
            .stages()
            .listStageUsagePlans(
                value, "a", "s", new ListStageUsagePlansQuery().usagePlanName(value));

        List<Received> attempts = server.takeRequests();
        assertThat(attempts).hasSize(2).allSatisfy(Wire::assertSigned);
        for (Received attempt : attempts) {
          assertThat(attempt.segments()).hasSize(10);
          assertThat(Wire.decode(attempt.segments().get(4))).isEqualTo(value);
          assertThat(attempt.queryValue("usagePlanName")).isEqualTo(value);
        }
      }
    }
  }
}
