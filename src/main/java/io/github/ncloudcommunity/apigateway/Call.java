package io.github.ncloudcommunity.apigateway;

import feign.Request;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation with all its attempts, for the thread that makes it. Feign hands nothing
 * of its own from the invocation to the transport, so the way is a thread-local. Only {@link
 * #abort} is called by another thread.
 */
final class Call {

  private static final ThreadLocal<Call> CURRENT = new ThreadLocal<>();

  private final Operation operation;
  private final long deadlineNanos;
  private final NanoClock nanoClock;
  private final @Nullable Call outer;
  private final List<String> signatures = new ArrayList<>();

  private int attempts;
  private boolean reachedClient;
  private boolean sent;
  private boolean answered;
  private boolean clockCorrected;
  private @Nullable String path;
  private @Nullable Instant signedAt;
  private @Nullable Instant serverTime;

  private boolean deadlinePassed;
  private @Nullable Runnable connectionBreaker;

  private Call(Operation operation, Duration timeout, NanoClock nanoClock, @Nullable Call outer) {
    this.operation = operation;
    this.nanoClock = nanoClock;
    this.deadlineNanos = nanoClock.nanoTime() + timeout.toNanos();
    this.outer = outer;
  }

  /** Starts a call. Calls nest, since an interceptor or a provider of credentials may make one. */
  static Call start(Operation operation, Duration timeout, NanoClock nanoClock) {
    Call call = new Call(operation, timeout, nanoClock, CURRENT.get());
    CURRENT.set(call);
    return call;
  }

  void end() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /**
   * The call under way on this thread; null where somebody uses a part of the library in a Feign of
   * his own.
   */
  static @Nullable Call current() {
    return CURRENT.get();
  }

  void startAttempt() {
    attempts++;
    reachedClient = false;
    sent = false;
    answered = false;
    signedAt = null;
    serverTime = null;
    synchronized (this) {
      connectionBreaker = null;
    }
  }

  Operation operation() {
    return operation;
  }

  int attempts() {
    return attempts;
  }

  Duration remaining() {
    return Duration.ofNanos(deadlineNanos - nanoClock.nanoTime());
  }

  /** The request stands: from here on exceptions are no longer about arguments. */
  void reachedClient(Request request) {
    reachedClient = true;
    path = URI.create(request.url()).getRawPath();
    String signature = header(request, SignatureV2.SIGNATURE_HEADER);
    if (signature != null) {
      signatures.add(signature);
    }
    String timestamp = header(request, SignatureV2.TIMESTAMP_HEADER);
    signedAt = timestamp == null ? null : Instant.ofEpochMilli(Long.parseLong(timestamp));
  }

  private static @Nullable String header(Request request, String name) {
    return request.headers().getOrDefault(name, List.of()).stream().findFirst().orElse(null);
  }

  /** Whether a text that came from elsewhere echoes the signature of any attempt. */
  boolean isEchoedIn(String text) {
    return signatures.stream().anyMatch(text::contains);
  }

  /** A service that echoes the request must not get the signature into an exception. */
  static @Nullable String masked(@Nullable String text) {
    Call call = CURRENT.get();
    if (text == null || call == null) {
      return text;
    }
    String masked = text;
    for (String signature : call.signatures) {
      masked = masked.replace(signature, "***");
    }
    return masked;
  }

  boolean hasReachedClient() {
    return reachedClient;
  }

  /**
   * A connection is there and the request goes out: from here on nobody knows what the service saw.
   */
  void sending() {
    sent = true;
  }

  /** There will be another attempt, so it is certain that what was sent was not processed. */
  void settled() {
    sent = false;
  }

  /** The answer is there as a whole: from here on exceptions are no longer about the connection. */
  void answered() {
    answered = true;
  }

  boolean wasAnswered() {
    return answered;
  }

  boolean wasSent() {
    return sent;
  }

  @Nullable String path() {
    return path;
  }

  @Nullable Instant signedAt() {
    return signedAt;
  }

  void serverTime(@Nullable Instant serverTime) {
    this.serverTime = serverTime;
  }

  @Nullable Instant serverTime() {
    return serverTime;
  }

  /** True the first time it is asked in a call. */
  boolean mayCorrectClock() {
    boolean first = !clockCorrected;
    clockCorrected = true;
    return first;
  }

  /** Says how the connection of this attempt is broken when the deadline passes. */
  void onDeadline(Runnable breaker) throws IOException {
    synchronized (this) {
      if (!deadlinePassed) {
        connectionBreaker = breaker;
        return;
      }
    }
    throw new IOException("deadline of the call passed");
  }

  /** Called by the alarm, on a thread of its own. */
  void abort() {
    synchronized (this) {
      deadlinePassed = true;
    }
    breakConnection();
  }

  /**
   * Ends the exchange at once; nothing more is read from the connection, and it is not used again.
   */
  void breakConnection() {
    Runnable breaker;
    synchronized (this) {
      breaker = connectionBreaker;
    }
    if (breaker != null) {
      breaker.run();
    }
  }

  boolean isPastDeadline() {
    synchronized (this) {
      if (deadlinePassed) {
        return true;
      }
    }
    return nanoClock.nanoTime() - deadlineNanos >= 0;
  }

  /** Elapsed time, so that a test need not wait; {@link System#nanoTime} otherwise. */
  @FunctionalInterface
  interface NanoClock {
    long nanoTime();
  }
}
