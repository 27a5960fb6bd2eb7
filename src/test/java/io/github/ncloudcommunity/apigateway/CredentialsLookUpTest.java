package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials are inside the time of a call, whatever a provider does, and so are its failures. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CredentialsLookUpTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(10);

  @AutoClose
  private final ScriptedServer server = ScriptedServer.start().answerAlways(Answer.json(200, "{}"));

  private final Pauses pauses = new Pauses();
  private final Stalling stalling = new Stalling();

  @AfterEach
  void letGo() {
    stalling.go.countDown();
  }

  /** Waits for something that neither a deadline nor an interrupt can hurry. */
  private static final class Stalling implements CredentialsProvider {

    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch returned = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Credentials credentials() {
      synchronized (this) {
        asked.incrementAndGet();
        notifyAll();
      }
      while (true) {
        try {
          go.await();
          returned.countDown();
          return TestClients.CREDENTIALS;
        } catch (InterruptedException e) {
          interrupted.countDown();
        }
      }
    }

    synchronized void awaitAsked(int times) throws InterruptedException {
      while (asked.get() < times) {
        wait();
      }
    }
  }

  private ApiGatewayClient.Builder client(CredentialsProvider provider) {
    return TestClients.of(server, pauses).credentialsProvider(provider);
  }

  private ApiGatewayClient of(CredentialsProvider provider) {
    return client(provider).build();
  }

  // Time, interrupts, closing

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callEndsInTime_whenTheProviderDoesNotAnswer(boolean read) {
    try (ApiGatewayClient client = client(stalling).callTimeout(SHORT).build()) {
      ApiGatewayException e = failure(() -> call(client, read));

      assertThat(e.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(e).cause().hasMessage("the credentials provider did not answer in time");
      assertThat(server.connections()).isZero();
      assertThat(pauses.asked()).isEmpty();
    }
  }

  @Test
  void callEndsInTime_whenTheProviderDoesNotAnswerOnTheSecondAttempt() {
    server.answer(Answer.error(429, "410"));
    AtomicLong nanos = new AtomicLong();
    pauses.meanwhile(() -> nanos.addAndGet(LONG.minus(SHORT).toNanos()));
    AtomicInteger asked = new AtomicInteger();
    CredentialsProvider later =
        () -> asked.getAndIncrement() == 0 ? TestClients.CREDENTIALS : stalling.credentials();
    try (ApiGatewayClient client =
        client(later).time(nanos::get, pauses::pause).callTimeout(LONG).build()) {
      ApiGatewayException e = failure(() -> call(client, false));

      assertThat(e.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
      assertThat(e.attempts()).isEqualTo(2);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void providerGoesOnAfterACallThatRanOutOfTime_soThatItCanKeepWhatItGets() throws Exception {
    try (ApiGatewayClient client = client(stalling).callTimeout(SHORT).build()) {
      failure(() -> call(client, true));

      stalling.go.countDown();
      stalling.returned.await();
      assertThat(stalling.interrupted.getCount()).isEqualTo(1);
      call(client, true);
    }
    assertThat(server.requests()).singleElement().satisfies(Wire::assertSigned);
  }

  @Test
  void othersAreServedWhileOneLookUpStalls() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CredentialsProvider first =
        () -> asked.getAndIncrement() == 0 ? stalling.credentials() : TestClients.CREDENTIALS;
    try (ApiGatewayClient client = client(first).callTimeout(LONG).build()) {
      CompletableFuture<Void> stalled = CompletableFuture.runAsync(() -> call(client, true));
      stalling.awaitAsked(1);

      call(client, true);

      assertThat(stalled).isNotDone();
      stalling.go.countDown();
      stalled.get();
    }
  }

  @Test
  void interruptEndsTheWaiting_andTheProviderGoesOn() throws Exception {
    try (ApiGatewayClient client = client(stalling).callTimeout(LONG).build()) {
      CompletableFuture<ApiGatewayException> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                thrown.complete(failure(() -> call(client, false)));
                flag.complete(Thread.currentThread().isInterrupted());
              });
      caller.start();
      stalling.awaitAsked(1);

      caller.interrupt();

      assertThat(thrown.get().kind()).isEqualTo(Kind.INTERRUPTED);
      assertThat(thrown.get().mayHaveBeenProcessed()).isFalse();
      assertThat(flag.get()).isTrue();
      stalling.go.countDown();
      stalling.returned.await();
      assertThat(stalling.interrupted.getCount()).isEqualTo(1);
    }
  }

  @Test
  void closingEndsTheWaiting_andInterruptsTheProvider() throws Exception {
    ApiGatewayClient client = client(stalling).callTimeout(LONG).build();
    CompletableFuture<ApiGatewayException> thrown =
        CompletableFuture.supplyAsync(() -> failure(() -> call(client, false)));
    stalling.awaitAsked(1);

    client.close();

    assertThat(thrown.get().kind()).isEqualTo(Kind.CLIENT_CLOSED);
    assertThat(thrown.get().mayHaveBeenProcessed()).isFalse();
    stalling.interrupted.await();
  }

  @Test
  void closingInterruptsAProviderThatNobodyWaitsForAnyMore() throws Exception {
    ApiGatewayClient client = client(stalling).callTimeout(SHORT).build();
    failure(() -> call(client, true));

    client.close();

    stalling.interrupted.await();
  }

  @Test
  void providerThatNeverReturnsTakesSoManyThreadsAndNoMore() throws Exception {
    int callers = CredentialsLookUp.MOST_AT_ONCE + 1;
    ApiGatewayClient client = client(stalling).callTimeout(LONG).build();
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Future<ApiGatewayException>> ends = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        ends.add(threads.submit(() -> failure(() -> call(client, true))));
      }
      stalling.awaitAsked(callers - 1);
      try (ApiGatewayClient hurried = client.with(options -> options.callTimeout(SHORT))) {
        assertThat(failure(() -> call(hurried, true)).kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
      }
      assertThat(stalling.asked).hasValue(callers - 1);

      client.close();

      for (Future<ApiGatewayException> end : ends) {
        assertThat(end.get().kind()).isEqualTo(Kind.CLIENT_CLOSED);
      }
      assertThat(stalling.asked).hasValue(callers - 1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void threadIsFreeAgain_whateverTheProviderEndsWith() {
    AtomicInteger asked = new AtomicInteger();
    try (ApiGatewayClient client =
        of(
            () -> {
              if (asked.incrementAndGet() > CredentialsLookUp.MOST_AT_ONCE) {
                return TestClients.CREDENTIALS;
              }
              throw new AssertionError("broken");
            })) {
      for (int i = 0; i < CredentialsLookUp.MOST_AT_ONCE; i++) {
        assertThatThrownBy(() -> call(client, true)).isInstanceOf(AssertionError.class);
      }

      call(client, true);
    }
    assertThat(server.requests()).hasSize(1);
  }

  // Which thread

  @Test
  void credentialsAtHandAreAskedForOnTheThreadOfTheCall() {
    AtomicReference<Thread> asked = new AtomicReference<>();
    CredentialsProvider atHand =
        new CredentialsProvider() {
          @Override
          public Credentials credentials() {
            throw new IllegalStateException("not asked");
          }

          @Override
          public Credentials credentialsAtHand() {
            asked.set(Thread.currentThread());
            return TestClients.CREDENTIALS;
          }
        };
    try (ApiGatewayClient client = of(atHand)) {
      call(client, true);
    }

    assertThat(asked).hasValue(Thread.currentThread());
  }

  @Test
  void fixedCredentialsNeedNoOtherThread() {
    int before = threadsOfLookUps();
    try (ApiGatewayClient client = TestClients.of(server).build()) {
      call(client, true);
    }

    assertThat(threadsOfLookUps()).isLessThanOrEqualTo(before);
  }

  private static int threadsOfLookUps() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("ncloud-apigateway-credentials"))
            .count();
  }

  @Test
  void providerThatLooksAtTheThreadOfTheCallCanDoSo() {
    ThreadLocal<Credentials> tenant = new ThreadLocal<>();
    tenant.set(Credentials.of("tenant", "secret"));
    try (ApiGatewayClient client = of(CredentialsProvider.onCallingThread(tenant::get))) {
      call(client, true);
    }

    assertThat(server.onlyRequest().header(Wire.ACCESS_KEY)).containsExactly("tenant");
  }

  @Test
  void callSaysWhatIsMissing_whenTheThreadOfTheCallHasNone() {
    try (ApiGatewayClient client = of(CredentialsProvider.onCallingThread(() -> null))) {
      ApiGatewayException e = failure(() -> call(client, true));

      assertThat(e.kind()).isEqualTo(Kind.CREDENTIALS_UNAVAILABLE);
      assertThat(e).hasMessageContaining("the credentials provider returned null");
    }
  }

  @Test
  void tenantOfOneCallIsNeverTakenForThatOfAnother() {
    InheritableThreadLocal<Credentials> tenant = new InheritableThreadLocal<>();
    tenant.set(Credentials.of("tenant", "secret"));
    try (ApiGatewayClient client = of(tenant::get)) {
      // A thread made for this call would keep its tenant for the calls of others.
      assertThat(failure(() -> call(client, true)).kind()).isEqualTo(Kind.CREDENTIALS_UNAVAILABLE);
    } finally {
      tenant.remove();
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void providerFindsTheClassesOfTheCaller() throws IOException {
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    AtomicReference<ClassLoader> seen = new AtomicReference<>();
    try (URLClassLoader own = new URLClassLoader(new URL[0], before);
        ApiGatewayClient client =
            of(
                () -> {
                  seen.set(Thread.currentThread().getContextClassLoader());
                  return TestClients.CREDENTIALS;
                })) {
      call(client, true); // the thread that asks is there already
      caller.setContextClassLoader(own);
      call(client, true);

      assertThat(seen).hasValue(own);
    } finally {
      caller.setContextClassLoader(before);
    }
  }

  @Test
  void interruptThatTheProviderLeavesIsNotThatOfTheCaller() {
    try (ApiGatewayClient client =
        of(
            () -> {
              Thread.currentThread().interrupt();
              return TestClients.CREDENTIALS;
            })) {
      call(client, true);
      call(client, true);
    }

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(server.requests()).hasSize(2);
  }

  // What it throws

  private static CredentialsProvider throwing(Throwable thrown) {
    return () -> {
      throw CredentialsLookUpTest.<RuntimeException>unchecked(thrown);
    };
  }

  /** What code in Kotlin or Groovy does. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @ParameterizedTest
  @EnumSource(names = "CREDENTIALS_UNAVAILABLE", mode = EnumSource.Mode.EXCLUDE)
  void exceptionOfAnotherCallIsNotTakenForTheEndOfThisOne(Kind kind) {
    ApiGatewayException nested =
        ApiGatewayException.builder(kind).httpStatus(503).retryAfter(Duration.ZERO).build();

    assertUnavailable(throwing(nested), nested);
    assertUnavailable(CredentialsProvider.onCallingThread(throwing(nested)), nested);
  }

  @Test
  void checkedExceptionIsNotTakenForAFailureOfTheNetwork() {
    IOException checked = new IOException("the vault is sealed");

    assertUnavailable(throwing(checked), checked);
    assertUnavailable(CredentialsProvider.onCallingThread(throwing(checked)), checked);
  }

  private void assertUnavailable(CredentialsProvider provider, Throwable cause) {
    try (ApiGatewayClient client = of(provider)) {
      ApiGatewayException e = failure(() -> call(client, false));

      assertThat(e.kind()).isEqualTo(Kind.CREDENTIALS_UNAVAILABLE);
      assertThat(e).hasCause(cause);
      assertThat(e.operation()).isEqualTo("createUsagePlan");
      assertThat(e.httpStatus()).isZero();
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
    }
    assertThat(pauses.asked()).isEmpty();
    assertThat(server.connections()).isZero();
  }

  @Test
  void ownWordsOfTheProviderStay() {
    ApiGatewayException none =
        ApiGatewayException.builder(Kind.CREDENTIALS_UNAVAILABLE).message("the vault said").build();
    try (ApiGatewayClient client = of(throwing(none))) {
      ApiGatewayException e = failure(() -> call(client, true));

      assertThat(e).hasMessageContaining("the vault said");
      assertThat(e.operation()).isEqualTo("getProduct");
    }
  }

  @Test
  void providerThatAsksThroughAnotherClientFailsAsAProvider() {
    try (ScriptedServer vault = ScriptedServer.start().answerAlways(Answer.error(503, "500"));
        ApiGatewayClient inner = TestClients.of(vault, pauses).maxAttempts(1).build();
        ApiGatewayClient outer =
            of(() -> Credentials.of("a", inner.products().getProduct("key").toString()))) {
      ApiGatewayException e = failure(() -> call(outer, true));

      assertThat(e.kind()).isEqualTo(Kind.CREDENTIALS_UNAVAILABLE);
      assertThat(e)
          .cause()
          .isInstanceOfSatisfying(
              ApiGatewayException.class, cause -> assertThat(cause.httpStatus()).isEqualTo(503));
      assertThat(vault.requests()).hasSize(1);
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void errorOfTheProviderComesOutAsItIs() {
    Error error = new NoClassDefFoundError("vault/Driver");
    try (ApiGatewayClient client = of(throwing(error))) {
      assertThatThrownBy(() -> call(client, true)).isSameAs(error);
    }
  }

  private static void call(ApiGatewayClient client, boolean read) {
    if (read) {
      client.products().getProduct("p");
    } else {
      client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));
    }
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
