package io.github.ncloudcommunity.apigateway.benchmark;

/** A program that prints one answer. */
public final class FirstAnswer {

  private FirstAnswer() {}

  public static void main(String[] args) throws Exception {
    try (Contender contender = Contender.of(args[0])) {
      System.out.println(contender.call().getClass());
    }
  }
}
