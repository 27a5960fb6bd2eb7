package io.github.ncloudcommunity.apigateway.sandbox.operations;

import java.time.Clock;
import java.util.Set;

/** For tests of other packages: what the sandbox does more about than answer by the example. */
public final class HandledOperations {

  private HandledOperations() {}

  /** The operationIds. */
  public static Set<String> all() {
    return new Operations(Clock.systemUTC()).handled();
  }
}
