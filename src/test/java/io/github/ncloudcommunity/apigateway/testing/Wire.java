package io.github.ncloudcommunity.apigateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What must hold of a request on the wire, computed without any class of the client. */
public final class Wire {

  public static final String ACCESS_KEY_ID = "test-access-key";
  public static final String SECRET = "test-secret-key";

  public static final String TIMESTAMP = "x-ncp-apigw-timestamp";
  public static final String ACCESS_KEY = "x-ncp-iam-access-key";
  public static final String SIGNATURE = "x-ncp-apigw-signature-v2";

  private Wire() {}

  /**
   * Checks that the three headers are there once each, and that the signature is that of the
   * request line.
   */
  public static void assertSigned(Received request) {
    assertThat(request.header(TIMESTAMP)).singleElement().asString().matches("[0-9]{1,18}");
    assertThat(request.header(ACCESS_KEY)).containsExactly(ACCESS_KEY_ID);
    assertThat(request.header(SIGNATURE))
        .as(request.requestLine())
        .containsExactly(
            hmac(
                request.method()
                    + " "
                    + request.target()
                    + "\n"
                    + request.timestamp()
                    + "\n"
                    + ACCESS_KEY_ID));
  }

  /** Base64 of the HMAC-SHA256 of a text whose characters are the bytes on the wire. */
  public static String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Decodes what must be unreserved characters of RFC 3986 and escapes in upper case, and fails at
   * anything else.
   */
  public static String decode(String encoded) {
    assertThat(encoded).matches("(?:[A-Za-z0-9._~-]++|%[0-9A-F]{2})*+");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%') {
        bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(encoded.charAt(i));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError(encoded + " is not UTF-8", e);
    }
  }
}
