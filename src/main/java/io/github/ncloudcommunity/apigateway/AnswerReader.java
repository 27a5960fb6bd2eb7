package io.github.ncloudcommunity.apigateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer into memory, and then decompresses it. Both sizes are bounded.
 * Thread-safe.
 */
final class AnswerReader {

  /** An error body has a few hundred bytes; of a longer one, this class keeps the beginning. */
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private static final int FIRST_BUFFER = 8 * 1024;

  private final int maxBytes;

  AnswerReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * A body that is still to be read.
   *
   * @param in the body; whoever made this closes it
   * @param length the Content-Length, negative if there is none
   * @param endsWithConnection whether only the end of the connection marks the end of the body
   * @param encoding the Content-Encoding, or null
   */
  record Source(
      InputStream in, long length, boolean endsWithConnection, @Nullable String encoding) {

    boolean isPlain() {
      return encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity");
    }

    /** The client never asks for gzip, but accepts it. */
    boolean isGzip() {
      return "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
    }
  }

  /**
   * Reads a body.
   *
   * @return the body; for an error answer, perhaps only its beginning
   * @throws IOException if the body of a success breaks off
   * @throws ApiGatewayException of kind UNREADABLE_ANSWER if the body of a success is too long,
   *     does not match its Content-Encoding, or is a file that may have been cut short
   */
  AnswerBody read(Attempt attempt, Source source) throws IOException {
    boolean success = attempt.status() >= 200 && attempt.status() < 300;
    return new AnswerBody(success ? whole(attempt, source) : beginning(attempt, source));
  }

  private byte[] whole(Attempt attempt, Source source) throws IOException {
    byte[] bytes = bounded(attempt, new Collected(source.length, maxBytes + 1).from(source.in));
    if (bytes.length == 0) {
      return bytes; // whatever its encoding
    }
    if (source.isPlain()) {
      // JSON and gzip show that they are cut short. A file need not.
      if (source.endsWithConnection && attempt.operation().returnType() == byte[].class) {
        throw attempt.unreadable(
            "its end is the end of the connection, so it may have been cut short");
      }
      return bytes;
    }
    if (!source.isGzip()) {
      throw attempt.unreadable("its Content-Encoding is not gzip");
    }
    try (InputStream unpacked = new OneMember(bytes)) {
      return bounded(attempt, new Collected(-1, maxBytes + 1).from(unpacked));
    } catch (IOException e) {
      throw attempt.unreadable("its body is not a single gzip member");
    }
  }

  private byte[] bounded(Attempt attempt, Collected bytes) {
    if (bytes.isFull()) {
      attempt.abort(); // a graceful close would read the rest, which may never end
      throw attempt.unreadable("it is longer than " + maxBytes + " bytes");
    }
    return bytes.toArray();
  }

  /** Keeps what it can: after an error status, a broken body is no reason to fail differently. */
  private static byte[] beginning(Attempt attempt, Source source) {
    Collected bytes = new Collected(source.length, MAX_ERROR_BYTES);
    try {
      bytes.from(source.in);
      if (bytes.isFull()) {
        attempt.abort();
      }
    } catch (IOException | RuntimeException e) {
      attempt.abort();
    }
    if (source.isPlain()) {
      return bytes.toArray();
    }
    Collected unpacked = new Collected(-1, MAX_ERROR_BYTES);
    if (source.isGzip()) {
      try (InputStream gzip = new OneMember(bytes.toArray())) {
        unpacked.from(gzip);
      } catch (IOException e) {
        return unpacked.toArray(); // what came before the fault
      }
    }
    return unpacked.toArray();
  }

  /**
   * Decompresses exactly one gzip member. The JDK's class would call itself for each further
   * member, so that many of them overflow the stack, and would silently ignore other trailing
   * bytes.
   */
  private static final class OneMember extends GZIPInputStream {

    private static final int TRAILER = 8;

    private boolean reading;

    OneMember(byte[] packed) throws IOException {
      super(new ByteArrayInputStream(packed));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (reading) {
        throw new ZipException("a further member");
      }
      reading = true;
      try {
        int count = super.read(into, offset, length);
        if (count < 0 && (inf.getRemaining() > TRAILER || in.available() > 0)) {
          throw new ZipException("bytes after the end");
        }
        return count;
      } finally {
        reading = false;
      }
    }
  }

  /** Bytes up to a bound. If the Content-Length is right, the buffer needs no copy at the end. */
  private static final class Collected {

    private final int bound;
    private byte[] bytes;
    private int count;

    Collected(long expected, int bound) {
      this.bound = bound;
      // The Content-Length may lie, so it does not decide how much memory is allocated.
      bytes = new byte[(int) Math.min(expected < 0 ? FIRST_BUFFER : expected, 8 * FIRST_BUFFER)];
    }

    Collected from(InputStream in) throws IOException {
      while (count < bound) {
        if (count == bytes.length) {
          int next = in.read();
          if (next < 0) {
            break;
          }
          bytes = Arrays.copyOf(bytes, (int) Math.min(bound, 2L * count + FIRST_BUFFER));
          bytes[count++] = (byte) next;
          continue;
        }
        int read = in.read(bytes, count, Math.min(bytes.length, bound) - count);
        if (read < 0) {
          break;
        }
        count += read;
      }
      return this;
    }

    boolean isFull() {
      return count == bound;
    }

    byte[] toArray() {
      return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
  }
}
