package io.github.ncloudcommunity.apigateway.benchmark;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One contender under JMH; {@link Benchmarks} says which, in which mode, and on how many threads.
 */
@State(Scope.Benchmark)
public class ContenderBenchmark {

  @Param("client")
  public String name;

  private Contender contender;

  @Setup
  public void open() {
    contender = Contender.of(name);
  }

  @TearDown
  public void close() {
    contender.close();
  }

  @Benchmark
  public Object call() throws Exception {
    return contender.call();
  }
}
