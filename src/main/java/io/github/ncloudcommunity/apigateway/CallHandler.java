package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.core.JacksonException;
import feign.FeignException;
import feign.InvocationHandlerFactory;
import feign.Target;
import feign.codec.EncodeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one interface: checks the arguments, makes attempt after attempt as {@link
 * Retry} says, and turns whatever goes wrong into an {@link ApiGatewayException}. Every attempt
 * goes through Feign from the start, so it is built and signed afresh. Thread-safe.
 */
final class CallHandler implements InvocationHandler {

  private final Target<?> target;
  private final Map<Method, InvocationHandlerFactory.MethodHandler> handlers;
  private final Map<Method, Operation> operations;
  private final Settings settings;

  CallHandler(
      Target<?> target,
      Map<Method, InvocationHandlerFactory.MethodHandler> handlers,
      Settings settings) {
    this.target = target;
    this.handlers = handlers;
    this.settings = settings;
    operations = new HashMap<>();
    for (Method method : handlers.keySet()) {
      if (!method.isDefault()) {
        operations.put(method, new Operation(method));
      }
    }
  }

  /** What the calls of all interfaces of one client share. */
  record Settings(
      Retry retry,
      Duration callTimeout,
      SkewedClock clock,
      Call.NanoClock nanoClock,
      Sleeper sleeper,
      AtomicBoolean closed) {}

  /** Pauses between attempts, so that a test need not. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    Object[] arguments = args == null ? new Object[0] : args;
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> target.type().getSimpleName() + " of " + target.url();
      };
    }
    InvocationHandlerFactory.MethodHandler handler = handlers.get(method);
    Operation operation = operations.get(method);
    if (operation == null) {
      return handler.invoke(arguments); // a default method: what it calls comes back here
    }
    operation.check(arguments);
    Call call = Call.start(operation, settings.callTimeout(), settings.nanoClock());
    try {
      return call(call, handler, arguments);
    } finally {
      call.end();
    }
  }

  private @Nullable Object call(
      Call call, InvocationHandlerFactory.MethodHandler handler, Object[] arguments)
      throws Throwable {
    while (true) {
      call.startAttempt();
      ApiGatewayException failure;
      try {
        if (settings.closed().get()) {
          throw closed();
        }
        if (Thread.currentThread().isInterrupted()) {
          throw interrupted(null);
        }
        return handler.invoke(arguments);
      } catch (Throwable thrown) {
        failure = failure(call, thrown);
      }
      Duration pause = pause(call, failure);
      if (pause == null || pause.compareTo(call.remaining()) >= 0) {
        throw failure;
      }
      call.settled();
      try {
        settings.sleeper().sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw describe(call, interrupted(failure));
      }
    }
  }

  private @Nullable Duration pause(Call call, ApiGatewayException failure) {
    if (clockWasCorrected(call, failure)) {
      return Duration.ZERO;
    }
    return settings
        .retry()
        .pause(failure, call.attempts(), call.operation().isRead(), call.wasSent());
  }

  /**
   * A request that was refused because it was signed at the wrong time is worth one more attempt at
   * the right one. It is told from a wrong key by the time of the service alone: both are 401 with
   * code 200.
   */
  private boolean clockWasCorrected(Call call, ApiGatewayException failure) {
    Instant signedAt = call.signedAt();
    Instant serverTime = call.serverTime();
    return failure.httpStatus() == 401
        && failure.errorCode() == ErrorCode.AUTHENTICATION_FAILED
        && signedAt != null
        && serverTime != null
        && settings.clock().correct(signedAt, serverTime)
        && call.mayCorrectClock()
        && settings.retry().hasAttemptsLeft(call.attempts());
  }

  private ApiGatewayException failure(Call call, Throwable thrown) throws Throwable {
    if (thrown instanceof Error) {
      throw thrown;
    }
    Throwable cause = unwrap(thrown);
    if (!call.hasReachedClient() && !(cause instanceof ApiGatewayException)) {
      throw notSent(call, cause);
    }
    if (cause instanceof ApiGatewayException known) {
      return describe(call, known);
    }
    if (call.wasAnswered()) {
      // An interceptor of the caller threw after the answer was read: neither is the connection to
      // blame for that, nor would another attempt help.
      throw cause instanceof IOException e ? new UncheckedIOException(e) : cause;
    }
    if (settings.closed().get()) {
      return describe(call, closed());
    }
    if (call.isPastDeadline()) {
      return describe(
          call,
          ApiGatewayException.builder(ApiGatewayException.Kind.DEADLINE_EXCEEDED)
              .message(inSeconds(settings.callTimeout()) + " for the whole call have passed")
              .cause(cause)
              .build());
    }
    if (Thread.currentThread().isInterrupted()) {
      return describe(call, interrupted(cause));
    }
    return describe(
        call,
        ApiGatewayException.builder(ApiGatewayException.Kind.CONNECTION_FAILED)
            .message(Call.masked(text(cause)))
            .cause(cause)
            .build());
  }

  /**
   * Nothing was sent: a wrong argument, or an interceptor of the caller, whose exception is the
   * caller's.
   */
  private static Throwable notSent(Call call, Throwable cause) {
    return cause instanceof IllegalArgumentException || cause instanceof JacksonException
        ? new IllegalArgumentException(call.operation().id() + ": " + cause.getMessage(), cause)
        : cause;
  }

  /** Feign wraps what encoders, decoders and transports throw. */
  private static Throwable unwrap(Throwable thrown) {
    Throwable current = thrown;
    while ((current instanceof FeignException || current instanceof EncodeException)
        && current.getCause() != null) {
      current = current.getCause();
    }
    // Jackson, too, wraps what is thrown while it writes.
    for (Throwable t = current; t != null; t = t.getCause()) {
      if (t instanceof ApiGatewayException) {
        return t;
      }
      if (t instanceof IllegalArgumentException && current instanceof JacksonException) {
        return t;
      }
    }
    return current;
  }

  /** An HTTP library may put what it could not read into its message. */
  private static @Nullable Throwable withoutSecrets(Call call, @Nullable Throwable cause) {
    if (cause == null) {
      return null;
    }
    StringWriter printed = new StringWriter();
    cause.printStackTrace(new PrintWriter(printed));
    return call.isEchoedIn(printed.toString()) ? null : cause;
  }

  private static ApiGatewayException describe(Call call, ApiGatewayException failure) {
    Operation operation = call.operation();
    String path = call.path();
    return failure.toBuilder()
        .cause(withoutSecrets(call, failure.getCause()))
        .operation(operation.id())
        .httpMethod(operation.httpMethod())
        .path(path == null ? operation.pathTemplate() : path)
        .attempts(call.attempts())
        .mayHaveBeenProcessed(
            Retry.mayHaveBeenProcessed(failure, operation.isRead(), call.wasSent()))
        .build();
  }

  private static ApiGatewayException closed() {
    return ApiGatewayException.builder(ApiGatewayException.Kind.CLIENT_CLOSED).build();
  }

  private static ApiGatewayException interrupted(@Nullable Throwable cause) {
    return ApiGatewayException.builder(ApiGatewayException.Kind.INTERRUPTED).cause(cause).build();
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static String inSeconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
