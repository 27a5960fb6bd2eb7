package io.github.ncloudcommunity.apigateway.contractkit;

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
   * The words, where a fact of the documents says the same in the words of the documents. The order
   * of words and of values does not matter. Where the page shows a JSON value and no type, only its
   * kind counts: {@code integer} agrees with {@code int32}, {@code int64} and {@code float}, {@code
   * number} with {@code float}, any text with {@code string}, {@code password} and {@code
   * date-time}, and {@code null} with all. Of an answer only the type counts.
   *
   * @param documented words of {@code contracts/documents} about the same subject, without remarks
   */
  List<String> wordsBeside(List<String> documented) {
    List<String> items = List.of(words.split(", "));
    boolean isAnswer = subject.startsWith("answer");
    return items.stream()
        .filter(item -> !isAnswer || WordKind.of(item) == WordKind.TYPE)
        .map(
            item ->
                WordKind.of(item) != WordKind.TYPE
                    ? item
                    : documented.stream()
                        .filter(other -> WordKind.of(other) == WordKind.TYPE)
                        .filter(other -> canBe(subject, item, other))
                        .findFirst()
                        .orElse(item))
        .toList();
  }

  /** Whether a type that a page gives, which may only be that of a JSON value, can be another. */
  static boolean canBe(String subject, String type, String other) {
    boolean isShown =
        subject.startsWith("answer") || type.matches("(array of )*(integer|number|null|array)");
    return type.equals(other) || (isShown && hasType(type, other));
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

  @Override
  public String toString() {
    return subject + ": " + words;
  }
}
