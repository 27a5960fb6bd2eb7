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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What closing and interrupting do. */
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
  void clientThatWasHandedInStaysOpenAndIsNotUsedAfterwards() {
    server.answerAlways(Answer.json(200, "{}"));
    CloseableClient handedIn = new CloseableClient();
    ApiGatewayClient through = TestClients.of(server, pauses).httpClient(handedIn).build();
    through.products().getProduct("p");

    through.close();

    assertThat(handedIn.closed).isFalse();
    assertThat(failure(() -> through.products().getProduct("p")).kind())
        .isEqualTo(Kind.CLIENT_CLOSED);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void failureThroughAClientThatWasHandedInSaysThatTheClientIsClosed() {
    try (ApiGatewayClient through =
        TestClients.of(server, pauses)
            .httpClient(
                (request, options) -> {
                  client.close();
                  throw new IOException("broken");
                })
            .build()) {
      // Another client was closed: this one is open.
      assertThat(failure(() -> Each.WRITE.call.accept(through)).kind())
          .isEqualTo(Kind.CONNECTION_FAILED);
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

  // What is left behind

  @ParameterizedTest
  @ValueSource(ints = {200, 404})
  void callLeavesNoThread(int status) {
    server.answerAlways(Answer.json(status, "{}"));
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    catchThrowableOfType(ApiGatewayException.class, () -> client.products().getProduct("p"));

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().contains("ncloud"))
        .isSubsetOf(before);
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
