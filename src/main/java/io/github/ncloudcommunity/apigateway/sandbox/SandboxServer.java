package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.function.Function;
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
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParserFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
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
 * <p>The library's own server would do but for two things: its listener thread keeps a program
 * alive that forgot to close, and it answers what it cannot parse with plain text.
 */
final class SandboxServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);

  private static final String TRACE_ID_HEADER = "x-ncp-trace-id";
  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int PAUSE_MILLIS = 100;
  private static final int MAX_SKIPPED = 16 << 20;
  private static final int BACKLOG = 1_000;
  private static final int MAX_CONNECTIONS = 5_000;
  private static final int LAST_ACCEPT_MILLIS = 1_000;

  /**
   * The day has two digits, unlike in the formatter of the JDK.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110, Date</a>
   */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final ThreadFactory THREADS = new DefaultThreadFactory("apigateway-sandbox", true);

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
  private final AtomicLong traces = new AtomicLong();

  private final DefaultBHttpServerConnectionFactory connectionFactory =
      DefaultBHttpServerConnectionFactory.builder()
          .http1Config(
              Http1Config.custom()
                  .setMaxLineLength(MAX_LINE)
                  .setMaxHeaderCount(MAX_HEADERS)
                  .build())
          .requestParserFactory(new DefaultHttpRequestParserFactory(null, new RawRequestFactory()))
          .build();

  private final HttpProcessor processor =
      HttpProcessorBuilder.create().add(this::stamp).add(new ResponseContent()).build();

  /**
   * Opens the port and starts to listen.
   *
   * @param address where to listen; its port is 0 for any that is free
   * @param exchangeLimit how long a request with its answer may take, so that a client that sends
   *     or reads a byte now and then cannot hold a thread for good
   * @throws UncheckedIOException if the port cannot be opened
   */
  SandboxServer(
      InetSocketAddress address,
      Duration exchangeLimit,
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
    try (socket;
        DefaultBHttpServerConnection connection = connectionFactory.createConnection(socket)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      HttpService service = new JsonErrorService(socket);
      while (connection.isOpen()) {
        Future<?> end =
            watch.schedule(
                () -> closeQuietly(socket), exchangeLimit.toMillis(), TimeUnit.MILLISECONDS);
        try {
          service.handleRequest(connection, HttpCoreContext.create());
        } finally {
          end.cancel(false);
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

  private void handle(ClassicHttpRequest request, ResponseTrigger trigger, HttpContext context)
      throws HttpException, IOException {
    if (values(request.getHeaders(HttpHeaders.EXPECT)).stream()
        .anyMatch(HeaderElements.CONTINUE::equalsIgnoreCase)) {
      trigger.sendInformation(new BasicClassicHttpResponse(HttpStatus.SC_CONTINUE));
    }
    byte[] body = body(request.getEntity());
    ClassicHttpResponse response = new BasicClassicHttpResponse(HttpStatus.SC_OK);
    fill(response, answer((RawRequest) request, body));
    if (endsConnection(request)) {
      response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
    }
    trigger.submitResponse(response);
  }

  private Answer answer(RawRequest request, byte[] body) {
    try {
      RequestBody requestBody =
          new RequestBody(values(request.getHeaders(HttpHeaders.CONTENT_TYPE)), body);
      if (providerStates != null && request.target.equals(ProviderStates.PATH)) {
        return providerStates.change(request.getMethod(), requestBody);
      }
      authenticate(request);
      RequestTarget target = RequestTarget.of(request.target);
      Specification.Match match = specification.find(request.getMethod(), target.segments());
      if (match == null) {
        throw Problem.notFound(
            "There is no operation %s at this path.".formatted(request.getMethod()));
      }
      SpecifiedOperation operation = match.operation();
      return operations.perform(
          operation, operation.check(match.pathValues(), target.query(), requestBody));
    } catch (Problem problem) {
      return problem.answer();
    } catch (RuntimeException e) {
      LOG.error("{} {} could not be handled", request.getMethod(), request.target, e);
      return Answer.error(
          ErrorCode.UNEXPECTED_ERROR, "The sandbox has a fault; its log says which.");
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

  /** Reads no more than it takes to see that a body is too large. */
  private static byte[] body(@Nullable HttpEntity entity) throws IOException, ProtocolException {
    if (entity == null) {
      return new byte[0];
    }
    try {
      InputStream content = entity.getContent();
      return content.readNBytes(RequestBody.MAX_BYTES + 1);
    } catch (MalformedChunkCodingException e) {
      throw new ProtocolException("The chunks of the body are not well-formed", e);
    }
  }

  private static List<String> values(Header[] headers) {
    return Arrays.stream(headers).map(Header::getValue).toList();
  }

  private static boolean endsConnection(ClassicHttpRequest request) {
    return request.getVersion() != null && request.getVersion().lessEquals(HttpVersion.HTTP_1_0)
        || values(request.getHeaders(HttpHeaders.CONNECTION)).stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(HeaderElements.CLOSE));
  }

  private static void fill(ClassicHttpResponse response, Answer answer) {
    response.setCode(answer.status());
    if (answer.body() != null) {
      response.setHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
      response.setEntity(new ByteArrayEntity(answer.bytes(), null));
    }
  }

  private void stamp(HttpResponse response, @Nullable EntityDetails entity, HttpContext context) {
    response.setHeader(HttpHeaders.DATE, HTTP_DATE.format(clock.instant()));
    response.setHeader(TRACE_ID_HEADER, "sandbox-" + traces.incrementAndGet());
  }

  /** Answers what is no proper HTTP with the documented body, too. */
  private final class JsonErrorService extends HttpService {

    private final Socket socket;

    JsonErrorService(Socket socket) {
      super(processor, SandboxServer.this::handle);
      this.socket = socket;
    }

    @Override
    protected void handleException(HttpException e, ClassicHttpResponse response) {
      LOG.debug("a request was refused", e);
      skipRest();
      int status = toStatusCode(e);
      if (status == ErrorCode.UNEXPECTED_ERROR.httpStatus()) {
        LOG.error("a request could not be handled", e);
        fill(
            response,
            Answer.error(
                ErrorCode.UNEXPECTED_ERROR, "The sandbox has a fault; its log says which."));
        return;
      }
      fill(
          response,
          Answer.error(
              ErrorCode.BAD_REQUEST,
              "The request is not well-formed HTTP/1.1, or its request line or a header has more"
                  + " than %s bytes, or it has more than %s headers."
                      .formatted(MAX_LINE, MAX_HEADERS)));
    }

    /**
     * Reads on until the client pauses. A socket that is closed with bytes unread resets, and the
     * client loses the answer or fails while it still sends.
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
