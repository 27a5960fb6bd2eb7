package io.github.ncloudcommunity.apigateway.auth;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Provides the credentials of a client. The client asks on every attempt, so keys can change while
 * it runs, and from many threads at once. A provider must be thread-safe, and should cache what it
 * fetches.
 *
 * <p>The client first calls {@link #credentialsAtHand} on the calling thread; it must not block. If
 * that returns null, the client calls {@link #credentials} on a thread of its own, where it may
 * block: the call still ends on its timeout, on an interrupt and when the client is closed. The
 * provider then keeps running, so that it can cache its result; only closing the client interrupts
 * it.
 *
 * <p>So a lambda may do anything except rely on the calling thread: on a thread of the client all
 * {@link ThreadLocal}s are empty, inheritable ones too. Wrap a provider that reads them, for
 * example for the tenant of a web request, in {@link #onCallingThread}; likewise one that never
 * blocks.
 */
@FunctionalInterface
public interface CredentialsProvider {

  /**
   * Returns the credentials to sign the next request with.
   *
   * @return the credentials, never null
   * @throws ApiGatewayException of kind {@link ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE} if
   *     there are none
   */
  Credentials credentials();

  /**
   * Returns the credentials to sign the next request with, if it can do so without blocking. It
   * must neither do I/O nor wait for a lock that is held during I/O: no timeout interrupts it.
   *
   * @return the credentials, or null to make the client call {@link #credentials}; by default null
   */
  default @Nullable Credentials credentialsAtHand() {
    return null;
  }

  /**
   * Creates a provider that always returns the same credentials.
   *
   * @param credentials the credentials
   * @return a thread-safe provider
   * @throws NullPointerException if credentials is null
   */
  static CredentialsProvider of(Credentials credentials) {
    Objects.requireNonNull(credentials, "credentials");
    return onCallingThread(() -> credentials);
  }

  /**
   * Wraps a provider so that a client calls it on the calling thread only. Use it for a provider
   * that reads thread-locals, and for one that never blocks, which then needs no thread of the
   * client. If the provider does block, the call blocks with it and can exceed its timeout.
   *
   * @param provider a thread-safe provider that does not block
   * @return a provider that returns the same credentials from both methods. It throws {@link
   *     ApiGatewayException} of kind {@link ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE} if
   *     the wrapped one throws an exception or returns null
   * @throws NullPointerException if provider is null
   */
  static CredentialsProvider onCallingThread(CredentialsProvider provider) {
    return new CallingThreadCredentials(provider);
  }

  /**
   * Creates a provider that searches where other NAVER Cloud tools do, in this order:
   *
   * <ol>
   *   <li>the environment: {@code NCLOUD_ACCESS_KEY_ID} or else {@code NCLOUD_ACCESS_KEY}, with
   *       {@code NCLOUD_SECRET_KEY} or else {@code NCLOUD_SECRET_ACCESS_KEY};
   *   <li>the file {@code .ncloud/configure} in the home directory ({@code user.home}), with {@code
   *       ncloud_access_key_id} and {@code ncloud_secret_access_key} as {@code key = value} lines;
   *       {@code NCLOUD_PROFILE} selects a {@code [section]}; a change of the file takes effect
   *       within a second;
   *   <li>the server role of a VPC server, from its metadata service. It is renewed before it
   *       expires, while calls use the current pair. A role of another cloud, whose metadata
   *       service has the same address, is ignored.
   * </ol>
   *
   * <p>Creating the chain is cheap, reads no file and does not throw; the search starts with the
   * first request. From then on the chain uses only the source that had credentials. It skips a
   * source without credentials. It stops at a source that is broken, has only one of the two keys,
   * or has more than the key in a value, such as quotes: so a mistake never leads to another
   * account.
   *
   * <p>The provider throws {@link ApiGatewayException} of kind {@link
   * ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE} if no source has credentials, with the reason
   * for each; or if a source is broken or no longer has credentials, with that reason. No message
   * holds a secret, or a key from a file.
   *
   * @return a new thread-safe provider
   */
  static CredentialsProvider defaultChain() {
    return CredentialsChain.ofDefaults();
  }
}
