package io.github.ncloudcommunity.apigateway.benchmark;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.api.StageOperations;
import io.github.ncloudcommunity.apigateway.auth.Credentials;

/** This library. */
final class ByClient extends Generated {

  private final ApiGatewayClient client;

  ByClient(boolean customised) {
    ApiGatewayClient.Builder builder =
        ApiGatewayClient.builder()
            .baseUrl(Contender.baseUrl())
            .credentials(Credentials.of(ACCESS_KEY, SECRET_KEY))
            .maxConnections(CONNECTIONS);
    if (customised) {
      builder.customize(
          feign -> feign.requestInterceptor(request -> request.header("x-team", "billing")));
    }
    client = builder.build();
  }

  @Override
  StageOperations stages() {
    return client.stages();
  }

  @Override
  public void close() {
    client.close();
  }
}
