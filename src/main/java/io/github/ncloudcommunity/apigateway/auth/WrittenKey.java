package io.github.ncloudcommunity.apigateway.auth;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds faults in a key that a person typed or pasted, such as quotes or a comment. The service
 * would only answer 401 and not say why.
 */
final class WrittenKey {

  private static final String QUOTES = "\"'`´“”„‟‘’‚‛«»‹›′″＂＇";
  private static final String PUNCTUATION = "+/=_-.~";
  private static final Pattern COMMENT =
      Pattern.compile("(?:^|.*\\s)[#;].*", Pattern.UNICODE_CHARACTER_CLASS | Pattern.DOTALL);

  private WrittenKey() {}

  /**
   * Returns what is wrong, as the end of a sentence that starts with the name of the key.
   *
   * @return the fault, which shows no character of the value except invisible ones; null if there
   *     is none
   */
  static @Nullable String fault(String value) {
    int[] characters = value.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      if (!canBeInKey(characters[i])) {
        return what(value, characters[i], i + 1)
            + ": write the key alone; it consists of A-Z, a-z, 0-9 and + / = _ - . ~";
      }
    }
    return null;
  }

  private static String what(String value, int first, int position) {
    if (value.codePoints().anyMatch(WrittenKey::isQuote)) {
      return "has a quotation mark";
    }
    if (COMMENT.matcher(value).matches()) {
      return "has a comment after it";
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
    return "has a character that is not allowed in a key (number " + position + ")";
  }

  /** The characters of Base64 and of tokens. */
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
