package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

  @ParameterizedTest
  @CsvSource({
    "100, 400, BAD_REQUEST",
    "200, 401, AUTHENTICATION_FAILED",
    "210, 401, PERMISSION_DENIED",
    "230, 403, FORBIDDEN",
    "300, 404, NOT_FOUND",
    "400, 429, QUOTA_EXCEEDED",
    "410, 429, THROTTLE_LIMITED",
    "420, 429, RATE_LIMITED",
    "430, 413, REQUEST_ENTITY_TOO_LARGE",
    "500, 503, ENDPOINT_ERROR",
    "510, 504, ENDPOINT_TIMEOUT",
    "900, 500, UNEXPECTED_ERROR"
  })
  void codeAndStatusAreAsInTheVendorsTable(String code, int httpStatus, ErrorCode expected) {
    assertThat(ErrorCode.of(code)).isEqualTo(expected);
    assertThat(expected.code()).isEqualTo(code);
    assertThat(expected.httpStatus()).isEqualTo(httpStatus);
  }

  @Test
  void theTableHasTwelveCodes() {
    assertThat(ErrorCode.values()).hasSize(13);
  }

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
