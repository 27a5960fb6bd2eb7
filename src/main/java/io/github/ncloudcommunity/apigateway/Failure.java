package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.core.JacksonException;
import feign.FeignException;
import feign.codec.EncodeException;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns whatever an attempt threw into what the caller gets. */
final class Failure {

  private Failure() {}

  /**
   * Explains what was thrown.
   *
   * @param closed whether the client is closed
   * @return an {@link ApiGatewayException}; or an {@link IllegalArgumentException} for a wrong
   *     argument; or whatever an interceptor of the user threw
   */
  static Throwable of(Throwable thrown, Attempt attempt, boolean closed) {
    if (thrown instanceof Error) {
      return thrown;
    }
    Throwable cause = unwrapped(thrown);
    if (cause instanceof ApiGatewayException known) {
      return described(known, attempt);
    }
    switch (attempt.phase()) {
      case BUILDING -> {
        return notBuilt(cause, attempt);
      }
      case ANSWERED -> {
        // An interceptor threw after the answer was read; another attempt would not help.
        return cause instanceof IOException e ? new UncheckedIOException(e) : cause;
      }
      default -> {}
    }
    if (closed) {
      return closed(attempt);
    }
    if (attempt.isPastDeadline()) {
      return described(
          ApiGatewayException.builder(Kind.DEADLINE_EXCEEDED)
              .message(
                  readable(attempt.options().callTimeout()) + " for the whole call have passed")
              .cause(cause)
              .build(),
          attempt);
    }
    if (Thread.currentThread().isInterrupted()) {
      return interrupted(attempt, cause);
    }
    return described(
        ApiGatewayException.builder(Kind.CONNECTION_FAILED)
            .message(text(cause))
            .cause(cause)
            .build(),
        attempt);
  }

  static ApiGatewayException closed(Attempt attempt) {
    return described(ApiGatewayException.builder(Kind.CLIENT_CLOSED).build(), attempt);
  }

  static ApiGatewayException interrupted(Attempt attempt, @Nullable Throwable cause) {
    return described(ApiGatewayException.builder(Kind.INTERRUPTED).cause(cause).build(), attempt);
  }

  /** The pause follows an attempt that may be repeated, so nothing was processed. */
  static ApiGatewayException interruptedPause(Attempt attempt, ApiGatewayException before) {
    return interrupted(attempt, before).toBuilder().mayHaveBeenProcessed(false).build();
  }

  /** Nothing was sent: an argument is wrong, or an interceptor threw. */
  private static Throwable notBuilt(Throwable cause, Attempt attempt) {
    return cause instanceof IllegalArgumentException || cause instanceof JacksonException
        ? new IllegalArgumentException(attempt.operation().id() + ": " + cause.getMessage(), cause)
        : cause;
  }

  /** Removes the exceptions in which Feign and Jackson wrap what others threw. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable current = thrown;
    while ((current instanceof FeignException || current instanceof EncodeException)
        && current.getCause() != null) {
      current = current.getCause();
    }
    for (Throwable t = current; t != null; t = t.getCause()) {
      if (t instanceof ApiGatewayException
          || (t instanceof IllegalArgumentException && current instanceof JacksonException)) {
        return t;
      }
    }
    return current;
  }

  private static ApiGatewayException described(ApiGatewayException failure, Attempt attempt) {
    Operation operation = attempt.operation();
    String path = attempt.path();
    return failure.toBuilder()
        .mask(attempt::masked)
        .cause(withoutSecrets(failure.getCause(), attempt))
        .operation(operation.id())
        .httpMethod(operation.httpMethod().name())
        .path(path == null ? operation.pathTemplate() : path)
        .attempts(attempt.number())
        .mayHaveBeenProcessed(
            Retry.mayHaveBeenProcessed(failure, operation.isRead(), attempt.wasSent()))
        .build();
  }

  /** Drops a cause that repeats a signature: HTTP libraries quote what they cannot parse. */
  private static @Nullable Throwable withoutSecrets(@Nullable Throwable cause, Attempt attempt) {
    if (cause == null) {
      return null;
    }
    StringWriter printed = new StringWriter();
    cause.printStackTrace(new PrintWriter(printed));
    return attempt.isEchoedIn(printed.toString()) ? null : cause;
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static String readable(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
