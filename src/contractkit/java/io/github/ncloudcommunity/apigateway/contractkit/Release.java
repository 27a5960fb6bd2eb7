package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What users of a version rely on.
 *
 * @param version {@code 0.1.0}; {@code 0.1.0 (unreleased)} if it is not out yet
 * @param specification what {@link Skeleton} leaves of the bundle
 * @param pact what {@link PactPromises} says
 * @param java what {@link JavaApi} says
 */
record Release(
    String version,
    JsonNode specification,
    SortedMap<String, String> pact,
    SortedMap<String, String> java) {

  private static final Path BASELINE = Path.of("contracts", "baseline");

  private static final Path PACT =
      Path.of("contracts", "pacts", "ncloud-apigateway-client-ncloud-apigateway.json");

  private static final String UNRELEASED = " (unreleased)";

  /** The release that changes are counted from, of {@code contracts/baseline/}. */
  static Release baseline() {
    return read(BASELINE);
  }

  /** What is built here. */
  static Release current() {
    try (InputStream bundle = Release.class.getResourceAsStream(Specification.BUNDLE)) {
      JsonNode specification = Yaml.read(Path.of("bundle"), bundle, new IdentityHashMap<>());
      Matcher version =
          Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("pom.xml")));
      version.find();
      return new Release(
          version.group(1).replace("-SNAPSHOT", UNRELEASED),
          Skeleton.of(specification),
          PactPromises.of(new ObjectMapper().readTree(PACT.toFile())),
          JavaApi.signatures());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Release read(Path folder) {
    try {
      return new Release(
          Files.readString(folder.resolve("version.txt")).strip(),
          Yaml.read(folder.resolve("openapi.yaml")),
          lines(folder.resolve("pact.txt")),
          lines(folder.resolve("java-api.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes this the baseline. */
  void becomeBaseline() {
    write(BASELINE);
  }

  void write(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("version.txt"), version + "\n");
      Files.writeString(folder.resolve("openapi.yaml"), Yaml.write(specification));
      Files.writeString(folder.resolve("pact.txt"), text(pact));
      Files.writeString(folder.resolve("java-api.txt"), text(java));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isReleased() {
    return !version.endsWith(UNRELEASED);
  }

  /** The least version that may break what this one promised. */
  String nextBreaking() {
    return major() == 0 ? "0." + (minor() + 1) + ".0" : (major() + 1) + ".0.0";
  }

  /** Whether the version of this says that it breaks what an older release promised. */
  boolean mayBreak(Release older) {
    return major() > older.major() || older.major() == 0 && major() == 0 && minor() > older.minor();
  }

  private int major() {
    return Integer.parseInt(version.split("\\.")[0]);
  }

  private int minor() {
    return Integer.parseInt(version.split("\\.")[1]);
  }

  private static SortedMap<String, String> lines(Path file) throws IOException {
    SortedMap<String, String> lines = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] nameAndRest = line.split(": ", 2);
      lines.put(nameAndRest[0], nameAndRest.length == 1 ? "" : nameAndRest[1]);
    }
    return lines;
  }

  private static String text(Map<String, String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(
        (name, rest) -> text.append(name).append(rest.isEmpty() ? "" : ": " + rest).append('\n'));
    return text.toString();
  }
}
