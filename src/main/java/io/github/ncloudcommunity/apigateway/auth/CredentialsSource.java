package io.github.ncloudcommunity.apigateway.auth;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import org.jspecify.annotations.Nullable;

/** A place that may have credentials. Thread-safe. */
interface CredentialsSource {

  /** The name of the source in error messages. */
  String name();

  /**
   * Looks for credentials.
   *
   * @throws ApiGatewayException of kind CREDENTIALS_UNAVAILABLE if the source is broken; not if it
   *     has no credentials
   */
  Answer look();

  /**
   * Returns the current answer if it is known without blocking.
   *
   * @return the answer, or null if {@link #look} is needed
   */
  default @Nullable Answer known() {
    return null;
  }

  /** Makes the exception for a source that is broken or whose credentials are unavailable. */
  default ApiGatewayException broken(String reason) {
    return ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE)
        .message(name() + ": " + reason)
        .build();
  }

  /**
   * Checks a key that a person wrote, and returns it.
   *
   * @param where where the key is, for the message: its variable, or its line and name
   * @throws ApiGatewayException of kind CREDENTIALS_UNAVAILABLE if the value cannot be a key
   */
  default String written(String where, String value) {
    String fault = WrittenKey.fault(value);
    if (fault != null) {
      throw broken(where + " " + fault);
    }
    return value;
  }

  /** Credentials, or the reason why there are none. */
  record Answer(@Nullable Credentials credentials, String whyAbsent) {

    static Answer found(Credentials credentials) {
      return new Answer(credentials, "");
    }

    static Answer absent(String why) {
      return new Answer(null, why);
    }
  }
}
