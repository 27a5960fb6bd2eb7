package io.github.ncloudcommunity.apigateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryValueTest {

  private final QueryValue queryValue = new QueryValue();

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "' ', %20",
    "., .",
    ".., ..",
    "a&b, a%26b",
    "a+b, a%2Bb",
    "골드, %EA%B3%A8%EB%93%9C"
  })
  void aValueIsEncodedAndNoneIsRefusedForBeingShort(String value, String expected) {
    assertThat(queryValue.expand(value)).isEqualTo(expected);
  }

  @Test
  void whatIsNoTextIsWrittenAsText() {
    assertThat(queryValue.expand(true)).isEqualTo("true");
  }

  @Test
  void anUnpairedSurrogateIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queryValue.expand("\uDE00"))
        .withMessageContaining("unpaired surrogate");
  }
}
