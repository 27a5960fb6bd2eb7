package io.github.ncloudcommunity.apigateway;

import static io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind.CLIENT_CLOSED;
import static io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind.CONNECTION_FAILED;
import static io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE;
import static io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind.DEADLINE_EXCEEDED;
import static io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind.INTERRUPTED;
import static io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind.UNREADABLE_ANSWER;
import static io.github.ncloudcommunity.apigateway.Fault.fails;
import static io.github.ncloudcommunity.apigateway.Fault.states;
import static io.github.ncloudcommunity.apigateway.Fault.succeeds;
import static io.github.ncloudcommunity.apigateway.Fault.throwsOwn;
import static io.github.ncloudcommunity.apigateway.Scene.OK;
import static io.github.ncloudcommunity.apigateway.testing.Answer.close;
import static io.github.ncloudcommunity.apigateway.testing.Answer.drip;
import static io.github.ncloudcommunity.apigateway.testing.Answer.flood;
import static io.github.ncloudcommunity.apigateway.testing.Answer.idle;
import static io.github.ncloudcommunity.apigateway.testing.Answer.raw;
import static io.github.ncloudcommunity.apigateway.testing.Answer.reset;
import static io.github.ncloudcommunity.apigateway.testing.Answer.stall;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import feign.ResponseInterceptor;
import io.github.ncloudcommunity.apigateway.Fault.Outcome;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Certificates;
import io.github.ncloudcommunity.apigateway.testing.Hostile;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * What the network, the service, the clock and an attacker can do to a call, stage by stage, and
 * how the call must end.
 */
final class Faults {

  private static final Consumer<ApiGatewayClient.Builder> SHORT_SILENCE =
      client -> client.readTimeout(Duration.ofMillis(250));
  private static final Consumer<ApiGatewayClient.Builder> SHORT_CALL =
      client -> client.callTimeout(Duration.ofMillis(500));

  /** The first pause takes up to 0.5 s and must leave time for the second attempt. */
  private static final Consumer<ApiGatewayClient.Builder> LONGER_THAN_A_PAUSE =
      client -> client.callTimeout(Duration.ofSeconds(1));

  private static final Consumer<ApiGatewayClient.Builder> SHORT_CONNECT =
      client -> client.connectTimeout(Duration.ofMillis(250));
  private static final Consumer<ApiGatewayClient.Builder> SHORT_ANSWERS =
      client -> client.maxAnswerBytes(100_000);

  private static final Answer THROTTLED = Answer.error(429, "410");
  private static final Answer JUST_THE_HEAD =
      raw(Answer.head(200, "Content-Length: 1000") + "\r\n");
  private static final Answer CHUNKED =
      raw(Answer.head(200, "Transfer-Encoding: chunked") + "\r\n");

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  /** The answer breaks off or is not HTTP. */
  private static final Outcome READ_BROKEN = fails(CONNECTION_FAILED, 3);

  private static final Outcome WRITE_BROKEN = fails(CONNECTION_FAILED, 1).fateIsUnknown();

  private static final Outcome READ_LATE = fails(DEADLINE_EXCEEDED, 1);
  private static final Outcome WRITE_LATE = fails(DEADLINE_EXCEEDED, 1).fateIsUnknown();

  private static final Outcome READ_UNREADABLE = fails(UNREADABLE_ANSWER, 3).withStatus(200);
  private static final Outcome WRITE_UNREADABLE =
      fails(UNREADABLE_ANSWER, 1).withStatus(200).fateIsUnknown();

  /** No connection was made, so nothing was sent and the client retries reads and writes. */
  private static final Outcome UNCONNECTED = fails(CONNECTION_FAILED, 3).arriving(0);

  private Faults() {}

  static Map<String, List<Fault>> byStage() {
    Map<String, List<Fault>> stages = new LinkedHashMap<>();
    stages.put("No fault", List.of(fine("nothing goes wrong", OK)));
    stages.put("Connecting", connecting());
    stages.put("TLS", tls());
    stages.put("Sending the request, and waiting for the answer", beforeTheAnswer());
    stages.put("The head of the answer", inTheHead());
    stages.put("The body of the answer", inTheBody());
    stages.put("A 2xx status with an unexpected body", unreadable());
    stages.put("Unusual answers that are valid", unusual());
    stages.put("Documented errors", documentedErrors());
    stages.put("Other errors, and other formats", otherErrors());
    stages.put("Redirects", redirects());
    stages.put("Retry-After", retryAfter());
    stages.put("Faults on a later attempt", later());
    stages.put("Clocks", clocks());
    stages.put("Credentials", credentials());
    stages.put("Idle connections", pooled());
    stages.put("The caller closes, interrupts or throws", ownSide());
    stages.put("The service repeats the signature", echoes());
    return stages;
  }

  private static List<Fault> connecting() {
    return List.of(
        Fault.of("the connection is refused").given(Scene::refuses).both(UNCONNECTED).isOver(),
        Fault.of("the connection is refused at first; the second attempt finds the service up")
            .given(Scene::refusesUntilThePause)
            .both(succeeds(1)),
        Fault.of("the connection is never accepted, until connectTimeout")
            .given(Scene::isTooBusyToAccept)
            .with(SHORT_CONNECT)
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the connection is never accepted, until callTimeout")
            .given(Scene::isTooBusyToAccept)
            .with(SHORT_CALL)
            .both(fails(DEADLINE_EXCEEDED, 1).arriving(0))
            .isOver(),
        refusedTunnel("403", Answer.empty(403)),
        refusedTunnel(
            "407 and a challenge", Answer.empty(407, "Proxy-Authenticate: Basic realm=\"x\"")),
        refusedTunnel("502", Answer.empty(502)),
        refusedTunnel("203 and a forged answer", Answer.json(203, "{\"total\":666}")),
        refusedTunnel("204", Answer.empty(204)),
        refusedTunnel(
            "an interim answer and 203", interim(103).then(Answer.json(203, "{\"total\":666}"))),
        refusedTunnel("500, code 900", Answer.error(500, "900")),
        refusedTunnel("a redirect", Answer.empty(302, "Location: http://x/")),
        refusedTunnel(
            "401, code 200 and a forged time",
            Answer.error(401, "200", "Date: Fri, 31 Dec 9999 23:59:59 GMT")),
        refusedTunnel("429, code 410", Answer.error(429, "410")),
        Fault.of("the proxy closes the connection instead of opening a tunnel")
            .given(Scene::isAProxy)
            .plays(close())
            .both(fails(CONNECTION_FAILED, 3))
            .isOver(),
        Fault.of("the proxy does not answer, until connectTimeout")
            .given(Scene::isAProxy)
            .with(SHORT_CONNECT)
            .plays(stall())
            .both(fails(CONNECTION_FAILED, 3))
            .isOver(),
        Fault.of("the proxy does not answer, until callTimeout")
            .given(Scene::isAProxy)
            .with(SHORT_CALL)
            .plays(stall())
            .both(fails(DEADLINE_EXCEEDED, 1))
            .isOver());
  }

