package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestBody;
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

  private static final Pattern ACCESS_KEY = Pattern.compile("\\S+");

  /** Base64 of 32 bytes, as an encoder writes it. */
  private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=");

  private final Credentials credentials;
  private final SignatureMistakes mistakes;
  private final Clock clock;
  private final boolean explain;
  private final boolean anySignature;

  /**
   * @param anySignature whether the form of the headers is enough
   */
  Authentication(
      String accessKey, String secretKey, Clock clock, boolean explain, boolean anySignature) {
    this.credentials = Credentials.of(accessKey, secretKey);
    this.mistakes = new SignatureMistakes(accessKey, secretKey);
    this.clock = clock;
    this.explain = explain;
    this.anySignature = anySignature;
  }

  /**
   * Checks a request.
   *
   * @param method the method of the request line
   * @param rawTarget the target of the request line as it arrived, its bytes read as ISO-8859-1
   * @param headers returns all values of a header
   * @return null if the request is authenticated; otherwise a function that explains, given the
   *     body, why it is not
   * @throws Problem if it is not, and that shows without the body or is not to be explained
   */
  @Nullable Function<RequestBody, Problem> check(
      String method, String rawTarget, Function<String, List<String>> headers) {
    String accessKey = single(SignatureV2.ACCESS_KEY_HEADER, headers);
    String timestamp = single(SignatureV2.TIMESTAMP_HEADER, headers);
    String signature = single(SignatureV2.SIGNATURE_HEADER, headers);
    if (anySignature) {
      checkForm(accessKey, timestamp, signature);
      return null;
    }
    // Clients that send raw UTF-8 in the request line sign its characters.
    String target = SignedRequest.pathOf(new String(rawTarget.getBytes(ISO_8859_1), UTF_8));
    if (accessKey.equals(credentials.accessKey())
        && mistakes.ofTime(timestamp, clock.millis()).isEmpty()
        && isSigned(method, target, timestamp, signature)) {
      return null;
    }
    if (!explain) {
      throw Problem.unauthenticated(INVALID);
    }
    String host = String.join("", headers.apply("Host"));
    return body ->
        explained(
            new SignedRequest(
                method,
                target,
                host,
                timestamp,
                accessKey,
                signature,
                new String(body.bytes(), UTF_8)));
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

  private void checkForm(String accessKey, String timestamp, String signature) {
    if (!ACCESS_KEY.matcher(accessKey).matches()) {
      throw invalid("The access key has a space.");
    }
    if (!SignatureMistakes.isTimestamp(timestamp)) {
      throw invalid("The timestamp is not milliseconds in decimal digits.");
    }
    if (!SIGNATURE.matcher(signature).matches()) {
      throw invalid("The signature is not the 44 characters of Base64 of 32 bytes.");
    }
  }

  private boolean isSigned(String method, String target, String timestamp, String signature) {
    try {
      return SignatureV2.of(method, target, timestamp, credentials).matches(signature);
    } catch (IllegalArgumentException e) {
      // Nobody can sign such a target; the router refuses it.
      return true;
    }
  }

  private Problem explained(SignedRequest request) {
    return Problem.unauthenticated(
        "%s The string to sign is \"%s\"; \\n is a line feed."
            .formatted(
                String.join(" ", mistakes.of(request, clock.millis())),
                mistakes.stringToSign(request).replace("\n", "\\n")));
  }

  private Problem invalid(String explanation) {
    return Problem.unauthenticated(explain ? explanation : INVALID);
  }
}
