package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The bytes that requests and answers of all connections together may hold at a time. Who finds no
 * room waits for a while, in the order of asking. Thread-safe.
 */
final class Room {

  private final int size;
  private final Duration patience;
  private final Semaphore free;

  /**
   * @param size how many bytes there is room for
   * @param patience how long to wait for room
   */
  Room(int size, Duration patience) {
    this.size = size;
    this.patience = patience;
    this.free = new Semaphore(size, true);
  }

  Share share() {
    return new Share();
  }

  /** What one holder has taken. Not thread-safe. */
  final class Share implements AutoCloseable {

    private int taken;

    private Share() {}

    /** Takes room if there is some at once, whoever waits. */
    boolean takeAtOnce(int bytes) {
      if (!free.tryAcquire(bytes)) {
        return false;
      }
      taken += bytes;
      return true;
    }

    /**
     * Takes room, and waits for it if need be. What is larger than all the room has it for itself.
     *
     * @throws Problem if there is none before patience ends
     */
    void take(int bytes) {
      int wanted = Math.min(bytes, size - taken);
      try {
        if (!free.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new Problem(
              ErrorCode.THROTTLE_LIMITED,
              "The sandbox holds as many bytes of requests and answers as it may, %s; try again."
                  .formatted(size));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Problem(ErrorCode.THROTTLE_LIMITED, "The sandbox is being closed.");
      }
      taken += wanted;
    }

    /** Gives everything back; the share can be used again. */
    @Override
    public void close() {
      free.release(taken);
      taken = 0;
    }
  }
}
