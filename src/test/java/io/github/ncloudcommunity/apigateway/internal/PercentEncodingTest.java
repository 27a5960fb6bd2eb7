package io.github.ncloudcommunity.apigateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  static IntStream ascii() {
    return IntStream.rangeClosed(0, 0x7F);
  }

  @ParameterizedTest
  @MethodSource("ascii")
  void unreservedCharactersStayAndAllOtherAsciiBecomesPercentAndTwoDigits(int character) {
    String text = Character.toString(character);

    assertThat(PercentEncoding.encode(text))
        .isEqualTo(
            UNRESERVED.contains(text) ? text : String.format(Locale.ROOT, "%%%02X", character));
  }

  @ParameterizedTest
  @CsvSource({
    "'a b', a%20b",
    "a/b, a%2Fb",
    "a+b, a%2Bb",
    "%41, %2541",
    "%, %25",
    "'{id}', %7Bid%7D",
    "a&b=c, a%26b%3Dc",
    "é, %C3%A9",
    "골드, %EA%B3%A8%EB%93%9C",
    "😀, %F0%9F%98%80",
    "'\u0000', %00",
    "'\uFFFF', %EF%BF%BF",
  })
  void isAsInRfc3986(String text, String encoded) {
    assertThat(PercentEncoding.encode(text)).isEqualTo(encoded);
  }

  @Test
  void nothingStaysNothing() {
    assertThat(PercentEncoding.encode("")).isEmpty();
  }

  @Test
  void whatIsDecodedIsWhatWasEncoded() {
    String everyCharacter =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    String encoded = PercentEncoding.encode(everyCharacter);

    assertThat(encoded.replace("%", "").chars()).allMatch(c -> UNRESERVED.indexOf(c) >= 0);
    assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8).equals(everyCharacter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
  void anUnpairedSurrogateIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PercentEncoding.encode(text))
        .withMessageContaining("unpaired surrogate");
  }
}
