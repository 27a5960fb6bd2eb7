package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Request;
import feign.Response;
import feign.Util;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;

/**
 * An HTTP client of the user. It does not tell when it begins to send, so any failure counts as
 * sent, except for those that say that nothing was. As thread-safe as the client.
 */
final class ForeignTransport implements Client {

  private final Client client;
  private final AnswerReader answerReader;

  ForeignTransport(Client client, AnswerReader answerReader) {
    this.client = client;
    this.answerReader = answerReader;
  }

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    Attempt attempt = (Attempt) options;
    attempt.sending();
    try {
      Response response = client.execute(request, options);
      return read(response, attempt);
    } catch (ConnectException | UnknownHostException | NoRouteToHostException e) {
      attempt.notSent();
      throw e;
    } catch (ProtocolException e) {
      // HttpURLConnection, Feign's default, refuses PATCH before it connects.
      if (e.getMessage() != null && e.getMessage().startsWith("Invalid HTTP method")) {
        attempt.notSent();
      }
      throw e;
    }
  }

  private Response read(Response response, Attempt attempt) throws IOException {
    attempt.answers(response.status(), ErrorAnswers.header(response, Attempt.TRACE_ID));
    Response.Body body = response.body();
    if (body == null) {
      return response;
    }
    try {
      return response.toBuilder()
          .body(
              answerReader.read(
                  attempt,
                  body.asInputStream(),
                  body.length() == null ? -1 : body.length(),
                  ErrorAnswers.header(response, "Content-Encoding")))
          .build();
    } finally {
      Util.ensureClosed(body);
    }
  }
}
