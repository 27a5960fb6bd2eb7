package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.model.SearchUsagePlansRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a stream are calls like others: tried again, or ended with what they end with. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamTest {

  private static final long MILLION = 1_000_000;

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  @AutoClose private final ApiGatewayClient client = TestClients.of(server).build();

  @Test
  void aPageThatFailsIsTriedAgain() {
    server.answer(
        page(4, 0, 2), Answer.error(503, "500"), Answer.close(), page(4, 2, 4), page(4, 4, 4));

    assertThat(stream()).extracting(UsagePlan::getUsagePlanId).containsExactly("0", "1", "2", "3");

    assertThat(server.requests())
        .extracting(request -> request.queryValue("offset"))
        .containsExactly("0", "2", "2", "2");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(Answer.error(401, "210"), Kind.SERVICE_ERROR),
        Arguments.of(Answer.error(503, "500"), Kind.SERVICE_ERROR),
        Arguments.of(Answer.json(200, "{\"total\":4,\"content\":[{]}"), Kind.UNREADABLE_ANSWER),
        Arguments.of(Answer.json(200, "null"), Kind.UNREADABLE_ANSWER),
        Arguments.of(Answer.close(), Kind.CONNECTION_FAILED));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aPageThatFailsForGoodEndsTheStreamWithWhatTheCallEndsWith(Answer failure, Kind kind) {
    server.answer(page(4, 0, 2)).answerAlways(failure);
    List<String> read = new ArrayList<>();

    ApiGatewayException e =
        catchThrowableOfType(
            ApiGatewayException.class,
            () -> stream().forEach(plan -> read.add(plan.getUsagePlanId())));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.operation()).isEqualTo("listStageUsagePlans");
    assertThat(read).containsExactly("0", "1");
  }

  @Test
  void afterAFailureTheSamePageIsAskedForAgain() {
    server.answer(page(3, 0, 2), Answer.error(401, "210"), page(3, 2, 3));
    Iterator<UsagePlan> plans = stream().iterator();
    plans.next();
    plans.next();
    assertThatExceptionOfType(ApiGatewayException.class).isThrownBy(plans::hasNext);

    assertThat(plans.next().getUsagePlanId()).isEqualTo("2");
    assertThat(plans.hasNext()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"total\":9,\"usagePlans\":[{\"usagePlanId\":\"0\"},{\"usagePlanId\":\"1\"}]}",
        "{\"total\":9,\"usagePlans\":[]}",
        "{\"total\":9,\"usagePlans\":null}",
        "{\"total\":9}",
        "{\"total\":8,\"usagePlans\":[{\"usagePlanId\":\"2\"}]}"
      })
  void pagesThatDoNotFitTogetherAreFoundOutInASearchToo(String second) {
    server.answer(
        Answer.json(
            200, "{\"total\":9,\"usagePlans\":[{\"usagePlanId\":\"0\"},{\"usagePlanId\":\"1\"}]}"),
        Answer.json(200, second));
    List<String> read = new ArrayList<>();

    ApiGatewayException e =
        catchThrowableOfType(
            ApiGatewayException.class,
            () ->
                client
                    .usagePlans()
                    .streamUsagePlans(new SearchUsagePlansRequest())
                    .forEach(plan -> read.add(plan.getUsagePlanId())));

    assertThat(e.kind()).isEqualTo(Kind.UNSTABLE_PAGES);
    assertThat(e.operation()).isEqualTo("searchUsagePlans");
    assertThat(read).containsExactly("0", "1");
    assertThat(server.requests())
        .extracting(Received::text)
        .containsExactly("{\"offset\":0,\"limit\":100}", "{\"offset\":2,\"limit\":100}");
  }

  @Test
  void rowThatIsNullIsUnreadable() {
    server.answerAlways(
        Answer.json(200, "{\"total\":2,\"content\":[{\"usagePlanId\":\"0\"},null]}"));

    ApiGatewayException e =
        catchThrowableOfType(ApiGatewayException.class, () -> stream().forEach(plan -> {}));

    assertThat(e.kind()).isEqualTo(Kind.UNREADABLE_ANSWER);
    assertThat(e).hasMessageContaining("content[1]");
  }

  /** All of them at once need several times as much. */
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aMillionPlansAreStreamedInAHeapOf64Megabytes() throws Exception {
    server.answerAlways(
        Answer.by(
            request -> {
              server.takeRequests();
              long offset = Long.parseLong(request.queryValue("offset"));
              long limit = Long.parseLong(request.queryValue("limit"));
              return page(MILLION, offset, Math.min(offset + limit, MILLION));
            }));

    Process process = java("-Xmx64m", LittleHeap.class.getName(), server.url("/api/v1").toString());
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(printed.strip()).isEqualTo(MILLION + " plans");
    assertThat(process.exitValue()).isZero();
  }

  /** Runs in a process of its own. */
  static final class LittleHeap {

    public static void main(String[] args) {
      try (ApiGatewayClient client =
          ApiGatewayClient.builder()
              .baseUrl(URI.create(args[0]))
              .credentials(TestClients.CREDENTIALS)
              .build()) {
        long[] next = {0};
        client
            .stages()
            .streamStageUsagePlans("p", "a", "s")
            .forEach(
                plan -> {
                  if (!plan.getUsagePlanId().equals(Long.toString(next[0]++))) {
                    throw new AssertionError(plan + " came as number " + next[0]);
                  }
                });
        System.out.println(next[0] + " plans");
      }
    }
  }

  private static Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    return builder.start();
  }

  private Stream<UsagePlan> stream() {
    return client
        .stages()
        .streamStageUsagePlans("p", "a", "s", new ListStageUsagePlansQuery().limit(2L));
  }

  private static Answer page(long total, long from, long to) {
    return Answer.json(
        200,
        LongStream.range(from, to)
            .mapToObj(i -> "{\"usagePlanId\":\"%d\",\"usagePlanName\":\"plan %d\"}".formatted(i, i))
            .collect(Collectors.joining(",", "{\"total\":" + total + ",\"content\":[", "]}")));
  }
}
