package io.github.ncloudcommunity.apigateway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of one interface: checks the arguments, makes attempt after attempt as {@link
 * Retry} says, and tells the listener. Every attempt is built and signed afresh. Thread-safe.
 */
final class CallHandler implements InvocationHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ApiGatewayClient.class);

  private final Class<?> type;
  private final Sender sender;
  private final Shared shared;
  private final CallOptions options;

  /** Builds the request of one attempt, sends it, and reads the answer. */
  @FunctionalInterface
  interface Sender {
    @Nullable Object send(Attempt attempt, Method method, Object[] arguments) throws Throwable;
  }

  CallHandler(Class<?> type, Shared shared, Sender sender, CallOptions options) {
    this.type = type;
    this.shared = shared;
    this.sender = sender;
    this.options = options;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    Object[] arguments = args == null ? new Object[0] : args;
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments); // it calls others
    }
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> type.getSimpleName() + " of " + shared.baseUrl();
      };
    }
    Operation operation = shared.operation(method);
    operation.check(arguments);
    return call(method, operation, arguments);
  }

  private @Nullable Object call(Method method, Operation operation, Object[] arguments)
      throws Throwable {
    Attempt attempt = Attempt.first(operation, options, shared.connectTimeout(), shared.nanoTime());
    long start = System.nanoTime();
    boolean clockCorrected = false;
    while (true) {
      Object answer = null;
      Throwable failure = null;
      try {
        answer = send(attempt, method, arguments);
      } catch (Throwable thrown) {
        failure = Failure.of(thrown, attempt, shared.isClosed());
      }
      tell(attempt, attempt.duration(), failure, CallListener::attemptEnded);
      if (failure instanceof ApiGatewayException stated) {
        boolean correctable = !clockCorrected && isClockCorrected(attempt, stated);
        clockCorrected |= correctable;
        Duration pause = correctable ? Duration.ZERO : pause(attempt, stated);
        if (pause != null && pause.toNanos() < attempt.remainingNanos()) {
          attempt.notSent(); // there is another attempt: what was sent was surely not processed
          try {
            shared.sleeper().sleep(pause);
            attempt = attempt.next();
            continue;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = Failure.interrupted(attempt, failure);
          }
        }
      }
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      tell(attempt, duration, failure, CallListener::callEnded);
      if (failure != null) {
        throw failure;
      }
      return answer;
    }
  }

  private @Nullable Object send(Attempt attempt, Method method, Object[] arguments)
      throws Throwable {
    if (shared.isClosed()) {
      throw Failure.closed(attempt);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw Failure.interrupted(attempt, null);
    }
    return sender.send(attempt, method, arguments);
  }

  private @Nullable Duration pause(Attempt attempt, ApiGatewayException failure) {
    return attempt.number() < options.maxAttempts()
        ? shared
            .retry()
            .pause(failure, attempt.number(), attempt.operation().isRead(), attempt.wasSent())
        : null;
  }

  /**
   * A request that was refused because it was signed at the wrong time is worth one more attempt at
   * the right one. It is told from a wrong key by the time of the service alone: both are 401 with
   * code 200.
   */
  private boolean isClockCorrected(Attempt attempt, ApiGatewayException failure) {
    Instant signedAt = attempt.signedAt();
    Instant serverTime = attempt.serverTime();
    return failure.httpStatus() == 401
        && failure.errorCode() == ErrorCode.AUTHENTICATION_FAILED
        && signedAt != null
        && serverTime != null
        && shared.clock().correct(signedAt, serverTime)
        && attempt.number() < options.maxAttempts();
  }

  private void tell(
      Attempt attempt,
      Duration duration,
      @Nullable Throwable failure,
      BiConsumer<CallListener, CallEvent> what) {
    CallListener listener = shared.listener();
    if (listener == null) {
      return;
    }
    Operation operation = attempt.operation();
    try {
      what.accept(
          listener,
          new CallEvent(
              operation.id(),
              operation.httpMethod().name(),
              operation.pathTemplate(),
              attempt.number(),
              attempt.status(),
              duration,
              attempt.traceId(),
              failure));
    } catch (Throwable e) { // whatever it is, the call is over, and ended otherwise
      LOG.warn("the listener failed with {} in {}", e.getClass().getName(), operation.id());
    }
  }
}
