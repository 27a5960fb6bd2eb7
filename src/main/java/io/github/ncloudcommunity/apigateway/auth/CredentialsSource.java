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

  /**
   * What the place is known to have, without a wait.
   *
   * @return null if it takes a look to tell
   */
  default @Nullable Answer known() {
    return null;
  }

  /** The failure of a place that is broken, or whose credentials cannot be had. */
  default ApiGatewayException broken(String reason) {
    return ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE)
        .message(name() + ": " + reason)
        .build();
  }

  /**
   * A key that somebody wrote down, if nothing is wrong with it.
   *
   * @param where what a reader knows the key by: its variable, or its line and name
   * @throws ApiGatewayException of kind CREDENTIALS_UNAVAILABLE if the value cannot be a key
   */
  default String written(String where, String value) {
    String fault = WrittenKey.fault(value);
    if (fault != null) {
      throw broken(where + " " + fault);
    }
    return value;
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
