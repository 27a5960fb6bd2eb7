package io.github.ncloudcommunity.apigateway;

import feign.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call: its options, its phase and what is known of its answer. It travels from
 * {@link CallHandler} to {@link Transport} as the {@link Request.Options} of the request, because
 * Feign passes that object on unchanged, on whatever thread a user's HTTP client runs.
 *
 * <p>One thread uses it at a time, with one exception: a user's client may give up while another of
 * its threads still runs the attempt. So phase and path can be read at any time.
 */
final class Attempt extends Request.Options {

  /**
   * The response header that identifies an exchange. Real answers have it; no page documents it.
   */
  static final String TRACE_ID = "x-ncp-trace-id";

  /** How far an attempt has come. It decides what a failure means. */
  enum Phase {
    /** The request is built from the arguments, and the user's interceptors run. */
    BUILDING,
    /** The request is complete. The client signs it and waits for a connection. */
    HANDED_OVER,
    /** The request is being sent. From here on the service may have seen it. */
    SENDING,
    /** The answer was read completely. Later failures are not the connection's. */
    ANSWERED
  }

  private final Operation operation;
  private final CallOptions options;
  private final Duration connectTimeout;
  private final LongSupplier nanoTime;
  private final int number;
  private final long deadline;
  private final long start = System.nanoTime();

  /** Of this attempt and earlier ones: a service can echo any of them. */
  private final List<String> signatures;

  private volatile Phase phase = Phase.BUILDING;
  private volatile @Nullable String path;
  private volatile @Nullable Runnable abort;
  private @Nullable Instant signedAt;
  private @Nullable Instant serverTime;
  private volatile int status;
  private boolean outOfTime;
  private @Nullable String traceId;

  private Attempt(
      Operation operation,
      CallOptions options,
      Duration connectTimeout,
      LongSupplier nanoTime,
      int number,
      long deadline,
      List<String> signatures) {
    super(
        within(connectTimeout, deadline - nanoTime.getAsLong()),
        TimeUnit.MILLISECONDS,
        within(options.readTimeout(), deadline - nanoTime.getAsLong()),
        TimeUnit.MILLISECONDS,
        false);
    this.operation = operation;
    this.options = options;
    this.connectTimeout = connectTimeout;
    this.nanoTime = nanoTime;
    this.number = number;
    this.deadline = deadline;
    this.signatures = signatures;
  }

  /** In milliseconds, as Feign counts. Rounded up, because 0 would mean no timeout. */
  private static long within(Duration timeout, long remainingNanos) {
    return Math.min(timeout.toMillis(), TimeUnit.NANOSECONDS.toMillis(remainingNanos) + 1);
  }

  /**
   * Starts a call.
   *
   * @param nanoTime tells elapsed time; a test sets it
   */
  static Attempt first(
      Operation operation, CallOptions options, Duration connectTimeout, LongSupplier nanoTime) {
    return new Attempt(
        operation,
        options,
        connectTimeout,
        nanoTime,
        1,
        nanoTime.getAsLong() + options.callTimeout().toNanos(),
        new ArrayList<>(1));
  }

  /** Starts the attempt after this one. */
  Attempt next() {
    return new Attempt(
        operation, options, connectTimeout, nanoTime, number + 1, deadline, signatures);
  }

  Operation operation() {
    return operation;
  }

  CallOptions options() {
    return options;
  }

  /** Counts from 1. */
  int number() {
    return number;
  }

  /** The time left for the call, in nanoseconds; negative after the deadline. */
  long remainingNanos() {
    return deadline - nanoTime.getAsLong();
  }

  /** When the call must end, by {@link System#nanoTime}. */
  long deadline() {
    long remaining = remainingNanos(); // first, so that the result is not too early
    return System.nanoTime() + remaining;
  }

  /** Records that a step took all the time that was left. */
  void ranOutOfTime() {
    outOfTime = true;
  }

  boolean isPastDeadline() {
    return outOfTime || remainingNanos() <= 0;
  }

  Phase phase() {
    return phase;
  }

  /** Whether the service may have seen the request. */
  boolean wasSent() {
    return phase.compareTo(Phase.SENDING) >= 0;
  }

  void handedOver(String path) {
    this.path = path;
    phase = Phase.HANDED_OVER;
  }

  void signed(Instant at, String signature) {
    signedAt = at;
    signatures.add(signature);
  }

  void sending() {
    phase = Phase.SENDING;
  }

  /** Takes {@link #sending} back: the request did not go out after all. */
  void notSent() {
    phase = Phase.HANDED_OVER;
  }

  /** Records the head of the answer. */
  void answers(int status, @Nullable String traceId) {
    this.status = status;
    this.traceId = traceId;
  }

  void answered() {
    phase = Phase.ANSWERED;
  }

  void serverTime(@Nullable Instant serverTime) {
    this.serverTime = serverTime;
  }

  /** The path on the request line, without the query; null until the request is complete. */
  @Nullable String path() {
    return path;
  }

  @Nullable Instant signedAt() {
    return signedAt;
  }

  /** The {@code Date} of an answer with status 401; null for other answers. */
  @Nullable Instant serverTime() {
    return serverTime;
  }

  /** The HTTP status of the answer, 0 before it comes. */
  int status() {
    return status;
  }

  @Nullable String traceId() {
    return ApiGatewayException.Texts.clean(masked(traceId));
  }

  Duration duration() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Sets what {@link #abort} does in the step that begins now. */
  void onAbort(Runnable action) {
    abort = action;
  }

  /** Ends the attempt at once, from any thread; its connection is not used again. */
  void abort() {
    Runnable action = abort;
    if (action != null) {
      action.run();
    }
  }

  /** Makes the failure for a success that cannot be read. The text must quote nothing of it. */
  ApiGatewayException unreadable(String why) {
    return ApiGatewayException.builder(ApiGatewayException.Kind.UNREADABLE_ANSWER)
        .httpStatus(status)
        .traceId(traceId)
        .message(why)
        .build();
  }

  /** Masks the signatures in a text that came from elsewhere, percent-encoded ones included. */
  @Nullable String masked(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String masked = text;
    for (String signature : signatures) {
      for (String form : forms(signature)) {
        masked = masked.replace(form, "***");
      }
    }
    return masked;
  }

  /** Whether a text repeats a signature. */
  boolean isEchoedIn(String text) {
    return !text.equals(masked(text));
  }

  /** The forms in which a text can repeat it: plain or percent-encoded, with or without padding. */
  private static List<String> forms(String signature) {
    String bare = signature.replace("=", "");
    String encoded = URLEncoder.encode(bare, StandardCharsets.US_ASCII);
    return List.of(signature, bare, encoded, encoded.replace("%2B", "%2b").replace("%2F", "%2f"));
  }
}
