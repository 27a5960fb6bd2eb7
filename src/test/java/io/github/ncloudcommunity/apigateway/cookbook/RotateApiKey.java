package io.github.ncloudcommunity.apigateway.cookbook;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.model.ApiKey;
import io.github.ncloudcommunity.apigateway.model.KeyType;
import io.github.ncloudcommunity.apigateway.model.RegenerateApiKeyRequest;

/** Replaces both keys of an API key in two steps. Callers use the primary key at first. */
final class RotateApiKey {

  private RotateApiKey() {}

  /**
   * Step 1: replaces the secondary key, which nobody uses. Give the new one to every caller.
   *
   * @return the new secondary key: a secret, so do not log it
   */
  static String replaceSecondary(ApiGatewayClient gateway, String apiKeyId) {
    return replace(gateway, apiKeyId, KeyType.SECONDARY).getSecondaryKey();
  }

  /**
   * Step 2, when every caller uses the secondary key: replaces the primary key.
   *
   * @return the new primary key, for the next rotation: a secret, so do not log it
   */
  static String replacePrimary(ApiGatewayClient gateway, String apiKeyId) {
    return replace(gateway, apiKeyId, KeyType.PRIMARY).getPrimaryKey();
  }

  private static ApiKey replace(ApiGatewayClient gateway, String apiKeyId, KeyType keyType) {
    return gateway
        .apiKeys()
        .regenerateApiKey(apiKeyId, new RegenerateApiKeyRequest().keyType(keyType))
        .getApiKey();
  }
}
