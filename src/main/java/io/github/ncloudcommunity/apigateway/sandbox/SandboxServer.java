package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequestFactory;
import org.apache.hc.core5.http.HttpResponse;
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
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of the sandbox: accepts connections, hands requests on and answers in JSON whatever
 * happens.
 *
 * <p>Line and headers decide whether a request is authenticated and what it is for; only then is
 * its body read. Requests are done one after the other, each until its answer stands in bytes, for
 * both take many times the memory of the bytes while they are JSON.
 *
 * <p>The library's own server would do but for two things: its listener thread keeps a program
 * alive that forgot to close, and it answers what it cannot parse with plain text.
 */
final class SandboxServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);

  private static final String TRACE_ID_HEADER = "x-ncp-trace-id";
  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_HEAD = 32 * 1024;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int PAUSE_MILLIS = 100;
  private static final int MAX_SKIPPED = 16 << 20;
  private static final int BACKLOG = 1_000;
  private static final int MAX_CONNECTIONS = 1_000;
  private static final int LAST_ACCEPT_MILLIS = 1_000;

  /** What a connection may hold without asking for room: of a head, a body and an answer each. */
  private static final int ALLOWANCE = 8 * 1024;

  /**
   * The day has two digits, unlike in the formatter of the JDK.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110, Date</a>
   */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final ThreadFactory THREADS = new DefaultThreadFactory("apigateway-sandbox", true);

  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(MAX_LINE).setMaxHeaderCount(MAX_HEADERS).build();

  private static final DefaultHttpRequestParserFactory PARSERS =
      new DefaultHttpRequestParserFactory(LIMITS, null, new RawRequestFactory());

  private final Clock clock;
  private final Authentication authentication;
  private final @Nullable ProviderStates providerStates;
  private final Specification specification;
  private final Operations operations;

  private final ServerSocket listener;
  private final Thread acceptor = THREADS.newThread(this::accept);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0, MAX_CONNECTIONS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), THREADS);
  private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, THREADS);
  private final Duration exchangeLimit;
  private final Room room;
  private final Lock turn = new ReentrantLock(true);
  private final AtomicLong traces = new AtomicLong();

  private final HttpProcessor processor =
      HttpProcessorBuilder.create().add(this::stamp).add(new ResponseContent()).build();

  /**
   * Opens the port and starts to listen.
   *
   * @param address where to listen; its port is 0 for any that is free
   * @param exchangeLimit how long a request with its answer may take, so that a client that sends
   *     or reads a byte now and then cannot hold a thread for good
   * @param room for what is more than a little of requests and answers
   * @throws UncheckedIOException if the port cannot be opened
   */
  SandboxServer(
      InetSocketAddress address,
      Duration exchangeLimit,
      Room room,
      Clock clock,
      Authentication authentication,
      @Nullable ProviderStates providerStates,
      Specification specification,
      Operations operations) {
    this.clock = clock;
    this.authentication = authentication;
    this.providerStates = providerStates;
    this.specification = specification;
    this.operations = operations;
    this.exchangeLimit = exchangeLimit;
    this.room = room;
    watch.setRemoveOnCancelPolicy(true);
    try {
      this.listener = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Port %s on %s cannot be opened: %s"
              .formatted(address.getPort(), address.getHostString(), e.getMessage()),
          e);
    }
    acceptor.start();
  }

  URI baseUrl() {
    InetAddress address = listener.getInetAddress();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return URI.create(
        "http://%s:%s%s"
            .formatted(
                host.contains(":") ? "[" + host + "]" : host,
                listener.getLocalPort(),
                RequestTarget.BASE_PATH));
  }

  /** Stops at once; connections are closed, idle or not. */
  @Override
  public void close() {
    closeQuietly(listener);
    connections.forEach(SandboxServer::closeQuietly);
    workers.shutdownNow();
    watch.shutdownNow();
    try {
      // Until accept has returned, the system may still take a connection for the closed port.
      acceptor.join(LAST_ACCEPT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.add(socket);
        if (listener.isClosed()) {
          closeQuietly(socket);
          return;
        }
        admit(socket);
      } catch (IOException e) {
        LOG.debug("no connection accepted", e);
      }
    }
  }

  private void admit(Socket socket) {
    try {
      workers.execute(() -> serve(socket));
    } catch (RejectedExecutionException e) {
      LOG.debug("a connection too many", e);
      closeQuietly(socket);
      connections.remove(socket);
    }
  }

  private void serve(Socket socket) {
    Exchange exchange = new Exchange(socket, room.share());
    try (socket;
        DefaultBHttpServerConnection connection = connect(exchange)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      HttpService service = new JsonErrorService(exchange);
      while (connection.isOpen()) {
        Future<?> end =
            watch.schedule(
                () -> closeQuietly(socket), exchangeLimit.toMillis(), TimeUnit.MILLISECONDS);
        try {
          service.handleRequest(connection, HttpCoreContext.create());
        } finally {
          end.cancel(false);
          exchange.held.close();
        }
      }
    } catch (IOException | HttpException | RejectedExecutionException e) {
      LOG.debug("a connection ended", e);
    } finally {
      connections.remove(socket);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      LOG.debug("not closed", e);
    }
  }

  private static DefaultBHttpServerConnection connect(Exchange exchange) throws IOException {
    return DefaultBHttpServerConnectionFactory.builder()
        .http1Config(LIMITS)
        .requestParserFactory(config -> parser(exchange.held))
        .build()
        .createConnection(exchange.socket);
  }

  private static HttpMessageParser<ClassicHttpRequest> parser(Room.Share held) {
    HttpMessageParser<ClassicHttpRequest> parser = PARSERS.create();
    return (buffer, in) -> parser.parse(buffer, new Head(in, held));
  }

  private void handle(RawRequest request, ResponseTrigger trigger, Exchange exchange)
      throws HttpException, IOException {
    HttpEntity body = request.getEntity();
    exchange.unread = body != null;
    Reply reply = reply(request, trigger, exchange);
    ClassicHttpResponse response = new BasicClassicHttpResponse(HttpStatus.SC_OK);
    reply.fill(response);
    if (endsConnection(request)) {
      response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
    }
    if (body != null && exchange.unread) {
      // Else the library reads the rest, whatever its length, before it sends the answer.
      request.setEntity(null);
      if (body.getContentLength() > MAX_SKIPPED || expectsContinue(request)) {
        response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
      }
      response.setEntity(
          new AnswerBeforeRest(
              response.getEntity(),
              () -> exchange.skip(body.getContent(), expectsContinue(request))));
    }
    trigger.submitResponse(response);
  }

  private Reply reply(RawRequest request, ResponseTrigger trigger, Exchange exchange)
      throws HttpException, IOException {
    try {
      Function<RequestBody, Answer> work = admit(request);
      RequestBody body = body(request, trigger, exchange);
      return inTurn(() -> work.apply(body), exchange.held);
    } catch (Problem problem) {
      return Reply.of(problem.answer());
    } catch (RuntimeException e) {
      LOG.error("{} {} could not be handled", request.getMethod(), request.target, e);
      return Reply.of(
          Answer.error(ErrorCode.UNEXPECTED_ERROR, "The sandbox has a fault; its log says which."));
    }
  }

  /**
   * Looks at line and headers.
   *
   * @return what there is to do with the body
   * @throws Problem if the request is not authenticated, or is for nothing that there is
   */
  private Function<RequestBody, Answer> admit(RawRequest request) {
    if (providerStates != null && request.target.equals(ProviderStates.PATH)) {
      return body -> providerStates.change(request.getMethod(), body);
    }
    authenticate(request);
    RequestTarget target = RequestTarget.of(request.target);
    Specification.Match match = specification.find(request.getMethod(), target.segments());
    if (match == null) {
      throw Problem.notFound(
          "There is no operation %s at this path.".formatted(request.getMethod()));
    }
    SpecifiedOperation operation = match.operation();
    return body ->
        operations.perform(operation, operation.check(match.pathValues(), target.query(), body));
  }

  /** Does a request while no other is done, and gives the room of its body to its answer. */
  private Reply inTurn(Supplier<Answer> work, Room.Share held) throws IOException {
    turn.lock();
    try {
      Reply reply = Reply.of(work.get());
      held.close();
      try {
        held.take(Math.max(0, reply.bytes.length - ALLOWANCE));
      } catch (Problem e) {
        // What was asked for is done, so no error would be true.
        throw new IOException("no room for an answer", e);
      }
      return reply;
    } finally {
      turn.unlock();
    }
  }

  private void authenticate(RawRequest request) {
    Function<String, List<String>> headers = name -> values(request.getHeaders(name));
    if (providerStates == null) {
      authentication.check(request.getMethod(), request.target, headers);
    } else {
      ProviderStates.Next next = providerStates.take();
      next.authentication().check(request.getMethod(), request.target, headers);
      next.refuse();
    }
  }

  /**
   * Reads the body, once there is room for it, and no more than it takes to see that it is too
   * large.
   */
  private static RequestBody body(RawRequest request, ResponseTrigger trigger, Exchange exchange)
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
    // What comes in chunks is put together at the end, and there twice for a moment.
    int needed = announced < 0 ? 2 * RequestBody.MAX_BYTES : (int) announced;
    exchange.held.take(Math.max(0, needed - ALLOWANCE));
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
      exchange.unread = content.read() >= 0;
      return exchange.unread
          ? RequestBody.tooLarge(contentTypes)
          : new RequestBody(contentTypes, bytes);
    } catch (MalformedChunkCodingException e) {
      throw new ProtocolException("The chunks of the body are not well-formed", e);
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

  private void stamp(HttpResponse response, @Nullable EntityDetails entity, HttpContext context) {
    response.setHeader(HttpHeaders.DATE, HTTP_DATE.format(clock.instant()));
    response.setHeader(TRACE_ID_HEADER, "sandbox-" + traces.incrementAndGet());
  }

  /** An answer in bytes, which take less than what they are made from. */
  private record Reply(int status, @Nullable String contentType, byte[] bytes) {

    static Reply of(Answer answer) {
      return new Reply(
          answer.status(), answer.body() == null ? null : answer.contentType(), answer.bytes());
    }

    void fill(ClassicHttpResponse response) {
      response.setCode(status);
      if (contentType != null) {
        response.setHeader(HttpHeaders.CONTENT_TYPE, contentType);
        response.setEntity(new ByteArrayEntity(bytes, null));
      }
    }
  }

  /** A connection with the request on it that is there now. Not thread-safe. */
  private static final class Exchange {

    private final Socket socket;
    private final Room.Share held;

    /** Whether there is more of the body, so that no other request can follow. */
    private boolean unread;

    Exchange(Socket socket, Room.Share held) {
      this.socket = socket;
      this.held = held;
    }

    /**
     * Reads the rest of a body and keeps nothing of it. A client that writes all before it reads
     * would else wait for ever, or lose the answer to the reset of a socket with bytes unread.
     *
     * @param mayNotCome whether the client may have waited to be told to send it
     */
    void skip(InputStream rest, boolean mayNotCome) {
      try {
        if (mayNotCome) {
          socket.setSoTimeout(PAUSE_MILLIS);
        }
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
  }

  /** Something that is done to a connection. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** Sends an answer at once, and does then what must not be done before. */
  private static final class AnswerBeforeRest extends HttpEntityWrapper {

    private final Step rest;

    AnswerBeforeRest(HttpEntity answer, Step rest) {
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

  /** The bytes of request line and headers. */
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

  /** Answers what is no proper HTTP with the documented body, too. */
  private final class JsonErrorService extends HttpService {

    private final Exchange exchange;

    JsonErrorService(Exchange exchange) {
      super(
          processor,
          (request, trigger, context) -> handle((RawRequest) request, trigger, exchange),
          (request, response, context) ->
              !exchange.unread
                  && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context),
          null);
      this.exchange = exchange;
    }

    @Override
    protected void handleException(HttpException e, ClassicHttpResponse response) {
      LOG.debug("a request was refused", e);
      skipRest();
      int status = toStatusCode(e);
      if (status == ErrorCode.UNEXPECTED_ERROR.httpStatus()) {
        LOG.error("a request could not be handled", e);
        Reply.of(
                Answer.error(
                    ErrorCode.UNEXPECTED_ERROR, "The sandbox has a fault; its log says which."))
            .fill(response);
        return;
      }
      Reply.of(
              Answer.error(
                  ErrorCode.BAD_REQUEST,
                  ("The request is not well-formed HTTP/1.1, or its request line or a header has"
                          + " more than %s bytes, or both together more than %s, or it has more"
                          + " than %s headers.")
                      .formatted(MAX_LINE, MAX_HEAD, MAX_HEADERS)))
          .fill(response);
    }

    /**
     * Reads on until the client pauses. A socket that is closed with bytes unread resets, and the
     * client loses the answer or fails while it still sends.
     */
    private void skipRest() {
      try {
        exchange.socket.setSoTimeout(PAUSE_MILLIS);
        exchange.socket.getInputStream().skipNBytes(MAX_SKIPPED);
      } catch (IOException e) {
        LOG.debug("nothing more to skip", e);
      }
    }
  }

  /** A request that keeps its target as it arrived: the library takes it apart and tidies it up. */
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
