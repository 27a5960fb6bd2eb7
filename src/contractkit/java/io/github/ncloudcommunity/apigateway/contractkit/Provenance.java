package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.Document.Edition;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Says at an operation which pages it was read from: {@code externalDocs} for everyone, {@code
 * x-source} with each edition. The documents hold that.
 */
final class Provenance {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Provenance() {}

  static void add(ObjectNode operation, Documents documents) {
    Document document = documents.document(operation.get("operationId").asText());
    operation.set("externalDocs", externalDocs(document));
    operation.set("x-source", sources(document));
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
