package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one part of a program may do otherwise, on the same client. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallOptionsTest {

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final Pauses pauses = new Pauses();

  @AutoClose private final ApiGatewayClient client = TestClients.of(server, pauses).build();

  /** With Feign in between and without. */
  private ApiGatewayClient customised() {
    return TestClients.of(server, pauses)
        .customize(feign -> feign.requestInterceptor(template -> template.header("X-Own", "yes")))
        .build();
  }

  @Test
  void attemptsAreThoseOfThePart_andThoseOfTheClientStay() {
    server.answerAlways(Answer.error(503, "500"));
    for (ApiGatewayClient whole : List.of(client, customised())) {
      ApiGatewayClient once = whole.with(options -> options.maxAttempts(1));

      assertThat(failure(() -> once.products().getProduct("p")).attempts()).isEqualTo(1);
      assertThat(server.takeRequests()).hasSize(1);
      assertThat(failure(() -> whole.products().getProduct("p")).attempts()).isEqualTo(3);
      assertThat(server.takeRequests()).hasSize(3);
    }
  }

  @Test
  void callTimeoutIsThatOfThePart() {
    server.answerAlways(Answer.stall());
    ApiGatewayClient quick = client.with(options -> options.callTimeout(Duration.ofMillis(200)));

    ApiGatewayException e = failure(() -> quick.products().getProduct("p"));

    assertThat(e.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
    assertThat(e).hasMessageContaining("200 ms");
  }

  @Test
  void readTimeoutIsThatOfThePart() {
    server.answerAlways(Answer.stall());
    ApiGatewayClient quick =
        client.with(options -> options.readTimeout(Duration.ofMillis(100)).maxAttempts(1));

    assertThat(failure(() -> quick.products().getProduct("p")).kind())
        .isEqualTo(Kind.CONNECTION_FAILED);
  }

  @Test
  void headersAreSentWithEveryAttemptAndReplaceOthersOfTheirName() {
    server.answerAlways(Answer.error(503, "500"));
    try (ApiGatewayClient whole = customised()) {
      ApiGatewayClient part =
          whole.with(options -> options.header("x-team", "billing").header("x-own", "no"));

      failure(() -> part.products().getProduct("p"));

      assertThat(server.requests())
          .hasSize(3)
          .allSatisfy(Wire::assertSigned)
          .allSatisfy(request -> assertThat(request.header("X-Team")).containsExactly("billing"))
          .allSatisfy(request -> assertThat(request.header("X-Own")).containsExactly("no"));
      server.takeRequests();
      failure(() -> whole.products().getProduct("p"));
      assertThat(server.requests())
          .hasSize(3)
          .allSatisfy(request -> assertThat(request.header("X-Team")).isEmpty())
          .allSatisfy(request -> assertThat(request.header("X-Own")).containsExactly("yes"));
    }
  }

  @Test
  void partOfAPartBeginsWithItsOptions() {
    server.answer(Answer.json(200, "{}"));

    client
        .with(options -> options.header("x-a", "1").header("x-b", "1"))
        .with(options -> options.header("X-B", "2"))
        .usagePlans()
        .createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));

    Received request = server.onlyRequest();
    assertThat(request.header("x-a")).containsExactly("1");
    assertThat(request.header("x-b")).containsExactly("2");
  }

  @Test
  void connectionIsShared_andEndsWithTheClientAlone() {
    server.answerAlways(Answer.json(200, "{}"));
    ApiGatewayClient part = client.with(options -> options.maxAttempts(1));

    client.products().getProduct("p");
    part.products().getProduct("p");
    part.close();
    part.products().getProduct("p");

    assertThat(server.connections()).isEqualTo(1);
    client.close();
    assertThat(failure(() -> part.products().getProduct("p")).kind()).isEqualTo(Kind.CLIENT_CLOSED);
  }

  @Test
  void optionsThatSomebodyKeptNoLongerChangeAnything() {
    server.answerAlways(Answer.error(503, "500"));
    AtomicReference<CallOptions> kept = new AtomicReference<>();
    ApiGatewayClient part =
        client.with(
            options -> {
              kept.set(options);
              options.maxAttempts(1);
            });

    kept.get().maxAttempts(10).header("x-late", "1");

    assertThat(failure(() -> part.products().getProduct("p")).attempts()).isEqualTo(1);
    assertThat(server.onlyRequest().header("x-late")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "content-length",
        "Content-Type",
        "X-NCP-APIGW-Signature-V2",
        "x-ncp-apigw-timestamp",
        "x-ncp-iam-access-key",
        "Transfer-Encoding",
        "Connection"
      })
  void headerThatTheClientSetsItselfIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.with(options -> options.header(name, "1")))
        .withMessage("header " + name + " is set by the client itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "이름", "a\r\nX-Injected"})
  void nameThatNoHeaderCanHaveIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.with(options -> options.header(name, "1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret\r\nX-Injected: 1", "비밀", "secret\u0000", "secret\u007f"})
  void valueThatCannotBeSentIsRefusedAndNotRepeated(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.with(options -> options.header("x-a", value)))
        .withMessageContaining("x-a")
        .withMessageNotContaining("secret");
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.with(options -> options.maxAttempts(0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.with(options -> options.callTimeout(Duration.ZERO)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.with(options -> options.readTimeout(Duration.ofDays(2))));
    assertThatNullPointerException()
        .isThrownBy(() -> client.with(options -> options.readTimeout(null)));
    assertThatNullPointerException()
        .isThrownBy(() -> client.with(options -> options.header("x-a", null)));
    assertThatNullPointerException().isThrownBy(() -> client.with(null));
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
