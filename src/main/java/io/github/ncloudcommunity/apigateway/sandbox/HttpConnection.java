package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.SandboxServer.closeQuietly;

import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Answer;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestBody;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequestFactory;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParserFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the requests of one connection and writes their answers, in JSON even when a request is
 * malformed. Not thread-safe.
 */
final class HttpConnection {

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_HEAD = 32 * 1024;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int PAUSE_MILLIS = 100;
  private static final int MAX_SKIPPED = 16 << 20;

  /** The bytes that a connection may hold of a head, a body and an answer without asking. */
  private static final int ALLOWANCE = 8 * 1024;

  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(MAX_LINE).setMaxHeaderCount(MAX_HEADERS).build();

  private static final DefaultHttpRequestParserFactory PARSERS =
      new DefaultHttpRequestParserFactory(LIMITS, null, new RawRequestFactory());

  private static final Answer FAULT =
      Answer.error(ErrorCode.UNEXPECTED_ERROR, "The sandbox has a fault; its log says which.");

  private final Socket socket;
  private final SandboxServer server;
  private final Room.Share held;

  /** Whether a part of the body is unread, so that no other request can follow. */
  private boolean unread;

  HttpConnection(Socket socket, SandboxServer server) {
    this.socket = socket;
    this.server = server;
    this.held = server.room.share();
  }

  /** Serves requests until the connection ends. */
  void serve() {
    try (socket;
        DefaultBHttpServerConnection connection = connect()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      HttpService service = new JsonErrorService();
      while (connection.isOpen()) {
        // A client that sends or reads a byte now and then must not hold a thread for good.
        Future<?> end =
            server.watch.schedule(
                () -> closeQuietly(socket), server.exchangeLimit.toMillis(), TimeUnit.MILLISECONDS);
        try {
          service.handleRequest(connection, HttpCoreContext.create());
        } finally {
          end.cancel(false);
          held.close();
        }
      }
    } catch (IOException | HttpException | RejectedExecutionException e) {
      LOG.debug("a connection ended", e);
    }
  }

  private DefaultBHttpServerConnection connect() throws IOException {
    HttpMessageParser<ClassicHttpRequest> parser = PARSERS.create();
    return DefaultBHttpServerConnectionFactory.builder()
        .http1Config(LIMITS)
        .requestParserFactory(config -> (buffer, in) -> parser.parse(buffer, new Head(in, held)))
        .build()
        .createConnection(socket);
  }

  private void handle(RawRequest request, ResponseTrigger trigger)
      throws HttpException, IOException {
    HttpEntity body = request.getEntity();
    unread = body != null;
    ClassicHttpResponse response = new BasicClassicHttpResponse(HttpStatus.SC_OK);
    fill(response, answer(request, trigger));
    if (endsConnection(request)) {
      response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
    }
    if (body != null && unread) {
      // Otherwise the library reads the rest, whatever its length, before it sends the answer.
      request.setEntity(null);
      if (body.getContentLength() > MAX_SKIPPED || expectsContinue(request)) {
        response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
      }
      response.setEntity(
          new AnswerBeforeRest(response.getEntity(), () -> skip(body, expectsContinue(request))));
    }
    trigger.submitResponse(response);
  }

  private Answer answer(RawRequest request, ResponseTrigger trigger)
      throws HttpException, IOException {
    String method = request.getMethod();
    try {
      Function<RequestBody, Answer> work =
          server.router.route(method, request.target, name -> values(request.getHeaders(name)));
      RequestBody body = body(request, trigger);
      return inTurn(() -> work.apply(body));
    } catch (Problem problem) {
      return problem.answer();
    } catch (RuntimeException e) {
      LOG.error("{} {} could not be handled", method, request.target, e);
      return FAULT;
    }
  }

  /**
   * Performs a request while no other is performed: as JSON, both the body and the answer take many
   * times the memory of their bytes. The answer then gets the room of the body.
   */
  private Answer inTurn(Supplier<Answer> work) throws IOException {
    server.turn.lock();
    try {
      Answer answer = work.get();
      held.close();
      try {
        held.take(Math.max(0, answer.bytes().length - ALLOWANCE));
      } catch (Problem e) {
        // The request has been performed, so no error would be true.
        throw new IOException("no room for an answer", e);
      }
      return answer;
    } finally {
      server.turn.unlock();
    }
  }

  private static void fill(ClassicHttpResponse response, Answer answer) {
    response.setCode(answer.status());
    if (answer.contentType() != null) {
      response.setHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
      response.setEntity(new ByteArrayEntity(answer.bytes(), null));
    }
  }

