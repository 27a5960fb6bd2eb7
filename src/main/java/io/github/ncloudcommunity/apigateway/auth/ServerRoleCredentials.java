package io.github.ncloudcommunity.apigateway.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials of the server role of a VPC server, from its metadata service: a list of role names,
 * one a line, of which the first counts, then the temporary pair of that role as JSON. The pair is
 * kept, and renewed in good time; when that fails the old one is used for as long as it holds.
 *
 * <p>The service is asked on a thread of its own, once at a time and for a certain time at most. A
 * pair that holds is given at once, while it is renewed too; who has none waits, and may give up
 * without harm to others.
 */
final class ServerRoleCredentials implements CredentialsSource {

  /** Not a setting: the address is the same on every server. */
  private static final URI METADATA =
      URI.create("http://169.254.169.254/latest/meta-data/iam/security-credentials/");

  /** What the service says in place of AWS-HMAC. It names no tokens: there is none to send. */
  private static final String TYPE = "NCP-HMAC";

  private static final Pattern AWS_KEY = Pattern.compile("A[KS]IA[A-Z0-9]{16}");

  private static final Duration MOST_TIME = Duration.ofSeconds(5);
  private static final Duration MAX_AGE = Duration.ofHours(1);
  private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(15);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Offsets come as Z, +00:00 and +0000. */
  private static final DateTimeFormatter EXPIRATION =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter(Locale.ROOT);

  private final URI base;
  private final Duration mostTime;
  private final Executor renewer;
  private final Clock clock;
  private final Logger log;
  private final JsonMapper json =
      JsonMapper.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private final AtomicReference<@Nullable CompletableFuture<Outcome>> underWay =
      new AtomicReference<>();
  private volatile @Nullable Held held;

  ServerRoleCredentials(Clock clock) {
    this(
        METADATA,
        MOST_TIME,
        ServerRoleCredentials::start,
        clock,
        LoggerFactory.getLogger(ServerRoleCredentials.class));
  }

  /**
   * @param base the address of the list of role names, with a slash at its end
   * @param mostTime how long the service may take for both answers
   * @param renewer runs what asks it
   */
  ServerRoleCredentials(URI base, Duration mostTime, Executor renewer, Clock clock, Logger log) {
    this.base = base;
    this.mostTime = mostTime;
    this.renewer = renewer;
    this.clock = clock;
    this.log = log;
  }

  /** One an hour is not worth a pool. It inherits nothing of whoever happened to be the first. */
  private static void start(Runnable task) {
    Thread thread = new Thread(null, task, "ncloud-server-role", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ServerRoleCredentials.class.getClassLoader());
    thread.start();
  }

  @Override
  public String name() {
    return "server role";
  }

  @Override
  public @Nullable Answer known() {
    Instant now = clock.instant();
    Held current = held;
    if (current != null && current.endsAfter(now) && !now.isBefore(current.renewFrom)) {
      ask();
      current = held;
    }
    return current != null && current.endsAfter(now) ? current.answer : null;
  }

