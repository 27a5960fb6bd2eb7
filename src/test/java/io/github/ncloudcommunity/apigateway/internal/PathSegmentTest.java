package io.github.ncloudcommunity.apigateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSegmentTest {

  private final PathSegment segment = new PathSegment();

  @ParameterizedTest
  @CsvSource({
    "abc123defg, abc123defg",
    "***ksk9***, %2A%2A%2Aksk9%2A%2A%2A",
    "a/b, a%2Fb",
    "../x, ..%2Fx",
    "%2E%2E, %252E%252E",
    "..., ...",
    ".a, .a",
    "a?b#c, a%3Fb%23c",
    "a;b, a%3Bb",
    "' a ', %20a%20",
    "상품, %EC%83%81%ED%92%88",
  })
  void aValueIsOneSegment(String value, String expected) {
    assertThat(segment.expand(value)).isEqualTo(expected);
  }

  @Test
  void whatIsNoTextIsWrittenAsText() {
    assertThat(segment.expand(42)).isEqualTo("42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\r\n", "\u3000", " \u2003 "})
  void aBlankIsRefused(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> segment.expand(value))
        .withMessageContaining("blank")
        .withMessageContaining("an id or a name is needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void aDotSegmentIsRefused(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> segment.expand(value))
        .withMessageContaining("\"" + value + "\"")
        .withMessageContaining("an id or a name is needed");
  }

  @Test
  void anUnpairedSurrogateIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> segment.expand("a\uD83D"))
        .withMessageContaining("unpaired surrogate");
  }
}
