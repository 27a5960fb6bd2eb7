package io.github.ncloudcommunity.apigateway.auth;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a key that somebody typed or pasted: more was written than the key. The
 * service would answer such a pair with 401, and nothing would say where to look.
 */
final class WrittenKey {

  private static final String QUOTES = "\"'`´“”„‟‘’‚‛«»‹›′″＂＇";
  private static final String PUNCTUATION = "+/=_-.~";
  private static final Pattern COMMENT =
      Pattern.compile("(?:^|.*\\s)[#;].*", Pattern.UNICODE_CHARACTER_CLASS | Pattern.DOTALL);

  private WrittenKey() {}

  /**
   * Tells what is wrong, to stand behind the name of the key.
   *
   * @return the fault, without any part of the value but characters that cannot be seen; null if
   *     the value can be a key
   */
  static @Nullable String fault(String value) {
    int[] characters = value.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      if (!canBeInKey(characters[i])) {
        return what(value, characters[i], i + 1)
            + ": write the key alone, of the letters A-Z and a-z, digits and + / = _ - . ~";
      }
    }
    return null;
  }

  private static String what(String value, int first, int position) {
    if (value.codePoints().anyMatch(WrittenKey::isQuote)) {
      return "has a quotation mark";
    }
    if (COMMENT.matcher(value).matches()) {
      return "has a comment behind it";
    }
    if (isInvisible(first)) {
      return String.format(
          Locale.ROOT,
          "has a space or an invisible character (U+%04X, number %d)",
          first,
          position);
    }
    if (value.endsWith(",") || value.endsWith(";")) {
      return "ends with a comma or semicolon";
    }
    return "has a character that no key has (number " + position + ")";
  }

  /** What Base64 and tokens are made of. */
  private static boolean canBeInKey(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || PUNCTUATION.indexOf(c) >= 0;
  }

  static boolean isQuote(int c) {
    return QUOTES.indexOf(c) >= 0;
  }

  static boolean isInvisible(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
