package io.github.ncloudcommunity.apigateway.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Measures everything, and writes it to {@code performance.json} in the folder that is the first
 * argument, beside what runs on other JDKs wrote there. docs/performance.md says what is measured.
 */
public final class Benchmarks {

  private static final List<String> CALLERS =
      List.of("HttpClient 5", "client", "customised client", "JDK client", "plain Feign");
  private static final List<String> SIGNERS = List.of("Mac.doFinal", "SignatureV2");
  private static final List<String> STREAMERS =
      List.of("HttpClient 5", "client", "JDK client", "plain Feign");
  private static final int ROWS = 100_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final boolean quick = Boolean.getBoolean("benchmark.quick");
  private final boolean virtualThreads = Runtime.version().feature() >= 21;
  private final ObjectNode results = JSON.createObjectNode();
  private final List<String> jvmArguments;

  private Benchmarks(String port) {
    jvmArguments =
        List.of(
            "-Dbenchmark.server=http://127.0.0.1:" + port + "/api/v1",
            "-Dslf4j.internal.verbosity=ERROR");
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Path file = folder.resolve("performance.json");
    try (Jvm server = new Jvm(List.of("-Xmx512m"), LoopbackServer.class)) {
      Benchmarks benchmarks = new Benchmarks(server.answer());
      benchmarks.run(folder);
      ObjectNode all =
          Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
      all.set(String.valueOf(Runtime.version().feature()), benchmarks.results);
      Files.writeString(file, JSON.writeValueAsString(all) + "\n");
    }
    System.out.println("Written: " + file.getFileName());
  }

  private void run(Path folder) throws Exception {
    results.put("java", Runtime.version().toString());
    results.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    results.put("processors", Runtime.getRuntime().availableProcessors());
    // Whatever else the machine does makes the numbers worth less.
    results.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    results.put("quick", quick);
    signing();
    calls();
    stream();
    firstAnswer();
    jmh(folder);
  }

  private void signing() throws IOException {
    try (Jvms jvms = new Jvms(SIGNERS)) {
      jvms.ask("threads 1 " + millis(2000));
      alternate(jvms, "threads 1 " + millis(500), results.putArray("signing"));
    }
  }

  private void calls() throws IOException {
    ArrayNode calls = results.putArray("calls");
    try (Jvms jvms = new Jvms(CALLERS)) {
      jvms.ask("threads 1 " + millis(10_000));
      for (String threads : threads()) {
        jvms.ask(threads + " " + millis(3000));
        alternate(jvms, threads + " " + millis(500), calls);
      }
    }
  }

  private List<String> threads() {
    Stream<String> platform = Stream.of("threads 1", "threads 8", "threads 64");
    return Stream.concat(platform, virtualThreads ? Stream.of("virtual 64") : Stream.empty())
        .toList();
  }

  private int millis(int full) {
    return quick ? full / 5 : full;
  }

  /** Rounds in which everyone has a turn, the first contender first and last by turns. */
  private void alternate(Jvms jvms, String command, ArrayNode into) throws IOException {
    double[][] nanos = new double[jvms.names.size()][quick ? 6 : 40];
    for (int round = 0; round < nanos[0].length; round++) {
      for (int turn = 0; turn < nanos.length; turn++) {
        int contender = round % 2 == 0 ? turn : nanos.length - 1 - turn;
        nanos[contender][round] = Double.parseDouble(jvms.ask(contender, command));
      }
    }
    record(jvms.names, command.replaceAll(" \\d+$", ""), nanos, into);
  }

