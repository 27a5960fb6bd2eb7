package io.github.ncloudcommunity.apigateway.contractkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Downloads Markdown pages, one request after the other on each thread. Thread-safe. */
final class PageFetcher implements AutoCloseable {

  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> BUSY = Set.of(429, 503);
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(5);

  /**
   * What bounds a download.
   *
   * @param connect time to connect
   * @param answer time from a request to the end of its answer
   * @param bytes size of a page
   * @param pause longest pause that a busy server may ask for
   */
  record Limits(Duration connect, Duration answer, int bytes, Duration pause) {
    static final Limits DEFAULT =
        new Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(60), 8 << 20, Duration.ofSeconds(120));
  }

  /** Waits before a request is repeated. */
  interface Pause {
    Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    void pause(Duration duration) throws InterruptedException;
  }

  /** What a download did to the file. */
  enum Outcome {
    NEW,
    CHANGED,
    UNCHANGED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String userAgent;
  private final Limits limits;
  private final Pause pause;

  /** Of its own, so that {@link #close()} leaves no idle thread to Maven. */
  private final ExecutorService executor = Executors.newCachedThreadPool();

  private final HttpClient client;

  PageFetcher(String userAgent, Limits limits, Pause pause) {
    this.userAgent = userAgent;
    this.limits = limits;
    this.pause = pause;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .executor(executor)
            .build();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /**
   * Downloads a page into a file, unless the file has it already.
   *
   * @throws FetchException if the server does not send the page, or it cannot be stored; a page of
   *     an earlier run stays as it is
   */
  Outcome fetch(URI address, Path file) throws FetchException, InterruptedException {
    StoredPage stored = new StoredPage(file, address);
    try {
      Map<String, String> conditions = stored.conditions();
      HttpResponse<byte[]> answer = answer(address, conditions);
      if (answer.statusCode() == 304 && !conditions.isEmpty()) {
        return Outcome.UNCHANGED;
      }
      requireMarkdown(answer);
      return stored.store(answer.body(), answer.headers());
    } catch (IOException e) {
      throw new FetchException("cannot be stored: " + e);
    } catch (FetchException e) {
      throw stored.exists()
          ? new FetchException(e.getMessage() + "; the page of an earlier run stays")
          : e;
    }
  }

  // --- requests

  /** The answer to a request, which is repeated once if the server is busy. */
  private HttpResponse<byte[]> answer(URI address, Map<String, String> headers)
      throws FetchException, InterruptedException {
    HttpResponse<byte[]> answer = followed(address, headers);
    if (!BUSY.contains(answer.statusCode())) {
      return answer;
    }
    Duration wait = retryAfter(answer.headers());
    if (wait.compareTo(limits.pause()) > 0) {
      throw new FetchException(
          "status %d with a Retry-After of %s, longer than %s"
              .formatted(answer.statusCode(), words(wait), words(limits.pause())));
    }
    pause.pause(wait);
    return followed(address, headers);
  }

  /** The answer to a request and to what it is redirected to on the same server. */
  private HttpResponse<byte[]> followed(URI address, Map<String, String> headers)
      throws FetchException, InterruptedException {
    URI next = address;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpResponse<byte[]> answer = exchange(next, headers);
      if (!REDIRECTS.contains(answer.statusCode())) {
        return answer;
      }
      String location = answer.headers().firstValue("location").orElse("");
      if (location.isEmpty()) {
        throw new FetchException("redirected without an address");
      }
      try {
        next = next.resolve(new URI(location));
      } catch (URISyntaxException e) {
        throw new FetchException("redirected to something that is not an address");
      }
      if (!server(next).equals(server(address))) {
        throw new FetchException("redirected to another server: " + next.toASCIIString());
      }
    }
    throw new FetchException("redirected more than %d times".formatted(MAX_REDIRECTS));
  }

  private static String server(URI address) {
    return (address.getScheme() + "://" + address.getRawAuthority()).toLowerCase(Locale.ROOT);
  }

  private HttpResponse<byte[]> exchange(URI address, Map<String, String> headers)
      throws FetchException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", userAgent)
            .header("Accept", "text/markdown, text/plain");
    headers.forEach(request::header);
    // The timeout of the request would end with the headers of the answer.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), info -> new BoundedBody(limits.bytes()));
    try {
      return answer.get(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FetchException("no complete answer within " + words(limits.answer()));
    } catch (ExecutionException e) {
      throw new FetchException(
          e.getCause() instanceof TooLarge
              ? "larger than %d bytes".formatted(limits.bytes())
              : e.getCause() instanceof ConnectException
                      || e.getCause() instanceof HttpConnectTimeoutException
                  ? "no connection to " + server(address)
                  : "the connection broke: " + e.getCause().getMessage());
    } finally {
      answer.cancel(true);
    }
  }

  /** Such as {@code 1m30s}. */
  private static String words(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** How long a busy server asks to wait, by its own clock if it names a time. */
  private static Duration retryAfter(HttpHeaders headers) {
    String value = headers.firstValue("retry-after").orElse("").strip();
    if (value.matches("\\d{1,18}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Duration wait = Duration.between(time(headers.firstValue("date").orElse("")), time(value));
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return DEFAULT_PAUSE;
    }
  }

  private static Instant time(String date) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
  }

  // --- answers

  private static void requireMarkdown(HttpResponse<byte[]> answer) throws FetchException {
    if (answer.statusCode() != 200) {
      throw new FetchException("status " + answer.statusCode());
    }
    String type = answer.headers().firstValue("content-type").orElse("a page without Content-Type");
    if (!type.toLowerCase(Locale.ROOT).matches("text/(markdown|plain)\\s*(;.*)?")) {
      throw new FetchException(
          "not Markdown but " + type.replaceFirst(";.*", "").replaceAll("[^ -~]", "?"));
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString();
    } catch (CharacterCodingException e) {
      throw new FetchException("not UTF-8");
    }
    if (text.isBlank()) {
      throw new FetchException("empty");
    }
    if (text.replaceFirst("^\uFEFF?\\s*", "").matches("(?is)<(!doctype|html)\\b.*")) {
      throw new FetchException("not Markdown but HTML");
    }
  }

  /** The body of an answer was larger than it may be. */
  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Collects a body, and gives up when it becomes too large. */
  private static final class BoundedBody implements BodySubscriber<byte[]> {

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.Subscription subscription;

    BoundedBody(int limit) {
      this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (bytes.size() + buffer.remaining() > limit) {
          subscription.cancel();
          body.completeExceptionally(new TooLarge());
          return;
        }
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
      }
    }

    @Override
    public void onError(Throwable error) {
      body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      body.complete(bytes.toByteArray());
    }
  }
}
