package io.github.ncloudcommunity.apigateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds where something is written, for the message of a failure. */
public final class Written {

  private Written() {}

  /**
   * Returns the file and line where a word first stands, such as {@code openapi/openapi.yaml:3}.
   *
   * @param root a file, or a folder whose files are searched in the order of their names
   * @return the root itself if the word is not there
   * @throws IOException if a file cannot be read
   */
  public static String where(String word, Path root) throws IOException {
    Pattern whole = Pattern.compile("\\b" + Pattern.quote(word) + "\\b");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          if (whole.matcher(lines.get(i)).find()) {
            return file + ":" + (i + 1);
          }
        }
      }
    }
    return root.toString();
  }
}
