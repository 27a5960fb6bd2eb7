package io.github.ncloudcommunity.apigateway.auth;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.util.Objects;

/** Credentials that are always at hand. */
final class CallingThreadCredentials implements CredentialsProvider {

  private final CredentialsProvider provider;

  CallingThreadCredentials(CredentialsProvider provider) {
    this.provider = Objects.requireNonNull(provider, "provider");
  }

  @Override
  public Credentials credentials() {
    Credentials credentials = provider.credentials();
    if (credentials == null) { // which for a client would mean to ask on another thread
      throw ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE)
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
