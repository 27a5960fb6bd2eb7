package io.github.ncloudcommunity.apigateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A socket on a non-blocking channel. It does what the JDK's sockets cannot:
 *
 * <ul>
 *   <li>It can read without waiting ({@link #poll}). The shortest timeout of a JDK socket is 1 ms,
 *       which would delay every request.
 *   <li>One deadline ends everything: connecting, writing, and reading from a peer that sends one
 *       byte now and then.
 *   <li>An interrupt does not close it, as it closes a blocking channel. The exchange continues,
 *       and the thread stays interrupted.
 * </ul>
 *
 * <p>One thread uses it at a time; any thread may close it.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // closing must not wait for another thread
final class ChannelSocket extends Socket {

  /** Bounds the direct buffer that the JDK keeps for each thread. */
  private static final int MAX_TRANSFER = 64 * 1024;

  /** Thrown before every request, so it has no stack trace. */
  private static final class NothingToRead extends SocketTimeoutException {

    private static final long serialVersionUID = 1L;

    NothingToRead() {
      super("Nothing to read");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private volatile int timeoutMillis;
  private volatile boolean polling;
  private volatile boolean layered;
  private volatile long deadline;

  /**
   * @param deadline a {@link System#nanoTime} value
   */
  ChannelSocket(long deadline) throws IOException {
    super((SocketImpl) null);
    this.deadline = deadline;
    channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      selector = Selector.open();
      key = channel.register(selector, 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Sets another deadline, as a {@link System#nanoTime} value. */
  void expireAt(long deadline) {
    this.deadline = deadline;
  }

  /** While this is on, a read throws SocketTimeoutException at once if there is nothing to read. */
  void poll(boolean on) {
    polling = on;
  }

  /** Says that TLS is on top, so that incoming bytes need not be an answer. */
  void layered() {
    layered = true;
  }

  /** Closes the socket and discards what is written but not yet sent. */
  void abort() {
    try {
      setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    close();
  }

  @Override
  public void connect(SocketAddress address, int timeoutMillis) throws IOException {
    if (!channel.connect(address)) {
      await(SelectionKey.OP_CONNECT, timeoutMillis, "Connect timed out");
      channel.finishConnect();
    }
  }

  private int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, Math.min(length, MAX_TRANSFER));
    while (true) {
      int count;
      try {
        count = channel.read(buffer);
      } catch (ClosedChannelException e) {
        throw new SocketException("Socket closed");
      }
      if (count != 0) {
        return count;
      }
      if (polling) {
        throw new NothingToRead();
      }
      await(SelectionKey.OP_READ, timeoutMillis, "Read timed out");
    }
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.position() < end) {
      buffer.limit(Math.min(end, buffer.position() + MAX_TRANSFER));
      int count;
      try {
        count = channel.write(buffer);
      } catch (ClosedChannelException e) {
        throw new SocketException("Socket closed");
      }
      if (count == 0) {
        int stopping = layered ? 0 : SelectionKey.OP_READ;
        await(SelectionKey.OP_WRITE | stopping, timeoutMillis, "Write timed out");
        if (!key.isWritable()) {
          throw new SocketException("The server answered before it read the whole request");
        }
      }
    }
  }

  /**
   * Waits until the channel is ready.
   *
   * @param operations the operations to wait for, of which one is enough
   * @param timeoutMillis a limit besides the deadline; 0 for none
   * @throws SocketTimeoutException after the timeout or the deadline
   */
  private void await(int operations, int timeoutMillis, String late) throws IOException {
    long start = System.nanoTime();
    long until = deadline;
    if (timeoutMillis > 0) {
      long silence = start + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
      until = silence - until < 0 ? silence : until;
    }
    boolean interrupted = false;
    try {
      key.interestOps(operations);
      while (true) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          throw new SocketTimeoutException(late);
        }
        // The selector does not wait on an interrupted thread.
        interrupted |= Thread.interrupted();
        // Rounded up: 0 would wait forever.
        int ready = selector.select(ignored -> {}, TimeUnit.NANOSECONDS.toMillis(left) + 1);
        if (!channel.isOpen()) {
          throw new SocketException("Socket closed");
        }
        if (ready > 0) {
          return;
        }
      }
    } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException e) {
      throw new SocketException("Socket closed");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return ChannelSocket.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return ChannelSocket.this.read(bytes, offset, length);
      }

      @Override
      public void close() {
        ChannelSocket.this.close();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        ChannelSocket.this.write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ChannelSocket.this.write(bytes, offset, length);
      }

      @Override
      public void close() {
        ChannelSocket.this.close();
      }
    };
  }

  @Override
  public void close() {
    try {
      channel.close();
      selector.close(); // wakes a waiting thread, which then finds the channel closed
    } catch (IOException e) {
      // The socket is not used again.
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isBound() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void setSoTimeout(int timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    option(StandardSocketOptions.TCP_NODELAY, on);
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    option(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
  }

  private <T> void option(java.net.SocketOption<T> option, T value) throws SocketException {
    try {
      channel.setOption(option, value);
    } catch (IOException e) {
      throw new SocketException("Socket closed");
    }
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return channel.socket().getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return channel.socket().getLocalSocketAddress();
  }

  @Override
  public InetAddress getInetAddress() {
    return channel.socket().getInetAddress();
  }

  @Override
  public int getPort() {
    return channel.socket().getPort();
  }

  @Override
  public InetAddress getLocalAddress() {
    return channel.socket().getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return channel.socket().getLocalPort();
  }

  @Override
  public String toString() {
    return "ChannelSocket["
        + (getRemoteSocketAddress() instanceof InetSocketAddress a ? a : "unconnected")
        + "]";
  }
}