  @Override
  public Answer look() {
    Answer known = known();
    if (known != null) {
      return known;
    }
    try {
      return ask().get().answer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken("interrupted while " + base + " was asked");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Joins those who ask already, or asks. */
  private Future<Outcome> ask() {
    CompletableFuture<Outcome> mine = new CompletableFuture<>();
    CompletableFuture<Outcome> others = underWay.compareAndExchange(null, mine);
    if (others != null) {
      return others;
    }
    try {
      renewer.execute(
          () -> {
            try {
              Outcome outcome = renew();
              underWay.set(null);
              mine.complete(outcome);
            } catch (Throwable e) { // whatever it is, nobody must wait for ever
              underWay.set(null);
              mine.completeExceptionally(e);
            }
          });
    } catch (OutOfMemoryError e) { // no thread can be had, and who has a pair needs none
      underWay.set(null);
      mine.completeExceptionally(e);
    }
    return mine;
  }

  private Outcome renew() {
    Instant now = clock.instant();
    Held current = held;
    if (current != null && current.endsAfter(now) && now.isBefore(current.renewFrom)) {
      return new Outcome(current.answer, null); // by those who were done a moment ago
    }
    Outcome outcome;
    try {
      outcome = new Outcome(fetch(now), null);
    } catch (ApiGatewayException e) {
      outcome = new Outcome(null, e);
    }
    if (!outcome.isFound() && current != null && current.endsAfter(now)) {
      log.warn(
          "The credentials of the server role could not be renewed and are used until {}: {}",
          current.end,
          outcome.reason());
      held = current.renewedNotBefore(now.plus(PAUSE));
    }
    return outcome;
  }

  /** Asks the metadata service and keeps what it gives. */
  private Answer fetch(Instant now) {
    MetadataExchange metadata = new MetadataExchange(base, mostTime);
    String roles;
    try {
      roles = metadata.get("");
    } catch (MetadataExchange.UnexpectedStatusException e) {
      return Answer.absent(base + " answered " + e.getMessage());
    } catch (IOException e) {
      return Answer.absent(base + " did not answer (" + reason(e) + ")");
    }
    String role = roles.lines().map(String::strip).filter(s -> !s.isEmpty()).findFirst().orElse("");
    if (role.isEmpty()) {
      return Answer.absent(base + " names no role");
    }
    if (role.equals(".") || role.equals("..")) {
      throw broken(base + " names a role that is no name");
    }
    String answer;
    try {
      answer = metadata.get(percentEncoded(role));
    } catch (MetadataExchange.UnexpectedStatusException e) {
      throw broken("asked for the credentials of a role, " + base + " answered " + e.getMessage());
    } catch (IOException e) {
      throw broken(
          "asked for the credentials of a role, " + base + " did not answer (" + reason(e) + ")");
    }
    JsonNode pair = parsed(answer);
    if (isOfAnotherCloud(pair)) {
      // Not broken: as far as this cloud goes there is no role, and the reader of the message wants
      // to know where else keys can be.
      return Answer.absent(base + " has a role of another cloud than NAVER's");
    }
    Held fetched = read(pair, now);
    held = fetched;
    return fetched.answer;
  }

  private JsonNode parsed(String answer) {
    try {
      return json.readTree(answer);
    } catch (JsonProcessingException e) {
      // Neither its message nor the exception itself: both quote the text, which holds the secret.
      throw broken("the answer of the metadata service is not JSON");
    }
  }

  /** Other clouds have a metadata service at the same address, with the same members. */
  private static boolean isOfAnotherCloud(JsonNode pair) {
    String type = text(pair, "Type");
    return type.isEmpty()
        ? !text(pair, "Token").isEmpty() || AWS_KEY.matcher(text(pair, "AccessKeyId")).matches()
        : !type.equalsIgnoreCase(TYPE);
  }

  private Held read(JsonNode node, Instant now) {
    String code = text(node, "Code");
    if (!code.isEmpty() && !code.equalsIgnoreCase("Success")) {
      throw broken("the metadata service says " + code + " " + text(node, "Message"));
    }
    String accessKey = text(node, "AccessKeyId");
    String secretKey = text(node, "SecretAccessKey");
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      String missing = accessKey.isEmpty() ? "AccessKeyId" : "SecretAccessKey";
      throw broken("the answer of the metadata service has no " + missing);
    }
    Instant end = end(text(node, "Expiration"));
    if (!end.isAfter(now)) {
      throw broken("the metadata service gave credentials that ended at " + end);
    }
    return Held.fresh(Answer.found(pair(accessKey, secretKey)), now, end);
  }

  /** Nobody typed these, so they may hold whatever can be sent. */
  private Credentials pair(String accessKey, String secretKey) {
    try {
      return Credentials.of(accessKey, secretKey);
    } catch (IllegalArgumentException e) {
      throw broken(String.valueOf(e.getMessage()));
    }
  }

  private Instant end(String expiration) {
    if (expiration.isEmpty()) {
      return Instant.MAX;
    }
    try {
      return EXPIRATION.parse(expiration, OffsetDateTime::from).toInstant();
    } catch (DateTimeException e) {
      throw broken("the answer of the metadata service has an Expiration that is no time");
    }
  }

  private static String text(JsonNode node, String member) {
    String value = node.path(member).textValue();
    return value == null ? "" : value.strip();
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String percentEncoded(String segment) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean unreserved =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      encoded.append(
          unreserved ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return encoded.toString();
  }

  private record Held(Answer answer, Instant end, Instant renewFrom) {

    static Held fresh(Answer answer, Instant now, Instant end) {
      Instant renewFrom = earlier(now.plus(MAX_AGE), end.minus(RENEW_BEFORE_END));
      // A pair that comes with little time left must not be asked for on every request.
      Instant soonest = now.plus(PAUSE);
      return new Held(answer, end, renewFrom.isBefore(soonest) ? soonest : renewFrom);
    }

    boolean endsAfter(Instant now) {
      return end.isAfter(now);
    }

    Held renewedNotBefore(Instant time) {
      return new Held(answer, end, time);
    }

    private static Instant earlier(Instant a, Instant b) {
      return a.isBefore(b) ? a : b;
    }
  }

  /** How it went: an answer, found or absent, or what is broken. */
  private record Outcome(@Nullable Answer given, @Nullable ApiGatewayException broken) {

    boolean isFound() {
      return given != null && given.credentials() != null;
    }

    /** For each of those who waited. */
    Answer answer() {
      if (broken != null) {
        throw broken.toBuilder().build();
      }
      return Objects.requireNonNull(given);
    }

    String reason() {
      return given != null ? given.whyAbsent() : String.valueOf(broken.getMessage());
    }
  }
}