  /** The first contender is what the others are held against, round by round. */
  private static void record(List<String> names, String how, double[][] nanos, ArrayNode into) {
    for (int i = 0; i < nanos.length; i++) {
      double[] ratios = new double[nanos[i].length];
      for (int round = 0; round < ratios.length; round++) {
        ratios[round] = nanos[i][round] / nanos[0][round];
      }
      ListStatistics ratio = new ListStatistics(ratios);
      into.addObject()
          .put("how", how)
          .put("contender", names.get(i))
          .put("ratio", rounded(ratio.getPercentile(50)))
          .put("ratioLow", rounded(ratio.getPercentile(25)))
          .put("ratioHigh", rounded(ratio.getPercentile(75)))
          .put("micros", rounded(new ListStatistics(nanos[i]).getPercentile(50) / 1000));
      System.out.println(into.get(into.size() - 1));
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private void stream() throws IOException {
    ArrayNode stream = results.putArray("stream");
    ArrayNode heap = results.putArray("heap");
    int[] totals = {ROWS / 4, ROWS / 2, ROWS};
    try (Jvms jvms = new Jvms(STREAMERS, "-Xmx48m")) {
      jvms.ask("rows " + ROWS);
      double[][][] nanos = new double[totals.length][STREAMERS.size()][quick ? 2 : 10];
      for (int round = 0; round < nanos[0][0].length; round++) {
        for (int total = 0; total < totals.length; total++) {
          for (int i = 0; i < STREAMERS.size(); i++) {
            nanos[total][i][round] = Double.parseDouble(jvms.ask(i, "rows " + totals[total]));
          }
        }
      }
      for (int total = 0; total < totals.length; total++) {
        record(STREAMERS, "rows " + totals[total], nanos[total], stream);
      }
      for (int i = 0; i < STREAMERS.size(); i++) {
        ArrayNode used = heap.addObject().put("contender", STREAMERS.get(i)).putArray("bytes");
        Arrays.stream(jvms.ask(i, "heap " + ROWS).split(" ")).map(Long::valueOf).forEach(used::add);
      }
    }
  }

  /** From the start of the process to its first line. */
  private void firstAnswer() throws IOException {
    double[][] nanos = new double[CALLERS.size()][quick ? 4 : 20];
    for (int round = 0; round < nanos[0].length; round++) {
      for (int i = 0; i < CALLERS.size(); i++) {
        long begin = System.nanoTime();
        try (Jvm jvm = new Jvm(jvmArguments, FirstAnswer.class, CALLERS.get(i))) {
          jvm.answer();
          nanos[i][round] = System.nanoTime() - begin;
        }
      }
    }
    record(CALLERS, "first answer", nanos, results.putArray("firstAnswer"));
  }

  private void jmh(Path folder) throws RunnerException {
    ArrayNode jmh = results.putArray("jmh");
    run(folder, SIGNERS, "threads 1", Mode.SampleTime, jmh);
    for (String threads : threads()) {
      run(folder, CALLERS, threads, Mode.SampleTime, jmh);
    }
    run(folder, CALLERS, "threads 8", Mode.Throughput, jmh);
  }

  private void run(Path folder, List<String> names, String threads, Mode mode, ArrayNode into)
      throws RunnerException {
    String label = mode.shortLabel() + "-" + threads.replace(' ', '-') + "-" + names.get(0);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(ContenderBenchmark.class.getName())
            .param("name", names.toArray(String[]::new))
            .mode(mode)
            .timeUnit(mode == Mode.Throughput ? TimeUnit.SECONDS : TimeUnit.MICROSECONDS)
            .threads(Integer.parseInt(threads.split(" ")[1]))
            .forks(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(millis(6000)))
            .measurementIterations(quick ? 1 : 5)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .jvmArgsAppend(jvmArguments.toArray(String[]::new))
            .output(folder.resolve("jmh-" + label + ".log").toString());
    if (threads.startsWith("virtual")) {
      options.jvmArgsAppend(
          Stream.concat(jvmArguments.stream(), Stream.of("-Djmh.executor=VIRTUAL"))
              .toArray(String[]::new));
    }
    Collection<RunResult> runs = new Runner(options.build()).run();
    for (RunResult run : runs) {
      ObjectNode node =
          into.addObject().put("how", threads).put("contender", run.getParams().getParam("name"));
      double score = run.getPrimaryResult().getScore();
      if (mode == Mode.Throughput) {
        node.put("callsPerSecond", rounded(score));
      } else {
        node.put("meanMicros", rounded(score))
            .put("p50Micros", rounded(run.getPrimaryResult().getStatistics().getPercentile(50)))
            .put("p99Micros", rounded(run.getPrimaryResult().getStatistics().getPercentile(99)))
            .put(
                "bytes",
                Math.round(run.getSecondaryResults().get("gc.alloc.rate.norm").getScore()));
      }
      System.out.println(node);
    }
  }

  /** A JVM for each contender. */
  private final class Jvms implements AutoCloseable {

    private final List<String> names;
    private final List<Jvm> jvms = new ArrayList<>();

    Jvms(List<String> names, String... arguments) throws IOException {
      this.names = names;
      List<String> all = Stream.concat(jvmArguments.stream(), Stream.of(arguments)).toList();
      for (String name : names) {
        jvms.add(new Jvm(all, Worker.class, name));
      }
    }

    void ask(String command) throws IOException {
      for (int i = 0; i < jvms.size(); i++) {
        ask(i, command);
      }
    }

    String ask(int contender, String command) throws IOException {
      jvms.get(contender).in.println(command);
      return jvms.get(contender).answer();
    }

    @Override
    public void close() {
      jvms.forEach(Jvm::close);
    }
  }

  /** A process with the class path of this one, killed when it is closed. */
  private static final class Jvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;

    Jvm(List<String> jvmArguments, Class<?> main, String... arguments) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvmArguments);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(List.of(arguments));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      out = process.inputReader();
      in = new PrintStream(process.getOutputStream(), true);
    }

    String answer() throws IOException {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("a process ended without an answer");
      }
      return line;
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
