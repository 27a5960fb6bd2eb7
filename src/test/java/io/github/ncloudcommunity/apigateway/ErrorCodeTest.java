package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource
  void everyConstantIsFoundByItsOwnCode(ErrorCode errorCode) {
    assertThat(ErrorCode.of(errorCode.code())).isEqualTo(errorCode);
  }

  @Test
  void whiteSpaceAroundTheCodeIsIgnored() {
    assertThat(ErrorCode.of(" 210\n")).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", " ", "401", "404", "429", "503", "0210", "210.0", "-1", "null", "UNKNOWN"})
  void whatIsNotInTheTableIsUnknown(String code) {
    assertThat(ErrorCode.of(code)).isEqualTo(ErrorCode.UNKNOWN);
  }

  @Test
  void unknownHasNeitherCodeNorStatus() {
    assertThat(ErrorCode.UNKNOWN.code()).isNull();
    assertThat(ErrorCode.UNKNOWN.httpStatus()).isZero();
  }
}
