package io.github.ncloudcommunity.apigateway.contractkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ncloudcommunity.apigateway.contractkit.PageFetcher.Limits;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DriftFetchTest {

  private static final int MAX_BYTES = 10_000;

  /** The pages of createApi and listStages. */
  private static final String CREATE = "/docs/apigateway-api-create.md";

  private static final String LIST = "/docs/apigateway-stage-getstagelist.md";
  private static final String INDEX = "/llms.txt";

  /** The arguments for these two. */
  private static final String BOTH = "--operation=createApi,listStages";

  private static final String MARKDOWN = "Content-Type: text/markdown; charset=utf-8";

  private static final Documents COMMITTED = Documents.committed();

  private final ScriptedServer server = ScriptedServer.start();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Pauses pauses = new Pauses();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private Documents documents = COMMITTED;
  private URI base = server.url("");
  private Limits limits =
      new Limits(
          Duration.ofSeconds(30), Duration.ofSeconds(60), MAX_BYTES, Duration.ofSeconds(100));

  @TempDir private Path folder;

  DriftFetchTest() {
    server.answerAlways(
        Answer.by(request -> answers.getOrDefault(request.path(), page("# " + request.path()))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Answer page(String text, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add(MARKDOWN);
    return Answer.of(200, text.getBytes(UTF_8), all.toArray(String[]::new));
  }

  /** Runs the command with the folder and the server. */
  private int fetch(String... options) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--base-url", base.toString(), folder.toString()));
    return new CommandLine(new DriftFetch(() -> documents, pauses::pause, limits))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  /** Files below the folder, apart from those of the fetcher itself. */
  private List<String> pages() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(file -> !file.endsWith(".http"))
          .sorted()
          .toList();
    }
  }

  private Path file(String address) {
    return folder.resolve(address.replace("/docs/", "ko/").replaceFirst("^/", ""));
  }

  private Received request(String path) {
    return server.requests().stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
  }

  private void assertUnconditional(Received request) {
    assertThat(request.header("If-None-Match")).isEmpty();
    assertThat(request.header("If-Modified-Since")).isEmpty();
  }

  // --- downloads

  @Test
  void everyEditionAndTheIndexAreFilesOfTheFolder() throws IOException {
    answers.put("/docs/ja/apigateway-api-create.md", page("# API 作成\r\n"));

    assertThat(fetch("--language=ko,en", "--language=ja", BOTH)).isZero();

    assertThat(pages())
        .containsExactly(
            "en/apigateway-api-create.md",
            "en/apigateway-stage-getstagelist.md",
            "ja/apigateway-api-create.md",
            "ja/apigateway-stage-getstagelist.md",
            "ko/apigateway-api-create.md",
            "ko/apigateway-stage-getstagelist.md",
            "llms.txt");
    assertThat(folder.resolve("ja/apigateway-api-create.md"))
        .hasBinaryContent("# API 作成\r\n".getBytes(UTF_8));
    assertThat(folder.resolve("en/apigateway-api-create.md"))
        .hasContent("# /docs/en/apigateway-api-create.md");
    assertThat(file(CREATE)).hasContent("# " + CREATE);
    assertThat(folder.resolve("llms.txt")).hasContent("# /llms.txt");
  }

  @Test
  void withoutOptionsEveryKoreanPageIsDownloaded() throws IOException {
    int count = documents.all().size();

    assertThat(fetch()).isZero();

    assertThat(count).isGreaterThan(100);
    assertThat(pages()).hasSize(count + 1).filteredOn(p -> p.startsWith("ko/")).hasSize(count);
    assertThat(out.toString()).endsWith("%d files: %d new%n".formatted(count + 1, count + 1));
  }

  @Test
  void aRequestSaysWhoAsksAndForWhat() {
    fetch(BOTH);

    assertThat(server.requests())
        .hasSize(3)
        .allSatisfy(
            request -> {
              assertThat(request.method()).isEqualTo("GET");
              assertThat(request.header("User-Agent"))
                  .singleElement()
                  .asString()
                  .matches(
                      "ncloud-apigateway-client-drift/\\d+\\.\\d+\\.\\d+"
                          + " \\(\\+https://github\\.com/ncloud-community/\\S+\\)");
              assertThat(request.header("Accept")).containsExactly("text/markdown, text/plain");
            });
  }

  @Test
  void thePathOfTheBaseUrlIsKept() {
    base = server.url("/mirror/");

    assertThat(fetch(BOTH)).isZero();

    assertThat(server.requests())
        .extracting(Received::path)
        .containsExactlyInAnyOrder("/mirror" + INDEX, "/mirror" + CREATE, "/mirror" + LIST);
  }

  /** Each request is answered when the next one has arrived, so a third one would be seen. */
  @Test
  void twoPagesAreDownloadedAtATime_andNoMore() {
    int last = documents.all().size() + 1;
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger waiting = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicReference<CountDownLatch> before = new AtomicReference<>(new CountDownLatch(1));
    server.answerAlways(
        (socket, request) -> {
          most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
          CountDownLatch next;
          synchronized (before) {
            next = new CountDownLatch(arrived.incrementAndGet() == last ? 0 : 1);
            before.getAndSet(next).countDown();
          }
          try {
            assertThat(next.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          waiting.decrementAndGet();
          page("text").play(socket, request);
        });

    assertThat(fetch()).isZero();

    assertThat(most).hasValue(2);
  }

  // --- pages that are there

  @Test
  void aPageThatDidNotChangeIsNotSentAgain() throws IOException {
    String[] validators = {"ETag: W/\"a b\"", "Last-Modified: Thu, 23 Apr 2026 08:56:03 GMT"};
    answers.put(CREATE, page("first", validators));
    answers.put(LIST, page("list", validators[1]));
    fetch(BOTH);
    server.takeRequests();
    answers.put(CREATE, Answer.empty(304));
    answers.put(LIST, Answer.empty(304));

    assertThat(fetch(BOTH)).isZero();

    assertThat(request(CREATE).header("If-None-Match")).containsExactly("W/\"a b\"");
    assertThat(request(CREATE).header("If-Modified-Since"))
        .containsExactly("Thu, 23 Apr 2026 08:56:03 GMT");
    assertThat(request(LIST).header("If-None-Match")).isEmpty();
    assertThat(request(LIST).header("If-Modified-Since")).hasSize(1);
    assertThat(file(CREATE)).hasContent("first");
    assertThat(out.toString()).endsWith("3 files: 3 unchanged%n".formatted());
  }

  @Test
  void aServerWithoutValidatorsSendsThePageAgain_andTheResultIsUnchanged() {
    fetch(BOTH);
    server.takeRequests();

    assertThat(fetch(BOTH)).isZero();

    assertUnconditional(request(CREATE));
    assertThat(out.toString()).endsWith("3 files: 3 unchanged%n".formatted());
  }

  @Test
  void aPageThatChangedIsReplaced_andItsNewValidatorCounts() {
    answers.put(CREATE, page("first", "ETag: \"1\""));
    fetch(BOTH);
    answers.put(CREATE, page("second", "ETag: \"2\""));

    assertThat(fetch(BOTH)).isZero();

    assertThat(file(CREATE)).hasContent("second");
    assertThat(out.toString())
        .contains("apigateway-api-create: changed")
        .endsWith("3 files: 1 changed, 2 unchanged%n".formatted());
    server.takeRequests();
    fetch(BOTH);
    assertThat(request(CREATE).header("If-None-Match")).containsExactly("\"2\"");
  }

  /** What is done between two runs, so that the validators of the first must not be used. */
  enum Meanwhile {
    EDITED,
    PAGE_DELETED,
    NOTES_DELETED,
    NOTES_BROKEN,
    ANOTHER_SERVER
  }

  @ParameterizedTest
  @EnumSource(Meanwhile.class)
  void aPageThatIsNotTheOneThatWasSentIsDownloadedAgain(Meanwhile meanwhile) throws IOException {
    answers.put(CREATE, page("first", "ETag: \"1\""));
    answers.put("/gov" + CREATE, page("first", "ETag: \"1\""));
    fetch(BOTH);
    server.takeRequests();
    Path notes = file(CREATE + ".http");
    String path = CREATE;
    switch (meanwhile) {
      case EDITED -> Files.writeString(file(CREATE), "firs");
      case PAGE_DELETED -> Files.delete(file(CREATE));
      case NOTES_DELETED -> Files.delete(notes);
      case NOTES_BROKEN -> Files.write(notes, new byte[] {(byte) 0xff, '\n', 'e'});
      case ANOTHER_SERVER -> {
        base = server.url("/gov");
        path = "/gov" + CREATE;
      }
    }

    assertThat(fetch(BOTH)).isZero();

    assertUnconditional(request(path));
    assertThat(file(CREATE)).hasContent("first");
  }

  @Test
  void aRunThatWasKilledGoesOn() throws Exception {
    List<String> paths = List.of(INDEX, "/docs/apigateway-stage-associate.md", CREATE, LIST);
    paths.forEach(path -> answers.put(path, page("# " + path, "ETag: \"1\"")));
    answers.put(CREATE, Answer.stall());
    answers.put(LIST, Answer.raw(Answer.head(200, MARKDOWN, "Content-Length: 99") + "\r\n# half"));
    String operations = "--operation=associateUsagePlan," + BOTH.substring(12);
    ProcessBuilder program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                ContractKit.class.getName(),
                "drift",
                "fetch",
                operations,
                "--base-url=" + base,
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    program
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    Process run = program.start();
    server.awaitRequests(4);
    run.destroyForcibly().waitFor();
    assertThat(pages()).containsExactly("ko/apigateway-stage-associate.md", "llms.txt");
    server.takeRequests();
    paths.subList(0, 2).forEach(path -> answers.put(path, Answer.empty(304)));
    paths.subList(2, 4).forEach(path -> answers.put(path, page("# " + path)));

    assertThat(fetch(operations)).isZero();

    assertThat(out.toString()).endsWith("4 files: 2 new, 2 unchanged%n".formatted());
    assertThat(pages()).hasSize(4);
  }

  @Test
  void aHalfWrittenFileOfAKilledRunIsReplaced() throws IOException {
    Files.createDirectories(folder.resolve("ko"));
    Files.writeString(file(CREATE + ".part"), "a longer text than the page");

    assertThat(fetch(BOTH)).isZero();

    assertThat(file(CREATE)).hasContent("# " + CREATE);
    assertThat(pages()).noneMatch(name -> name.endsWith(".part"));
  }

  // --- servers that are busy, and redirects

  @ParameterizedTest
  @CsvSource({
    "429, Retry-After: 7, 7",
    "503, Retry-After: 7, 7",
    "503, Retry-After: 0, 0",
    "503, Retry-After: soon, 5",
    "429, X-Nothing: x, 5"
  })
  void aBusyServerIsAskedOnceMore_afterThePauseItAsksFor(int status, String header, int seconds) {
    server.answer(Answer.empty(status, header));

    assertThat(fetch(BOTH)).isZero();

    assertThat(pauses.asked()).containsExactly(Duration.ofSeconds(seconds));
    assertThat(server.requests()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"00:00:00, 00:00:09, 9", "00:00:09, 00:00:09, 0", "00:00:09, 00:00:00, 0"})
  void aTimeToWaitForIsReadByTheClockOfTheServer(String now, String until, int seconds) {
    answers.put(
        CREATE,
        Answer.by(
            request ->
                pauses.asked().isEmpty()
                    ? Answer.empty(
                        503,
                        "Date: Thu, 23 Apr 2026 " + now + " GMT",
                        "Retry-After: Thu, 23 Apr 2026 " + until + " GMT")
                    : page("text")));

    assertThat(fetch(BOTH)).isZero();

    assertThat(pauses.asked()).containsExactly(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectOnTheSameServerIsFollowed(int status) {
    answers.put(CREATE, Answer.empty(status, "Location: /moved/here.md"));
    answers.put("/moved/here.md", Answer.empty(302, "Location: " + server.url("/at/last.md")));

    assertThat(fetch(BOTH)).isZero();

    assertThat(file(CREATE)).hasContent("# /at/last.md");
  }

  // --- what the command prints

  @Test
  void eachPageIsALine_inTheOrderOfTheDocuments() {
    answers.put(LIST, Answer.empty(404));

    assertThat(fetch("--language=ko,en", BOTH)).isEqualTo(2);

    assertThat(out)
        .hasToString(
            """
            1/5 llms.txt: new
            2/5 apigateway-api-create: new
            3/5 apigateway-stage-getstagelist: failed: status 404
            4/5 en/apigateway-api-create: new
            5/5 en/apigateway-stage-getstagelist: new
            5 files: 1 failed, 4 new
            """
                .replace("\n", System.lineSeparator()));
    assertThat(err)
        .hasToString(
            """
            1 could not be fetched:
              apigateway-stage-getstagelist: status 404
            """
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void quietPrintsOnlyWhatFailed() {
    assertThat(fetch("--quiet", BOTH)).isZero();
    assertThat(out.toString() + err).isEmpty();

    answers.put(LIST, Answer.empty(404));

    assertThat(fetch("--quiet", BOTH)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("apigateway-stage-getstagelist: status 404");
  }

  @Test
  void helpNamesEveryOptionAndDownloadsNothing() {
    assertThat(fetch("--help")).isZero();

    assertThat(out.toString())
        .contains("FOLDER", "--base-url", "--language", "--operation", "--quiet", "Exit statuses:");
    assertThat(server.requests()).isEmpty();
  }

  // --- pages that cannot be fetched

  static List<Arguments> failures() {
    String ok = Answer.head(200, MARKDOWN);
    return List.of(
        arguments(Answer.empty(404), "status 404"),
        arguments(Answer.empty(500), "status 500"),
        arguments(Answer.empty(204), "status 204"),
        arguments(Answer.empty(304), "status 304"),
        arguments(
            Answer.of(206, "part".getBytes(UTF_8), MARKDOWN, "Content-Range: bytes 0-3/9"),
            "status 206"),
        arguments(
            Answer.of(200, "<html></html>".getBytes(UTF_8), "Content-Type: text/html"),
            "not Markdown but text/html"),
        arguments(
            Answer.of(200, "x".getBytes(UTF_8), "Content-Type: text/html; charset=utf-8"),
            "not Markdown but text/html"),
        arguments(
            Answer.of(200, "{}".getBytes(UTF_8), "Content-Type: application/json"),
            "not Markdown but application/json"),
        arguments(
            Answer.of(200, "# x".getBytes(UTF_8)), "not Markdown but a page without Content-Type"),
        arguments(page("\uFEFF \n<!DOCTYPE html>\n<title>Log in</title>"), "not Markdown but HTML"),
        arguments(page("<HTML lang=ko>"), "not Markdown but HTML"),
        arguments(page(" \n"), "empty"),
        arguments(
            Answer.of(200, new byte[] {'#', (byte) 0x1f, (byte) 0x8b}, MARKDOWN), "not UTF-8"),
        arguments(
            Answer.raw(ok + "Content-Length: 99\r\n\r\n# half a page").then(Answer.close()),
            "the connection broke"),
        arguments(
            Answer.raw(ok + "Transfer-Encoding: chunked\r\n\r\n6\r\n# half\r\n")
                .then(Answer.close()),
            "the connection broke"),
        arguments(Answer.reset(), "the connection broke"),
        arguments(Answer.raw("nonsense\r\n\r\n").then(Answer.close()), "the connection broke"),
        arguments(page("x".repeat(MAX_BYTES + 1)), "larger than 10000 bytes"),
        arguments(
            Answer.raw(ok + "Transfer-Encoding: chunked\r\n\r\n")
                .then(Answer.flood("4\r\ntext\r\n")),
            "larger than 10000 bytes"),
        arguments(Answer.empty(302), "redirected without an address"),
        arguments(
            Answer.empty(302, "Location: http://a b/"),
            "redirected to something that is not an address"),
        arguments(Answer.empty(302, "Location: " + CREATE), "redirected more than 5 times"),
        arguments(
            Answer.empty(302, "Location: mailto:a@b"), "redirected to another server: mailto:a@b"),
        arguments(Answer.empty(429, "Retry-After: 1"), "status 429"),
        arguments(Answer.empty(503), "status 503"),
        arguments(
            Answer.empty(503, "Retry-After: 101"),
            "status 503 with a Retry-After of 1m41s, longer than 1m40s"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aPageThatCannotBeFetchedIsNamed_andTheOthersAreThere(Answer answer, String why)
      throws IOException {
    answers.put(CREATE, answer);

    assertThat(fetch(BOTH)).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("1 could not be fetched:")
        .contains("  apigateway-api-create: " + why);
    assertThat(pages()).containsExactly("ko/apigateway-stage-getstagelist.md", "llms.txt");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aPageThatCannotBeFetchedAgainStaysAsItWas(Answer answer, String why) throws IOException {
    answers.put(CREATE, page("first"));
    fetch(BOTH);
    answers.put(CREATE, answer);

    assertThat(fetch(BOTH)).isEqualTo(2);

    assertThat(err.toString()).contains(why, "; the page of an earlier run stays");
    assertThat(file(CREATE)).hasContent("first");
    assertThat(pages()).hasSize(3);
  }

  static List<Answer> stalls() {
    String ok = Answer.head(200, MARKDOWN);
    return List.of(
        Answer.stall(),
        Answer.raw(ok + "Content-Length: 99\r\n\r\n# half a page").then(Answer.stall()),
        Answer.raw(ok + "Transfer-Encoding: chunked\r\n\r\n").then(Answer.drip("1\r\nx\r\n")));
  }

  @ParameterizedTest
  @MethodSource("stalls")
  void aPageThatDoesNotEndInTimeIsGivenUp(Answer answer) throws Exception {
    limits =
        new Limits(limits.connect(), Duration.ofMillis(300), Integer.MAX_VALUE, limits.pause());
    answers.put(CREATE, answer);

    assertThat(fetch("--operation=createApi")).isEqualTo(2);

    assertThat(err.toString()).contains("  apigateway-api-create: no complete answer within 0.3s");
    assertThat(file(CREATE)).doesNotExist();
  }

  @Test
  void aRedirectToAnotherServerIsNotFollowed() {
    try (ScriptedServer elsewhere = ScriptedServer.start()) {
      elsewhere.answerAlways(page("# elsewhere"));
      answers.put(CREATE, Answer.empty(302, "Location: " + elsewhere.url("/x.md")));

      assertThat(fetch(BOTH)).isEqualTo(2);

      assertThat(err.toString())
          .contains(
              "  apigateway-api-create: redirected to another server: " + elsewhere.url("/x.md"));
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void aBusyServerThatAsksForALongPauseIsNotAskedAgain() {
    answers.put(CREATE, Answer.empty(429, "Retry-After: 99999999999"));

    assertThat(fetch("--operation=createApi")).isEqualTo(2);

    assertThat(pauses.asked()).isEmpty();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    server.close();

    assertThat(fetch(BOTH)).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("3 could not be fetched:")
        .contains("apigateway-api-create: no connection to " + base);
  }

  @Test
  void aFileInPlaceOfTheFolderIsAFailureOfEachPage() throws IOException {
    Files.writeString(folder.resolve("ko"), "in the way");

    assertThat(fetch(BOTH)).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("2 could not be fetched:")
        .contains("apigateway-api-create: cannot be stored: ");
    assertThat(folder.resolve("llms.txt")).exists();
  }

  // --- names that are refused

  @ParameterizedTest
  @CsvSource({
    "--language=fr, --language: fr is not known",
    "--language=../x, --language: ../x is not known",
    "--operation=createAp, --operation: createAp is not known",
    "--base-url=ftp://example.com, --base-url: ftp://example.com is not the address of a server",
    "--base-url=example.com, --base-url: example.com is not the address of a server",
    "--base-url=http://u:p@example.com, --base-url: ",
    "--base-url=http://example.com?a=b, --base-url: ",
    "--base-url=http:///docs, --base-url: ",
    "--fast, Unknown option"
  })
  void aWrongOptionIsNamed_andNothingIsDownloaded(String option, String message)
      throws IOException {
    StringWriter said = new StringWriter();

    int status =
        new CommandLine(new DriftFetch(() -> documents, pauses::pause, limits))
            .setErr(new PrintWriter(said))
            .execute(option, folder.toString());

    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).startsWith(message);
    assertThat(pages()).isEmpty();
  }

  // --- as a command of the kit

  @Test
  void insideMavenAFailureIsAnExceptionWithoutACause() {
    server.close();

    assertThatThrownBy(
            () ->
                ContractKit.main(
                    new String[] {
                      "drift",
                      "fetch",
                      "--quiet",
                      "--operation=createApi",
                      "--base-url=" + base,
                      folder.toString()
                    }))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessage("The command ended with status 2, see above.");
  }
}
