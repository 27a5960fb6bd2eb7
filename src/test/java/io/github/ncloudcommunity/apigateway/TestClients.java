package io.github.ncloudcommunity.apigateway;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;

/**
 * Clients of a scripted server, with made-up keys, whose pauses are recorded and not waited for.
 */
final class TestClients {

  static final Credentials CREDENTIALS = Credentials.of(Wire.ACCESS_KEY_ID, Wire.SECRET);

  private TestClients() {}

  static ApiGatewayClient.Builder of(ScriptedServer server, Pauses pauses) {
    return ApiGatewayClient.builder()
        .baseUrl(server.url("/api/v1"))
        .credentials(CREDENTIALS)
        .time(System::nanoTime, pauses::pause);
  }

  static ApiGatewayClient.Builder of(ScriptedServer server) {
    return of(server, new Pauses());
  }
}
