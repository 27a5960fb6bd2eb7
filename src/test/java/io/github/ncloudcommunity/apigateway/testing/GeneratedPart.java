package io.github.ncloudcommunity.apigateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed document that a test writes, or a part of one. A part stands between {@code <!-- from
 * SOURCE -->} and {@code <!-- end -->}; everything around it is written by hand.
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
    if (isUpdate()) {
      all = all.substring(0, begin) + text + all.substring(end);
      Files.writeString(document, all);
      end = begin + text.length();
    }
    compare("the part of %s from %s".formatted(document, source), all.substring(begin, end), text);
  }

  /**
   * Compares a document with the text that it should have. With {@code -Dcontracts.update} the
   * document is written first.
   *
   * @throws IOException if the document cannot be read or written
   */
  public static void checkWhole(Path document, String text) throws IOException {
    if (isUpdate()) {
      Files.writeString(document, text);
    }
    compare(document.toString(), Files.readString(document), text);
  }

  private static boolean isUpdate() {
    return System.getProperty("contracts.update") != null;
  }

  /** Prints the lines that differ, and not both texts. */
  private static void compare(String what, String committed, String due) {
    if (!committed.equals(due)) {
      assertThat(new ByteArrayInputStream(committed.getBytes(UTF_8)))
          .as("%s; to update it, add -Dcontracts.update", what)
          .hasContent(due);
      throw new AssertionError(what + " ends with other line breaks");
    }
  }
}
