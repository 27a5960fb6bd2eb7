package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenKeyTest {

  private static final String WHAT_TO_WRITE =
      ": write the key alone; it consists of A-Z, a-z, 0-9 and + / = _ - . ~";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "D78BB444D6D3C84CA38D",
        "ncp_iam_BPASKR1azAZ09",
        "abc+/def==",
        "a-b_c.d~e",
        "=a=b",
        "export",
      })
  void whatKeysAreMadeOfIsNoFault(String value) {
    assertThat(WrittenKey.fault(value)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"TOP\"",
        "'TOP'",
        "`TOP`",
        "“TOP”",
        "‘TOP’",
        "„TOP“",
        "«TOP»",
        "´TOP´",
        "＂TOP＂",
        "\"TOP",
        "TOP\"",
        "'TOP",
        "TOP’",
        "T'OP",
        "\"TOP\" # mine",
        "\"TOP\",",
        "\"\"",
        "'",
      })
  void quotesAreNamed(String value) {
    assertThat(WrittenKey.fault(value)).isEqualTo("has a quotation mark" + WHAT_TO_WRITE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TOP # mine",
        "TOP #mine",
        "TOP ; mine",
        "TOP\t;",
        "TOP\u00a0# mine",
        "TOP\u3000; mine",
        "# mine",
        ";mine",
        "TO P # mine",
        "TOP # mi\u2028ne",
      })
  void commentIsNamed(String value) {
    assertThat(WrittenKey.fault(value)).isEqualTo("has a comment after it" + WHAT_TO_WRITE);
  }

  @ParameterizedTest
  @MethodSource("whatCannotBeSeen")
  void whatCannotBeSeenIsNamedByItsCode(String character) {
    String fault =
        "has a space or an invisible character (U+%04X, number %%d)"
            .formatted(character.codePointAt(0));

    assertThat(WrittenKey.fault(character + "TOP")).isEqualTo(fault.formatted(1) + WHAT_TO_WRITE);
    assertThat(WrittenKey.fault("TO" + character + "P"))
        .isEqualTo(fault.formatted(3) + WHAT_TO_WRITE);
    assertThat(WrittenKey.fault("TOP" + character)).isEqualTo(fault.formatted(4) + WHAT_TO_WRITE);
  }

  private static Stream<String> whatCannotBeSeen() {
    return Stream.of(
            0x0000, 0x0009, 0x000a, 0x000d, 0x0020, 0x007f, 0x0085, 0x00a0, 0x00ad, 0x1680, 0x180e,
            0x2003, 0x2007, 0x200b, 0x200d, 0x200e, 0x2028, 0x202e, 0x202f, 0x2060, 0x3000, 0xfeff,
            0xe0020)
        .map(Character::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TOP,", "TOP;", ","})
  void separatorBehindTheKeyIsNamed(String value) {
    assertThat(WrittenKey.fault(value)).isEqualTo("ends with a comma or semicolon" + WHAT_TO_WRITE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TO#P",
        "TO;P",
        "TO,P",
        "TO:P",
        "TO\\",
        "TO$P",
        "TO{P}",
        "TO<P>",
        "TO%P%",
        "TOé",
        "TO키",
        "TOＰ",
        "TO–P",
        "TO\ufffdP",
        "TO\u3164P",
        "TO\ud800P",
      })
  void anyOtherCharacterIsToldByItsPlaceOnly(String value) {
    assertThat(WrittenKey.fault(value))
        .isEqualTo("has a character that is not allowed in a key (number 3)" + WHAT_TO_WRITE);
  }
}
