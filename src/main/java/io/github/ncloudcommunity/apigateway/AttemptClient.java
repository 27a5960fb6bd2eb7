package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one attempt of a call: keeps it within the deadline, and reads the whole answer, up to a
 * bound, so that nothing is read from the network after it. Thread-safe.
 */
final class AttemptClient implements Client {

  private static final Logger LOG = LoggerFactory.getLogger(ApiGatewayClient.class);

  /** An error answer is a few hundred bytes; of a longer one only the beginning is looked at. */
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final Client transport;
  private final int maxAnswerBytes;
  private final ScheduledExecutorService alarms;

  AttemptClient(Client transport, int maxAnswerBytes, ScheduledExecutorService alarms) {
    this.transport = transport;
    this.maxAnswerBytes = maxAnswerBytes;
    this.alarms = alarms;
  }

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    Call call = Call.current();
    if (call == null) {
      throw new IllegalStateException("not called through ApiGatewayClient");
    }
    call.reachedClient(request);
    Duration remaining = call.remaining();
    if (remaining.isNegative() || remaining.isZero()) {
      throw new IOException("no time was left to send it");
    }
    ScheduledFuture<?> alarm =
        alarms.schedule(call::abort, remaining.toNanos(), TimeUnit.NANOSECONDS);
    long start = System.nanoTime();
    try {
      Response response = transport.execute(request, within(remaining, options));
      try {
        Response read = response.toBuilder().body(body(response, call)).build();
        LOG.debug(
            "{} {} {} -> {} in {} ms (attempt {}, trace {})",
            call.operation().id(),
            request.httpMethod(),
            call.path(),
            response.status(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
            call.attempts(),
            ApiGatewayException.Texts.clean(
                Call.masked(ErrorAnswers.header(response, ErrorAnswers.TRACE_ID))));
        call.answered();
        return read;
      } finally {
        closeQuietly(response);
      }
    } finally {
      alarm.cancel(false);
    }
  }

  private static Request.Options within(Duration remaining, Request.Options options) {
    return new Request.Options(
        shorter(
            Duration.of(options.connectTimeout(), options.connectTimeoutUnit().toChronoUnit()),
            remaining),
        shorter(
            Duration.of(options.readTimeout(), options.readTimeoutUnit().toChronoUnit()),
            remaining),
        false);
  }

  /** In whole milliseconds, as Feign counts; rounded up, since 0 would mean no timeout at all. */
  private static Duration shorter(Duration timeout, Duration remaining) {
    return timeout.compareTo(remaining) < 0 ? timeout : Duration.ofMillis(remaining.toMillis() + 1);
  }

  private byte @Nullable [] body(Response response, Call call) throws IOException {
    if (response.body() == null) {
      return null;
    }
    if (response.status() < 200 || response.status() >= 300) {
      return beginning(response, call);
    }
    byte[] bytes;
    try {
      bytes = unpacked(response).readNBytes(maxAnswerBytes + 1);
    } catch (ZipException | EOFException e) {
      call.breakConnection();
      throw ErrorAnswers.unreadable(
          response, "its body is not the gzip that its Content-Encoding says");
    } catch (ApiGatewayException e) {
      call.breakConnection(); // or closing would read the rest, which may have no end
      throw e;
    }
    if (bytes.length > maxAnswerBytes) {
      call.breakConnection();
      throw ErrorAnswers.unreadable(response, "it is longer than " + maxAnswerBytes + " bytes");
    }
    return bytes;
  }

  /**
   * What was read before it broke off says more than that it broke off: the status is known
   * already.
   */
  private static byte[] beginning(Response response, Call call) {
    byte[] bytes = new byte[MAX_ERROR_BYTES];
    int length = 0;
    try {
      InputStream in = unpacked(response);
      int count;
      while (length < bytes.length
          && (count = in.read(bytes, length, bytes.length - length)) >= 0) {
        length += count;
      }
      if (length == bytes.length) {
        call.breakConnection();
      }
    } catch (IOException | ApiGatewayException e) {
      LOG.debug("an error answer broke off after {} bytes", length);
      call.breakConnection();
    }
    return Arrays.copyOf(bytes, length);
  }

  /** No encoding is asked for; gzip is understood all the same. */
  private static InputStream unpacked(Response response) throws IOException {
    InputStream in = response.body().asInputStream();
    String encoding = ErrorAnswers.header(response, "Content-Encoding");
    if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
      return in;
    }
    PushbackInputStream packed = new PushbackInputStream(in);
    int first = packed.read();
    if (first < 0) {
      return packed; // nothing is nothing, however it is packed
    }
    packed.unread(first);
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      return new GZIPInputStream(packed);
    }
    throw ErrorAnswers.unreadable(response, "its Content-Encoding is not gzip");
  }

  /**
   * Everything that was due is read, or the connection is broken: a failure to close says nothing.
   */
  private static void closeQuietly(Response response) {
    try {
      response.close();
    } catch (RuntimeException e) {
      LOG.debug("an answer could not be closed: {}", e.getClass().getSimpleName());
    }
  }
}
