package io.github.ncloudcommunity.apigateway.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials of the server role of a VPC server, from its metadata service: a list of role names,
 * one a line, of which the first counts, then the temporary pair of that role as JSON. The pair is
 * kept, and renewed in good time; when that fails the old one is used for as long as it holds.
 */
final class ServerRoleCredentials implements CredentialsSource {

  /** Not a setting: the address is the same on every server. */
  private static final URI METADATA =
      URI.create("http://169.254.169.254/latest/meta-data/iam/security-credentials/");

  private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
  private static final int READ_TIMEOUT_MILLIS = 2_000;
  private static final int MAX_BYTES = 64 << 10;
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
  private final Clock clock;
  private final Logger log;
  private final JsonMapper json =
      JsonMapper.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private final ReentrantLock renewing = new ReentrantLock();
  private volatile @Nullable Held held;
  private volatile @Nullable Failure lastFailure;

  ServerRoleCredentials(Clock clock) {
    this(METADATA, clock, LoggerFactory.getLogger(ServerRoleCredentials.class));
  }

  /**
   * @param base the address of the list of role names, with a slash at its end
   */
  ServerRoleCredentials(URI base, Clock clock, Logger log) {
    this.base = base;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public String name() {
    return "server role";
  }

  @Override
  public Answer look() {
    Instant now = clock.instant();
    Held current = held;
    if (current != null && current.endsAfter(now)) {
      if (now.isBefore(current.renewFrom) || !renewing.tryLock()) {
        return current.answer;
      }
    } else {
      Failure before = lastFailure;
      renewing.lock();
      Failure after = lastFailure;
      if (after != null && after != before) {
        // Asked and failed while this thread waited: it need not wait for a failure of its own.
        renewing.unlock();
        return after.repeat();
      }
    }
    try {
      return renew(now);
    } finally {
      renewing.unlock();
    }
  }

  private Answer renew(Instant now) {
    Held current = held;
    if (current != null && current.endsAfter(now) && now.isBefore(current.renewFrom)) {
      return current.answer;
    }
    Failure failure;
    try {
      Answer answer = fetch(now);
      if (answer.credentials() != null) {
        return answer;
      }
      failure = new Failure(answer, null);
    } catch (ApiGatewayException e) {
      failure = new Failure(null, e);
    }
    lastFailure = failure;
    if (current != null && current.endsAfter(now)) {
      log.warn(
          "The credentials of the server role could not be renewed and are used until {}: {}",
          current.end,
          failure.reason());
      held = current.renewedNotBefore(now.plus(PAUSE));
      return current.answer;
    }
    return failure.repeat();
  }

  /** Asks the metadata service and keeps what it gives. */
  private Answer fetch(Instant now) {
    String roles;
    try {
      roles = get(base);
    } catch (UnexpectedStatusException e) {
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
      answer = get(URI.create(base + percentEncoded(role)));
    } catch (UnexpectedStatusException e) {
      throw broken("asked for the credentials of a role, " + base + " answered " + e.getMessage());
    } catch (IOException e) {
      throw broken(
          "asked for the credentials of a role, " + base + " did not answer (" + reason(e) + ")");
    }
    Held fetched = read(answer, now);
    held = fetched;
    return fetched.answer;
  }

  private Held read(String answer, Instant now) {
    JsonNode node;
    try {
      node = json.readTree(answer);
    } catch (JsonProcessingException e) {
      // Neither its message nor the exception itself: both quote the text, which holds the secret.
      throw broken("the answer of the metadata service is not JSON");
    }
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

  private static String get(URI address) throws IOException {
    // A proxy would answer with the role of the machine that it runs on.
    HttpURLConnection connection =
        (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
    try {
      connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
      connection.setReadTimeout(READ_TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new UnexpectedStatusException(status);
      }
      try (InputStream body = connection.getInputStream()) {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IOException("more than " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } finally {
      connection.disconnect();
    }
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

  /** A failed look: empty, or broken. */
  private record Failure(@Nullable Answer absent, @Nullable ApiGatewayException broken) {

    Answer repeat() {
      if (broken != null) {
        throw broken.toBuilder().build();
      }
      return Objects.requireNonNull(absent);
    }

    String reason() {
      return absent != null ? absent.whyAbsent() : String.valueOf(broken.getMessage());
    }
  }

  private static final class UnexpectedStatusException extends IOException {
    private static final long serialVersionUID = 1L;

    UnexpectedStatusException(int status) {
      super("HTTP " + status);
    }
  }
}
