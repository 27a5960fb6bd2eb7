package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** One client, many threads: each gets its own answer, and connections are used again. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrencyTest {

  private static final int CALLS = 1_000;
  private static final int CONNECTIONS = 20;

  @AutoClose private final ScriptedServer server = ScriptedServer.start();

  @AutoClose
  private final ApiGatewayClient client =
      TestClients.of(server).maxConnections(CONNECTIONS).build();

  ConcurrencyTest() {
    server.answerAlways(
        Answer.by(
            request ->
                Answer.json(
                    200,
                    "{\"usagePlan\":{\"usagePlanId\":\"%s\"}}"
                        .formatted(request.path().replaceAll(".*/", "")))));
  }

  @Test
  void eachThreadGetsItsOwnAnswer_andConnectionsAreUsedAgain() throws Exception {
    callFrom(Executors.newFixedThreadPool(100));
  }

  @Test
  @EnabledForJreRange(
      min = JRE.JAVA_21,
      disabledReason = "there are virtual threads from JDK 21 on; .ci/run tries them on JDK 25")
  void virtualThreadsAreServed_andNoneIsPinned(@TempDir Path folder) throws Exception {
    Path events = folder.resolve("events.jfr");
    // A thread that waits for the initialization of a class is pinned; after this all are.
    callFrom(virtualThreads());
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(20));
      recording.enable("jdk.VirtualThreadStart").withoutThreshold();
      recording.start();

      callFrom(virtualThreads());

      recording.stop();
      recording.dump(events);
    }
    Map<String, Long> counts =
        RecordingFile.readAllEvents(events).stream()
            .collect(Collectors.groupingBy(e -> e.getEventType().getName(), Collectors.counting()));
    assertThat(counts)
        .hasEntrySatisfying(
            "jdk.VirtualThreadStart", n -> assertThat(n).isGreaterThanOrEqualTo(CALLS))
        .doesNotContainKey("jdk.VirtualThreadPinned");
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private void callFrom(ExecutorService threads) throws Exception {
    CountDownLatch allAtOnce = new CountDownLatch(1);
    List<Future<String>> answers = new ArrayList<>();
    List<String> ids = IntStream.range(0, CALLS).mapToObj(i -> "plan%06d".formatted(i)).toList();
    try {
      for (String id : ids) {
        answers.add(
            threads.submit(
                () -> {
                  allAtOnce.await();
                  return client.usagePlans().getUsagePlan(id).getUsagePlan().getUsagePlanId();
                }));
      }
      allAtOnce.countDown();
      for (int i = 0; i < CALLS; i++) {
        assertThat(answers.get(i).get()).isEqualTo(ids.get(i));
      }
    } finally {
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.takeRequests()).hasSize(CALLS);
    assertThat(server.connections()).isLessThanOrEqualTo(CONNECTIONS);
  }
}
