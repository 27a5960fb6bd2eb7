package io.github.ncloudcommunity.apigateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer whole, unpacked, and up to a bound, so that nothing is read from the
 * network after it. Thread-safe.
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
   * @param encoding the Content-Encoding of the answer
   * @return the body, for an error no more than its beginning
   * @throws IOException if the body of a success breaks off
   * @throws ApiGatewayException of the kind UNREADABLE_ANSWER, if the body of a success is too long
   *     or not packed as its head says
   */
  AnswerBody read(Attempt attempt, InputStream in, long length, @Nullable String encoding)
      throws IOException {
    boolean success = attempt.status() >= 200 && attempt.status() < 300;
    return new AnswerBody(
        success ? whole(attempt, in, length, encoding) : beginning(attempt, in, length, encoding));
  }

  private byte[] whole(Attempt attempt, InputStream in, long length, @Nullable String encoding)
      throws IOException {
    byte[] bytes;
    try {
      bytes = new Collected(length, maxBytes + 1).from(unpacked(attempt, in, encoding)).toArray();
    } catch (ZipException | EOFException e) {
      attempt.breakConnection();
      throw attempt.unreadable("its body is not the gzip that its Content-Encoding says");
    } catch (ApiGatewayException e) {
      attempt.breakConnection(); // or closing would read the rest, which may have no end
      throw e;
    }
    if (bytes.length > maxBytes) {
      attempt.breakConnection();
      throw attempt.unreadable("it is longer than " + maxBytes + " bytes");
    }
    return bytes;
  }

  /**
   * What was read before it broke off says more than that it broke off: the status is known
   * already.
   */
  private static byte[] beginning(
      Attempt attempt, InputStream in, long length, @Nullable String encoding) {
    Collected bytes = new Collected(length, MAX_ERROR_BYTES);
    try {
      bytes.from(unpacked(attempt, in, encoding));
      if (bytes.isFull()) {
        attempt.breakConnection();
      }
    } catch (IOException | ApiGatewayException e) {
      attempt.breakConnection();
    }
    return bytes.toArray();
  }

  /** No encoding is asked for; gzip is understood all the same. */
  private static InputStream unpacked(Attempt attempt, InputStream in, @Nullable String encoding)
      throws IOException {
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
    throw attempt.unreadable("its Content-Encoding is not gzip");
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
