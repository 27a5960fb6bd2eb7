package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.SearchUsagePlansRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs small test classes, as users write them, in a JUnit of their own. */
class SandboxExtensionTest {

  private static final String SEEDED = "sandbox-plan";

  /** What the test classes below have seen; each run has its own. */
  private static final Queue<Object> SEEN = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  static final class InAStaticField {

    @RegisterExtension static final SandboxExtension gateway = SandboxExtension.create();

    @BeforeAll
    static void runsAlready() {
      SEEN.add(gateway.sandbox());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gold", "silver"})
    void beginsWithTheSeed(String name) {
      SEEN.add(gateway.sandbox());
      createsInAFreshSandbox(gateway, name);
    }

    @Nested
    class Inside {

      @Test
      void beginsWithTheSeed() {
        SEEN.add(gateway.sandbox());
        createsInAFreshSandbox(gateway, "gold");
      }
    }
  }

  @Test
  void staticField_oneSandbox_resetBeforeEachTest_nestedClassesIncluded() {
    run(InAStaticField.class).testEvents().assertStatistics(tests -> tests.succeeded(3));

    assertThat(SEEN).hasSize(4);
    assertThat(SEEN.stream().distinct()).hasSize(1);
  }

  @Test
  void closesTheSandboxAndTheClientAtTheEnd() {
    run(InAStaticField.class).testEvents().assertStatistics(tests -> tests.succeeded(3));

    assertStopped((ApiGatewaySandbox) SEEN.remove());
    assertThatIllegalStateException()
        .isThrownBy(InAStaticField.gateway::client)
        .withMessageContaining("@RegisterExtension");
  }

  abstract static class Base {

    @RegisterExtension static final SandboxExtension gateway = SandboxExtension.create();

    @Test
    void beginsWithTheSeed() {
      SEEN.add(gateway.sandbox());
      createsInAFreshSandbox(gateway, "gold");
    }
  }

  static final class First extends Base {}

  static final class Second extends Base {}

  @Test
  void inheritedStaticField_aSandboxForEachClass() {
    run(First.class, Second.class).testEvents().assertStatistics(tests -> tests.succeeded(2));

    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    SEEN.forEach(sandbox -> assertStopped((ApiGatewaySandbox) sandbox));
  }

  static final class InAnInstanceField {

    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @RegisterExtension final SandboxExtension gateway = SandboxExtension.create();

    @ParameterizedTest
    @ValueSource(strings = {"gold", "silver"})
    void isAlone(String name) throws Exception {
      SEEN.add(gateway.sandbox());
      createsInAFreshSandbox(gateway, name);
      BOTH.await(30, TimeUnit.SECONDS);
      assertThat(plans(gateway)).containsExactly(SEEDED, name);
      BOTH.await(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void instanceField_aSandboxForEachTest_alsoWhenTheyRunInParallel() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(InAnInstanceField.class))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
        .execute()
        .testEvents()
        .assertStatistics(tests -> tests.succeeded(2));

    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    SEEN.forEach(sandbox -> assertStopped((ApiGatewaySandbox) sandbox));
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static final class InAFieldOfTheOnlyInstance {

    @RegisterExtension final SandboxExtension gateway = SandboxExtension.create();

    @BeforeAll
    void runsAlready() {
      SEEN.add(gateway.sandbox());
    }

    @Test
    void usesThat() {
      assertThat(gateway.sandbox()).isSameAs(SEEN.peek());
    }
  }

  @Test
  void fieldOfAnInstanceForTheWholeClass_isLikeAStaticOne() {
    run(InAFieldOfTheOnlyInstance.class).testEvents().assertStatistics(tests -> tests.succeeded(1));

    assertStopped((ApiGatewaySandbox) SEEN.remove());
  }

  static final class WithSettings {

    @RegisterExtension
    static final SandboxExtension gateway =
        SandboxExtension.create(
            ApiGatewaySandbox.builder()
                .clock(new ManualClock("2020-02-29T12:00:00Z"))
                .credentials("AK", "SK"));

    @Test
    void holdForTheClientToo() {
      createsInAFreshSandbox(gateway, "gold");
      SEEN.add(gateway.sandbox().credentials());
    }
  }

  @Test
  void settingsOfTheSandboxHoldForTheClientToo() {
    run(WithSettings.class).testEvents().assertStatistics(tests -> tests.succeeded(1));

    assertThat(SEEN).containsExactly(Credentials.of("AK", "SK"));
  }

  static final class Refused {

    @RegisterExtension static final SandboxExtension gateway = SandboxExtension.create();

    @Test
    void signsWithAnotherKey() {
      try (ApiGatewayClient other =
          ApiGatewayClient.builder()
              .baseUrl(gateway.sandbox().baseUrl())
              .credentials(Credentials.of(gateway.sandbox().accessKey(), "wrong"))
              .build()) {
        other.usagePlans().getUsagePlan(gateway.sandbox().seed().usagePlanId());
      }
    }
  }

  @Test
  void explainsWhyASignatureIsRefused() {
    assertThat(failures(run(Refused.class)))
        .singleElement()
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> assertThat(e.getMessage()).contains("/api/v1/usage-plans/plan000001"));
  }

  static final class OnATakenPort {

    static int port;

    @RegisterExtension
    final SandboxExtension gateway =
        SandboxExtension.create(ApiGatewaySandbox.builder().port(port));

    @Test
    void neverRuns() {
      SEEN.add("ran");
    }
  }

  @Test
  void takenPort_theTestFailsAndTheMessageNamesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      OnATakenPort.port = taken.getLocalPort();

      assertThat(failures(run(OnATakenPort.class)))
          .singleElement()
          .extracting(Throwable::getMessage)
          .asString()
          .contains(Integer.toString(taken.getLocalPort()));
    }
    assertThat(SEEN).isEmpty();
  }

