package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link of a document leads to a file that is there, and to a heading in it. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE =
      Pattern.compile("^```.*?^```$|`[^`\n]*`", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  /** The documents of the repository: at its top, in docs/ and in contracts/. */
  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String folder : List.of("", "docs", "contracts")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    return documents;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Path document) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : links(document)) {
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
      if (!Files.exists(target)
          || parts.length == 2 && !anchors(Files.readString(target)).contains(parts[1])) {
        broken.add(link);
      }
    }

    assertThat(broken).as("broken links of %s", document).isEmpty();
  }

  /** The archive of the contracts holds only that folder. */
  @Test
  void documentsOfTheContractsLinkNothingOutside() throws IOException {
    for (Path document : documents()) {
      if (document.startsWith("contracts")) {
        assertThat(links(document)).as(document.toString()).noneMatch(link -> link.contains(".."));
      }
    }
  }

  @Test
  void readmeLinksEveryOtherDocument() throws IOException {
    Path readme = Path.of("README.md");
    List<Path> linked =
        links(readme).stream().map(link -> Path.of(link.replaceFirst("#.*", ""))).toList();

    assertThat(linked)
        .containsAll(documents().stream().filter(document -> !document.equals(readme)).toList());
  }

  @Test
  void anchorsAreThoseOfGitHub() {
    assertThat(anchors("# A `b` and C\n## Two-part, *x_y* (z)\n## Two-part, *x_y* (z)\n"))
        .containsExactlyInAnyOrder("a-b-and-c", "two-part-x_y-z", "two-part-x_y-z-1");
  }

  private static List<String> links(Path document) throws IOException {
    return LINK.matcher(withoutCode(Files.readString(document)))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  private static Set<String> anchors(String text) {
    Map<String, Integer> counts = new HashMap<>();
    Set<String> anchors = new HashSet<>();
    HEADING
        .matcher(text.replaceAll("(?ms)^```.*?^```$", ""))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .forEach(
            anchor -> {
              int before = counts.merge(anchor, 1, Integer::sum) - 1;
              anchors.add(before == 0 ? anchor : anchor + "-" + before);
            });
    return anchors;
  }

  private static String withoutCode(String text) {
    return CODE.matcher(text).replaceAll("");
  }
}
