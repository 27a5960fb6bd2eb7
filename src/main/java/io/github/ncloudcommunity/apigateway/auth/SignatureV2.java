package io.github.ncloudcommunity.apigateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The signature (version 2) of a request: the HMAC-SHA256, in Base64 with padding, of
 *
 * <pre>
 * {METHOD} {path with query}
 * {timestamp}
 * {access key}
 * </pre>
 *
 * <p>in UTF-8, with one line feed between lines and none at the end. The key is the secret key in
 * UTF-8. Sign path and query exactly as sent, with base path and percent-encoding: do not sort,
 * decode or normalise them. Host, headers and body are not signed.
 *
 * <p>If the service answers 401 with code 200, compare {@link #stringToSign} with the request line
 * and the headers that were sent.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public final class SignatureV2 {

  /** Header for the timestamp: milliseconds since 1970-01-01T00:00:00Z, exactly as signed. */
  public static final String TIMESTAMP_HEADER = "x-ncp-apigw-timestamp";

  /** Header for the access key, exactly as signed. */
  public static final String ACCESS_KEY_HEADER = "x-ncp-iam-access-key";

  /** Header for the signature. */
  public static final String SIGNATURE_HEADER = "x-ncp-apigw-signature-v2";

  private final String stringToSign;
  private final String signature;

  private SignatureV2(String stringToSign, String signature) {
    this.stringToSign = stringToSign;
    this.signature = signature;
  }

  /**
   * Signs a request.
   *
   * @param method the HTTP method in upper or lower case; it is signed in upper case
   * @param pathWithQuery path and query as on the request line, starting with the slash after the
   *     host, without a question mark if there is no query
   * @param timestamp the value of {@link #TIMESTAMP_HEADER}: milliseconds since
   *     1970-01-01T00:00:00Z in decimal digits
   * @param credentials the credentials to sign with
   * @return the signature
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the method is empty or not printable ASCII without spaces,
   *     if pathWithQuery does not start with a slash or has a space, a control character or an
   *     unpaired surrogate, or if timestamp is empty or has anything but the digits 0 to 9
   */
  public static SignatureV2 of(
      String method, String pathWithQuery, String timestamp, Credentials credentials) {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(pathWithQuery, "pathWithQuery");
    Objects.requireNonNull(timestamp, "timestamp");
    Objects.requireNonNull(credentials, "credentials");
    if (!isToken(method)) {
      throw new IllegalArgumentException("the method is empty or not printable ASCII");
    }
    if (!pathWithQuery.startsWith("/")) {
      throw new IllegalArgumentException("the path does not start with a slash");
    }
    if (!canBeSent(pathWithQuery)) {
      throw new IllegalArgumentException(
          "the path or query holds a space, a control character or an unpaired surrogate");
    }
    if (!isNumber(timestamp)) {
      throw new IllegalArgumentException("the timestamp is not a number in decimal digits");
    }
    String stringToSign =
        method.toUpperCase(Locale.ROOT)
            + ' '
            + pathWithQuery
            + '\n'
            + timestamp
            + '\n'
            + credentials.accessKey();
    return new SignatureV2(stringToSign, credentials.sign(stringToSign));
  }

  // Loops instead of streams, because every request runs them.

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean canBeSent(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7f) {
        continue;
      }
      if (c == ' ' || Character.isISOControl(c)) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean paired = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!paired) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /**
   * Returns the string that was signed.
   *
   * @return three lines, without a line feed at the end
   */
  public String stringToSign() {
    return stringToSign;
  }

  /**
   * Returns the value for {@link #SIGNATURE_HEADER}.
   *
   * @return 44 characters of Base64
   */
  public String signature() {
    return signature;
  }

  /**
   * Tells whether a signature from a request equals this one. The comparison takes constant time,
   * so it does not reveal how much of the candidate is right.
   *
   * @param candidateSignature the signature to check, or null
   * @return true if both are the same text; false otherwise and for null
   */
  public boolean matches(@Nullable String candidateSignature) {
    return candidateSignature != null
        && MessageDigest.isEqual(
            signature.getBytes(StandardCharsets.UTF_8),
            candidateSignature.getBytes(StandardCharsets.UTF_8));
  }

  /** Compares the string to sign and the signature. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignatureV2 that
        && stringToSign.equals(that.stringToSign)
        && matches(that.signature);
  }

  @Override
  public int hashCode() {
    return stringToSign.hashCode();
  }

  /** Shows the string to sign on one line, without the signature. */
  @Override
  public String toString() {
    return "SignatureV2[" + stringToSign.replace('\n', ' ') + "]";
  }
}
