package io.github.ncloudcommunity.apigateway.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strict percent-encoding: the unreserved characters of RFC 3986 stay, every other byte of the
 * UTF-8 form becomes {@code %XX}. After it there is nothing left that Feign or the HTTP library
 * would encode, decode or take apart, so that what is signed is what is sent.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.3">RFC 3986, unreserved
 *     characters</a>
 */
final class PercentEncoding {

  private static final String HEX = "0123456789ABCDEF";

  private PercentEncoding() {}

  static String encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isUnreserved(text.charAt(i))) {
        return encoded(text);
      }
    }
    return text; // most are ids
  }

  private static String encoded(String text) {
    ByteBuffer utf8;
    try {
      // A fresh encoder reports what String.getBytes would replace by "?".
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "has an unpaired surrogate and so cannot be sent: only whole Unicode characters can", e);
    }
    StringBuilder encoded = new StringBuilder(utf8.remaining() * 2);
    while (utf8.hasRemaining()) {
      int octet = utf8.get() & 0xFF;
      if (isUnreserved(octet)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xF));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(int octet) {
    return octet >= 'A' && octet <= 'Z'
        || octet >= 'a' && octet <= 'z'
        || octet >= '0' && octet <= '9'
        || octet == '-'
        || octet == '.'
        || octet == '_'
        || octet == '~';
  }
}
