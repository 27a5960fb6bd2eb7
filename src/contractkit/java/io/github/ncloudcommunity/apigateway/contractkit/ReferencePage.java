package io.github.ncloudcommunity.apigateway.contractkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the reference page: Redoc and the bundled specification, put into {@code
 * openapi/reference.html}.
 */
final class ReferencePage {

  private static final Pattern SCRIPTS = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

  private static final Path SHELL = Path.of("openapi", "reference.html");

  private ReferencePage() {}

  /**
   * The page with Redoc as it is.
   *
   * @param redoc its script, as a resource of the class path
   */
  static String page(String redoc, JsonNode specification) throws IOException {
    try (InputStream script = ReferencePage.class.getClassLoader().getResourceAsStream(redoc)) {
      Objects.requireNonNull(script, () -> redoc + " is not on the class path");
      String text = new String(script.readAllBytes(), UTF_8);
      return page(Files.readString(SHELL), text, specification);
    }
  }

  static String page(String shell, String redoc, JsonNode specification) {
    // What Redoc would load: its logo, and for whoever debugs it the sources it was made of.
    String quiet = replace(redoc, "https://cdn.redoc.ly/redoc/logo-mini.svg", "data:,");
    quiet = replace(quiet, "//# sourceMappingURL=redoc.standalone.js.map", "");
    // Its search drops all but English letters from the ends of a word, hence whole Korean words.
    quiet = replace(quiet, "/^\\\\W+/", "/^[^\\\\p{L}\\\\p{N}_]+/u");
    quiet = replace(quiet, "/\\\\W+$/", "/[^\\\\p{L}\\\\p{N}_]+$/u");
    if (quiet.contains("</script")) {
      throw new IllegalArgumentException("Redoc holds an end of the element it is put into");
    }
    // No text of the specification can end its element either.
    String json = specification.toString().replace("<", "\\u003c");
    String page = replace(replace(shell, "@redoc@", quiet), "@specification@", json);
    return replace(page, "@scripts@", hashes(page));
  }

  /** The scripts of a page that may run, for its Content-Security-Policy; data is not run. */
  private static String hashes(String page) {
    return SCRIPTS
        .matcher(page)
        .results()
        .map(script -> "'sha256-" + sha256(script.group(1)) + "'")
        .collect(Collectors.joining(" "));
  }

  static String sha256(String script) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String replace(String text, String what, String by) {
    int at = text.indexOf(what);
    if (at < 0 || text.indexOf(what, at + 1) >= 0) {
      throw new IllegalArgumentException("there is not exactly one " + what);
    }
    return text.substring(0, at) + by + text.substring(at + what.length());
  }
}
