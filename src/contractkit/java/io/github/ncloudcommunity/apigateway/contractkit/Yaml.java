package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads YAML and remembers where each object and list starts; writes YAML that every tool reads.
 */
final class Yaml {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private static final YAMLMapper WRITER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .stringQuotingChecker(
                      new StringQuotingChecker.Default() {
                        @Override
                        public boolean needToQuoteValue(String value) {
                          return super.needToQuoteValue(value) || DATE.matcher(value).lookingAt();
                        }
                      })
                  .build())
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  /** What many readers take for a date, or for a number of base 60. */
  private static final Pattern DATE = Pattern.compile("\\d+[-:]\\d");

  private final Path file;
  private final Map<JsonNode, Location> locations;

  private Yaml(Path file, Map<JsonNode, Location> locations) {
    this.file = file;
    this.locations = locations;
  }

  static JsonNode read(Path file) {
    return read(file, new IdentityHashMap<>());
  }

  /**
   * Reads a file.
   *
   * @param locations gets the location of each object and list, by identity
   * @throws IllegalStateException if the file is no YAML; the message names file and line
   */
  static JsonNode read(Path file, Map<JsonNode, Location> locations) {
    try (InputStream text = Files.newInputStream(file)) {
      return read(file, text, locations);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(Path file, InputStream text, Map<JsonNode, Location> locations)
      throws IOException {
    try (JsonParser parser = MAPPER.createParser(text)) {
      parser.nextToken();
      return new Yaml(file, locations).value(parser, parser.currentTokenLocation().getLineNr());
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IllegalStateException(
          "%s: %s".formatted(new Location(file, line), e.getOriginalMessage()), e);
    }
  }

  static String write(JsonNode document) {
    try {
      return WRITER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode value(JsonParser parser, int line) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      locations.put(object, new Location(file, line));
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        int start = parser.currentTokenLocation().getLineNr();
        parser.nextToken();
        object.set(name, value(parser, start));
      }
      return object;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      locations.put(list, new Location(file, line));
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser, parser.currentTokenLocation().getLineNr()));
      }
      return list;
    }
    return MAPPER.readTree(parser);
  }
}
