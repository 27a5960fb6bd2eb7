package io.github.ncloudcommunity.apigateway.auth;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import org.jspecify.annotations.Nullable;

/** One place where credentials may be. Thread-safe. */
interface CredentialsSource {

  /** What a reader of an error message knows the place by. */
  String name();

  /**
   * Looks for credentials.
   *
   * @throws ApiGatewayException of kind CREDENTIALS_UNAVAILABLE if the place is broken, as opposed
   *     to empty
   */
  Answer look();

  /** The failure of a place that is broken, or whose credentials cannot be had. */
  default ApiGatewayException broken(String reason) {
    return ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE)
        .message(name() + ": " + reason)
        .build();
  }

  /** Makes credentials of what the place has, whose form may be wrong. */
  default Credentials pair(String accessKey, String secretKey) {
    try {
      return Credentials.of(accessKey, secretKey);
    } catch (IllegalArgumentException e) {
      throw broken(String.valueOf(e.getMessage()));
    }
  }

  /** Either credentials, or why there are none. */
  record Answer(@Nullable Credentials credentials, String whyAbsent) {

    static Answer found(Credentials credentials) {
      return new Answer(credentials, "");
    }

    static Answer absent(String why) {
      return new Answer(null, why);
    }
  }
}
