package io.github.ncloudcommunity.apigateway.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * One contender in a JVM of its own, warm and idle until a line on standard input asks for a round.
 * So contenders can take turns within a second, and none meets what another made of the code that
 * both use.
 */
public final class Worker {

  private static Object sink;

  private Worker() {}

  public static void main(String[] args) throws Exception {
    try (Contender contender = Contender.of(args[0])) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        int number = Integer.parseInt(words[1]);
        System.out.println(
            switch (words[0]) {
              case "threads" ->
                  nanosOfCall(contender, Executors.newFixedThreadPool(number), number, words[2]);
              case "virtual" -> nanosOfCall(contender, virtualThreads(), number, words[2]);
              case "rows" -> nanosOfRows(contender, number);
              case "heap" -> heap(contender, number);
              default -> throw new IllegalArgumentException(line);
            });
      }
    }
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static String nanosOfCall(
      Contender contender, ExecutorService executor, int threads, String millis) throws Exception {
    long duration = Long.parseLong(millis) * 1_000_000;
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<long[]>> results =
        executor.invokeAll(
            Collections.nCopies(
                threads,
                () -> {
                  start.await();
                  long calls = 0;
                  long begin = System.nanoTime();
                  long elapsed;
                  do {
                    for (int i = 0; i < contender.batch(); i++) {
                      sink = contender.call();
                    }
                    calls += contender.batch();
                    elapsed = System.nanoTime() - begin;
                  } while (elapsed < duration);
                  return new long[] {elapsed, calls};
                }));
    executor.shutdown();
    double elapsed = 0;
    double calls = 0;
    for (Future<long[]> result : results) {
      elapsed += result.get()[0];
      calls += result.get()[1];
    }
    return Double.toString(elapsed / calls);
  }

  private static String nanosOfRows(Contender contender, int total) throws Exception {
    AtomicLong rows = new AtomicLong();
    long begin = System.nanoTime();
    contender.rows(total, row -> rows.incrementAndGet());
    long elapsed = System.nanoTime() - begin;
    if (rows.get() != total) {
      throw new IllegalStateException(rows + " rows");
    }
    return Long.toString(elapsed);
  }

  /** What is alive, in bytes, after each tenth of the rows. */
  private static String heap(Contender contender, int total) throws Exception {
    List<Long> used = new ArrayList<>();
    AtomicLong rows = new AtomicLong();
    contender.rows(
        total,
        row -> {
          if (rows.incrementAndGet() % (total / 10) == 0) {
            System.gc();
            used.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
          }
        });
    return used.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
