package io.github.ncloudcommunity.apigateway.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Records the pauses that were asked for, instead of waiting. Thread-safe. */
public final class Pauses {

  private final List<Duration> asked = new ArrayList<>();
  private Runnable meanwhile = () -> {};

  /** Takes the place of a sleep. */
  public void pause(Duration duration) {
    Runnable step;
    synchronized (this) {
      asked.add(duration);
      step = meanwhile;
    }
    step.run();
  }

  /** Sets what happens while the client believes that it waits. */
  public synchronized void meanwhile(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  /** The pauses that were asked for, in order. */
  public synchronized List<Duration> asked() {
    return List.copyOf(asked);
  }
}
