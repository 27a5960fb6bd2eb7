package io.github.ncloudcommunity.apigateway;

/**
 * Listens to the end of every attempt and every call, for logs, metrics and traces. See {@link
 * ApiGatewayClient.Builder#listener}.
 *
 * <p>The client calls it on the calling thread, so it must be thread-safe and fast. If it throws,
 * the client logs that and the call goes on. It does not hear of calls with wrong arguments, which
 * make no attempt.
 */
public interface CallListener {

  /**
   * Called when an attempt has ended, with or without success. Another one may follow.
   *
   * @param attempt the attempt; {@link CallEvent#attempts} is its number, counted from 1
   */
  default void attemptEnded(CallEvent attempt) {}

  /**
   * Called when a call has ended, with or without success.
   *
   * @param call the call; status and trace id are those of its last attempt
   */
  default void callEnded(CallEvent call) {}
}