  /** An answer of the proxy never counts as an answer of the service. */
  private static Fault refusedTunnel(String how, Answer answer) {
    return Fault.of("the proxy answers CONNECT with " + how)
        .given(Scene::isAProxy)
        .plays(answer)
        .both(fails(CONNECTION_FAILED, 3))
        .isOver();
  }

  private static List<Fault> tls() {
    Certificates trusted = new Certificates("trusted");
    Certificates other = new Certificates("other");
    Consumer<Scene> trusting = scene -> scene.speaksTls(trusted.forLoopback(), trusted.trust());
    Answer alert = raw("\u0015\u0003\u0001\u0000\u0002\u0002\u0046");
    return List.of(
        Fault.of("no fault, with TLS").given(trusting).plays(OK).both(succeeds(1)),
        Fault.of("the certificate is from an authority that the JVM does not trust")
            .given(scene -> scene.speaksTls(other.forLoopback()))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the certificate is from another authority than the trusted one")
            .given(scene -> scene.speaksTls(other.forLoopback(), trusted.trust()))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the certificate has expired")
            .given(scene -> scene.speaksTls(trusted.expired(), trusted.trust()))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the certificate is not valid yet")
            .given(scene -> scene.speaksTls(trusted.notYetValid(), trusted.trust()))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the certificate is for another host")
            .given(scene -> scene.speaksTls(trusted.forAnotherHost(), trusted.trust()))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the service supports no TLS version of the client")
            .given(Scene::isTakenForTls)
            .after(scene -> scene.server().greet(alert.then(close())))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the server speaks plain HTTP, the client TLS")
            .given(Scene::isTakenForTls)
            .after(scene -> scene.server().greet(Answer.empty(400).then(close())))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the connection is closed during the handshake")
            .given(Scene::isTakenForTls)
            .after(scene -> scene.server().greet(close()))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the handshake stalls, until connectTimeout")
            .given(Scene::isTakenForTls)
            .with(SHORT_CONNECT)
            .after(scene -> scene.server().greet(idle()))
            .both(UNCONNECTED)
            .isOver(),
        Fault.of("the handshake stalls, until callTimeout")
            .given(Scene::isTakenForTls)
            .with(SHORT_CALL)
            .after(scene -> scene.server().greet(idle()))
            .both(fails(DEADLINE_EXCEEDED, 1).arriving(0))
            .isOver(),
        Fault.of("the server speaks TLS, the client plain HTTP")
            .given(scene -> speaksTlsUnasked(scene, trusted))
            .read(fails(CONNECTION_FAILED, 3).arriving(0))
            .write(fails(CONNECTION_FAILED, 1).arriving(0).fateIsUnknown())
            .isOver(),
        Fault.of("closed before the answer, in TLS")
            .given(trusting)
            .plays(close())
            .read(READ_BROKEN)
            .write(WRITE_BROKEN),
        Fault.of("the body stalls in TLS, until callTimeout")
            .given(trusting)
            .with(client -> client.callTimeout(Duration.ofSeconds(1)))
            .plays(JUST_THE_HEAD.then(stall()))
            .read(READ_LATE)
            .write(WRITE_LATE));
  }

  private static void speaksTlsUnasked(Scene scene, Certificates certificates) {
    scene.speaksTls(certificates.forLoopback());
    scene.isTakenForPlain();
  }

  private static List<Fault> beforeTheAnswer() {
    Consumer<ApiGatewayClient> large = client -> Fault.associate(client, "u".repeat(16_000_000));
    return List.of(
        Fault.of("the server accepts and closes, and reads nothing")
            .after(scene -> scene.server().greet(close()))
            .read(READ_BROKEN.arriving(0))
            .write(WRITE_BROKEN.arriving(0))
            .isOver(),
        Fault.of("the server accepts and reads nothing, until readTimeout")
            .with(SHORT_SILENCE)
            .after(scene -> scene.server().greet(idle()))
            .read(READ_BROKEN.arriving(0))
            .write(WRITE_BROKEN.arriving(0))
            .isOver(),
        Fault.of("the server never reads a body of 16 MB, until callTimeout")
            .with(client -> client.callTimeout(Duration.ofSeconds(3)))
            .after(scene -> scene.server().greet(idle()))
            .writing(large)
            .write(WRITE_LATE.arriving(0))
            .isOver(),
        early("413, then closes", large, Answer.error(413, "430").then(close()))
            .write(states(413, ErrorCode.REQUEST_ENTITY_TOO_LARGE, 1).arriving(0)),
        early("413, then resets", large, Answer.error(413, "430").then(reset()))
            .write(states(413, ErrorCode.REQUEST_ENTITY_TOO_LARGE, 1).arriving(0)),
        early("413, stays open", large, Answer.error(413, "430").then(idle()))
            .write(states(413, ErrorCode.REQUEST_ENTITY_TOO_LARGE, 1).arriving(0)),
        early("401, code 200, stays open", large, Answer.error(401, "200").then(idle()))
            .write(states(401, ErrorCode.AUTHENTICATION_FAILED, 1).arriving(0)),
        early("503, stays open", large, Answer.error(503, "500").then(idle()))
            .write(states(503, ErrorCode.ENDPOINT_ERROR, 1).fateIsUnknown().arriving(0)),
        early("text that is not HTTP, stays open", large, raw("220 ESMTP\r\n").then(idle()))
            .with(SHORT_CALL)
            .write(WRITE_BROKEN.arriving(0)),
        Fault.of("closed before the answer").plays(close()).read(READ_BROKEN).write(WRITE_BROKEN),
        Fault.of("reset before the answer").plays(reset()).read(READ_BROKEN).write(WRITE_BROKEN),
        Fault.of("no answer, until readTimeout")
            .with(SHORT_SILENCE)
            .plays(stall())
            .read(READ_BROKEN)
            .write(WRITE_BROKEN),
        Fault.of("no answer, until callTimeout")
            .with(SHORT_CALL)
            .plays(stall())
            .read(READ_LATE)
            .write(WRITE_LATE));
  }

  /**
   * The server answers a body of 16 MB without reading it. It waits for the first byte: before that
   * the client has sent nothing, and a connection that ends is made again.
   */
  private static Fault early(String how, Consumer<ApiGatewayClient> large, Answer answer) {
    Answer firstByte = (socket, request) -> socket.getInputStream().read();
    return Fault.of("the server answers before it reads a body of 16 MB: " + how)
        .after(scene -> scene.server().greet(firstByte.then(answer)))
        .writing(large)
        .isOver();
  }