  /** Reads the body once there is room for it, and stops where it turns out to be too large. */
  private RequestBody body(RawRequest request, ResponseTrigger trigger)
      throws HttpException, IOException {
    List<String> contentTypes = values(request.getHeaders(HttpHeaders.CONTENT_TYPE));
    HttpEntity entity = request.getEntity();
    if (entity == null) {
      return new RequestBody(contentTypes, new byte[0]);
    }
    long announced = entity.getContentLength();
    if (announced > RequestBody.MAX_BYTES) {
      return RequestBody.tooLarge(contentTypes);
    }
    // A chunked body is joined at the end, and then in memory twice for a moment.
    int needed = announced < 0 ? 2 * RequestBody.MAX_BYTES : (int) announced;
    held.take(Math.max(0, needed - ALLOWANCE));
    if (expectsContinue(request)) {
      trigger.sendInformation(new BasicClassicHttpResponse(HttpStatus.SC_CONTINUE));
    }
    try {
      InputStream content = entity.getContent();
      byte[] bytes;
      if (announced < 0) {
        bytes = content.readNBytes(RequestBody.MAX_BYTES);
      } else {
        bytes = new byte[needed];
        content.readNBytes(bytes, 0, needed);
      }
      unread = content.read() >= 0;
      return unread ? RequestBody.tooLarge(contentTypes) : new RequestBody(contentTypes, bytes);
    } catch (MalformedChunkCodingException e) {
      throw new ProtocolException("The chunks of the body are not well-formed", e);
    }
  }

  /**
   * Reads and discards the rest of a body. Otherwise a client that writes everything before it
   * reads waits for ever, or loses the answer because a socket with unread bytes is reset.
   *
   * @param mayNotCome whether the client may be waiting for permission to send it
   */
  private void skip(HttpEntity body, boolean mayNotCome) {
    try {
      if (mayNotCome) {
        socket.setSoTimeout(PAUSE_MILLIS);
      }
      InputStream rest = body.getContent();
      byte[] passing = new byte[ALLOWANCE];
      long left = MAX_SKIPPED;
      int read = 0;
      while (read >= 0 && left > 0) {
        left -= read;
        read = rest.read(passing);
      }
      unread = read >= 0;
    } catch (IOException e) {
      LOG.debug("the rest of a body did not come", e);
    }
  }

  private static List<String> values(Header[] headers) {
    return Arrays.stream(headers).map(Header::getValue).toList();
  }

  private static boolean expectsContinue(RawRequest request) {
    return values(request.getHeaders(HttpHeaders.EXPECT)).stream()
        .anyMatch(HeaderElements.CONTINUE::equalsIgnoreCase);
  }

  private static boolean endsConnection(ClassicHttpRequest request) {
    return request.getVersion() != null && request.getVersion().lessEquals(HttpVersion.HTTP_1_0)
        || values(request.getHeaders(HttpHeaders.CONNECTION)).stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(HeaderElements.CLOSE));
  }

  /** Sends an answer at once, and then runs what must not run before. */
  private static final class AnswerBeforeRest extends HttpEntityWrapper {

    private final Runnable rest;

    AnswerBeforeRest(HttpEntity answer, Runnable rest) {
      super(answer);
      this.rest = rest;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      super.writeTo(out);
      out.flush();
      rest.run();
    }
  }

  /** The bytes of the request line and the headers. */
  private static final class Head extends FilterInputStream {

    private final Room.Share held;
    private int length;

    Head(InputStream in, Room.Share held) {
      super(in);
      this.held = held;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
      if (length >= MAX_HEAD) {
        throw new MessageConstraintException("Request line and headers are too large");
      }
      if (length >= ALLOWANCE && !held.takeAtOnce(ALLOWANCE)) {
        throw new IOException("no room for request line and headers");
      }
      int read = super.read(bytes, offset, Math.min(wanted, ALLOWANCE));
      length += Math.max(0, read);
      return read;
    }
  }

  /** Answers malformed HTTP with the documented error body. */
  private final class JsonErrorService extends HttpService {

    JsonErrorService() {
      super(
          server.processor,
          (request, trigger, context) -> handle((RawRequest) request, trigger),
          (request, response, context) ->
              !unread
                  && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context),
          null);
    }

    @Override
    protected void handleException(HttpException e, ClassicHttpResponse response) {
      LOG.debug("a request was refused", e);
      skipRest();
      if (toStatusCode(e) == ErrorCode.UNEXPECTED_ERROR.httpStatus()) {
        LOG.error("a request could not be handled", e);
        fill(response, FAULT);
        return;
      }
      fill(
          response,
          Answer.error(
              ErrorCode.BAD_REQUEST,
              ("The request is not well-formed HTTP/1.1, or its request line or a header has"
                      + " more than %s bytes, or both together more than %s, or it has more"
                      + " than %s headers.")
                  .formatted(MAX_LINE, MAX_HEAD, MAX_HEADERS)));
    }

    /**
     * Reads until the client pauses. Closing a socket with unread bytes resets it, and the client
     * then loses the answer or fails while it still sends.
     */
    private void skipRest() {
      try {
        socket.setSoTimeout(PAUSE_MILLIS);
        socket.getInputStream().skipNBytes(MAX_SKIPPED);
      } catch (IOException e) {
        LOG.debug("nothing more to skip", e);
      }
    }
  }

  /** A request that keeps its target as it arrived; the library would normalise it. */
  private static final class RawRequest extends BasicClassicHttpRequest {

    private static final long serialVersionUID = 1L;

    private final String target;

    RawRequest(String method, String target) {
      super(method, "/");
      this.target = target;
    }
  }

  private static final class RawRequestFactory implements HttpRequestFactory<ClassicHttpRequest> {

    @Override
    public ClassicHttpRequest newHttpRequest(String method, String target) {
      return new RawRequest(method, target);
    }

    @Override
    public ClassicHttpRequest newHttpRequest(String method, URI target) {
      return new RawRequest(method, target.toString());
    }
  }
}
