package io.github.ncloudcommunity.apigateway;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a provider that may wait for something, on threads of the client: nothing in Java makes
 * foreign code return, so the thread of a call must not be the one in it. Who gives up leaves the
 * provider to it, for what it gets serves the next who asks. Thread-safe.
 */
final class CredentialsLookUp {

  /** So that a provider that never returns does not take one thread after the other. */
  static final int MOST_AT_ONCE = 64;

  private static final int ENOUGH_FOR_ALL = 1 << 20;
  private static final long IDLE_SECONDS = 10;

  private final CredentialsProvider provider;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final Set<FutureTask<?>> awaited = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          CredentialsLookUp::thread);

  CredentialsLookUp(CredentialsProvider provider) {
    this.provider = provider;
  }

  /**
   * A pooled thread that inherited the thread-locals of the call it was made for would lend the
   * account of one user to the calls of others.
   */
  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "ncloud-apigateway-credentials", 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Asks the provider, and waits for it as long as the call may last.
   *
   * @return what the provider returned
   * @throws ExecutionException with what it threw
   * @throws IOException if the call ends before it answers; the attempt then says why
   */
  @Nullable Credentials credentials(Attempt attempt) throws IOException, ExecutionException {
    FutureTask<@Nullable Credentials> asked = new FutureTask<>(provider::credentials);
    awaited.add(asked); // first: either close() finds it, or the threads refuse it
    try {
      if (!free.tryAcquire(attempt.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
      start(asked);
      return asked.get(attempt.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      attempt.ranOutOfTime();
      throw new IOException("the credentials provider did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited for credentials");
    } catch (CancellationException | RejectedExecutionException e) {
      throw new IOException("closed while it waited for credentials", e);
    } finally {
      awaited.remove(asked);
    }
  }

  private void start(Runnable asked) {
    ClassLoader ofTheCall = Thread.currentThread().getContextClassLoader();
    boolean started = false;
    try {
      threads.execute(
          () -> {
            Thread.currentThread().setContextClassLoader(ofTheCall);
            try {
              asked.run();
            } finally {
              Thread.currentThread().setContextClassLoader(null);
              free.release();
            }
          });
      started = true;
    } finally {
      if (!started) {
        free.release();
      }
    }
  }

  /** Ends the waiting, now, and interrupts the provider. */
  void close() {
    threads.shutdown();
    awaited.forEach(asked -> asked.cancel(true));
    threads.shutdownNow(); // those that nobody waits for any more
    free.release(ENOUGH_FOR_ALL); // who waits for a thread is told that there are none
  }
}
