package io.github.ncloudcommunity.apigateway.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Texts for property tests. */
public final class AnyText {

  private AnyText() {}

  /**
   * Whole Unicode characters of all planes, assigned or not, among what has a meaning on a request
   * line or in JSON.
   */
  public static Arbitrary<String> whole() {
    return pieces().list().ofMaxSize(12).map(pieces -> String.join("", pieces));
  }

  /** A text with a surrogate that has no partner. */
  public static Arbitrary<String> withUnpairedSurrogate() {
    return Combinators.combine(whole(), Arbitraries.chars().range('\uD800', '\uDFFF'), whole())
        .as((before, surrogate, after) -> before + surrogate + after);
  }

  private static Arbitrary<String> pieces() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, characters(0, 0x7F)),
        Tuple.of(1, characters(0x80, 0x7FF)),
        Tuple.of(1, characters(0x800, 0xD7FF)),
        Tuple.of(1, characters(0xE000, 0xFFFF)),
        Tuple.of(2, characters(0x1_0000, Character.MAX_CODE_POINT)),
        Tuple.of(
            4,
            Arbitraries.of(
                "/",
                ".",
                "..",
                "%",
                "%41",
                "%2F",
                "%2f",
                "%252F",
                "%zz",
                "+",
                " ",
                "&",
                "=",
                "?",
                "#",
                ";",
                "{",
                "}",
                "{productId}",
                "\"",
                "'",
                "\\",
                "\u0000",
                "\r\n",
                "\t",
                "\u007F",
                "\u00A0",
                "\u0301",
                "\u200D",
                "\u202E",
                "\u2028",
                "\uFEFF",
                "\uFFFF",
                "\u1112\u1161\u11AB",
                "한글",
                "🥇",
                "👩‍👩‍👧‍👦")));
  }

  private static Arbitrary<String> characters(int from, int to) {
    return Arbitraries.integers()
        .between(from, to)
        .withDistribution(RandomDistribution.uniform())
        .map(Character::toString);
  }
}