  private static List<Fault> inTheHead() {
    List<Fault> faults = new ArrayList<>();
    faults.addAll(
        List.of(
            broken("closed in the status line", raw("HTTP/1.").then(close())),
            broken("text that is not HTTP", raw("220 ESMTP\r\n").then(close())),
            broken("an HTML page without a head", raw("<html>\r\n").then(close())),
            broken("a status that is not a number", raw("HTTP/1.1 OK\r\n\r\n").then(close())),
            broken(
                "an HTTP version that the client did not ask for", raw("HTTP/2.0 200 OK\r\n\r\n")),
            broken("closed after the status line", raw(Answer.head(200)).then(close())),
            broken("closed in the headers", raw(Answer.head(200) + "X-").then(close())),
            broken("reset in the headers", raw(Answer.head(200) + "X-").then(reset())),
            broken("a line that is not a header", raw("HTTP/1.1 200 OK\r\nno header\r\n\r\n")),
            broken("the same length twice", headOf("Content-Length: 11", "Content-Length: 11")),
            broken("two different lengths", headOf("Content-Length: 11", "Content-Length: 5")),
            broken("a negative length", headOf("Content-Length: -1")),
            broken("a length that is not a number", headOf("Content-Length: many")),
            broken("an unknown Transfer-Encoding", headOf("Transfer-Encoding: klingon")),
            broken("an endless status line", flood("HTTP/1.1 200 OK")),
            broken("an endless header", raw(Answer.head(200) + "X-Long: ").then(flood("x"))),
            broken("endless headers", raw(Answer.head(200)).then(flood("X-Many: 1\r\n"))),
            broken("endless empty lines", flood("\r\n")),
            broken("endless interim answers", flood("HTTP/1.1 102 Processing\r\n\r\n")),
            broken("an interim answer only", interim(103).then(close())),
            silent("the status line stalls", raw("HTTP/1.1 2").then(stall())),
            silent("the headers stall", raw(Answer.head(200)).then(stall())),
            silent("a status below 100", raw("HTTP/1.1 099 Early\r\n\r\n").then(stall())),
            silent("101, a switch to another protocol", interim(101).then(stall())),
            late("a status line, byte by byte", drip("H")),
            late("headers, byte by byte", raw(Answer.head(200)).then(drip("a")))));
    return faults;
  }

  private static Answer headOf(String... headers) {
    return raw(Answer.head(200, headers) + "\r\n{\"total\":7}");
  }

  private static Answer interim(int status) {
    return raw(Answer.head(status) + "\r\n");
  }

  private static Fault broken(String what, Answer answer) {
    return Fault.of(what).plays(answer).read(READ_BROKEN).write(WRITE_BROKEN);
  }

  private static Fault silent(String what, Answer answer) {
    return Fault.of(what + ", until readTimeout")
        .with(SHORT_SILENCE)
        .plays(answer)
        .read(READ_BROKEN)
        .write(WRITE_BROKEN);
  }

  private static Fault late(String what, Answer answer) {
    return Fault.of(what + ", until callTimeout")
        .with(SHORT_CALL)
        .plays(answer)
        .read(READ_LATE)
        .write(WRITE_LATE);
  }

  private static List<Fault> inTheBody() {
    String tooLong = "Content-Length: 1000000000000";
    return List.of(
        broken("closed before the body", JUST_THE_HEAD.then(close())),
        broken("closed in the body", JUST_THE_HEAD.then(raw("{\"total\":7}")).then(close())),
        broken("reset in the body", JUST_THE_HEAD.then(raw("{\"total\":7}")).then(reset())),
        broken("closed within a chunk", CHUNKED.then(raw("9\r\n{\"to")).then(close())),
        broken("closed before the last chunk", CHUNKED.then(chunk("{\"total\":7}")).then(close())),
        broken("a chunk size that is not a number", CHUNKED.then(raw("zz\r\n{}\r\n0\r\n\r\n"))),
        broken("a chunk longer than its size", CHUNKED.then(raw("2\r\n{}}\r\n0\r\n\r\n"))),
        broken("an endless chunk size", CHUNKED.then(flood("0"))),
        broken("endless trailers", CHUNKED.then(raw("2\r\n{}\r\n0\r\n")).then(flood("X: 1\r\n"))),
        silent("the body stalls", JUST_THE_HEAD.then(raw("{")).then(stall())),
        silent("a chunk stalls", CHUNKED.then(raw("5\r\n{")).then(stall())),
        silent("the next chunk never comes", CHUNKED.then(chunk("{")).then(stall())),
        late("a body, byte by byte", raw(Answer.head(200, tooLong) + "\r\n").then(drip(" "))),
        late("chunks, one by one", CHUNKED.then(drip("1\r\n \r\n"))),
        late("a body without length, byte by byte", headOf().then(drip(" "))),
        tooLong("a body with a length of 1 TB", tooLong, " "),
        tooLong("endless chunks", "Transfer-Encoding: chunked", "2\r\n  \r\n"),
        tooLong("an endless body without length", "X-Length: none", " "),
        tooLong("an endless gzip body", "Content-Encoding: gzip", gzipOfNothing()),
        tooLong(
            "endless chunks with an unknown Content-Encoding",
            "Transfer-Encoding: chunked\r\nContent-Encoding: klingon",
            "2\r\n  \r\n"),
        Fault.of("a short gzip body that decompresses to 50 MB")
            .with(SHORT_ANSWERS)
            .plays(Answer.of(200, gzip(" ".repeat(50_000_000)), "Content-Encoding: gzip"))
            .writing(Fault::create)
            .read(READ_UNREADABLE)
            .write(WRITE_UNREADABLE),
        Fault.of("a gzip body that is too long and decompresses to a few bytes")
            .with(SHORT_ANSWERS)
            .plays(packed(Hostile.emptyBlocks(30_000, "{\"total\":7}")))
            .writing(Fault::create)
            .read(READ_UNREADABLE)
            .write(WRITE_UNREADABLE));
  }

