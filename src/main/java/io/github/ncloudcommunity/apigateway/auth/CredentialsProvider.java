package io.github.ncloudcommunity.apigateway.auth;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a client gets its credentials from. It is asked on every attempt of every call, from many
 * threads at once, so that keys can be changed while a client lives: it must be thread-safe, and
 * keep what it had to fetch.
 *
 * <p>A client asks twice. {@link #credentialsAtHand} is asked on the thread of the call, and must
 * not wait. When it has none, {@link #credentials} is asked on a thread of the client, and may
 * wait: a call whose time is up, that is interrupted or whose client is closed ends all the same.
 * What is still asked for then goes on, for the provider to keep; only to close the client
 * interrupts it.
 *
 * <p>So a lambda is safe, whatever it does, as long as it does not look at the thread of the call:
 * {@link ThreadLocal}s, inheritable ones too, are empty on a thread of the client. A provider that
 * looks at them, such as for the tenant of a web request, and one that never waits, such as for a
 * field that others set, belong into {@link #onCallingThread}.
 */
@FunctionalInterface
public interface CredentialsProvider {

  /**
   * The credentials to sign the next request with.
   *
   * @return the credentials, never null
   * @throws ApiGatewayException of kind {@link ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE} if
   *     there are none
   */
  Credentials credentials();

  /**
   * The credentials to sign the next request with, if no waiting is needed to tell. The time of the
   * call does not end it, so it must neither do I/O nor wait for a lock that is held meanwhile.
   *
   * @return the credentials, or null if {@link #credentials} is to be asked; null unless overridden
   */
  default @Nullable Credentials credentialsAtHand() {
    return null;
  }

  /**
   * Always gives the same credentials.
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
   * Has a provider asked on the thread of the call, and nowhere else. It is for one that looks at
   * that thread, and for one that never waits: a client then needs no other thread for it. When it
   * does wait, the call waits with it, however little time it has.
   *
   * @param provider a thread-safe provider that answers at once
   * @return a provider that has the same credentials, at hand
   * @throws NullPointerException if provider is null
   */
  static CredentialsProvider onCallingThread(CredentialsProvider provider) {
    return new CallingThreadCredentials(provider);
  }

  /**
   * Looks in the places where other NAVER Cloud tools look, in this order:
   *
   * <ol>
   *   <li>the environment: {@code NCLOUD_ACCESS_KEY_ID} or else {@code NCLOUD_ACCESS_KEY}, with
   *       {@code NCLOUD_SECRET_KEY} or else {@code NCLOUD_SECRET_ACCESS_KEY};
   *   <li>the file {@code .ncloud/configure} in the home directory ({@code user.home}), with {@code
   *       ncloud_access_key_id} and {@code ncloud_secret_access_key} as {@code key = value} lines;
   *       {@code NCLOUD_PROFILE} chooses a {@code [section]}; a changed file is read again, after a
   *       second at the latest;
   *   <li>the server role of a VPC server, from its metadata service; renewed before it ends, while
   *       calls go on with the pair that still holds. The role of another cloud, which has its
   *       metadata service at the same address, is not taken.
   * </ol>
   *
   * <p>Nothing is looked up before the first request: to make the chain is cheap, reads no file and
   * does not throw. The first place that has credentials is the only one asked from then on. A
   * place that has none lets the next one try; one that is broken, has half a pair or has more than
   * the key in a value, such as quotes, ends the search, so that a mistake there never leads to
   * another account.
   *
   * <p>The provider throws {@link ApiGatewayException} of kind {@link
   * ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE}, with the reason of each place, when no place
   * has credentials, and with the one reason when a place is broken or stops having them. No
   * message holds a key from a file, or a secret.
   *
   * @return a new thread-safe provider
   */
  static CredentialsProvider defaultChain() {
    return CredentialsChain.ofDefaults();
  }
}
