package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestTarget;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the three headers that sign a request. Thread-safe.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, signature</a>
 */
final class Authentication {

  /** The details that the real gateway gives, and the only ones without explanations. */
  static final String MISSING = "Authentication information are missing.";

  static final String INVALID = "Invalid authentication information.";

  /** The difference, in milliseconds, from which on a timestamp is refused. */
  private static final long REFUSED_FROM = 300_000;

  private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,18}");

  private final Credentials credentials;
  private final Clock clock;
  private final boolean explain;

  Authentication(Credentials credentials, Clock clock, boolean explain) {
    this.credentials = credentials;
    this.clock = clock;
    this.explain = explain;
  }

  /**
   * Checks a request.
   *
   * @param method the method of the request line
   * @param rawTarget the target of the request line as it arrived, its bytes read as ISO-8859-1
   * @param headers returns all values of a header
   * @throws Problem if key, time or signature are missing or wrong
   */
  void check(String method, String rawTarget, Function<String, List<String>> headers) {
    String accessKey = single(SignatureV2.ACCESS_KEY_HEADER, headers);
    String timestamp = single(SignatureV2.TIMESTAMP_HEADER, headers);
    String signature = single(SignatureV2.SIGNATURE_HEADER, headers);
    if (!accessKey.equals(credentials.accessKey())) {
      throw invalid(
          "The access key %s is not the one of this sandbox, %s."
              .formatted(Problem.quote(accessKey), Problem.quote(credentials.accessKey())));
    }
    checkTime(timestamp);
    checkSignature(method, rawTarget, timestamp, signature);
  }

  private String single(String name, Function<String, List<String>> headers) {
    List<String> values = headers.apply(name);
    if (values.isEmpty() || values.size() == 1 && values.get(0).isEmpty()) {
      throw Problem.unauthenticated(
          explain ? "The header %s is missing or empty.".formatted(name) : MISSING);
    }
    if (values.size() > 1) {
      throw invalid("The header %s is there %s times.".formatted(name, values.size()));
    }
    return values.get(0);
  }

  private void checkTime(String timestamp) {
    if (!TIMESTAMP.matcher(timestamp).matches()) {
      throw invalid(
          "The timestamp %s is not the milliseconds since 1970-01-01T00:00:00Z in decimal digits."
              .formatted(Problem.quote(timestamp)));
    }
    long ahead = Long.parseLong(timestamp) - clock.millis();
    if (Math.abs(ahead) >= REFUSED_FROM) {
      throw invalid(
          "The timestamp %s is %s ms %s the clock of the sandbox (%s); less than %s ms are allowed.%s"
              .formatted(
                  timestamp,
                  Math.abs(ahead),
                  ahead < 0 ? "behind" : "ahead of",
                  clock.millis(),
                  REFUSED_FROM,
                  isInSeconds(timestamp) ? " It looks like seconds; milliseconds are due." : ""));
    }
  }

  private boolean isInSeconds(String timestamp) {
    long seconds = clock.millis() / 1000;
    return Math.abs(Long.parseLong(timestamp) - seconds) < REFUSED_FROM / 1000;
  }

  private void checkSignature(String method, String rawTarget, String timestamp, String candidate) {
    // Clients that send raw UTF-8 in the request line sign its characters.
    String target =
        new String(rawTarget.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    SignatureV2 expected = sign(method, pathOf(target), timestamp);
    if (expected == null) {
      // Nobody can sign such a target; the router refuses it.
      return;
    }
    if (!expected.matches(candidate)) {
      if (!explain) {
        throw Problem.unauthenticated(INVALID);
      }
      throw Problem.unauthenticated(
          "The signature does not fit the request. The string to sign is \"%s\"; \\n is a line feed%s."
              .formatted(
                  expected.stringToSign().replace("\n", "\\n"),
                  likelyCause(method, target, timestamp, candidate)));
    }
  }

  private @Nullable SignatureV2 sign(String method, String pathWithQuery, String timestamp) {
    try {
      return SignatureV2.of(method, pathWithQuery, timestamp, credentials);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the part that is signed: of an absolute URL, all from the slash after the host on. */
  private static String pathOf(String target) {
    int host = target.startsWith("/") ? -1 : target.indexOf("://");
    int path = host < 0 ? 0 : target.indexOf('/', host + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  /** Finds frequent mistakes by signing them. */
  private String likelyCause(String method, String target, String timestamp, String candidate) {
    if (fits(
        method, target.replaceFirst("^" + RequestTarget.BASE_PATH, ""), timestamp, candidate)) {
      return "; what was signed lacks " + RequestTarget.BASE_PATH;
    }
    int questionMark = target.indexOf('?');
    if (questionMark >= 0
        && fits(method, target.substring(0, questionMark), timestamp, candidate)) {
      return "; what was signed lacks the query";
    }
    for (String other : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      if (fits(other, target, timestamp, candidate)) {
        return "; what was signed has the method " + other;
      }
    }
    return candidate.length() == 44
        ? ", and the key is the secret key as text"
        : ", and a signature is the 44 characters of Base64 with padding";
  }

  private boolean fits(String method, String target, String timestamp, String candidate) {
    SignatureV2 signature = sign(method, target, timestamp);
    return signature != null && signature.matches(candidate);
  }

  private Problem invalid(String explanation) {
    return Problem.unauthenticated(explain ? explanation : INVALID);
  }
}
