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
 * Sends through an HTTP client of the user. Such a client does not tell when it starts to send, so
 * any failure other than a failed connect counts as sent. As thread-safe as that client.
 */
final class ForeignTransport implements Client {

  private static final Logger LOG = LoggerFactory.getLogger(ApiGatewayClient.class);

  private static final String URL_CONNECTION_FAULT =
      "HttpURLConnection cannot send PATCH and sends some requests twice";
  private static final String APACHE_FAULT =
      "it rewrites the query, so the signature may not match, and it retries by itself unless its"
          + " HttpClient is told not to";

  /** What is wrong with Feign's HTTP clients, by name: they are not on our class path. */
  private static final Map<String, String> FAULTS =
      Map.of(
          "feign.DefaultClient", URL_CONNECTION_FAULT,
          "feign.Client$Default", URL_CONNECTION_FAULT,
          "feign.okhttp.OkHttpClient",
              "OkHttp always retries a 503 with Retry-After: 0, whatever its settings",
          "feign.http2client.Http2Client",
              "the JDK's client retries a GET by itself, with the old signature, when a connection"
                  + " breaks",
          "feign.httpclient.ApacheHttpClient", APACHE_FAULT,
          "feign.hc5.ApacheHttp5Client", APACHE_FAULT);

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
                  new AnswerReader.Source(
                      body.asInputStream(),
                      body.length() == null ? -1 : body.length(),
                      false, // unknown
                      ErrorAnswers.header(response, "Content-Encoding"))))
          .build();
    } finally {
      Util.ensureClosed(body);
    }
  }
}
