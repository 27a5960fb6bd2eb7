package io.github.ncloudcommunity.apigateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A pooled connection. It is reused only while no unread bytes have arrived, and it rejects a head
 * that is cut short. Unlike HttpClient's own connections it never logs headers or bodies, which
 * hold signatures and API keys.
 */
final class Connection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

  private volatile @Nullable ChannelSocket channel;
  private volatile @Nullable Socket socket;

  /** Why the request body could not be sent completely. */
  private @Nullable IOException unsent;

  @SuppressWarnings("deprecation") // HttpCore 5.2 does not have the replacement
  Connection() {
    super(
        Http1Config.DEFAULT,
        null,
        null,
        null,
        null,
        (request, connection, in, sent, next) -> ((Connection) connection).hasInput(),
        null,
        config -> new HeadParser(DefaultHttpResponseParserFactory.INSTANCE.create(config)));
  }

  /** Binds the socket or, for TLS, the socket on top of the one bound before. */
  @Override
  public void bind(Socket socket) throws IOException {
    ChannelSocket below = channel;
    if (socket instanceof ChannelSocket raw) {
      channel = raw;
    } else if (below != null) {
      below.layered();
    }
    this.socket = socket;
    super.bind(socket);
  }

  @Override
  public @Nullable Socket getSocket() {
    return socket;
  }

  /** Sets the deadline of everything that follows, as a {@link System#nanoTime} value. */
  void expireAt(long deadline) {
    ChannelSocket raw = channel;
    if (raw != null) {
      raw.expireAt(deadline);
    }
  }

  /**
   * Unread bytes would be taken for the answer to the next request: the end of the stream, a 408,
   * or something after the last answer. A TLS session ticket does not count, since it leaves
   * nothing to read.
   */
  @Override
  public boolean isStale() {
    return !isOpen() || hasInput();
  }

  /** Tells without waiting whether bytes, or the end of the stream, can be read. */
  private boolean hasInput() {
    ChannelSocket raw = channel;
    if (raw == null) {
      return true;
    }
    int timeout = raw.getSoTimeout();
    raw.poll(true);
    try {
      awaitInput(Timeout.ONE_MILLISECOND); // the socket does not wait even that long
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    } finally {
      raw.poll(false);
      raw.setSoTimeout(timeout);
    }
  }

  // A service may answer before it has read the whole request body, with 413 or 401, and then stop
  // reading or close. If its answer can still be read, it counts.

  @Override
  public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
    try {
      super.sendRequestEntity(request);
    } catch (IOException e) {
      unsent = e;
    }
  }

  @Override
  public void flush() throws IOException {
    if (unsent == null) {
      super.flush();
    }
  }

  @Override
  public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
    IOException failure = unsent;
    if (failure == null) {
      return super.receiveResponseHeader();
    }
    try {
      return super.receiveResponseHeader();
    } catch (IOException | HttpException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  @Override
  public boolean isConsistent() {
    return unsent == null && super.isConsistent();
  }

  /** Closes the raw socket first. Otherwise TLS would write, and block while the pool is locked. */
  @Override
  public void close(CloseMode mode) {
    ChannelSocket raw = channel;
    if (raw != null) {
      if (mode == CloseMode.IMMEDIATE) {
        raw.abort();
      } else {
        raw.close();
      }
    }
    super.close(mode);
  }

  @Override
  public void passivate() {}

  @Override
  public void activate() {}

  /** HttpCore's parser accepts the end of the stream as the end of the head; this one does not. */
  private record HeadParser(HttpMessageParser<ClassicHttpResponse> parser)
      implements HttpMessageParser<ClassicHttpResponse> {

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
        throws IOException, HttpException {
      EndNoting noting = new EndNoting(in);
      ClassicHttpResponse response = parser.parse(buffer, noting);
      if (noting.ended) {
        throw new ConnectionClosedException("closed in the head of the answer");
      }
      return response;
    }
  }

  private static final class EndNoting extends FilterInputStream {

    private boolean ended;

    EndNoting(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      ended |= count < 0;
      return count;
    }
  }
}