  @Test
  void withoutAnnotation_saysSo() {
    SandboxExtension forgotten = SandboxExtension.create();

    assertThatIllegalStateException()
        .isThrownBy(forgotten::sandbox)
        .withMessageContaining("@RegisterExtension");
  }

  private static void createsInAFreshSandbox(SandboxExtension gateway, String name) {
    assertThat(plans(gateway)).containsExactly(SEEDED);
    gateway
        .client()
        .usagePlans()
        .createUsagePlan(new CreateUsagePlanRequest().usagePlanName(name).rateRps(5));
    assertThat(plans(gateway)).containsExactly(SEEDED, name);
  }

  private static List<String> plans(SandboxExtension gateway) {
    try (Stream<UsagePlan> plans =
        gateway.client().usagePlans().streamUsagePlans(new SearchUsagePlansRequest())) {
      return plans.map(UsagePlan::getUsagePlanName).toList();
    }
  }

  private static void assertStopped(ApiGatewaySandbox sandbox) {
    try (ApiGatewayClient late =
        ApiGatewayClient.builder()
            .baseUrl(sandbox.baseUrl())
            .credentials(sandbox.credentials())
            .maxAttempts(1)
            .build()) {
      assertThatThrownBy(() -> late.usagePlans().getUsagePlan("plan000001"))
          .isInstanceOfSatisfying(
              ApiGatewayException.class,
              e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CONNECTION_FAILED));
    }
  }

  private static EngineExecutionResults run(Class<?>... testClasses) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(
            Stream.of(testClasses)
                .map(DiscoverySelectors::selectClass)
                .toArray(DiscoverySelector[]::new))
        .execute();
  }

  private static List<Throwable> failures(EngineExecutionResults results) {
    return results.testEvents().failed().stream()
        .map(Event::getPayload)
        .map(payload -> payload.orElseThrow())
        .map(TestExecutionResult.class::cast)
        .map(result -> result.getThrowable().orElseThrow())
        .toList();
  }
}
