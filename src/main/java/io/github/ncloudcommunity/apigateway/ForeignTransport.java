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
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP client of the user. It does not tell when it begins to send, so any failure counts as
 * sent, except for those that say that nothing was. As thread-safe as the client.
 */
final class ForeignTransport implements Client {

  private static final Logger LOG = LoggerFactory.getLogger(ApiGatewayClient.class);

  private static final String OF_URL_CONNECTION =
      "HttpURLConnection cannot send PATCH, and sends some requests twice";
  private static final String OF_APACHE =
      "it writes the query anew, so that the signature may not fit, and sends again by itself unless"
          + " its HttpClient is told not to";

  /** What the HTTP clients of Feign do by themselves, by name: they are not on our class path. */
  private static final Map<String, String> FAULTS =
      Map.of(
          "feign.DefaultClient", OF_URL_CONNECTION,
          "feign.Client$Default", OF_URL_CONNECTION,
          "feign.okhttp.OkHttpClient",
              "OkHttp sends again by itself, whatever it is told, when 503 comes with Retry-After: 0",
          "feign.http2client.Http2Client",
              "the JDK's client sends a GET again by itself, with the old signature, when a"
                  + " connection breaks",
          "feign.httpclient.ApacheHttpClient", OF_APACHE,
          "feign.hc5.ApacheHttp5Client", OF_APACHE);

  private final Client client;
  private final AnswerReader answerReader;

  ForeignTransport(Client client, AnswerReader answerReader) {
    this.client = client;
    for (Class<?> type = client.getClass(); type != null; type = type.getSuperclass()) {
      String fault = FAULTS.get(type.getName());
      if (fault != null) {
        LOG.warn("httpClient is a {}: {}", type.getName(), fault);
      }
    }
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
                  false, // as far as it tells
                  ErrorAnswers.header(response, "Content-Encoding")))
          .build();
    } finally {
      Util.ensureClosed(body);
    }
  }
}
