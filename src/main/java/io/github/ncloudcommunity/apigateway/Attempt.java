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
 * One attempt of a call: what is known of it, and how far it has come. Feign looks for a {@link
 * Request.Options} among the arguments of a call and hands that very object to the HTTP client.
 * This is one, so it travels from {@link CallHandler} to {@link Transport} on whatever threads a
 * client of the user may choose.
 *
 * <p>One thread uses it at a time. The exception is a client of the user that gives up while the
 * attempt is still under way elsewhere: phase and path can be read at any time.
 */
final class Attempt extends Request.Options {

  /** The header with which the gateway names an exchange. It is seen in answers, not documented. */
  static final String TRACE_ID = "x-ncp-trace-id";

  /** How far an attempt has come, and so what its failure can mean. */
  enum Phase {
    /** The request is made from the arguments, and interceptors of the user run. */
    BUILDING,
    /** The request is complete. It is signed, and a connection is awaited or made. */
    HANDED_OVER,
    /** A connection is there and the request goes out: nobody knows what the service saw of it. */
    SENDING,
    /** The answer is there as a whole: the connection is not to blame for what follows. */
    ANSWERED
  }

  private final Operation operation;
  private final CallOptions options;
  private final Duration connectTimeout;
  private final LongSupplier nanoTime;
  private final int number;
  private final long deadline;
  private final long start = System.nanoTime();

  /** Those of this attempt and of the earlier ones: a service can echo any of them. */
  private final List<String> signatures;

  private volatile Phase phase = Phase.BUILDING;
  private volatile @Nullable String path;
  private volatile @Nullable Runnable connectionBreaker;
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

  /** In whole milliseconds, as Feign counts; rounded up, since 0 would mean no timeout at all. */
  private static long within(Duration timeout, long remainingNanos) {
    return Math.min(timeout.toMillis(), TimeUnit.NANOSECONDS.toMillis(remainingNanos) + 1);
  }

  /**
   * Starts a call.
   *
   * @param nanoTime elapsed time, so that a test need not wait
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

  /** What is left of the time of the call, in nanoseconds; negative if it is over. */
  long remainingNanos() {
    return deadline - nanoTime.getAsLong();
  }

  /** When the call must end, by {@link System#nanoTime}. */
  long deadline() {
    long remaining = remainingNanos(); // first, so that the result is not too early
    return System.nanoTime() + remaining;
  }

  /** What had the remaining time to happen did not happen. */
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

  /** The request did not go out after all, or the service said that it did nothing. */
  void notSent() {
    phase = Phase.HANDED_OVER;
  }

  /** The head of the answer is there. */
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

  /** The path as it is sent, without the query; null while the request is not complete. */
  @Nullable String path() {
    return path;
  }

  @Nullable Instant signedAt() {
    return signedAt;
  }

  /** What the service said its time is, in a refusal. */
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

  /** Says how the exchange is ended at once, without reading on. */
  void breakConnectionBy(Runnable breaker) {
    connectionBreaker = breaker;
  }

  /** Ends the exchange at once; the connection is not used again. */
  void breakConnection() {
    Runnable breaker = connectionBreaker;
    if (breaker != null) {
      breaker.run();
    }
  }

  /** A success that cannot be read. The text must hold nothing of what was read. */
  ApiGatewayException unreadable(String why) {
    return ApiGatewayException.builder(ApiGatewayException.Kind.UNREADABLE_ANSWER)
        .httpStatus(status)
        .traceId(traceId)
        .message(why)
        .build();
  }

  /** Hides the signatures in a text that came from elsewhere, in whatever form it repeats them. */
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

  /** As it is, percent-encoded, and each without the padding. */
  private static List<String> forms(String signature) {
    String bare = signature.replace("=", "");
    String encoded = URLEncoder.encode(bare, StandardCharsets.US_ASCII);
    return List.of(signature, bare, encoded, encoded.replace("%2B", "%2b").replace("%2F", "%2f"));
  }
}
