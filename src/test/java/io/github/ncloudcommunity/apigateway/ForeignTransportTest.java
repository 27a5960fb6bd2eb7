package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Client;
import feign.DefaultClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.KeyType;
import io.github.ncloudcommunity.apigateway.model.RegenerateApiKeyRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Overheard;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** HTTP clients that users bring. */
class ForeignTransportTest {

  @AutoClose private final ScriptedServer server = ScriptedServer.start();

  private ApiGatewayClient through(Client client) {
    return TestClients.of(server, new Pauses()).httpClient(client).build();
  }

  @Test
  void clientOfFeignIsWarnedAboutByNameAndOnce() {
    server.answerAlways(Answer.json(200, "{}"));
    try (Overheard overheard = new Overheard();
        ApiGatewayClient client = through(new DefaultClient(null, null) {})) {
      client.products().getProduct("p");
      client.products().getProduct("p");

      assertThat(overheard.lines(ApiGatewayClient.class))
          .filteredOn(line -> line.startsWith("httpClient is a"))
          .containsExactly(
              "httpClient is a feign.DefaultClient: HttpURLConnection cannot send PATCH and sends"
                  + " some requests twice");
    }
  }

  @Test
  void clientThatNobodyKnowsIsNotWarnedAbout() {
    try (Overheard overheard = new Overheard()) {
      through((request, options) -> null).close();

      assertThat(overheard.lines(ApiGatewayClient.class)).isEmpty();
    }
  }

  @Test
  void patchThatTheClientCannotSendWasSurelyNotProcessed() {
    try (ApiGatewayClient client = through(new DefaultClient(null, null))) {
      ApiGatewayException e =
          catchThrowableOfType(
              ApiGatewayException.class,
              () ->
                  client
                      .apiKeys()
                      .regenerateApiKey(
                          "k", new RegenerateApiKeyRequest().keyType(KeyType.of("primary"))));

      assertThat(e.kind()).isEqualTo(Kind.CONNECTION_FAILED);
      assertThat(e).hasMessageContaining("Invalid HTTP method: PATCH");
      assertThat(e.mayHaveBeenProcessed()).isFalse();
    }
    assertThat(server.requests()).isEmpty();
  }
}
