package io.github.ncloudcommunity.apigateway.auth;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import java.util.Objects;

/**
 * Asks a provider on the calling thread, and turns whatever goes wrong there into
 * CREDENTIALS_UNAVAILABLE.
 */
final class CallingThreadCredentials implements CredentialsProvider {

  private final CredentialsProvider provider;

  CallingThreadCredentials(CredentialsProvider provider) {
    this.provider = Objects.requireNonNull(provider, "provider");
  }

  @Override
  public Credentials credentials() {
    Credentials credentials;
    try {
      credentials = provider.credentials();
    } catch (Exception e) {
      if (e instanceof ApiGatewayException known && known.kind() == Kind.CREDENTIALS_UNAVAILABLE) {
        throw known;
      }
      // A caller would take the failure of a call that the provider made for that of its own.
      throw ApiGatewayException.builder(Kind.CREDENTIALS_UNAVAILABLE)
          .message("the provider failed with " + e.getClass().getSimpleName())
          .cause(e)
          .build();
    }
    if (credentials == null) { // a client would take it for "ask on another thread"
      throw ApiGatewayException.builder(Kind.CREDENTIALS_UNAVAILABLE)
          .message("the credentials provider returned null")
          .build();
    }
    return credentials;
  }

  @Override
  public Credentials credentialsAtHand() {
    return credentials();
  }
}
