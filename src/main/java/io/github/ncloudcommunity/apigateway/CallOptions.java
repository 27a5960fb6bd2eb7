package io.github.ncloudcommunity.apigateway;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Options that can differ between calls of one client. See {@link ApiGatewayClient#with}. Mutable,
 * not thread-safe.
 *
 * <p>Every setter throws {@link NullPointerException} for null.
 */
public final class CallOptions {

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  /** The client sets these itself, or they would change how the request is sent. */
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
   * Sets the time limit of a whole call: credentials, waiting for a connection, all attempts and
   * the pauses between them.
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
   * Sets how long the service may send nothing while the client waits for an answer or reads it.
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
   * Sets the maximum number of attempts, the first one included.
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
   * Adds a header to every attempt. It replaces a header of the same name, upper and lower case
   * being the same.
   *
   * @param name a header that the client does not set itself
   * @param value printable ASCII
   * @return these options
   * @throws IllegalArgumentException if the client sets this header itself, or if the name or value
   *     has a character that is not allowed; the message does not show the value
   */
  public CallOptions header(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(CallOptions::isTokenCharacter)) {
      throw new IllegalArgumentException(
          "header name \"" + name + "\" is empty or has a character that is not allowed");
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
          name + " is " + timeout + ", but must be from 1 millisecond to 1 day");
    }
    return timeout;
  }

  static int checkedRange(String name, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          name + " is " + value + ", but must be from " + from + " to " + to);
    }
    return value;
  }

  private static boolean isTokenCharacter(int c) {
    return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }
}
