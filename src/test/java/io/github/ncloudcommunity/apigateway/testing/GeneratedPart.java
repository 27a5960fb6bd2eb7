package io.github.ncloudcommunity.apigateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a committed document that a test writes. It stands between {@code <!-- from SOURCE -->}
 * and {@code <!-- end -->}; everything around it is written by hand.
 */
public final class GeneratedPart {

  private static final String END = "<!-- end -->";

  private GeneratedPart() {}

  /**
   * Compares a part of a document with the text that belongs there. With {@code -Dcontracts.update}
   * the text is written into the document first.
   *
   * @param document the document, such as {@code docs/coverage.md}
   * @param source the file that the part comes from, as the document names it
   * @param text the text, which ends with a line break
   * @throws IOException if the document cannot be read or written
   */
  public static void check(Path document, Path source, String text) throws IOException {
    String all = Files.readString(document);
    String start = "<!-- from %s -->\n".formatted(source.toString().replace('\\', '/'));
    assertThat(all).as(document.toString()).containsOnlyOnce(start);
    int begin = all.indexOf(start) + start.length();
    int end = all.indexOf(END, begin);
    if (System.getProperty("contracts.update") != null) {
      all = all.substring(0, begin) + text + all.substring(end);
      Files.writeString(document, all);
      end = begin + text.length();
    }
    assertThat(all.substring(begin, end))
        .as("the part of %s from %s; to update it: -Dcontracts.update", document, source)
        .isEqualTo(text);
  }
}