  private static Answer chunk(String text) {
    return raw(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  private static Fault tooLong(String what, String header, String part) {
    return Fault.of(what)
        .with(SHORT_ANSWERS)
        .plays(raw(Answer.head(200, header) + "\r\n").then(flood(part.repeat(1_000))))
        .writing(Fault::create)
        .read(READ_UNREADABLE)
        .write(WRITE_UNREADABLE);
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** Repeated, it is a stream that decompresses to endless spaces. */
  private static String gzipOfNothing() {
    return new String(gzip(" ".repeat(500)), ISO_8859_1);
  }

  /** The write of these rows expects a body in the answer. */
  private static List<Fault> unreadable() {
    byte[] json = "{\"total\":7,\"usagePlanName\":\"골드\"}".getBytes(UTF_8);
    byte[] packed = gzip("{\"total\":7}");
    return List.of(
        unreadable("an empty body with 200", Answer.empty(200)),
        Fault.of("204")
            .plays(Answer.empty(204))
            .writing(Fault::create)
            .read(READ_UNREADABLE.withStatus(204))
            .write(WRITE_UNREADABLE.withStatus(204)),
        unreadable("`null`", Answer.json(200, "null")),
        unreadable("an array", Answer.json(200, "[]")),
        unreadable("a number", Answer.json(200, "7")),
        unreadable("a string", Answer.json(200, "\"OK\"")),
        unreadable(
            "an HTML page", Answer.of(200, "<html>".getBytes(UTF_8), "Content-Type: text/html")),
        unreadable("an HTML page with the Content-Type of JSON", Answer.json(200, "<html>")),
        unreadable("JSON that is cut short", Answer.json(200, "{\"total\":7")),
        unreadable("JSON with text after it", Answer.json(200, "{\"total\":7} OK")),
        unreadable("two JSON objects", Answer.json(200, "{\"total\":7}{\"total\":8}")),
        unreadable("JSON 100,000 levels deep", Answer.json(200, "{\"x\":".repeat(100_000))),
        unreadable("an unknown charset", said(json, "application/json; charset=klingon")),
        unreadable(
            "text that does not match its charset",
            said(json, "application/json; charset=us-ascii")),
        unreadable("UTF-16 without a charset", said("{}".getBytes(UTF_16LE), "application/json")),
        unreadable("Latin-1 without a charset", said(latin(), "application/json")),
        unreadable(
            "the Content-Encoding gzip without gzip",
            Answer.of(200, json, "Content-Encoding: gzip")),
        unreadable(
            "gzip that is cut short",
            Answer.of(200, Arrays.copyOf(packed, 12), "Content-Encoding: gzip")),
        unreadable("an unknown Content-Encoding", Answer.of(200, json, "Content-Encoding: br")),
        unreadable(
            "two Content-Encodings",
            Answer.of(200, gzip("{\"total\":7}"), "Content-Encoding: gzip, gzip")),
        unreadable("gzip of two members", packed(Hostile.gzip("{\"total\":7}", ""))),
        unreadable("gzip of 200,000 empty members", packed(Hostile.emptyMembers(200_000))),
        unreadable("gzip with bytes after its end", packed(behind(packed, "OK"))),
        unreadable("15 MB of empty rows", rows(5_000_000, "{}")),
        unreadable(
            "a number of 2,000 digits", Answer.json(200, "{\"x\":" + "9".repeat(2_000) + "}")));
  }

  private static Fault unreadable(String what, Answer answer) {
    return Fault.of(what)
        .plays(answer)
        .writing(Fault::create)
        .read(READ_UNREADABLE)
        .write(WRITE_UNREADABLE);
  }

  private static Answer packed(byte[] body) {
    return Answer.of(200, body, "Content-Encoding: gzip");
  }

  private static byte[] behind(byte[] packed, String more) {
    byte[] all = Arrays.copyOf(packed, packed.length + more.length());
    System.arraycopy(more.getBytes(UTF_8), 0, all, packed.length, more.length());
    return all;
  }

  private static Answer rows(int count, String row) {
    return Answer.json(200, "{\"total\":7,\"content\":" + Hostile.array(count, row) + "}");
  }

  private static Answer said(byte[] body, String contentType) {
    return Answer.of(200, body, "Content-Type: " + contentType);
  }

  private static byte[] latin() {
    return "{\"total\":7,\"usagePlanName\":\"\u00e9\"}".getBytes(ISO_8859_1);
  }

  private static List<Fault> unusual() {
    String json = "{\"total\":7}";
    byte[] bytes = json.getBytes(UTF_8);
    return List.of(
        fine("JSON as text/plain", said(bytes, "text/plain")),
        fine("JSON without a Content-Type", Answer.of(200, bytes)),
        fine("Latin-1 with its charset", said(latin(), "application/json; charset=iso-8859-1")),
        fine(
            "UTF-16 with its charset",
            said(json.getBytes(UTF_16), "application/json;charset=UTF-16")),
        fine("a byte order mark", Answer.json(200, "\ufeff" + json)),
        fine("gzip", Answer.of(200, gzip(json), "Content-Encoding: gzip")),
        fine("206", Answer.json(206, json)),
        fine("interim answers first", interim(100).then(interim(103)).then(OK)),
        fine("HTTP/1.0, where closing ends the body", endsWithTheConnection("1.0", json)),
        fine("no length, where closing ends the body", endsWithTheConnection("1.1", json)),
        fine("every header twice", Answer.json(200, json, twice())),
        fine("both a length and chunks", lengthAndChunks(json)),
        fine("a header of 8,000 bytes", Answer.json(200, json, "X-Long: " + "x".repeat(7_992))),
        fine(
            "a Keep-Alive of 30 billion years",
            Answer.json(200, json, "Keep-Alive: timeout=" + "9".repeat(18))),
        fine("a challenge (WWW-Authenticate)", Answer.json(200, json, "WWW-Authenticate: Basic")),
        Fault.of("204 where no body is expected").plays(Answer.empty(204)).write(succeeds(1)),
        Fault.of("200 without a body where none is expected")
            .plays(Answer.empty(200))
            .write(succeeds(1)),
        Fault.of("an HTML page where no body is expected")
            .plays(Answer.json(200, "<html>"))
            .write(succeeds(1)),
        Fault.of("an empty body with Content-Encoding gzip where none is expected")
            .plays(Answer.empty(200, "Content-Encoding: gzip"))
            .write(succeeds(1)),
        Fault.of("204 with a body")
            .plays(raw(Answer.head(204, "Content-Length: 11") + "\r\n" + json))
            .write(succeeds(1)),
        fine("2,000 member names with colliding hashes", colliding(200, "\"total\":7", 1_000)),
        fine("8,000 member names with colliding hashes", colliding(200, "\"total\":7", 4_000)),
        fine("gzip of 10,000 blocks, all but one empty", packed(Hostile.emptyBlocks(9_999, json))),
        fine("100,000 empty rows", rows(100_000, "{}")));
  }

  private static Answer colliding(int status, String member, int count) {
    String members = Hostile.members(Hostile.namesThatCollide(count));
    return Answer.json(status, "{" + members + "," + member + "}");
  }

  private static Fault fine(String what, Answer answer) {
    return Fault.of(what).plays(answer).both(succeeds(1));
  }

  private static Answer endsWithTheConnection(String version, String json) {
    return raw("HTTP/" + version + " 200 OK\r\n\r\n" + json).then(close());
  }

  private static Answer lengthAndChunks(String json) {
    return raw(Answer.head(200, "Content-Length: 3", "Transfer-Encoding: chunked") + "\r\n")
        .then(chunk(json))
        .then(raw("0\r\n\r\n"));
  }

  private static String twice() {
    return "x-ncp-trace-id: a\r\nx-ncp-trace-id: b\r\nDate: x\r\nDate: y\r\n"
        + "Content-Type: application/json\r\nRetry-After: 1\r\nRetry-After: 2";
  }

  private static List<Fault> documentedErrors() {
    List<Fault> faults = new ArrayList<>();
    for (String form : List.of("\"%s\"", "%s")) {
      faults.add(documented(form, ErrorCode.BAD_REQUEST, 1, 1, false));
      faults.add(documented(form, ErrorCode.AUTHENTICATION_FAILED, 1, 1, false));
      faults.add(documented(form, ErrorCode.PERMISSION_DENIED, 1, 1, false));
      faults.add(documented(form, ErrorCode.FORBIDDEN, 1, 1, false));
      faults.add(documented(form, ErrorCode.NOT_FOUND, 1, 1, false));
      faults.add(documented(form, ErrorCode.QUOTA_EXCEEDED, 1, 1, false));
      faults.add(documented(form, ErrorCode.THROTTLE_LIMITED, 3, 3, false));
      faults.add(documented(form, ErrorCode.RATE_LIMITED, 3, 3, false));
      faults.add(documented(form, ErrorCode.REQUEST_ENTITY_TOO_LARGE, 1, 1, false));
      faults.add(documented(form, ErrorCode.ENDPOINT_ERROR, 3, 1, true));
      faults.add(documented(form, ErrorCode.ENDPOINT_TIMEOUT, 3, 1, true));
      faults.add(documented(form, ErrorCode.UNEXPECTED_ERROR, 3, 1, true));
    }
    return faults;
  }

  private static Fault documented(
      String form, ErrorCode code, int readAttempts, int writeAttempts, boolean fateUnknown) {
    String written = form.formatted(code.code());
    String body = "{\"error\":{\"errorCode\":%s,\"message\":\"m\"}}".formatted(written);
    Outcome write = states(code.httpStatus(), code, writeAttempts);
    return Fault.of("%d, code `%s`".formatted(code.httpStatus(), written))
        .plays(Answer.json(code.httpStatus(), body))
        .read(states(code.httpStatus(), code, readAttempts))
        .write(fateUnknown ? write.fateIsUnknown() : write);
  }

  private static List<Fault> otherErrors() {
    List<Fault> faults = new ArrayList<>();
    for (int status : new int[] {402, 405, 406, 408, 409, 410, 418, 422, 425, 431, 451}) {
      faults.add(Fault.of(status + " alone").plays(Answer.empty(status)).both(states(status, 1)));
    }
    for (int status : new int[] {501, 505, 511, 599, 999}) {
      faults.add(
          Fault.of(status + " alone")
              .plays(Answer.empty(status))
              .read(states(status, 1))
              .write(states(status, 1).fateIsUnknown()));
    }
    for (int status : new int[] {500, 502, 503, 504}) {
      faults.add(
          Fault.of(status + " and an HTML page")
              .plays(Answer.of(status, "<html>".getBytes(UTF_8), "Content-Type: text/html"))
              .read(states(status, 3))
              .write(states(status, 1).fateIsUnknown()));
    }
    String huge = "{\"error\":{\"errorCode\":\"210\",\"details\":\"%s\"}}";
    String forged = "a\\r\\nERROR b\\u0000\\u001b[31m\\u2028\\u202e";
    faults.addAll(
        List.of(
            Fault.of("429 alone")
                .plays(Answer.empty(429))
                .read(states(429, 3))
                .write(states(429, 1)),
            Fault.of("401 with challenges only")
                .plays(Answer.empty(401, "WWW-Authenticate: Negotiate", "WWW-Authenticate: Basic"))
                .both(states(401, 1)),
            Fault.of("401 with a malformed challenge")
                .plays(Answer.empty(401, "WWW-Authenticate: ===,,\"", "WWW-Authenticate:"))
                .both(states(401, 1)),
            Fault.of("407 without a proxy")
                .plays(Answer.empty(407, "Proxy-Authenticate: Basic realm=\"x\""))
                .both(states(407, 1)),
            Fault.of("an undocumented code").plays(Answer.error(400, "999")).both(states(400, 1)),
            Fault.of("a code of another status")
                .plays(Answer.error(404, "500"))
                .both(states(404, ErrorCode.ENDPOINT_ERROR, 1)),
            refused("an error with an empty body", Answer.empty(400)),
            refused("an error with the body `null`", Answer.json(400, "null")),
            refused("an error with an array as body", Answer.json(400, "[{\"error\":{}}]")),
            refused("an error in another format", Answer.json(400, "{\"error\":\"210\"}")),
            refused(
                "an error in UTF-16 without a charset",
                Answer.of(400, "{\"error\":{}}".getBytes(UTF_16))),
            refused("an error with text after it", Answer.json(400, huge + " and more")),
            refused("an error that is cut short", cutShort(400).then(close())),
            refused("an error that ends with a reset", cutShort(400).then(reset())),
            refused("an endless error", cutShort(400).then(flood(" "))),
            refused("an error with broken chunks", errorInChunks().then(raw("zz\r\n"))),
            refused("an error with an unknown Content-Encoding", packed("klingon", "{}")),
            refused("an error with Content-Encoding gzip without gzip", packed("gzip", "{}")),
            Fault.of("an error that stalls, until readTimeout")
                .with(SHORT_SILENCE)
                .plays(cutShort(400).then(stall()))
                .both(states(400, 1)),
            Fault.of("an error, byte by byte, until callTimeout")
                .with(SHORT_CALL)
                .plays(cutShort(400).then(drip(" ")))
                .both(states(400, 1)),
            Fault.of("an error that decompresses to 50 MB")
                .plays(Answer.of(400, gzip(" ".repeat(50_000_000)), "Content-Encoding: gzip"))
                .both(states(400, 1)),
            Fault.of("an error with details of 30 kB")
                .plays(Answer.json(401, huge.formatted("x".repeat(30_000))))
                .both(states(401, ErrorCode.PERMISSION_DENIED, 1)),
            Fault.of("details and trace id that try to forge log lines")
                .plays(
                    Answer.json(
                        401,
                        huge.formatted(forged),
                        "x-ncp-trace-id: a\rERROR b\u001b[31m\u0085" + "x".repeat(7_000)))
                .both(states(401, ErrorCode.PERMISSION_DENIED, 1)),
            Fault.of("304 with a body")
                .plays(raw(Answer.head(304, "Content-Length: 11") + "\r\n{\"total\":7}"))
                .read(states(304, 1))
                .write(states(304, 1).fateIsUnknown()),
            refused(
                "an error of 200,000 empty gzip members",
                Answer.of(400, Hostile.emptyMembers(200_000), "Content-Encoding: gzip")),
            Fault.of("an error with 1,000 member names with colliding hashes")
                .plays(colliding(401, "\"error\":{\"errorCode\":210}", 500))
                .both(states(401, ErrorCode.PERMISSION_DENIED, 1)),
            denied("an error in UTF-16 with its charset", UTF_16, "utf-16"),
            denied("an error in an unknown charset", UTF_8, "klingon")));
    return faults;
  }

  private static Fault denied(String what, Charset charset, String stated) {
    byte[] body = "{\"error\":{\"errorCode\":210}}".getBytes(charset);
    return Fault.of(what)
        .plays(Answer.of(401, body, "Content-Type: application/json; charset=" + stated))
        .both(states(401, ErrorCode.PERMISSION_DENIED, 1));
  }

  private static Fault refused(String what, Answer answer) {
    return Fault.of(what).plays(answer).both(states(400, 1));
  }

  private static Answer cutShort(int status) {
    return raw(Answer.head(status, "Content-Length: 1000000") + "\r\n{\"error\"");
  }

  private static Answer errorInChunks() {
    return raw(Answer.head(400, "Transfer-Encoding: chunked") + "\r\n");
  }

  private static Answer packed(String encoding, String body) {
    return Answer.of(400, body.getBytes(UTF_8), "Content-Encoding: " + encoding);
  }

  private static List<Fault> redirects() {
    List<Fault> faults = new ArrayList<>();
    for (int status : new int[] {300, 301, 302, 303, 305, 307, 308}) {
      // 307 and 308 ask for the same request again; the others may follow a write that succeeded.
      boolean fateUnknown = status < 307;
      Outcome outcome = states(status, 1);
      faults.add(
          Fault.of(status + " to another server")
              .playsWith(
                  scene ->
                      List.of(Answer.json(status, "{}", "Location: " + scene.elsewhere().url("/"))))
              .read(outcome)
              .write(fateUnknown ? outcome.fateIsUnknown() : outcome));
    }
    faults.add(
        Fault.of("307 to the same server")
            .plays(Answer.json(307, "{}", "Location: /api/v1/products"), OK)
            .both(states(307, 1)));
    return faults;
  }

  private static List<Fault> retryAfter() {
    String now = "Date: Fri, 02 Jan 2026 03:04:05 GMT";
    String soon = "Retry-After: Fri, 02 Jan 2026 03:04:12 GMT";
    Outcome throttled = states(429, ErrorCode.THROTTLE_LIMITED, 3);
    Outcome atOnce = states(429, ErrorCode.THROTTLE_LIMITED, 1);
    return List.of(
        Fault.of("2 seconds")
            .plays(asking("Retry-After: 2"))
            .pausing(Duration.ofSeconds(2))
            .both(throttled),
        Fault.of("a date 7 seconds after the Date of the service")
            .plays(asking(now, soon))
            .pausing(Duration.ofSeconds(7))
            .both(throttled),
        Fault.of("two values: the first one counts")
            .plays(asking("Retry-After: 3", "Retry-After: 5"))
            .pausing(Duration.ofSeconds(3))
            .both(throttled),
        Fault.of("a date in the past").plays(asking(soon)).both(throttled),
        Fault.of("0").plays(asking("Retry-After: 0")).both(throttled),
        Fault.of("a negative number").plays(asking("Retry-After: -5")).both(throttled),
        Fault.of("a word").plays(asking("Retry-After: soon")).both(throttled),
        Fault.of("an empty value").plays(asking("Retry-After:")).both(throttled),
        Fault.of("21 seconds, more than the client waits")
            .plays(asking("Retry-After: 21"))
            .both(atOnce),
        Fault.of("3,000 billion years")
            .plays(asking("Retry-After: " + "9".repeat(20)))
            .both(atOnce),
        Fault.of("longer than the rest of callTimeout")
            .with(client -> client.callTimeout(Duration.ofSeconds(9)))
            .plays(asking("Retry-After: 10"))
            .both(atOnce),
        Fault.of("2 seconds, with 400")
            .plays(Answer.error(400, "100", "Retry-After: 2"))
            .both(states(400, ErrorCode.BAD_REQUEST, 1)),
        Fault.of("2 seconds, with 503")
            .plays(Answer.error(503, "500", "Retry-After: 2"))
            .pausing(Duration.ofSeconds(2))
            .read(states(503, ErrorCode.ENDPOINT_ERROR, 3))
            .write(states(503, ErrorCode.ENDPOINT_ERROR, 1).fateIsUnknown()));
  }

  private static Answer asking(String... headers) {
    return Answer.error(429, "410", headers);
  }

  /** The first attempt is throttled, so the client repeats reads and writes. */
  private static List<Fault> later() {
    Outcome readBroken = fails(CONNECTION_FAILED, 3);
    Outcome writeBroken = fails(CONNECTION_FAILED, 2).fateIsUnknown();
    return List.of(
        then("a good answer", OK).both(succeeds(2)),
        then("closed before the answer", close()).read(readBroken).write(writeBroken),
        then("reset before the answer", reset()).read(readBroken).write(writeBroken),
        then("closed in the headers", raw(Answer.head(200) + "X-").then(close()))
            .read(readBroken)
            .write(writeBroken),
        then("closed in the body", JUST_THE_HEAD.then(close())).read(readBroken).write(writeBroken),
        then("no answer, until readTimeout", stall())
            .with(SHORT_SILENCE)
            .read(readBroken)
            .write(writeBroken),
        then("no answer, until callTimeout", stall())
            .with(LONGER_THAN_A_PAUSE)
            .read(fails(DEADLINE_EXCEEDED, 2))
            .write(fails(DEADLINE_EXCEEDED, 2).fateIsUnknown()),
        then("a body, byte by byte, until callTimeout", headOf().then(drip(" ")))
            .with(LONGER_THAN_A_PAUSE)
            .read(fails(DEADLINE_EXCEEDED, 2))
            .write(fails(DEADLINE_EXCEEDED, 2).fateIsUnknown()),
        then("an HTML page instead of the answer", Answer.json(200, "<html>"))
            .writing(Fault::create)
            .read(fails(UNREADABLE_ANSWER, 3).withStatus(200))
            .write(fails(UNREADABLE_ANSWER, 2).withStatus(200).fateIsUnknown()),
        then("503", Answer.error(503, "500"))
            .read(states(503, ErrorCode.ENDPOINT_ERROR, 3))
            .write(states(503, ErrorCode.ENDPOINT_ERROR, 2).fateIsUnknown()),
        then("401, code 210", Answer.error(401, "210"))
            .both(states(401, ErrorCode.PERMISSION_DENIED, 2)),
        then("the quota is exhausted", Answer.error(429, "400"))
            .both(states(429, ErrorCode.QUOTA_EXCEEDED, 2)),
        then("307", Answer.json(307, "{}", "Location: /")).both(states(307, 2)),
        Fault.of("closed, then reset, then a good answer")
            .plays(close(), reset(), OK)
            .read(succeeds(3))
            .write(WRITE_BROKEN),
        Fault.of("500, then cut short, then 404")
            .plays(Answer.error(500, "900"), JUST_THE_HEAD.then(close()), Answer.error(404, "300"))
            .read(states(404, ErrorCode.NOT_FOUND, 3))
            .write(states(500, ErrorCode.UNEXPECTED_ERROR, 1).fateIsUnknown()));
  }

  private static Fault then(String what, Answer answer) {
    return Fault.of("throttled, then " + what).plays(THROTTLED, answer);
  }

  private static List<Fault> clocks() {
    Outcome refused = states(401, ErrorCode.AUTHENTICATION_FAILED, 1);
    return List.of(
        Fault.of("the clock is 10 minutes behind the service")
            .playsWith(scene -> List.of(unauthenticated(scene, TEN_MINUTES), OK))
            .both(succeeds(2)),
        Fault.of("the clock is 10 minutes ahead of the service")
            .playsWith(scene -> List.of(unauthenticated(scene, TEN_MINUTES.negated()), OK))
            .both(succeeds(2)),
        Fault.of("10 minutes behind, and the second attempt is refused too")
            .playsWith(scene -> List.of(unauthenticated(scene, TEN_MINUTES)))
            .both(states(401, ErrorCode.AUTHENTICATION_FAILED, 2)),
        Fault.of("the clock is 8,000 years behind")
            .plays(Answer.error(401, "200", "Date: Fri, 31 Dec 9999 23:59:59 GMT"), OK)
            .both(succeeds(2)),
        Fault.of("the clock is right, and the request is refused")
            .playsWith(scene -> List.of(unauthenticated(scene, Duration.ZERO)))
            .both(refused),
        Fault.of("the request is refused without a Date")
            .plays(Answer.error(401, "200"))
            .both(refused),
        Fault.of("the request is refused with an invalid Date")
            .plays(Answer.error(401, "200", "Date: Fri, 32 Foo 2026 25:61:61 GMT"))
            .both(refused),
        Fault.of("10 minutes behind, and 401 with code 210")
            .playsWith(
                scene -> List.of(Answer.error(401, "210", scene.clock().dateHeader(TEN_MINUTES))))
            .both(states(401, ErrorCode.PERMISSION_DENIED, 1)),
        Fault.of("10 minutes behind, and the request is accepted")
            .playsWith(
                scene ->
                    List.of(
                        Answer.json(200, "{\"total\":7}", scene.clock().dateHeader(TEN_MINUTES))))
            .both(succeeds(1)),
        Fault.of("the clock jumps by a day between two attempts")
            .playsWith(
                scene ->
                    List.of(
                        Answer.after(() -> scene.clock().move(Duration.ofDays(1)), THROTTLED),
                        Answer.by(request -> unauthenticated(scene, Duration.ofDays(-1))),
                        OK))
            .both(succeeds(3)),
        Fault.of("the clock jumps by a day during a request")
            .playsWith(
                scene -> List.of(Answer.after(() -> scene.clock().move(Duration.ofDays(-1)), OK)))
            .both(succeeds(1)));
  }

  private static Answer unauthenticated(Scene scene, Duration serviceIsAhead) {
    return Answer.error(401, "200", scene.clock().dateHeader(serviceIsAhead));
  }

  private static List<Fault> credentials() {
    Answer wantsNew =
        Answer.by(
            request -> request.header(Wire.ACCESS_KEY).equals(List.of("new")) ? OK : THROTTLED);
    return List.of(
        Fault.of("the provider returns null")
            .with(client -> client.credentialsProvider(() -> null))
            .both(fails(CREDENTIALS_UNAVAILABLE, 1).arriving(0))
            .isOver(),
        Fault.of("the provider throws an exception")
            .with(client -> client.credentialsProvider(() -> sealed()))
            .both(fails(CREDENTIALS_UNAVAILABLE, 1).arriving(0))
            .isOver(),
        Fault.of("the provider throws an ApiGatewayException for a 503 of its own")
            .with(client -> client.credentialsProvider(() -> unavailable()))
            .both(fails(CREDENTIALS_UNAVAILABLE, 1).arriving(0))
            .isOver(),
        Fault.of("the provider blocks, until callTimeout")
            .with(SHORT_CALL.andThen(Faults::stallsAtFirst))
            .both(fails(DEADLINE_EXCEEDED, 1).arriving(0)),
        Fault.of("the credentials change between two attempts")
            .with(client -> client.credentialsProvider(renewed(() -> Credentials.of("new", "key"))))
            .plays(wantsNew)
            .both(succeeds(2))
            .signedOtherwise()
            .isOver(),
        Fault.of("the provider throws on the second attempt")
            .with(client -> client.credentialsProvider(renewed(Faults::sealed)))
            .plays(THROTTLED)
            .both(fails(CREDENTIALS_UNAVAILABLE, 2).arriving(1))
            .isOver(),
        Fault.of("the credentials have expired")
            .plays(Answer.error(401, "200"))
            .both(states(401, ErrorCode.AUTHENTICATION_FAILED, 1)));
  }

  private static Credentials sealed() {
    throw new IllegalStateException("the vault is sealed");
  }

  private static Credentials unavailable() {
    throw ApiGatewayException.builder(ApiGatewayException.Kind.SERVICE_ERROR)
        .httpStatus(503)
        .build();
  }

  /** The provider blocks on its first use until the client is closed. */
  private static void stallsAtFirst(ApiGatewayClient.Builder client) {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    client.credentialsProvider(
        () -> {
          if (asked.getAndIncrement() == 0) {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return TestClients.CREDENTIALS;
        });
  }

  /** Returns the credentials of the tests first, and asks another provider from then on. */
  private static CredentialsProvider renewed(CredentialsProvider afterwards) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.getAndIncrement() == 0 ? TestClients.CREDENTIALS : afterwards.credentials();
  }

  private static List<Fault> pooled() {
    String json = "{\"total\":666}";
    Answer unasked = Answer.json(200, json);
    Answer timedOut = Answer.empty(408, "Connection: close");
    return List.of(
        onceIdle("the service closes", close()),
        onceIdle("the service resets", reset()),
        onceIdle("408, then the service closes", timedOut.then(close())),
        onceIdle("408, and it stays open", timedOut),
        onceIdle("an answer without a request", unasked),
        onceIdle("an empty line", raw("\r\n")),
        surplus("a second answer after the first", OK, unasked),
        surplus("a second answer after the last chunk", lengthAndChunks("{}"), unasked),
        surplus("204 with a body", Answer.empty(204), raw(json)),
        surplus(
            "204 with a second answer as its body",
            raw(Answer.head(204, "Content-Length: 100") + "\r\n"),
            unasked),
        surplus(
            "a second answer after `Connection: close`",
            Answer.json(200, "{}", "Connection: close"),
            unasked));
  }

  private static Fault onceIdle(String what, Answer next) {
    return Fault.of(what)
        .after(scene -> scene.prime(scene.thenOnceIdle(next)))
        .plays(OK)
        .both(succeeds(1));
  }

  private static Fault surplus(String what, Answer first, Answer surplus) {
    return Fault.of(what)
        .after(scene -> scene.prime(first.then(surplus)))
        .plays(OK)
        .both(succeeds(1));
  }

  private static List<Fault> ownSide() {
    Consumer<ApiGatewayClient.Builder> oneConnection = client -> client.maxConnections(1);
    return List.of(
        Fault.of("the client is closed before the call")
            .after(Scene::closeClient)
            .both(fails(CLIENT_CLOSED, 1).arriving(0))
            .isOver(),
        Fault.of("the client is closed while the call waits for a connection")
            .with(oneConnection)
            .after(Scene::occupyTheConnection)
            .whileItWaits(Scene::closeClient)
            .both(fails(CLIENT_CLOSED, 1).arriving(0))
            .isOver(),
        Fault.of("the client is closed while the call waits for the answer")
            .playsWith(scene -> List.of(Answer.after(scene::closeClient, stall())))
            .read(fails(CLIENT_CLOSED, 1))
            .write(fails(CLIENT_CLOSED, 1).fateIsUnknown())
            .isOver(),
        Fault.of("the client is closed while the call reads the answer")
            .playsWith(
                scene -> List.of(JUST_THE_HEAD.then(Answer.after(scene::closeClient, stall()))))
            .read(fails(CLIENT_CLOSED, 1))
            .write(fails(CLIENT_CLOSED, 1).fateIsUnknown())
            .isOver(),
        Fault.of("the client is closed during a pause between attempts")
            .after(scene -> scene.pauses().meanwhile(scene::closeClient))
            .plays(THROTTLED)
            .both(fails(CLIENT_CLOSED, 2).arriving(1))
            .isOver(),
        Fault.of("the client is closed while the provider blocks")
            .with(Faults::stallsAtFirst)
            .whileItWaits(Scene::closeClient)
            .both(fails(CLIENT_CLOSED, 1).arriving(0))
            .isOver(),
        Fault.of("the thread is interrupted while the provider blocks")
            .with(Faults::stallsAtFirst)
            .whileItWaits(Scene::interruptCaller)
            .both(fails(INTERRUPTED, 1).arriving(0))
            .staysInterrupted()
            .isOver(), // after an early interrupt, the next call would be the one that blocks
        Fault.of("the thread is interrupted by the provider")
            .with(
                client ->
                    client.credentialsProvider(
                        CredentialsProvider.onCallingThread(Faults::interrupting)))
            .plays(OK)
            .both(fails(INTERRUPTED, 1).arriving(0))
            .staysInterrupted()
            .isOver(),
        Fault.of("the thread is interrupted while the call waits for a connection")
            .with(oneConnection)
            .after(Scene::occupyTheConnection)
            .whileItWaits(Scene::interruptCaller)
            .both(fails(INTERRUPTED, 1).arriving(0))
            .staysInterrupted()
            .isOver(),
        interrupted("which arrives", OK).both(succeeds(1)),
        interrupted("but the service closes", close())
            .read(fails(INTERRUPTED, 1))
            .write(fails(INTERRUPTED, 1).fateIsUnknown()),
        interrupted("which is 503", Answer.error(503, "500"))
            .read(fails(INTERRUPTED, 2).arriving(1))
            .write(states(503, ErrorCode.ENDPOINT_ERROR, 1).fateIsUnknown()),
        interrupted("which is 404", Answer.error(404, "300"))
            .both(states(404, ErrorCode.NOT_FOUND, 1)),
        Fault.of("the thread is interrupted during a pause between attempts")
            .after(scene -> scene.pauses().meanwhile(scene::interruptCaller))
            .plays(THROTTLED)
            .both(fails(INTERRUPTED, 2).arriving(1))
            .staysInterrupted(),
        Fault.of("a request interceptor throws")
            .with(client -> client.customize(feign -> feign.requestInterceptor(t -> notToday())))
            .both(throwsOwn(IllegalStateException.class, 0))
            .isOver(),
        Fault.of("a response interceptor throws")
            .with(client -> client.customize(feign -> feign.responseInterceptor(own())))
            .plays(OK)
            .both(throwsOwn(IllegalStateException.class, 1))
            .isOver());
  }

  private static Credentials interrupting() {
    Thread.currentThread().interrupt();
    return TestClients.CREDENTIALS;
  }

  private static Fault interrupted(String what, Answer answer) {
    return Fault.of("the thread is interrupted while it waits for an answer, " + what)
        .playsWith(scene -> List.of(Answer.after(scene::interruptCaller, answer)))
        .staysInterrupted();
  }

  private static ResponseInterceptor own() {
    return (context, chain) -> {
      chain.next(context);
      return notToday();
    };
  }

  private static Object notToday() {
    throw new IllegalStateException("not today");
  }

  private static List<Fault> echoes() {
    return List.of(
        echo("in the details of an error", s -> Answer.json(400, error(s))).both(states(400, 1)),
        echo("in an error that is not JSON", s -> Answer.json(400, s)).both(states(400, 1)),
        echo("as the trace id", s -> Answer.json(400, "{}", "x-ncp-trace-id: " + s))
            .both(states(400, 1)),
        echo("in a challenge", s -> Answer.json(401, "{}", "WWW-Authenticate: " + s + ",,\""))
            .both(states(401, 1)),
        echo("in `Location`", s -> Answer.json(307, "{}", "Location: http://x/" + s))
            .both(states(307, 1)),
        echo("in `Retry-After`", s -> Answer.json(429, "{}", "Retry-After: " + s))
            .read(states(429, 3))
            .write(states(429, 1)),
        echo("instead of the answer", s -> Answer.json(200, s))
            .writing(Fault::create)
            .read(READ_UNREADABLE)
            .write(WRITE_UNREADABLE),
        echo("in a member of the answer", s -> Answer.json(200, "{\"total\":\"" + s + "\"}"))
            .read(READ_UNREADABLE),
        echo("in the charset", s -> said(new byte[] {'?'}, "a/b; charset=" + s))
            .read(READ_UNREADABLE),
        echo("instead of the status line", s -> raw(s + "\r\n\r\n").then(close()))
            .read(READ_BROKEN)
            .write(WRITE_BROKEN),
        echo("instead of a header", s -> raw(Answer.head(200) + s + "\r\n\r\n").then(close()))
            .read(READ_BROKEN)
            .write(WRITE_BROKEN),
        echo("as the length", s -> headOf("Content-Length: " + s))
            .read(READ_BROKEN)
            .write(WRITE_BROKEN),
        echo("as a chunk size", s -> CHUNKED.then(raw(s + "\r\n")).then(close()))
            .read(READ_BROKEN)
            .write(WRITE_BROKEN),
        Fault.of("the signature of the previous attempt, in the details of an error")
            .playsWith(
                scene ->
                    List.of(
                        Answer.after(() -> scene.clock().move(Duration.ofSeconds(1)), THROTTLED),
                        Answer.by(request -> Answer.json(400, error(signature(earliest(scene)))))))
            .both(states(400, 2)));
  }

  private static Fault echo(String where, Function<String, Answer> answer) {
    return Fault.of(where).plays(Answer.by(request -> answer.apply(signature(request))));
  }

  private static String error(String details) {
    return "{\"error\":{\"details\":\"got %s!\"}}".formatted(details);
  }

  private static Received earliest(Scene scene) {
    return scene.server().requests().get(0);
  }

  private static String signature(Received request) {
    return request.header(Wire.SIGNATURE).get(0);
  }
}
