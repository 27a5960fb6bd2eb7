package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetadataExchangeTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String CHUNKED = Answer.head(200, "Transfer-Encoding: chunked") + "\r\n";

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final MetadataExchange exchange = within(Duration.ofSeconds(20));

  private MetadataExchange within(Duration mostTime) {
    return new MetadataExchange(server.url("/roles/"), mostTime);
  }

  private static Answer answer(String text) {
    return Answer.raw(text.getBytes(StandardCharsets.UTF_8));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Answer answer) {
    server.answer(answer);
    return assertThatThrownBy(() -> exchange.get("")).isInstanceOf(IOException.class);
  }

  // What is sent

  @Test
  void requestIsNoMoreThanItMustBe() throws IOException {
    server.answer(Answer.json(200, "a"));

    exchange.get("my%20role");

    assertThat(server.onlyRequest().requestLine()).isEqualTo("GET /roles/my%20role HTTP/1.1");
    assertThat(server.onlyRequest().headerLines())
        .containsExactly("Host: " + server.url("").getRawAuthority(), "Connection: close");
  }

  @Test
  void cookiesOfTheProgramAreNotSent() throws IOException {
    server.answerAlways(Answer.json(200, "a", "Set-Cookie: told=by-the-server"));
    CookieHandler before = CookieHandler.getDefault();
    CookieManager cookies = new CookieManager();
    HttpCookie cookie = new HttpCookie("session", "secret");
    cookie.setPath("/");
    cookies.getCookieStore().add(server.url("/"), cookie);
    CookieHandler.setDefault(cookies);
    try {
      exchange.get("");
    } finally {
      CookieHandler.setDefault(before);
    }

    assertThat(server.onlyRequest().header("Cookie")).isEmpty();
    assertThat(cookies.getCookieStore().getCookies()).containsExactly(cookie);
  }

  @Test
  void proxyOfTheProgramIsNotAsked() throws IOException {
    server.answer(Answer.json(200, "a"));
    List<URI> asked = new CopyOnWriteArrayList<>();
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    try {
      exchange.get("");
    } finally {
      ProxySelector.setDefault(before);
    }

    assertThat(asked).isEmpty();
  }

  @Test
  void everyRequestHasAConnectionOfItsOwn() throws IOException {
    server.answerAlways(Answer.json(200, "a"));

    exchange.get("");
    exchange.get("");

    assertThat(server.connections()).isEqualTo(2);
  }

  // What comes

  @Test
  void bodyOfTheGivenLengthIsRead_andNotWaitedFor() throws IOException {
    server.answer(Answer.json(200, "역할").then(Answer.stall()));

    assertThat(exchange.get("")).isEqualTo("역할");
  }

  @Test
  void bodyIsReadToTheEndOfTheConnection_whenNoLengthIsGiven() throws IOException {
    server.answer(answer(Answer.head(200) + "\r\n역할").then(Answer.close()));

    assertThat(exchange.get("")).isEqualTo("역할");
  }

  @Test
  void bodyInChunksIsRead_andNotWaitedFor() throws IOException {
    server.answer(
        answer(CHUNKED + "3;x=y\r\n역\r\n00a\r\n0123456789\r\n0\r\n").then(Answer.stall()));

    assertThat(exchange.get("")).isEqualTo("역0123456789");
  }

  @Test
  void lineFeedAloneEndsALine_andNamesAreInAnyCase() throws IOException {
    server.answer(answer("HTTP/1.0 200 OK\ncontent-LENGTH:1\n\nab"));

    assertThat(exchange.get("")).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 204, 206, 302, 401, 404, 500})
  void otherStatusThan200IsRefused_andItsBodyNotRead(int status) {
    server.answer(answer(Answer.head(status, "Location: /roles/b") + "\r\n").then(Answer.stall()));

    assertThatThrownBy(() -> exchange.get(""))
        .isInstanceOf(MetadataExchange.UnexpectedStatusException.class)
        .hasMessage("HTTP " + status);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 2000\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        " HTTP/1.1 200 OK\r\n\r\n",
        "\r\n\r\n"
      })
  void whatIsNoHttpIsRefused(String text) {
    assertRefused(answer(text)).hasMessage("the answer is not HTTP");
  }

  @Test
  void answerThatIsCutShortIsRefused() {
    Answer close = Answer.close();

    assertRefused(close).hasMessage("cut short");
    assertRefused(answer("HTTP/1.1 200 OK\r\n").then(close)).hasMessage("cut short");
    assertRefused(answer(Answer.head(200, "Content-Length: 3") + "\r\nab").then(close))
        .hasMessage("cut short");
    assertRefused(answer(CHUNKED + "3\r\nab").then(close)).hasMessage("cut short");
    assertRefused(answer(CHUNKED + "2\r\nab\r\n").then(close)).hasMessage("cut short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1x", "99999999999", "1, 1", "TOP-SECRET"})
  void lengthThatIsNoNumberIsRefusedAndNotShown(String length) {
    assertRefused(answer(Answer.head(200, "Content-Length: " + length) + "\r\nab"))
        .hasMessage("a length is not a number");
    assertRefused(answer(CHUNKED + length + "\r\nab")).hasMessage("a length is not a number");
  }

  @Test
  void tooMuchIsNotReadToItsEnd() {
    String much = "more than 65536 bytes";
    String line = "x".repeat(1000);

    assertRefused(answer("HTTP/1.1 200 ").then(Answer.flood(line))).hasMessage(much);
    assertRefused(answer(Answer.head(200)).then(Answer.flood("A: b\r\n"))).hasMessage(much);
    assertRefused(answer(Answer.head(200) + "\r\n").then(Answer.flood(line))).hasMessage(much);
    assertRefused(answer(CHUNKED).then(Answer.flood("1\r\na\r\n"))).hasMessage(much);
    assertRefused(
            answer(Answer.head(200, "Content-Length: 2147483647") + "\r\n")
                .then(Answer.flood(line)))
        .hasMessage(much);
  }

  // Time

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n"})
  void answerThatDripsIsNotWaitedFor(String begin) {
    server.answer(answer(begin).then(Answer.drip("x")));

    assertThatThrownBy(() -> within(SHORT).get("")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n"})
  void silenceIsNotWaitedFor(String begin) {
    server.answer(answer(begin).then(Answer.stall()));

    assertThatThrownBy(() -> within(SHORT).get("")).isInstanceOf(IOException.class);
  }

  @Test
  void nothingIsAskedWhenTheTimeIsUp() {
    assertThatThrownBy(() -> within(Duration.ZERO).get(""))
        .isInstanceOf(IOException.class)
        .hasMessage("not within 0 ms");
    assertThat(server.connections()).isZero();
  }
}
