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
 * Implements a generated interface. A call goes this way:
 *
 * <ol>
 *   <li>This class looks up the {@link Operation} and checks the arguments. Then it makes {@link
 *       Attempt}s until one succeeds or {@link Retry} says to stop, and tells the {@link
 *       CallListener}. It answers a 401 for a wrong clock with one more attempt.
 *   <li>{@link Shared} builds the request, or Feign does if the user customised it.
 *   <li>{@link SigningClient} gets the credentials and signs.
 *   <li>{@link Transport} sends, or {@link ForeignTransport} with an HTTP client of the user.
 *   <li>{@link JsonCodec} reads a success, {@link ErrorAnswers} everything else.
 *   <li>{@link Failure} turns what was thrown on the way into the exception for the caller.
 * </ol>
 *
 * Thread-safe.
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
  @SuppressWarnings("ReferenceEquality") // a proxy equals itself only
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    Object[] arguments = args == null ? new Object[0] : args;
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments); // calls other operations
    }
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> type.getSimpleName() + " of " + shared.baseUrl();
      };
    }
    Operation operation = shared.operation(method);
    operation.check(arguments); // until here a caller's null can be among them
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
          try {
            shared.sleeper().sleep(pause);
            attempt = attempt.next();
            continue;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = Failure.interruptedPause(attempt, stated);
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
   * Explains a 401 with code 200. It means a wrong key or a wrong time, and only the time of the
   * service tells them apart. If the time was wrong, this corrects the clock, and the request is
   * worth one more attempt.
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
    } catch (Throwable e) { // must not change how the call ends
      LOG.warn("the listener failed with {} in {}", e.getClass().getName(), operation.id());
    }
  }
}
