package io.github.ncloudcommunity.apigateway;

/**
 * Is told of every attempt and of every call when it has ended, well or not: for logs, metrics and
 * traces. See {@link ApiGatewayClient.Builder#listener}.
 *
 * <p>The client calls it on the thread of the call, so it must be thread-safe and fast. What it
 * throws is logged and changes nothing about the call. It is not told of calls that are refused for
 * their arguments before there is an attempt.
 */
public interface CallListener {

  /**
   * An attempt has ended. Another one may follow.
   *
   * @param attempt what is known of it; {@link CallEvent#attempts} is its number, counted from 1
   */
  default void attemptEnded(CallEvent attempt) {}

  /**
   * A call has ended.
   *
   * @param call what is known of it; status and trace id are those of its last attempt
   */
  default void callEnded(CallEvent call) {}
}
