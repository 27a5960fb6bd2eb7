package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ServerRoleCredentialsTest {

  private static final String PATH = "/latest/meta-data/iam/security-credentials/";
  private static final String SECRET = "TOP-SECRET";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final RecordingLogger log = new RecordingLogger();
  private final ManualClock clock = new ManualClock(NOW.toString());
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService serverThreads = Executors.newCachedThreadPool();
  private volatile Reply roles = Reply.ok("my-role\nother-role\n");
  private volatile Reply pair = Reply.ok(json("AKID", "2026-01-02T09:04:05Z"));
  private HttpServer server;
  private ServerRoleCredentials source;

  private record Reply(int status, String body, String... headers) {
    static Reply ok(String body) {
      return new Reply(200, body);
    }
  }

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(serverThreads);
    server.createContext("/", this::answer);
    server.start();
    source = source(Runnable::run);
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    serverThreads.shutdownNow();
  }

  private URI base() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    String inUrl = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + inUrl + ":" + address.getPort() + PATH);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    asked.add(exchange.getRequestMethod() + " " + path);
    Reply reply = path.equals(PATH) ? roles : pair;
    byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < reply.headers.length; i += 2) {
      exchange.getResponseHeaders().set(reply.headers[i], reply.headers[i + 1]);
    }
    exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String json(String accessKey, String expiration) {
    return """
    {"Code": "Success", "AccessKeyId": "%s", "SecretAccessKey": "TOP-SECRET",
     "Expiration": "%s", "Type": "NCP-HMAC", "Token": ""}\
    """
        .formatted(accessKey, expiration);
  }

  private void assertFound(String accessKey) {
    assertThat(source.look().credentials()).isEqualTo(Credentials.of(accessKey, SECRET));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertBroken() {
    return assertThatThrownBy(source::look)
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE))
        .hasMessageStartingWith("credentials unavailable: server role: ")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  private void assertAbsent(String why) {
    CredentialsSource.Answer answer = source.look();
    assertThat(answer.credentials()).isNull();
    assertThat(answer.whyAbsent()).contains(why).doesNotContain(SECRET);
  }

  @Test
  void pairOfTheFirstRoleServes() {
    assertFound("AKID");
    assertThat(asked).containsExactly("GET " + PATH, "GET " + PATH + "my-role");
  }

  @ParameterizedTest
  @CsvSource({
    "역할 1, %EC%97%AD%ED%95%A0%201",
    "a/b?c#d%41, a%2Fb%3Fc%23d%2541",
    "A-z_0.~, A-z_0.~",
    "..a, ..a"
  })
  void roleNameIsOneEncodedSegment(String role, String segment) {
    roles = Reply.ok("\r\n  " + role + " \r\nother\r\n");

    assertFound("AKID");
    assertThat(asked).last().isEqualTo("GET " + PATH + segment);
  }

  @Test
  void pairIsKept() {
    Credentials first = source.look().credentials();
    clock.move(Duration.ofMinutes(59));

    assertThat(source.look().credentials()).isSameAs(first);
    assertThat(asked).hasSize(2);
  }

  @Test
  void pairThatWasHeldForAnHourIsRenewed() {
    assertFound("AKID");
    pair = Reply.ok(json("SECOND", "2026-01-02T09:04:05Z"));

    clock.move(Duration.ofHours(1).minusMillis(1));
    assertFound("AKID");
    clock.move(Duration.ofMillis(1));
    assertFound("SECOND");
    assertFound("SECOND");
    assertThat(asked).hasSize(4);
  }

  @Test
  void pairWithLessThanFifteenMinutesLeftIsRenewed() {
    pair = Reply.ok(json("AKID", "2026-01-02T03:34:05Z"));
    assertFound("AKID");
    pair = Reply.ok(json("SECOND", "2026-01-02T09:04:05Z"));

    clock.move(Duration.ofMinutes(15).minusMillis(1));
    assertFound("AKID");
    clock.move(Duration.ofMillis(1));
    assertFound("SECOND");
  }

  @Test
  void pairThatComesWithLittleTimeLeftIsNotAskedForOnEveryRequest() {
    pair = Reply.ok(json("AKID", "2026-01-02T03:09:05Z"));
    assertFound("AKID");
    assertFound("AKID");
    assertThat(asked).hasSize(2);

    clock.move(Duration.ofMinutes(1));
    assertFound("AKID");
    assertThat(asked).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:34:05Z",
        "2026-01-02T03:34:05+0000",
        "2026-01-02T03:34:05.000+00:00",
        "2026-01-02T12:34:05+0900",
        "2026-01-02T12:34:05.000000+09:00"
      })
  void endIsReadInEveryForm(String expiration) {
    pair = Reply.ok(json("AKID", expiration));
    assertFound("AKID");
    pair = new Reply(500, "");

    clock.move(Duration.ofMinutes(30).minusMillis(1));
    assertFound("AKID");
    clock.move(Duration.ofMillis(1));
    assertBroken();
  }

  @Test
  void pairWithoutEndIsRenewedEveryHour() {
    pair = Reply.ok("{\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"TOP-SECRET\"}");
    assertFound("AKID");

    clock.move(Duration.ofHours(1));
    assertFound("AKID");
    assertThat(asked).hasSize(4);
  }

  @Test
  void oldPairIsUsedOnWhenRenewalFails_withAWarningAMinute() {
    assertFound("AKID");
    pair = new Reply(500, "TOP-SECRET");
    clock.move(Duration.ofHours(1));

    assertFound("AKID");
    clock.move(Duration.ofMinutes(1).minusMillis(1));
    assertFound("AKID");

    assertThat(asked).hasSize(4);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith(
            "WARN cannot renew the credentials of the server role, using the old ones until"
                + " 2026-01-02T09:04:05Z: ")
        .contains("HTTP 500")
        .doesNotContain(SECRET);

    pair = Reply.ok(json("SECOND", "2026-01-02T09:04:05Z"));
    clock.move(Duration.ofMillis(1));
    assertFound("SECOND");
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void oldPairIsUsedOnWhenTheRoleIsGone() {
    assertFound("AKID");
    roles = new Reply(404, "");
    clock.move(Duration.ofHours(1));

    assertFound("AKID");
    assertThat(log.lines()).singleElement().asString().contains("HTTP 404");
  }

  @Test
  void pairThatEndedIsNotUsedOn() {
    assertFound("AKID");
    roles = new Reply(404, "");
    clock.move(Duration.ofHours(6));

    assertAbsent("HTTP 404");
    assertThat(log.lines()).isEmpty();
  }

  // Who waits for the metadata service

  /** Lets the metadata service answer when it is told to, on a thread of its own. */
  private final class Held implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final Semaphore done = new Semaphore(0);

    Held() {
      server.removeContext("/");
      server.createContext(
          "/",
          exchange -> {
            asked.countDown();
            await(answer);
            answer(exchange);
          });
      source = source(this::run);
    }

    private void run(Runnable task) {
      serverThreads.execute(
          () -> {
            task.run();
            done.release();
          });
    }

    void awaitDone() throws InterruptedException {
      answer.countDown();
      assertThat(done.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      answer.countDown();
    }
  }

  private ServerRoleCredentials source(Executor renewer) {
    return new ServerRoleCredentials(base(), Duration.ofSeconds(5), renewer, clock, log);
  }

  @Test
  void nobodyWaitsForARenewalWhileTheOldPairHolds() throws Exception {
    try (Held metadata = new Held()) {
      metadata.answer.countDown();
      assertFound("AKID");
      metadata.awaitDone();
    }
    clock.move(Duration.ofHours(1));
    pair = Reply.ok(json("SECOND", "2026-01-02T09:04:05Z"));
    asked.clear();
    ServerRoleCredentials renewed = source;
    try (Held metadata = new Held()) {
      source = renewed;
      assertFound("AKID");
      await(metadata.asked);
      assertFound("AKID");
      assertThat(source.known()).isNotNull();
    }
    while (!source.look().credentials().accessKey().equals("SECOND")) {
      Thread.onSpinWait();
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void threadsThatStartTogetherAskOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Held metadata = new Held()) {
      List<Future<Credentials>> looks =
          Stream.generate(() -> threads.submit(() -> source.look().credentials()))
              .limit(8)
              .toList();
      await(metadata.asked);
      metadata.answer.countDown();

      for (Future<Credentials> found : looks) {
        assertThat(found.get(10, TimeUnit.SECONDS)).isEqualTo(Credentials.of("AKID", SECRET));
      }
      assertThat(asked).hasSize(2);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void threadThatWaitedForAFailureDoesNotAskAgain() throws Exception {
    roles = new Reply(404, "");
    try (Held metadata = new Held()) {
      Thread first = new Thread(source::look);
      Thread second = new Thread(source::look);
      first.start();
      await(metadata.asked);
      second.start();
      awaitWaiting(second);

      metadata.answer.countDown();

      first.join();
      second.join();
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void whoIsInterruptedWaitsNoLonger_andOthersDo() throws Exception {
    try (Held metadata = new Held()) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread first =
          new Thread(
              () -> {
                thrown.complete(catchThrowable(source::look));
                flag.complete(Thread.currentThread().isInterrupted());
              });
      first.start();
      await(metadata.asked);
      CompletableFuture<Credentials> other =
          CompletableFuture.supplyAsync(() -> source.look().credentials());
      awaitWaiting(first);

      first.interrupt();

      assertThat(thrown.get(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              ApiGatewayException.class,
              e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE))
          .hasMessageContaining("interrupted");
      assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
      metadata.answer.countDown();
      assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(Credentials.of("AKID", SECRET));
      assertThat(asked).hasSize(2);
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void metadataServiceThatDripsIsGivenUp() {
    try (ScriptedServer dripping =
        ScriptedServer.start()
            .answerAlways(Answer.raw("HTTP/1.1 200 OK\r\n").then(Answer.drip("x")))) {
      source =
          new ServerRoleCredentials(
              dripping.url("/"), Duration.ofMillis(300), Runnable::run, clock, log);

      CredentialsSource.Answer answer = source.look();

      assertThat(answer.credentials()).isNull();
      assertThat(answer.whyAbsent()).contains("did not answer (");
    }
  }

  @Test
  void bothAnswersTogetherHaveSoMuchTime() {
    Answer slowly =
        Answer.by(
            request ->
                request.target().equals("/")
                    ? Answer.json(200, "role")
                    : Answer.raw(Answer.head(200) + "\r\n").then(Answer.drip(" ")));
    try (ScriptedServer dripping = ScriptedServer.start().answerAlways(slowly)) {
      source =
          new ServerRoleCredentials(
              dripping.url("/"), Duration.ofMillis(300), Runnable::run, clock, log);

      assertBroken().hasMessageContaining("did not answer (");
    }
  }

  @Test
  void pairThatHoldsIsGiven_whenNoThreadCanBeHad() {
    Executor[] renewer = {Runnable::run};
    source = source(task -> renewer[0].execute(task));
    assertFound("AKID");
    clock.move(Duration.ofHours(1));
    renewer[0] =
        task -> {
          throw new OutOfMemoryError("unable to create native thread");
        };

    assertFound("AKID");
    assertFound("AKID");

    renewer[0] = Runnable::run;
    pair = Reply.ok(json("SECOND", "2026-01-02T09:04:05Z"));
    assertFound("SECOND");
  }

  @Test
  void whoHasNoPairLearnsThatNoThreadCanBeHad() {
    OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
    source =
        source(
            task -> {
              throw none;
            });

    assertThatThrownBy(source::look).isSameAs(none);
  }

  @Test
  void nothingIsKnownBeforeTheFirstLook_norAfterTheEnd() {
    assertThat(source.known()).isNull();
    assertThat(asked).isEmpty();

    assertFound("AKID");
    assertThat(source.known()).isNotNull();
    clock.move(Duration.ofHours(6));
    asked.clear();

    assertThat(source.known()).isNull();
    assertThat(asked).isEmpty();
  }

  @Test
  void threadThatAsksIsADaemonThatInheritsNothing() throws Exception {
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    inherited.set("of the caller");
    CompletableFuture<Thread> asking = new CompletableFuture<>();
    CompletableFuture<String> seen = new CompletableFuture<>();
    Clock watching =
        new Clock() {
          @Override
          public Instant instant() {
            if (Thread.currentThread().getName().equals("ncloud-server-role")) {
              seen.complete(String.valueOf(inherited.get()));
              asking.complete(Thread.currentThread());
              throw new IllegalStateException("far enough");
            }
            return NOW;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };

    assertThatThrownBy(new ServerRoleCredentials(watching)::look)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("far enough");

    assertThat(asking.get().isDaemon()).isTrue();
    assertThat(seen.get()).isEqualTo("null");
  }

  // The role of another cloud

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Type':'AWS-HMAC','AccessKeyId':'ASIAIOSFODNN7EXAMPLE','Token':'IQoJb3Jp'",
        "'Type':'AWS-HMAC','AccessKeyId':'AKID','Token':''",
        "'Type':'HMAC','AccessKeyId':'AKID'",
        "'AccessKeyId':'AKID','Token':'IQoJb3Jp'",
        "'AccessKeyId':'ASIAIOSFODNN7EXAMPLE'",
        "'AccessKeyId':'AKIAIOSFODNN7EXAMPLE'"
      })
  void roleOfAnotherCloudIsNotTaken(String members) {
    pair =
        Reply.ok(
            ("{'Code':'Success','SecretAccessKey':'TOP-SECRET'," + members + "}")
                .replace('\'', '"'));

    assertAbsent(base() + " has the role of another cloud");
    assertThat(asked).containsExactly("GET " + PATH, "GET " + PATH + "my-role");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Type':'NCP-HMAC','AccessKeyId':'AKIAIOSFODNN7EXAMPLE','Token':'x'",
        "'Type':'ncp-hmac','AccessKeyId':'AKIAIOSFODNN7EXAMPLE'",
        "'AccessKeyId':'AKIAIOSFODNN7EXAMPL','Token':''",
        "'AccessKeyId':'ncp_iam-AKIAIOSFODNN7EXAMPLE','Token':null"
      })
  void roleIsTaken_whateverElseItsKeyLooksLike(String members) {
    pair = Reply.ok(("{'SecretAccessKey':'TOP-SECRET'," + members + "}").replace('\'', '"'));

    assertThat(source.look().credentials()).isNotNull();
  }

  @Test
  void oldPairIsUsedOn_whenTheServiceIsSuddenlyThatOfAnotherCloud() {
    assertFound("AKID");
    pair = Reply.ok("{\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"B\"}");
    clock.move(Duration.ofHours(1));

    assertFound("AKID");
    assertThat(log.lines()).singleElement().asString().contains("of another cloud");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 401, 403, 404, 500})
  void metadataServiceWithoutRolesIsAbsent(int status) {
    roles = new Reply(status, "");

    assertAbsent(base() + " answered HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \r\n\r\n"})
  void emptyListOfRolesIsAbsent(String list) {
    roles = Reply.ok(list);

    assertAbsent(base() + " lists no role");
  }

  @Test
  void unreachableMetadataServiceIsAbsent() {
    server.stop(0);

    assertAbsent(base() + " did not answer");
  }

  @Test
  void redirectIsNotFollowed() {
    roles = new Reply(302, "", "Location", base().resolve("/elsewhere").toString());

    assertAbsent("HTTP 302");
    assertThat(asked).containsExactly("GET " + PATH);
  }

  @Test
  void absenceIsAskedAboutAgain() {
    roles = new Reply(404, "");
    assertAbsent("HTTP 404");
    roles = Reply.ok("my-role");

    assertFound("AKID");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void roleNameThatIsADotSegmentIsBroken(String role) {
    roles = Reply.ok(role);

    assertBroken().hasMessageContaining("lists an invalid role name");
    assertThat(asked).hasSize(1);
  }

  @Test
  void roleWithoutCredentialsIsBroken() {
    pair = new Reply(404, "TOP-SECRET");

    assertBroken().hasMessageContaining("answered HTTP 404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TOP-SECRET",
        "<html>TOP-SECRET</html>",
        "{\"SecretAccessKey\": TOP-SECRET}",
        "{\"SecretAccessKey\":\"TOP-SECRET"
      })
  void answerThatIsNotJsonIsBrokenAndNotShown(String body) {
    pair = Reply.ok(body);

    assertBroken().hasMessageEndingWith("the answer of the metadata service is not JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"TOP-SECRET\"",
        "{\"SecretAccessKey\":\"TOP-SECRET\"}",
        "{\"AccessKeyId\":null,\"SecretAccessKey\":\"TOP-SECRET\"}",
        "{\"AccessKeyId\":\" \",\"SecretAccessKey\":\"TOP-SECRET\"}",
        "{\"AccessKeyId\":1,\"SecretAccessKey\":\"TOP-SECRET\"}"
      })
  void answerWithoutAccessKeyIsBrokenAndNotShown(String body) {
    pair = Reply.ok(body);

    assertBroken().hasMessageEndingWith("has no AccessKeyId");
  }

  @Test
  void emptyAnswerIsBroken() {
    pair = Reply.ok("");

    assertBroken().hasMessageEndingWith("has no AccessKeyId");
  }

  @Test
  void answerWithoutSecretIsBroken() {
    pair = Reply.ok("{\"AccessKeyId\":\"AKID\"}");

    assertBroken().hasMessageEndingWith("has no SecretAccessKey");
  }

  @Test
  void answerThatSaysAnErrorIsBroken() {
    pair = Reply.ok("{\"Code\":\"Failed\",\"Message\":\"no such\\nrole\"}");

    assertBroken().hasMessageEndingWith("the metadata service answered Failed no such role");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tomorrow",
        "2026-01-02",
        "2026-01-02T09:04:05",
        "2026-13-02T09:04:05Z",
        "1767323045"
      })
  void endThatIsNoTimeIsBroken(String expiration) {
    pair = Reply.ok(json("AKID", expiration));

    assertBroken().hasMessageEndingWith("an Expiration that is not a time");
  }

  @Test
  void pairThatHasEndedIsBroken() {
    pair = Reply.ok(json("AKID", "2026-01-02T03:04:05Z"));

    assertBroken()
        .hasMessageEndingWith("returned credentials that expired at 2026-01-02T03:04:05Z");
  }

  @Test
  void accessKeyThatIsNoHeaderValueIsBroken() {
    pair = Reply.ok(json("AK\\nID", "2026-01-02T09:04:05Z"));

    assertBroken().hasMessageContaining("the access key holds");
  }

  @Test
  void accessKeyMayHoldWhatCanBeSent_sinceNobodyTypedIt() {
    pair = Reply.ok(json("AK:ID,'1'", "2026-01-02T09:04:05Z"));

    assertFound("AK:ID,'1'");
  }

  @Test
  void hugeAnswerIsNotReadToItsEnd() {
    pair = Reply.ok(" ".repeat(64 << 10) + json("AKID", "2026-01-02T09:04:05Z"));

    assertBroken().hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void nothingIsLoggedAtAnyLevelWhenAllIsWell() {
    assertFound("AKID");

    assertThat(log.lines()).isEmpty();
  }
}
