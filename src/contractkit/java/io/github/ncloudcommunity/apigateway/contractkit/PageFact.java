package io.github.ncloudcommunity.apigateway.contractkit;

import java.util.Arrays;
import java.util.List;

/**
 * What a page says of one parameter or member, in the words of {@code contracts/documents}.
 *
 * <p>Beyond those words there are {@code pattern yyyy-MM-dd} for a form that the page describes,
 * {@code characters A-Za-z0-9-_} for the characters that it allows, and {@code required with x} or
 * {@code required when x is v} for a condition. A member that stands in the request syntax only is
 * neither {@code required} nor {@code optional}.
 *
 * <p>A syntax block or an example shows JSON values and no types. There a whole number is {@code
 * integer}, one with a fraction {@code number}.
 *
 * @param subject such as {@code request line}, {@code path product-id} or {@code answer
 *     plans[].name}
 * @param words such as {@code required, string, 0..10}
 * @param line number of the line that says so, from 1
 */
public record PageFact(String subject, String words, int line) {

  /**
   * Whether a fact of the documents says the same. The order of words does not matter. Where the
   * page shows a JSON value and no type, only its kind counts: {@code integer} agrees with {@code
   * int32}, {@code int64} and {@code float}, {@code number} with {@code float}, any text with
   * {@code string}, {@code password}, {@code date-time} and an enumeration, and {@code null} with
   * all.
   *
   * @param documented words of {@code contracts/documents} without remarks
   */
  public boolean agreesWith(String documented) {
    boolean isAnswer = subject.startsWith("answer");
    return isAnswer
        ? hasType(words, documented.replaceFirst("^always there, ", ""))
        : sorted(words).equals(sorted(documented));
  }

  /** Whether a JSON value that was shown can have a type. */
  static boolean hasType(String shown, String type) {
    if (shown.startsWith("array of ") && type.startsWith("array of ")) {
      return hasType(shown.substring(9), type.substring(9));
    }
    String kind = shown.split("[ ,]")[0];
    return type.split("[ ,]")[0].matches(
        switch (kind) {
          case "null" -> ".*";
          case "integer" -> "int32|int64|float|double|integer|number";
          case "number" -> "float|double|number";
          case "string", "date-time" -> "string|password|date-time";
          default -> kind;
        });
  }

  private static List<String> sorted(String words) {
    return Arrays.stream(words.split(", | of ")).sorted().toList();
  }

  @Override
  public String toString() {
    return subject + ": " + words;
  }
}
