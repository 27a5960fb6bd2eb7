package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

/**
 * An HTTP client of the caller. It does not tell when it begins to send, so all that fails is taken
 * to have been sent, except for what surely was not. As thread-safe as the client.
 */
final class ForeignTransport implements Client {

  private final Client client;

  ForeignTransport(Client client) {
    this.client = client;
  }

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    boolean connected = true;
    try {
      return client.execute(request, options);
    } catch (ConnectException | UnknownHostException | NoRouteToHostException e) {
      connected = false;
      throw e;
    } finally {
      Call call = Call.current();
      if (call != null && connected) {
        call.sending();
      }
    }
  }
}
