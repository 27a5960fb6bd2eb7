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
 * Credentials of the server role of a VPC server, from its metadata service. The service lists role
 * names, one per line, of which this class uses the first, and returns the temporary credentials of
 * a role as JSON. This class caches them and renews them before they expire. If that fails, it uses
 * the old ones until they expire.
 *
 * <p>Requests to the service run on a thread of their own, one at a time and with a time limit.
 * Callers get valid credentials at once, even during a renewal; otherwise they wait for it.
 */
final class ServerRoleCredentials implements CredentialsSource {

  /** The same on every server, so there is no setting for it. */
  private static final URI METADATA =
      URI.create("http://169.254.169.254/latest/meta-data/iam/security-credentials/");

  /** NAVER Cloud's counterpart of AWS-HMAC. There is no session token. */
  private static final String TYPE = "NCP-HMAC";

  private static final Pattern AWS_KEY = Pattern.compile("A[KS]IA[A-Z0-9]{16}");

  private static final Duration MOST_TIME = Duration.ofSeconds(5);
  private static final Duration MAX_AGE = Duration.ofHours(1);
  private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(15);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Accepts the offsets Z, +00:00 and +0000. */
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
   * @param base the URL of the list of role names, with a trailing slash
   * @param mostTime the time limit for both answers together
   * @param renewer runs the requests to the service
   */
  ServerRoleCredentials(URI base, Duration mostTime, Executor renewer, Clock clock, Logger log) {
    this.base = base;
    this.mostTime = mostTime;
    this.renewer = renewer;
    this.clock = clock;
    this.log = log;
  }

  /** One thread an hour needs no pool. It inherits nothing from the thread that starts it. */
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
      Future<Outcome> unused = ask(); // a failure leaves the current pair in use
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
      throw broken("interrupted while waiting for " + base);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Starts a renewal, or joins the one that is running. */
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
            } catch (Throwable e) { // or else callers would wait forever
              underWay.set(null);
              mine.completeExceptionally(e);
            }
          });
    } catch (OutOfMemoryError e) { // no new thread; callers with a valid pair do not need one
      underWay.set(null);
      mine.completeExceptionally(e);
    }
    return mine;
  }

  private Outcome renew() {
    Instant now = clock.instant();
    Held current = held;
    if (current != null && current.endsAfter(now) && now.isBefore(current.renewFrom)) {
      return new Outcome(current.answer, null); // another renewal has just finished
    }
    Outcome outcome;
    try {
      outcome = new Outcome(fetch(now), null);
    } catch (ApiGatewayException e) {
      outcome = new Outcome(null, e);
    }
    if (!outcome.isFound() && current != null && current.endsAfter(now)) {
      log.warn(
          "cannot renew the credentials of the server role, using the old ones until {}: {}",
          current.end,
          outcome.reason());
      held = current.renewedNotBefore(now.plus(PAUSE));
    }
    return outcome;
  }

  /** Gets the credentials from the metadata service and caches them. */
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
      return Answer.absent(base + " lists no role");
    }
    if (role.equals(".") || role.equals("..")) {
      throw broken(base + " lists an invalid role name");
    }
    String answer;
    try {
      answer = metadata.get(percentEncoded(role));
    } catch (MetadataExchange.UnexpectedStatusException e) {
      throw broken(base + " answered " + e.getMessage() + " for the credentials of the role");
    } catch (IOException e) {
      throw broken(base + " did not answer (" + reason(e) + ") for the credentials of the role");
    }
    JsonNode pair = parsed(answer);
    if (isOfAnotherCloud(pair)) {
      // Not broken: there is no role of NAVER Cloud, and the message should name the other sources.
      return Answer.absent(base + " has the role of another cloud");
    }
    Held fetched = read(pair, now);
    held = fetched;
    return fetched.answer;
  }

  private JsonNode parsed(String answer) {
    try {
      return json.readTree(answer);
    } catch (JsonProcessingException e) {
      // Drops the exception, which quotes the text and so the secret.
      throw broken("the answer of the metadata service is not JSON");
    }
  }

  /** Other clouds have a metadata service with the same address and the same members. */
  private static boolean isOfAnotherCloud(JsonNode pair) {
    String type = text(pair, "Type");
    return type.isEmpty()
        ? !text(pair, "Token").isEmpty() || AWS_KEY.matcher(text(pair, "AccessKeyId")).matches()
        : !type.equalsIgnoreCase(TYPE);
  }

  private Held read(JsonNode node, Instant now) {
    String code = text(node, "Code");
    if (!code.isEmpty() && !code.equalsIgnoreCase("Success")) {
      throw broken("the metadata service answered " + code + " " + text(node, "Message"));
    }
    String accessKey = text(node, "AccessKeyId");
    String secretKey = text(node, "SecretAccessKey");
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      String missing = accessKey.isEmpty() ? "AccessKeyId" : "SecretAccessKey";
      throw broken("the answer of the metadata service has no " + missing);
    }
    Instant end = end(text(node, "Expiration"));
    if (!end.isAfter(now)) {
      throw broken("the metadata service returned credentials that expired at " + end);
    }
    return Held.fresh(Answer.found(pair(accessKey, secretKey)), now, end);
  }

  /** Accepts any characters that can be sent, because no person typed these keys. */
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
      throw broken("the answer of the metadata service has an Expiration that is not a time");
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
      // Credentials with little time left must not cause a renewal on every request.
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

  /** The result of a renewal: an answer, or the exception of a broken source. */
  private record Outcome(@Nullable Answer given, @Nullable ApiGatewayException broken) {

    boolean isFound() {
      return given != null && given.credentials() != null;
    }

    /** Each caller gets an exception of its own. */
    Answer answer() {
      if (broken != null) {
        throw broken.toBuilder().build();
      }
      return Objects.requireNonNull(given);
    }

    String reason() {
      return broken == null ? answer().whyAbsent() : String.valueOf(broken.getMessage());
    }
  }
}
