package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.testing.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages show the sources of the examples as they are; examples/run-java and
 * examples/run-languages run them.
 */
class ExamplesTest {

  private static final Pattern PART =
      Pattern.compile("^<!-- from (examples/\\S+) -->$", Pattern.MULTILINE);

  private static final Map<String, String> LANGUAGES =
      Map.of(
          "java", "java",
          "kt", "kotlin",
          "properties", "properties",
          "ts", "typescript",
          "py", "python",
          "go", "go");

  @Test
  void everySourceIsShownOnceAndAsItIs() throws IOException {
    List<Path> shown = new ArrayList<>();
    for (Path page : files(Path.of("docs"))) {
      if (!page.toString().endsWith(".md")) {
        continue;
      }
      for (MatchResult part : PART.matcher(Files.readString(page)).results().toList()) {
        Path source = Path.of(part.group(1));
        String name = source.toString();
        String language = LANGUAGES.get(name.substring(name.lastIndexOf('.') + 1));
        GeneratedPart.check(
            page, source, "```" + language + "\n" + Files.readString(source) + "```\n");
        shown.add(source);
      }
    }

    List<Path> sources = new ArrayList<>();
    for (String project : List.of("maven", "spring-boot", "kotlin", "pact")) {
      sources.addAll(files(Path.of("examples", project, "src")));
    }
    for (String project : List.of("typescript", "python", "go")) {
      sources.addAll(programs(Path.of("examples", project)));
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(sources);
  }

  /** The programs of a project, without what is generated or installed there. */
  private static List<Path> programs(Path project) throws IOException {
    try (Stream<Path> files =
        Files.find(project, 2, (file, attributes) -> attributes.isRegularFile())) {
      return files
          .filter(file -> file.toString().matches(".*\\.(ts|py|go)"))
          .filter(file -> !file.getParent().endsWith("generated"))
          .toList();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
