package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory for the bytes of requests and answers on all connections. A holder that finds no room
 * waits for it, first come, first served. Thread-safe.
 */
final class Room {

  private final int size;
  private final Duration patience;
  private final Semaphore free;

  /**
   * @param size the room in bytes
   * @param patience the longest wait for room
   */
  Room(int size, Duration patience) {
    this.size = size;
    this.patience = patience;
    this.free = new Semaphore(size, true);
  }

  Share share() {
    return new Share();
  }

  /** The room that one holder has taken. Not thread-safe. */
  final class Share implements AutoCloseable {

    private int taken;

    private Share() {}

    /** Takes room if it is free now, even if others wait. */
    boolean takeAtOnce(int bytes) {
      if (!free.tryAcquire(bytes)) {
        return false;
      }
      taken += bytes;
      return true;
    }

    /**
     * Takes room, and waits for it if necessary. A request for more than the whole room gets all of
     * it.
     *
     * @throws Problem if patience ends before there is room
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

    /** Gives all room back. The share can be used again. */
    @Override
    public void close() {
      free.release(taken);
      taken = 0;
    }
  }
}
