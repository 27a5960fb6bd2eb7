package io.github.ncloudcommunity.apigateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer whole and up to a bound, so that nothing is read from the network
 * after it, and then unpacks it up to the same bound. Thread-safe.
 */
final class AnswerReader {

  /** An error answer is a few hundred bytes; of a longer one only the beginning is looked at. */
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private static final int FIRST_BUFFER = 8 * 1024;

  private final int maxBytes;

  AnswerReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Reads a body.
   *
   * @param in the body as it comes; the caller closes it
   * @param length how long it is by its head; negative if that is not known
   * @param endsWithConnection whether its end is that of the connection, and nothing else
   * @param encoding the Content-Encoding of the answer
   * @return the body, for an error no more than its beginning
   * @throws IOException if the body of a success breaks off
   * @throws ApiGatewayException of the kind UNREADABLE_ANSWER, if the body of a success is too
   *     long, is not packed as its head says, or is a file of which nobody knows whether it is
   *     whole
   */
  AnswerBody read(
      Attempt attempt,
      InputStream in,
      long length,
      boolean endsWithConnection,
      @Nullable String encoding)
      throws IOException {
    boolean success = attempt.status() >= 200 && attempt.status() < 300;
    return new AnswerBody(
        success
            ? whole(attempt, in, length, endsWithConnection, encoding)
            : beginning(attempt, in, length, encoding));
  }

  private byte[] whole(
      Attempt attempt,
      InputStream in,
      long length,
      boolean endsWithConnection,
      @Nullable String encoding)
      throws IOException {
    byte[] bytes = bounded(attempt, new Collected(length, maxBytes + 1).from(in));
    if (bytes.length == 0) {
      return bytes; // nothing is nothing, however it is packed
    }
    if (isAsItIs(encoding)) {
      // JSON shows by itself that it is cut short, and so does gzip. A file need not.
      if (endsWithConnection && attempt.operation().returnType() == byte[].class) {
        throw attempt.unreadable("it ends with the connection: nobody knows whether it is whole");
      }
      return bytes;
    }
    if (!isGzip(encoding)) {
      throw attempt.unreadable("its Content-Encoding is not gzip");
    }
    try (InputStream unpacked = new OneMember(bytes)) {
      return bounded(attempt, new Collected(-1, maxBytes + 1).from(unpacked));
    } catch (IOException e) {
      throw attempt.unreadable("its body is not the gzip that its Content-Encoding says");
    }
  }

  private byte[] bounded(Attempt attempt, Collected bytes) {
    if (bytes.isFull()) {
      attempt.breakConnection(); // or closing would read the rest, which may have no end
      throw attempt.unreadable("it is longer than " + maxBytes + " bytes");
    }
    return bytes.toArray();
  }

  /**
   * What was read before it broke off says more than that it broke off: the status is known
   * already.
   */
  private static byte[] beginning(
      Attempt attempt, InputStream in, long length, @Nullable String encoding) {
    Collected bytes = new Collected(length, MAX_ERROR_BYTES);
    try {
      bytes.from(in);
      if (bytes.isFull()) {
        attempt.breakConnection();
      }
    } catch (IOException | RuntimeException e) {
      attempt.breakConnection();
    }
    if (isAsItIs(encoding)) {
      return bytes.toArray();
    }
    Collected unpacked = new Collected(-1, MAX_ERROR_BYTES);
    if (isGzip(encoding)) {
      try (InputStream gzip = new OneMember(bytes.toArray())) {
        unpacked.from(gzip);
      } catch (IOException e) {
        return unpacked.toArray(); // the rest is cut off, or none
      }
    }
    return unpacked.toArray();
  }

  private static boolean isAsItIs(@Nullable String encoding) {
    return encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity");
  }

  /** No encoding is asked for; gzip is understood all the same. */
  private static boolean isGzip(@Nullable String encoding) {
    return "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
  }

  /**
   * Unpacks what is one member of gzip and nothing else, as a service sends it. For a further
   * member the JDK's class calls itself, so that an answer of many would overflow the stack; and
   * what it cannot make a member of, it leaves out without a word.
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
          throw new ZipException("something behind the end");
        }
        return count;
      } finally {
        reading = false;
      }
    }
  }

  /** Bytes up to a bound. A buffer as long as the body by its head needs no copy at the end. */
  private static final class Collected {

    private final int bound;
    private byte[] bytes;
    private int count;

    Collected(long expected, int bound) {
      this.bound = bound;
      // The head may lie: what it promises is not allocated before it comes.
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
