package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives JUnit Jupiter tests a running sandbox and a client for it.
 *
 * <pre>{@code
 * class UsagePlanTest {
 *
 *   @RegisterExtension static final SandboxExtension gateway = SandboxExtension.create();
 *
 *   @Test
 *   void readsAUsagePlan() {
 *     String id = gateway.sandbox().seed().usagePlanId();
 *
 *     UsagePlanEnvelope answer = gateway.client().usagePlans().getUsagePlan(id);
 *     // ...
 *   }
 * }
 * }</pre>
 *
 * <p>In a static field, the tests of the class share one sandbox, and so do those of its nested
 * classes. It starts before the first test, goes back to its seed before each test, and closes
 * after the last. In an instance field, each test has a sandbox of its own.
 *
 * <p>Test classes may run in parallel. When the tests of one class run in parallel, use an instance
 * field: a reset would take away what another test has made. The same holds for parallel classes
 * that inherit one static field.
 *
 * <p>Thread-safe.
 */
public final class SandboxExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private final ApiGatewaySandbox.Builder settings;

  /** The classes and tests that are running: the last one to end closes the sandbox. */
  private final Set<String> users = new HashSet<>();

  private @Nullable ApiGatewaySandbox sandbox;
  private @Nullable ApiGatewayClient client;

  private SandboxExtension(ApiGatewaySandbox.Builder settings) {
    this.settings = settings;
  }

  /**
   * Makes an extension whose sandbox has a free port, the default credentials and the system clock,
   * and explains why it refuses a signature.
   *
   * @return an extension for a field with {@code @RegisterExtension}
   */
  public static SandboxExtension create() {
    return create(ApiGatewaySandbox.builder().explain(true));
  }

  /**
   * Makes an extension whose sandbox has other settings.
   *
   * @param settings each sandbox is started with these; do not change them afterwards
   * @return an extension for a field with {@code @RegisterExtension}
   * @throws NullPointerException if they are null
   */
  public static SandboxExtension create(ApiGatewaySandbox.Builder settings) {
    return new SandboxExtension(Objects.requireNonNull(settings, "settings"));
  }

  /**
   * The sandbox that the test runs against.
   *
   * @return the running sandbox; the extension closes it
   * @throws IllegalStateException if no test is running
   */
  public synchronized ApiGatewaySandbox sandbox() {
    return running(sandbox);
  }

  /**
   * A client for the sandbox, with its credentials and its clock, and the defaults of {@link
   * ApiGatewayClient#builder()} for the rest.
   *
   * @return a client; the extension closes it
   * @throws IllegalStateException if no test is running
   */
  public synchronized ApiGatewayClient client() {
    return running(client);
  }

  private static <T> T running(@Nullable T it) {
    if (it == null) {
      throw new IllegalStateException(
          "the sandbox runs only while tests run: annotate its field with @RegisterExtension, and"
              + " use it in a test or in a @BeforeAll or @BeforeEach method");
    }
    return it;
  }

  /**
   * For JUnit: starts the sandbox.
   *
   * @throws UncheckedIOException if its port cannot be opened
   */
  @Override
  public void beforeAll(ExtensionContext context) {
    start(context);
  }

  /**
   * For JUnit: starts the sandbox if it does not run yet, and resets it.
   *
   * @throws UncheckedIOException if its port cannot be opened
   */
  @Override
  public void beforeEach(ExtensionContext context) {
    start(context).reset();
  }

  /** For JUnit: closes the sandbox of a single test. */
  @Override
  public void afterEach(ExtensionContext context) {
    stop(context);
  }

  /** For JUnit: closes the sandbox of a class. */
  @Override
  public void afterAll(ExtensionContext context) {
    stop(context);
  }

  private synchronized ApiGatewaySandbox start(ExtensionContext user) {
    users.add(user.getUniqueId());
    if (sandbox == null) {
      sandbox = settings.start();
      client =
          ApiGatewayClient.builder()
              .baseUrl(sandbox.baseUrl())
              .allowPlainHttp()
              .credentials(sandbox.credentials())
              .clock(sandbox.clock())
              .build();
    }
    return sandbox;
  }

  private synchronized void stop(ExtensionContext user) {
    if (!users.remove(user.getUniqueId()) || !users.isEmpty()) {
      return;
    }
    if (client != null) {
      client.close();
      client = null;
    }
    if (sandbox != null) {
      sandbox.close();
      sandbox = null;
    }
  }
}
