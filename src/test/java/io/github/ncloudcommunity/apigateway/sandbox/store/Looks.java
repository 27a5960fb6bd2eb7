package io.github.ncloudcommunity.apigateway.sandbox.store;

/** For tests of other packages: the cost of an operation. */
public final class Looks {

  private Looks() {}

  /** The number of rows that were looked at so far. */
  public static long of(Row account) {
    return account.state().looks();
  }
}
