package io.github.ncloudcommunity.apigateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An access key and its secret key, of a main account or a sub account, permanent or temporary. The
 * secret key cannot be read back; it only signs.
 *
 * <p>Immutable and thread-safe. Reuse an instance: each one prepares its key for signing once.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public final class Credentials {

  private static final String ALGORITHM = "HmacSHA256";

  private final String accessKey;
  private final byte[] secretKey;

  /** Never used directly: every signature uses a copy, so threads can share it. */
  private final Mac prototype;

  private Credentials(String accessKey, byte[] secretKey) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.prototype = newMac();
  }

  /**
   * Creates credentials.
   *
   * @param accessKey the access key id: printable ASCII without spaces, as it is sent in a header
   * @param secretKey the secret key, exactly as issued; it is not Base64-decoded
   * @return the pair
   * @throws NullPointerException if either is null
   * @throws IllegalArgumentException if either is blank, if the access key holds anything but
   *     printable ASCII without spaces, or if the secret key holds a control character such as a
   *     line break; the message holds neither value
   */
  public static Credentials of(String accessKey, String secretKey) {
    Objects.requireNonNull(accessKey, "accessKey");
    Objects.requireNonNull(secretKey, "secretKey");
    if (accessKey.isBlank()) {
      throw new IllegalArgumentException("the access key is blank");
    }
    if (!accessKey.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the access key holds a character other than printable ASCII without spaces");
    }
    if (secretKey.isBlank()) {
      throw new IllegalArgumentException("the secret key is blank");
    }
    if (secretKey.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the secret key holds a control character, perhaps a line break at its end");
    }
    return new Credentials(accessKey, secretKey.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The access key id. It is no secret: it goes out with every request.
   *
   * @return the access key id, never null or blank
   */
  public String accessKey() {
    return accessKey;
  }

  /** Base64, with padding, of the HMAC-SHA256 of the text in UTF-8. */
  String sign(String text) {
    byte[] digest = mac().doFinal(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }

  private Mac mac() {
    try {
      return (Mac) prototype.clone();
    } catch (CloneNotSupportedException e) {
      return newMac();
    }
  }

  private Mac newMac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secretKey, ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      // Every Java platform has the algorithm, and it accepts any key that is not empty.
      throw new IllegalStateException(ALGORITHM + " is not available on this Java platform", e);
    }
  }

  /** Compares both keys. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Credentials that
        && accessKey.equals(that.accessKey)
        && MessageDigest.isEqual(secretKey, that.secretKey);
  }

  @Override
  public int hashCode() {
    return 31 * accessKey.hashCode() + Arrays.hashCode(secretKey);
  }

  /** Shows the access key; the secret key is left out. */
  @Override
  public String toString() {
    return "Credentials[accessKey=" + accessKey + ", secretKey=***]";
  }
}
