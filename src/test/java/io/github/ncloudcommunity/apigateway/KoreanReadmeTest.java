package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Korean README has the sections, the code and the links of the English one. */
class KoreanReadmeTest {

  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+(?= )");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!---)");
  private static final Pattern FILE = Pattern.compile("\\]\\(([^)#:][^):]*)\\)");

  private final String english = read("README.md");
  private final String korean = read("README.ko.md");

  @Test
  void hasTheSameCode() {
    assertThat(all(CODE, korean)).isEqualTo(all(CODE, english)).hasSizeGreaterThan(5);
  }

  @Test
  void hasTheSameSections() {
    assertThat(all(HEADING, korean)).isEqualTo(all(HEADING, english)).hasSizeGreaterThan(5);
  }

  @Test
  void hasAsManyRowsInItsTables() {
    assertThat(all(ROW, korean)).hasSameSizeAs(all(ROW, english)).hasSizeGreaterThan(20);
  }

  @Test
  void linksTheSameFilesInTheSameOrder() {
    assertThat(all(FILE, korean.replace("(README.md)", "(README.ko.md)")))
        .isEqualTo(all(FILE, english))
        .hasSizeGreaterThan(20);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group()).toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
