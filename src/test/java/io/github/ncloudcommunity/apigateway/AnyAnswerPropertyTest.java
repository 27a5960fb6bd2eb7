package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import feign.Request;
import feign.Response;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.AnyText;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Whatever comes back, a call ends with a value or an {@link ApiGatewayException}: not with another
 * exception, not with an error of the JVM, and not too late.
 */
class AnyAnswerPropertyTest {

  private static final List<EveryOperation.Callable> OPERATIONS = EveryOperation.all().toList();
  private static final List<String> DOCUMENTED = documentedAnswers();
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private static final Pauses PAUSES = new Pauses();

  private static ExecutorService caller;
  private static ScriptedServer server;
  private static ApiGatewayClient ofServer;
  private static ApiGatewayClient ofHanded;
  private static volatile Handed handed;

  @BeforeContainer
  static void start() {
    caller =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "caller");
              thread.setDaemon(true);
              return thread;
            });
    server = ScriptedServer.start();
    ofServer =
        TestClients.of(server, PAUSES).maxAnswerBytes(MAX_ANSWER_BYTES).maxAttempts(2).build();
    ofHanded =
        TestClients.of(server, PAUSES)
            .maxAnswerBytes(MAX_ANSWER_BYTES)
            .httpClient((request, options) -> handed.response(request))
            .build();
  }

  @AfterContainer
  static void stop() {
    ofHanded.close();
    ofServer.close();
    server.close();
    caller.shutdownNow();
  }

  /** What an HTTP client hands over. */
  record Handed(int status, Map<String, List<String>> headers, byte[] body) {

    Response response(Request request) {
      return Response.builder()
          .request(request)
          .status(status)
          .headers(Map.copyOf(headers))
          .body(body)
          .build();
    }

    @Override
    public String toString() {
      return status + " " + headers + " " + shown(body);
    }
  }

  /** Bytes on a connection. */
  record Sent(byte[] bytes) {

    @Override
    public String toString() {
      return shown(bytes);
    }
  }

  @Property(seed = "2026")
  @StatisticsReport(label = "outcomes", onFailureOnly = true)
  void anyAnswerIsAValueOrOneKindOfException(
      @ForAll("operations") EveryOperation.Callable operation, @ForAll("answers") Handed answer)
      throws Exception {
    handed = answer;

    String outcome = assertThatItEndsWell(operation, ofHanded);

    assertThat(List.of(outcome))
        .isSubsetOf(
            answer.status() >= 200 && answer.status() < 300
                ? List.of("a value", "UNREADABLE_ANSWER")
                : List.of("SERVICE_ERROR"));
    Statistics.label("outcomes")
        .collect(outcome)
        .coverage(
            outcomes -> {
              outcomes.check("a value").percentage(share -> share > 10);
              outcomes.check("UNREADABLE_ANSWER").percentage(share -> share > 10);
              outcomes.check("SERVICE_ERROR").percentage(share -> share > 10);
            });
  }

  @Property(seed = "2026", tries = 500)
  @StatisticsReport(label = "outcomes", onFailureOnly = true)
  void anyBytesOnTheConnectionAreAValueOrOneKindOfException(
      @ForAll("operations") EveryOperation.Callable operation, @ForAll("connections") Sent sent)
      throws Exception {
    server.answerAlways(Answer.raw(sent.bytes()).then(Answer.close()));

    String outcome = assertThatItEndsWell(operation, ofServer);

    Statistics.label("outcomes")
        .collect(outcome)
        .coverage(
            outcomes -> {
              outcomes.check("a value").percentage(share -> share > 1);
              outcomes.check("CONNECTION_FAILED").percentage(share -> share > 10);
            });
  }

  /** What it ends with, for the count of how often it was what. */
  private static String assertThatItEndsWell(
      EveryOperation.Callable operation, ApiGatewayClient client) throws Exception {
    Object[] arguments = operation.arguments();
    Future<Object> call = caller.submit(() -> operation.call(client, arguments));
    try {
      Object value = call.get(20, TimeUnit.SECONDS);
      if (operation.method().getReturnType() != void.class) {
        assertThat(value).isInstanceOf(operation.method().getReturnType());
      }
      return "a value";
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(ApiGatewayException.class);
      assertThat(e.getCause().getMessage())
          .startsWith(operation.toString())
          .doesNotContainPattern("\\p{Cntrl}");
      return ((ApiGatewayException) e.getCause()).kind().toString();
    }
  }

  @Provide
  Arbitrary<EveryOperation.Callable> operations() {
    return Arbitraries.of(OPERATIONS);
  }

  @Provide
  Arbitrary<Handed> answers() {
    Arbitrary<Integer> statuses =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(200, 201, 204)),
            Tuple.of(1, Arbitraries.of(400, 401, 403, 404, 413, 429, 500, 502, 503, 504)),
            Tuple.of(1, Arbitraries.integers().between(0, 1000)));
    return Combinators.combine(statuses, headers(), bodies(), Arbitraries.integers().between(0, 3))
        .as(
            (status, headers, body, packing) ->
                new Handed(status, headers, packing == 0 ? gzip(body) : body));
  }

  private static Arbitrary<Map<String, List<String>>> headers() {
    Arbitrary<String> any = AnyText.whole();
    Arbitrary<String> charsets =
        Arbitraries.oneOf(Arbitraries.of(Charset.availableCharsets().keySet()), any);
    return Arbitraries.maps(
            Arbitraries.of(
                "Content-Type",
                "content-type",
                "Content-Encoding",
                "Content-Length",
                "Date",
                "Retry-After",
                "Location",
                "x-ncp-trace-id"),
            Arbitraries.oneOf(
                    charsets.map(charset -> "application/json; charset=" + charset),
                    Arbitraries.of("gzip", "x-gzip", "deflate", "identity", "gzip, gzip"),
                    Arbitraries.of(
                        "0",
                        "-1",
                        "19",
                        "99999999999999999999",
                        "Thu, 31 Dec 9999 23:59:59 GMT",
                        "Sat, 01 Jan 0000 00:00:00 +1800"),
                    any)
                .list()
                .ofMaxSize(2))
        .ofMaxSize(4);
  }

  private static Arbitrary<byte[]> bodies() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(300)),
        Tuple.of(1, json().map(text -> text.getBytes(StandardCharsets.UTF_16))),
        Tuple.of(6, json().map(text -> text.getBytes(StandardCharsets.UTF_8))));
  }

  private static Arbitrary<String> json() {
    return Combinators.combine(Arbitraries.of(DOCUMENTED), changes().list().ofMaxSize(3))
        .as(
            (text, changes) -> {
              String changed = text;
              for (Change change : changes) {
                changed = change.apply(changed);
              }
              return changed;
            });
  }

  /** A place in a text, what is taken out there, and what is put in. */
  record Change(double place, Kind kind, String with) {

    enum Kind {
      INSERTION,
      REPLACEMENT_OF_A_VALUE,
      DELETION,
      REPETITION,
      END
    }

    String apply(String text) {
      int at = (int) (place * text.length());
      int from = kind == Kind.REPLACEMENT_OF_A_VALUE ? text.indexOf(':', at) + 1 : at;
      int to = from;
      while (to < text.length() && ",}]\n".indexOf(text.charAt(to)) < 0) {
        to++;
      }
      return switch (kind) {
        case INSERTION -> text.substring(0, at) + with + text.substring(at);
        case REPLACEMENT_OF_A_VALUE -> text.substring(0, from) + with + text.substring(to);
        case DELETION -> text.substring(0, from) + text.substring(to);
        case REPETITION -> text.substring(0, to) + text.substring(from);
        case END -> text.substring(0, at);
      };
    }
  }

  private static Arbitrary<Change> changes() {
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                "null",
                "true",
                "{}",
                "[]",
                "[null]",
                "{\"a\":1,\"a\":2}",
                "-",
                "NaN",
                "-0",
                "5.7",
                "1e400",
                "1e999999999",
                "-1e-999999999",
                "9223372036854775808",
                "-9223372036854775808",
                "9".repeat(900),
                "9".repeat(30_000),
                "0." + "9".repeat(30_000),
                "[".repeat(900) + "]".repeat(900),
                "[".repeat(30_000),
                "{\"a\":".repeat(10_000),
                "\"" + "x".repeat(MAX_ANSWER_BYTES) + "\"",
                "\"\"",
                "\"\\ud800\"",
                "\"+999999999-12-31T23:59:60.9999999999+18:01\"",
                "\"2024-05-07\""),
            AnyText.whole().map(text -> "\"" + text + "\""));
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), Arbitraries.of(Change.Kind.values()), values)
        .as(Change::new);
  }

  @Provide
  Arbitrary<Sent> connections() {
    Arbitrary<byte[]> pieces =
        Arbitraries.frequencyOf(
            Tuple.of(
                6,
                Arbitraries.of(
                        "HTTP/1.1 ",
                        "HTTP/9.9 ",
                        "HTTP/1.1 200 OK\r\n",
                        "HTTP/1.1 100 Continue\r\n\r\n",
                        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                        "200",
                        "-1 ",
                        "\r\n",
                        "\r\n\r\n",
                        ": ",
                        "Content-Type: application/json\r\n",
                        "Content-Length: 2\r\n",
                        "Content-Length: -2\r\n",
                        "Content-Length: 99999999999999999999\r\n",
                        "Content-Encoding: gzip\r\n",
                        "Transfer-Encoding: chunked\r\n",
                        "Connection: keep-alive\r\n",
                        "Set-Cookie: a=b; Max-Age=x\r\n",
                        "{}",
                        "2\r\n{}\r\n",
                        "ffffffffffffffff\r\n",
                        "0\r\n\r\n")
                    .map(piece -> piece.getBytes(StandardCharsets.ISO_8859_1))),
            Tuple.of(1, bodies()),
            Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(50)));
    Arbitrary<byte[]> starts =
        Arbitraries.of("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 500 No\r\n", "HTTP/1.1 204 No\r\n")
            .map(start -> start.getBytes(StandardCharsets.ISO_8859_1));
    return Combinators.combine(starts, pieces.list().ofMaxSize(8))
        .as(
            (start, rest) -> {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              bytes.writeBytes(start);
              rest.forEach(bytes::writeBytes);
              return new Sent(bytes.toByteArray());
            });
  }

  private static List<String> documentedAnswers() {
    try (Stream<Path> files = Files.walk(Path.of("contracts", "samples"))) {
      return files
          .filter(file -> file.toString().endsWith(".response.json"))
          .sorted()
          .map(AnyAnswerPropertyTest::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static String shown(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.length() <= 1_000 ? text : text.substring(0, 1_000) + "…";
  }
}
