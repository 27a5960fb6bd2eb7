package io.github.ncloudcommunity.apigateway.auth;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.util.Objects;

/**
 * Where a client gets its credentials from. It is asked on every attempt of every call, from many
 * threads at once, so that keys can be changed while a client lives: it must be thread-safe and
 * fast, which means that it keeps what it had to fetch.
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
   * Always gives the same credentials.
   *
   * @param credentials the credentials
   * @return a thread-safe provider
   * @throws NullPointerException if credentials is null
   */
  static CredentialsProvider of(Credentials credentials) {
    Objects.requireNonNull(credentials, "credentials");
    return () -> credentials;
  }

  /**
   * Looks in the places where other NAVER Cloud tools look, in this order:
   *
   * <ol>
   *   <li>the environment: {@code NCLOUD_ACCESS_KEY_ID} or else {@code NCLOUD_ACCESS_KEY}, with
   *       {@code NCLOUD_SECRET_KEY} or else {@code NCLOUD_SECRET_ACCESS_KEY};
   *   <li>the file {@code .ncloud/configure} in the home directory ({@code user.home}), with {@code
   *       ncloud_access_key_id} and {@code ncloud_secret_access_key} as {@code key = value} lines;
   *       {@code NCLOUD_PROFILE} chooses a {@code [section]}; a changed file is read again;
   *   <li>the server role of a VPC server, from its metadata service; renewed before it ends.
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
