package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener is told of every attempt and every call, and changes nothing. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallListenerTest {

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final List<CallEvent> attempts = new ArrayList<>();
  private final List<CallEvent> calls = new ArrayList<>();

  private final CallListener listener =
      new CallListener() {
        @Override
        public void attemptEnded(CallEvent attempt) {
          attempts.add(attempt);
        }

        @Override
        public void callEnded(CallEvent call) {
          calls.add(call);
        }
      };

  @AutoClose private final ApiGatewayClient client = client(listener).build();

  private ApiGatewayClient.Builder client(CallListener listener) {
    return TestClients.of(server, new Pauses()).listener(listener);
  }

  @Test
  void everyAttemptAndTheCallAreTold() {
    server.answer(
        Answer.error(503, "500", "x-ncp-trace-id: t1"),
        Answer.close(),
        Answer.json(200, "{}", "x-ncp-trace-id: t3"));

    client.stages().getStage("p", "a b", "s");

    assertThat(attempts).extracting(CallEvent::attempts).containsExactly(1, 2, 3);
    assertThat(attempts).extracting(CallEvent::httpStatus).containsExactly(503, 0, 200);
    assertThat(attempts).extracting(CallEvent::traceId).containsExactly("t1", null, "t3");
    assertThat(attempts.get(0).failure()).hasMessageContaining("HTTP 503");
    assertThat(attempts.get(1).failure()).hasMessageContaining("connection failed");
    assertThat(attempts.get(2).failure()).isNull();
    assertThat(calls).hasSize(1);
    CallEvent call = calls.get(0);
    assertThat(call.operation()).isEqualTo("getStage");
    assertThat(call.httpMethod()).isEqualTo("GET");
    assertThat(call.pathTemplate())
        .isEqualTo("/products/{productId}/apis/{apiId}/stages/{stageId}");
    assertThat(call.attempts()).isEqualTo(3);
    assertThat(call.httpStatus()).isEqualTo(200);
    assertThat(call.traceId()).isEqualTo("t3");
    assertThat(call.failure()).isNull();
    assertThat(call.duration())
        .isGreaterThanOrEqualTo(
            attempts.stream().map(CallEvent::duration).reduce(Duration.ZERO, Duration::plus));
  }

  @Test
  void failureOfACallIsTheExceptionThatTheCallerGets() {
    server.answer(Answer.error(404, "300"));

    Throwable thrown = catchThrowable(() -> client.products().getProduct("p"));

    assertThat(thrown).isInstanceOf(ApiGatewayException.class);
    assertThat(calls).extracting(CallEvent::failure).containsExactly(thrown);
    assertThat(attempts).extracting(CallEvent::failure).containsExactly(thrown);
  }

  @Test
  void exceptionOfAnInterceptorIsToldToo() {
    IllegalStateException own = new IllegalStateException("not today");
    try (ApiGatewayClient customised =
        client(listener)
            .customize(
                feign ->
                    feign.requestInterceptor(
                        template -> {
                          throw own;
                        }))
            .build()) {
      assertThatThrownBy(() -> customised.products().getProduct("p")).isSameAs(own);
    }

    assertThat(calls).extracting(CallEvent::failure).containsExactly(own);
  }

  @Test
  void callThroughFeignIsToldLikeAnyOther() {
    server.answer(Answer.error(503, "500"), Answer.json(200, "{}", "x-ncp-trace-id: t"));
    try (ApiGatewayClient customised =
        client(listener)
            .customize(feign -> feign.requestInterceptor(template -> template.header("x", "y")))
            .build()) {
      customised.products().getProduct("p");
    }

    assertThat(attempts).extracting(CallEvent::httpStatus).containsExactly(503, 200);
    assertThat(calls).extracting(CallEvent::traceId).containsExactly("t");
  }

  @Test
  void streamIsToldPageByPage() {
    server.answer(
        Answer.json(200, "{\"total\":2,\"content\":[{\"usagePlanId\":\"a\"}]}"),
        Answer.json(200, "{\"total\":2,\"content\":[{\"usagePlanId\":\"b\"}]}"));

    assertThat(client.stages().streamStageUsagePlans("p", "a", "s")).hasSize(2);

    assertThat(calls)
        .extracting(CallEvent::operation)
        .containsExactly("listStageUsagePlans", "listStageUsagePlans");
  }

  @Test
  void callThatIsRefusedForItsArgumentsIsNotTold() {
    assertThatIllegalArgumentException().isThrownBy(() -> client.products().getProduct(" "));
    assertThatNullPointerException().isThrownBy(() -> client.products().getProduct(null));

    assertThat(attempts).isEmpty();
    assertThat(calls).isEmpty();
  }

  @Test
  void bodyThatCannotBeWrittenIsTheFailureOfACallWithoutAnAnswer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.usagePlans().createUsagePlan(new CreateUsagePlanRequest()));

    assertThat(calls)
        .singleElement()
        .satisfies(call -> assertThat(call.failure()).isInstanceOf(IllegalArgumentException.class))
        .satisfies(call -> assertThat(call.httpStatus()).isZero());
    assertThat(server.connections()).isZero();
  }

  @Test
  void listenerThatThrowsChangesNothing() {
    server.answer(
        Answer.error(503, "500"), Answer.json(200, "{\"product\":{\"productId\":\"x\"}}"));
    CallListener failing =
        new CallListener() {
          @Override
          public void attemptEnded(CallEvent attempt) {
            throw new IllegalStateException("no metrics today");
          }

          @Override
          public void callEnded(CallEvent call) {
            throw new StackOverflowError();
          }
        };
    try (ApiGatewayClient told = client(failing).build()) {
      assertThat(told.products().getProduct("x").getProduct().getProductId()).isEqualTo("x");
    }
  }

  @Test
  void signatureThatIsEchoedAsTraceIdIsNotTold() {
    server.answer(
        Answer.by(
            request ->
                Answer.json(
                    200, "{}", "x-ncp-trace-id: " + request.header(Wire.SIGNATURE).get(0))));

    client.products().getProduct("p");

    assertThat(calls).extracting(CallEvent::traceId).containsExactly("***");
  }
}
