package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.Document.Edition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Copies {@code openapi/} and says at each operation which pages it was read from: {@code
 * externalDocs} for everyone, {@code x-source} with each edition. The documents hold that.
 */
final class Provenance {

  private static final Pattern OPERATION = Pattern.compile("(?m)^( +)operationId: (\\w+)$");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Provenance() {}

  /** Writes the copy. A file stays as old as it is if it would not change. */
  static void write(Documents documents, Path folder) throws IOException {
    for (Path file : Specification.files()) {
      String text = annotated(Files.readString(file), documents);
      Path copy = folder.resolve(Specification.FOLDER.relativize(file));
      if (!Files.exists(copy) || !Files.readString(copy).equals(text)) {
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, text);
      }
    }
  }

  /** JSON is YAML, so each keyword takes one line. */
  static String annotated(String yaml, Documents documents) {
    return OPERATION
        .matcher(yaml)
        .replaceAll(
            operation -> {
              Document document = documents.document(operation.group(2));
              return Matcher.quoteReplacement(
                  "%1$s\n%2$sexternalDocs: %3$s\n%2$sx-source: %4$s"
                      .formatted(
                          operation.group(),
                          operation.group(1),
                          externalDocs(document),
                          sources(document)));
            });
  }

  private static ObjectNode externalDocs(Document document) {
    List<String> titles =
        Stream.of("en", "ko", "ja").map(document.titles()::get).filter(Objects::nonNull).toList();
    String name =
        switch (titles.size()) {
          case 0 -> "Documentation";
          case 1 -> titles.get(0);
          default ->
              "%s (%s)"
                  .formatted(titles.get(0), String.join(", ", titles.subList(1, titles.size())));
        };
    return JSON.objectNode().put("description", name).put("url", document.page());
  }

  private static ArrayNode sources(Document document) {
    ArrayNode sources = JSON.arrayNode();
    for (Edition edition : document.editions()) {
      ObjectNode source = sources.addObject().put("language", edition.language());
      if (document.titles().containsKey(edition.language())) {
        source.put("title", document.titles().get(edition.language()));
      }
      source.put("page", document.page(edition.language()));
      source.put("edition", edition.date());
      if (!edition.seen().isEmpty()) {
        source.put("seen", edition.seen());
      }
    }
    return sources;
  }
}
