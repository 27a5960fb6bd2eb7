package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An OpenAPI document as plain trees, every {@code $ref} replaced by what it points at. Independent
 * of the parsers and generators that the specification is checked with. Immutable.
 */
final class Specification {

  static final Path FOLDER = Path.of("openapi");
  static final Path ROOT = FOLDER.resolve("openapi.yaml");

  static final String BUNDLE = "/io/github/ncloudcommunity/apigateway/sandbox/openapi.yaml";
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private static Specification split;
  private static Specification bundled;

  private final JsonNode document;
  private final Map<String, Operation> operations;
  private final Set<String> references;

  private Specification(JsonNode document, Set<String> references) {
    this.document = document;
    this.references = references;
    operations = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path -> {
              for (String method : METHODS) {
                JsonNode node = path.getValue().path(method);
                if (node.isObject()) {
                  Operation operation =
                      new Operation(
                          node.path("operationId").asText(),
                          method.toUpperCase(Locale.ROOT),
                          path.getKey(),
                          node,
                          parameters(path.getValue(), node));
                  operations.put(operation.id(), operation);
                }
              }
            });
  }

  /**
   * What stands in the folder {@code openapi/}; read when first asked for, so that a test says what
   * is wrong.
   */
  static Specification split() {
    if (split == null) {
      Resolver resolver = new Resolver();
      split =
          new Specification(
              resolver.resolve(ROOT.normalize(), resolver.file(ROOT)), resolver.references);
    }
    return split;
  }

  /** The single file that is made of it. */
  static Specification bundled() {
    if (bundled == null) {
      try (InputStream bundle = Specification.class.getResourceAsStream(BUNDLE)) {
        Path name = Path.of(BUNDLE);
        Resolver resolver = new Resolver();
        resolver.files.put(name, YAML.readTree(bundle));
        bundled =
            new Specification(resolver.resolve(name, resolver.file(name)), resolver.references);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bundled;
  }

  /** A document that has no references. */
  static Specification of(JsonNode document) {
    return new Specification(document, Set.of());
  }

  /** The files of the folder {@code openapi/}, templates apart. */
  static List<Path> files() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One schema of a file of the folder {@code openapi/}. */
  static JsonNode definition(Path file, String name) {
    Resolver resolver = new Resolver();
    return resolver.resolve(file, resolver.file(file).path(name));
  }

  JsonNode document() {
    return document;
  }

  /** By operationId. */
  Map<String, Operation> operations() {
    return operations;
  }

  /** Everything that some {@code $ref} points at, as {@code file#/pointer}. */
  Set<String> references() {
    return references;
  }

  /** Where an operation is to be sent. */
  JsonNode servers(Operation operation) {
    return operation.node().path("servers").isMissingNode()
        ? document.path("servers")
        : operation.node().path("servers");
  }

  /** Names of the headers that an operation cannot do without. */
  List<String> securityHeaders(Operation operation) {
    JsonNode security =
        operation.node().path("security").isMissingNode()
            ? document.path("security")
            : operation.node().path("security");
    List<String> headers = new ArrayList<>();
    if (security.size() == 1) {
      security
          .get(0)
          .fieldNames()
          .forEachRemaining(
              scheme -> {
                JsonNode named = document.path("components").path("securitySchemes").path(scheme);
                if (named.path("in").asText().equals("header")) {
                  headers.add(named.path("name").asText());
                }
              });
    }
    return headers;
  }

  private static List<JsonNode> parameters(JsonNode path, JsonNode operation) {
    List<JsonNode> parameters = new ArrayList<>();
    path.path("parameters").forEach(parameters::add);
    operation.path("parameters").forEach(parameters::add);
    return parameters;
  }

  /**
   * An operation; {@code node} as it stands, {@code parameters} with those that stand beside it on
   * the path.
   */
  record Operation(
      String id, String method, String path, JsonNode node, List<JsonNode> parameters) {

    List<JsonNode> parameters(String in) {
      return parameters.stream().filter(p -> p.path("in").asText().equals(in)).toList();
    }

    JsonNode requestContent() {
      return node.path("requestBody").path("content").path("application/json");
    }

    JsonNode requestSchema() {
      return requestContent().path("schema");
    }

    List<String> statuses() {
      List<String> statuses = new ArrayList<>();
      node.path("responses").fieldNames().forEachRemaining(statuses::add);
      return statuses;
    }

    List<String> successes() {
      return statuses().stream().filter(status -> status.startsWith("2")).toList();
    }

    List<String> responseTypes(String status) {
      List<String> types = new ArrayList<>();
      node.path("responses").path(status).path("content").fieldNames().forEachRemaining(types::add);
      return types;
    }

    /** The body of an answer, in the first media type that is named. */
    JsonNode responseContent(String status) {
      Iterator<JsonNode> contents = node.path("responses").path(status).path("content").elements();
      return contents.hasNext() ? contents.next() : MissingNode.getInstance();
    }

    JsonNode answerContent() {
      return responseContent(successes().get(0));
    }

    JsonNode answerSchema() {
      return answerContent().path("schema");
    }

    @Override
    public String toString() {
      return id;
    }
  }

  private static final class Resolver {

    private final Map<Path, JsonNode> files = new HashMap<>();
    private final Set<String> references = new LinkedHashSet<>();
    private final List<String> underWay = new ArrayList<>();

    JsonNode file(Path file) {
      return files.computeIfAbsent(file.normalize(), Specification::read);
    }

    JsonNode resolve(Path file, JsonNode node) {
      if (node.isArray()) {
        ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
        node.forEach(element -> resolved.add(resolve(file, element)));
        return resolved;
      }
      if (!node.isObject()) {
        return node;
      }
      if (node.has("$ref")) {
        return follow(file, node.get("$ref").asText());
      }
      ObjectNode resolved = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(member -> resolved.set(member.getKey(), resolve(file, member.getValue())));
      return resolved;
    }

    private JsonNode follow(Path from, String reference) {
      int hash = reference.indexOf('#');
      if (hash < 0) {
        throw new IllegalStateException(from + ": no pointer in " + reference);
      }
      Path file = hash == 0 ? from : from.resolveSibling(reference.substring(0, hash)).normalize();
      String pointer = reference.substring(hash + 1);
      String target = file + "#" + pointer;
      if (underWay.contains(target)) {
        throw new IllegalStateException("a circle: " + underWay + " and again " + target);
      }
      JsonNode node = file(file).at(pointer);
      if (node.isMissingNode()) {
        throw new IllegalStateException(from + ": nothing at " + reference);
      }
      references.add(target);
      underWay.add(target);
      JsonNode resolved = resolve(file, node);
      underWay.remove(target);
      return resolved;
    }
  }
}
