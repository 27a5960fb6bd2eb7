package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of {@code contracts/samples/}.
 *
 * @param name an operationId, or {@link #ERRORS}
 * @param source what its {@code source.yaml} says
 * @param files its other files, by name
 */
record SampleFolder(String name, JsonNode source, Map<String, JsonNode> files) {

  static final Path ROOT = Path.of("contracts", "samples");
  static final String ERRORS = "errors";

  private static final String SOURCE = "source.yaml";

  /** A name that stands twice, or anything after the body, is an error. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** All that are there, by name. */
  static List<SampleFolder> all() {
    return children(ROOT).stream().map(SampleFolder::read).toList();
  }

  /** One documented body. */
  static JsonNode sample(String name, String file) {
    return json(text(ROOT.resolve(name).resolve(file)));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SampleFolder read(Path folder) {
    Map<String, JsonNode> files = new TreeMap<>();
    for (Path file : children(folder)) {
      if (!file.endsWith(SOURCE)) {
        files.put(file.getFileName().toString(), json(text(file)));
      }
    }
    return new SampleFolder(
        folder.getFileName().toString(), Specification.read(folder.resolve(SOURCE)), files);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
