package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Client;
import feign.DefaultClient;
import feign.Request;
import feign.Response;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing and interrupting. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifecycleTest {

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final Pauses pauses = new Pauses();

  @AutoClose private final ApiGatewayClient client = TestClients.of(server, pauses).build();

  private enum Each {
    READ(client -> client.products().getProduct("p")),
    WRITE(
        client ->
            client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n")));

    private final Consumer<ApiGatewayClient> call;

    Each(Consumer<ApiGatewayClient> call) {
      this.call = call;
    }
  }

  // Closing

  @ParameterizedTest
  @EnumSource
  void laterCallsSayThatTheClientIsClosed(Each each) {
    server.answerAlways(Answer.json(200, "{}"));
    client.products().getProduct("p");

    client.close();
    client.close();
    ApiGatewayException e = failure(() -> each.call.accept(client));

    assertThat(e.kind()).isEqualTo(Kind.CLIENT_CLOSED);
    assertThat(e.operation()).isNotNull();
    assertThat(e.mayHaveBeenProcessed()).isFalse();
    assertThat(server.requests()).hasSize(1);
    assertThat(pauses.asked()).isEmpty();
  }

  @Test
  void closingAClientThatWasNeverUsedDoesNothing() {
    client.close();

    assertThat(server.connections()).isZero();
  }

  @Test
  void closingClosesTheConnections() throws InterruptedException {
    server.answerAlways(Answer.json(200, "{}"));
    client.products().getProduct("p");

    client.close();

    server.awaitNoConnection();
  }

  @Test
  void closingOneClientLeavesOthersOpen() {
    server.answerAlways(Answer.json(200, "{}"));
    try (ApiGatewayClient other = TestClients.of(server, pauses).build()) {
      client.close();

      other.products().getProduct("p");
    }

    assertThat(server.requests()).hasSize(1);
  }

  /** An HTTP client that could be closed. */
  private static final class CloseableClient implements Client, Closeable {
    private final Client client = new DefaultClient(null, null);
    private boolean closed;

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
      return client.execute(request, options);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void customHttpClientStaysOpenAndIsNotUsedAfterwards() {
    server.answerAlways(Answer.json(200, "{}"));
    CloseableClient custom = new CloseableClient();
    ApiGatewayClient through = TestClients.of(server, pauses).httpClient(custom).build();
    through.products().getProduct("p");

    through.close();

    assertThat(custom.closed).isFalse();
    assertThat(failure(() -> through.products().getProduct("p")).kind())
        .isEqualTo(Kind.CLIENT_CLOSED);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"true, CLIENT_CLOSED", "false, CONNECTION_FAILED"})
  void failureOfACustomHttpClientSaysWhetherItsOwnClientIsClosed(boolean own, Kind expected) {
    AtomicReference<ApiGatewayClient> toClose = new AtomicReference<>(client);
    try (ApiGatewayClient through =
        TestClients.of(server, pauses)
            .httpClient(
                (request, options) -> {
                  toClose.get().close();
                  throw new IOException("broken");
                })
            .build()) {
      if (own) {
        toClose.set(through);
      }

      assertThat(failure(() -> Each.WRITE.call.accept(through)).kind()).isEqualTo(expected);
    }
  }

  // Interrupting

  @ParameterizedTest
  @EnumSource
  void interruptInAPauseEndsTheCall(Each each) {
    server.answerAlways(Answer.error(429, "410"));
    try (ApiGatewayClient interrupted =
        TestClients.of(server)
            .time(
                System::nanoTime,
                pause -> {
                  throw new InterruptedException();
                })
            .build()) {
      ApiGatewayException e = failure(() -> each.call.accept(interrupted));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED);
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
      assertThat(e)
          .cause()
          .isInstanceOfSatisfying(
              ApiGatewayException.class,
              cause -> assertThat(cause.errorCode()).isEqualTo(ErrorCode.THROTTLE_LIMITED));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void realPauseIsInterrupted() throws InterruptedException {
    server.answerAlways(Answer.error(503, "500", "Retry-After: 20"));
    try (ApiGatewayClient patient =
        ApiGatewayClient.builder()
            .baseUrl(server.url("/api/v1"))
            .credentials(TestClients.CREDENTIALS)
            .build()) {
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      CompletableFuture<ApiGatewayException> thrown = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                thrown.complete(failure(() -> patient.products().getProduct("p")));
                flag.complete(Thread.currentThread().isInterrupted());
              });
      caller.start();
      server.awaitRequests(1);

      caller.interrupt();

      assertThat(thrown.join().kind()).isEqualTo(Kind.INTERRUPTED);
      assertThat(flag.join()).isTrue();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSent_whenTheThreadIsInterruptedAlready(Each each) {
    Thread.currentThread().interrupt();

    ApiGatewayException e = failure(() -> each.call.accept(client));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(e.mayHaveBeenProcessed()).isFalse();
    assertThat(server.connections()).isZero();
  }

  /** The interrupts come about when the only connection goes from one call to the other. */
  @Test
  void interruptWhileAConnectionIsGrantedLosesNoConnection() throws Exception {
    AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    Answer thenInterrupt =
        (socket, request) -> {
          long until = System.nanoTime() + ThreadLocalRandom.current().nextInt(200_000);
          while (System.nanoTime() < until) {
            Thread.onSpinWait();
          }
          waiter.get().interrupt();
        };
    Answer ok = Answer.json(200, "{}");
    server.answerAlways(Answer.by(r -> r.path().endsWith("holder") ? ok.then(thenInterrupt) : ok));
    try (ApiGatewayClient single = TestClients.of(server, pauses).maxConnections(1).build()) {
      FutureTask<@Nullable Void> waiting =
          new FutureTask<>(
              () -> {
                while (!over.get()) {
                  try {
                    single.products().getProduct("waiter");
                  } catch (ApiGatewayException e) {
                    assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED);
                  }
                  Thread.interrupted();
                }
                return null;
              });
      waiter.set(new Thread(waiting));
      waiter.get().start();

      ApiGatewayClient holder = single.with(o -> o.callTimeout(Duration.ofSeconds(10)));
      for (int i = 0; i < 3_000; i++) {
        holder.products().getProduct("holder"); // fails if the only connection is lost
      }

      over.set(true);
      waiter.get().interrupt();
      waiting.get();
    }
  }

  // Leftovers

  @Test
  void closingAtAnyMomentLeavesNoConnection() throws InterruptedException {
    server.answerAlways(Answer.json(200, "{}"));
    for (int i = 0; i < 100; i++) {
      ApiGatewayClient other = TestClients.of(server, pauses).build();
      List<CompletableFuture<ApiGatewayException>> failures = new ArrayList<>();
      for (int j = 0; j < 4; j++) {
        CompletableFuture<ApiGatewayException> failure = new CompletableFuture<>();
        new Thread(() -> failure.complete(firstFailure(other))).start();
        failures.add(failure);
      }
      long until = System.nanoTime() + ThreadLocalRandom.current().nextInt(3_000_000);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }

      other.close();

      assertThat(failures)
          .extracting(CompletableFuture::join)
          .extracting(ApiGatewayException::kind)
          .containsOnly(Kind.CLIENT_CLOSED);
    }
    server.awaitNoConnection();
  }

  private static ApiGatewayException firstFailure(ApiGatewayClient client) {
    while (true) {
      try {
        client.products().getProduct("p");
      } catch (ApiGatewayException e) {
        return e;
      }
    }
  }

  @Test
  void connectionWithAKeepAliveOfZeroIsNotReused() {
    server.answerAlways(Answer.json(200, "{}", "Keep-Alive: timeout=0"));

    client.products().getProduct("p");
    client.products().getProduct("p");

    assertThat(server.connections()).isEqualTo(2);
  }

  /** Threads inherit the group of the thread that starts them. */
  @ParameterizedTest
  @ValueSource(ints = {200, 404})
  void callLeavesNoThread(int status) throws Exception {
    server.answerAlways(Answer.json(status, "{}"));
    ThreadGroup group = new ThreadGroup("of the call");
    FutureTask<List<Thread>> call =
        new FutureTask<>(
            () -> {
              try (ApiGatewayClient made = TestClients.of(server, pauses).build()) {
                if (status == 200) {
                  made.products().getProduct("p");
                } else {
                  assertThat(failure(() -> made.products().getProduct("p")).httpStatus())
                      .isEqualTo(status);
                }
                Thread[] threads = new Thread[10];
                return List.of(Arrays.copyOf(threads, group.enumerate(threads)));
              }
            });
    Thread caller = new Thread(group, call);

    caller.start();

    assertThat(call.get()).containsExactly(caller);
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
