package io.github.ncloudcommunity.apigateway;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
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
 * Gets the credentials for an attempt: from {@link CredentialsProvider#credentialsAtHand} if they
 * are at hand, else from {@link CredentialsProvider#credentials}, which may block, on a thread of
 * the client. Java cannot make foreign code return, so the calling thread must not be inside it. A
 * call that gives up leaves the provider running: its result serves the next call. Thread-safe.
 */
final class CredentialsLookUp {

  /** Bounds the threads that a provider which never returns can hold. */
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
   * Inherits no thread-locals: a pooled thread would keep those of its first call, and so perhaps
   * use one user's account for another user's calls.
   */
  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "ncloud-apigateway-credentials", 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Returns the credentials to sign an attempt with.
   *
   * @throws ApiGatewayException of kind CREDENTIALS_UNAVAILABLE if the provider throws anything but
   *     an Error, or returns null
   * @throws IOException if the call ends before the provider answers; the attempt then says why
   */
  Credentials credentials(Attempt attempt) throws IOException {
    Credentials credentials;
    try {
      credentials = provider.credentialsAtHand();
    } catch (Exception e) {
      throw unavailable(e);
    }
    if (credentials == null) {
      credentials = lookUp(attempt);
    }
    if (credentials == null) {
      throw ApiGatewayException.builder(Kind.CREDENTIALS_UNAVAILABLE)
          .message("the credentials provider returned null")
          .build();
    }
    return credentials;
  }

  private @Nullable Credentials lookUp(Attempt attempt) throws IOException {
    FutureTask<@Nullable Credentials> asked = new FutureTask<>(provider::credentials);
    awaited.add(asked); // first: then either close() finds it, or the executor rejects it
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
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw unavailable(Objects.requireNonNull(e.getCause()));
    } finally {
      awaited.remove(asked);
    }
  }

  /**
   * Maps whatever a provider threw, checked exceptions of Kotlin included. The failure of a call
   * that the provider itself made must not look like a failure of this call.
   */
  private static ApiGatewayException unavailable(Throwable thrown) {
    return thrown instanceof ApiGatewayException known
            && known.kind() == Kind.CREDENTIALS_UNAVAILABLE
        ? known
        : ApiGatewayException.builder(Kind.CREDENTIALS_UNAVAILABLE)
            .message("the provider failed with " + thrown.getClass().getSimpleName())
            .cause(thrown)
            .build();
  }

  private void start(Runnable asked) {
    ClassLoader loaderOfTheCall = Thread.currentThread().getContextClassLoader();
    boolean started = false;
    try {
      threads.execute(
          () -> {
            Thread.currentThread().setContextClassLoader(loaderOfTheCall);
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

  /** Ends every wait at once and interrupts the provider. */
  void close() {
    threads.shutdown();
    awaited.forEach(asked -> asked.cancel(true));
    threads.shutdownNow(); // also look-ups that no call waits for any more
    free.release(ENOUGH_FOR_ALL); // wakes who waits for a thread; the executor then rejects them
  }
}
