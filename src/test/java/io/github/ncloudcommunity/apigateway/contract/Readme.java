package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The README, as far as tests write it: {@code <!-- from target/FILE -->}, a table, the end. */
final class Readme {

  private static final Path FILE = Path.of("README.md");
  private static final String END = "<!-- end -->";

  private Readme() {}

  /**
   * Holds a table against the README. With {@code -Dcontracts.update} the README gets it instead.
   *
   * @param report the file that has the same table, among other things
   */
  static void has(String table, Path report) throws IOException {
    String readme = Files.readString(FILE);
    String start = "<!-- from %s -->\n".formatted(report.toString().replace('\\', '/'));
    assertThat(readme).containsOnlyOnce(start);
    int begin = readme.indexOf(start) + start.length();
    int end = readme.indexOf(END, begin);
    if (System.getProperty("contracts.update") != null) {
      readme = readme.substring(0, begin) + table + readme.substring(end);
      Files.writeString(FILE, readme);
      end = readme.indexOf(END, begin);
    }
    assertThat(readme.substring(begin, end))
        .as("the table in %s; to write it anew: mvn verify -Dcontracts.update", FILE)
        .isEqualTo(table);
  }
}
