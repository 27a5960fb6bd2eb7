package io.github.ncloudcommunity.apigateway;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What can differ from one part of a program to another, or from call to call, on one client. See
 * {@link ApiGatewayClient#with}. Mutable, not thread-safe.
 *
 * <p>Every setter throws {@link NullPointerException} for null.
 */
public final class CallOptions {

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  /** What the client sets itself, or what would change how the request is sent. */
  private static final Set<String> RESERVED =
      Set.of(
          "accept",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-ncp-apigw-timestamp",
          "x-ncp-iam-access-key",
          "x-ncp-apigw-signature-v2");

  private Duration callTimeout = Duration.ofMinutes(2);
  private Duration readTimeout = Duration.ofSeconds(30);
  private int maxAttempts = 3;
  private final Map<String, String> headers = new LinkedHashMap<>();

  CallOptions() {}

  CallOptions(CallOptions original) {
    callTimeout = original.callTimeout;
    readTimeout = original.readTimeout;
    maxAttempts = original.maxAttempts;
    headers.putAll(original.headers);
  }

  /**
   * Sets the deadline of a whole call: waiting for a connection, all attempts and the pauses
   * between them.
   *
   * @param callTimeout 1 millisecond to 1 day
   * @return these options
   * @throws IllegalArgumentException if it is out of range
   */
  public CallOptions callTimeout(Duration callTimeout) {
    this.callTimeout = checkedTimeout("callTimeout", callTimeout);
    return this;
  }

  /**
   * Sets how long the service may stay silent while an answer is awaited or read.
   *
   * @param readTimeout 1 millisecond to 1 day
   * @return these options
   * @throws IllegalArgumentException if it is out of range
   */
  public CallOptions readTimeout(Duration readTimeout) {
    this.readTimeout = checkedTimeout("readTimeout", readTimeout);
    return this;
  }

  /**
   * Sets how often a request is sent at most, the first time included.
   *
   * @param maxAttempts 1 to 10
   * @return these options
   * @throws IllegalArgumentException if it is out of range
   */
  public CallOptions maxAttempts(int maxAttempts) {
    this.maxAttempts = checkedRange("maxAttempts", maxAttempts, 1, 10);
    return this;
  }

  /**
   * Sets a header that is sent with every attempt. It replaces a header of the same name, in
   * whatever case.
   *
   * @param name a header that the client does not set itself
   * @param value printable ASCII
   * @return these options
   * @throws IllegalArgumentException if the client sets this header itself, or if name or value
   *     cannot be sent; the message does not hold the value
   */
  public CallOptions header(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(CallOptions::isTokenCharacter)) {
      throw new IllegalArgumentException(
          "header name \"" + name + "\" has characters that no header name can have");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("header " + name + " is set by the client itself");
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the value of header " + name + " has a character other than printable ASCII");
    }
    headers.keySet().removeIf(name::equalsIgnoreCase);
    headers.put(name, value);
    return this;
  }

  Duration callTimeout() {
    return callTimeout;
  }

  Duration readTimeout() {
    return readTimeout;
  }

  int maxAttempts() {
    return maxAttempts;
  }

  Map<String, String> headers() {
    return headers;
  }

  static Duration checkedTimeout(String name, Duration timeout) {
    if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          name + " is " + timeout + ": 1 millisecond to 1 day is allowed");
    }
    return timeout;
  }

  static int checkedRange(String name, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          name + " is " + value + ": " + from + " to " + to + " is allowed");
    }
    return value;
  }

  private static boolean isTokenCharacter(int c) {
    return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }
}
