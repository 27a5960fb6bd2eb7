package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An OpenAPI document as plain trees, every {@code $ref} replaced by what it points at. It shares
 * no code with the parsers and generators that the specification is checked with. Immutable.
 */
public final class Specification {

  /** The folder of the specification. */
  public static final Path FOLDER = Path.of("openapi");

  /** The file that names all others. */
  public static final Path ROOT = FOLDER.resolve("openapi.yaml");

  /** The bundle, as a resource of the class path. */
  public static final String BUNDLE = "/io/github/ncloudcommunity/apigateway/sandbox/openapi.yaml";

  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private static Specification split;
  private static Specification bundled;

  private final JsonNode document;
  private final Map<String, Operation> operations = new TreeMap<>();
  private final Set<String> references;
  private final Map<JsonNode, Location> locations;

  private Specification(
      JsonNode document, Set<String> references, Map<JsonNode, Location> locations) {
    this.document = document;
    this.references = references;
    this.locations = locations;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : METHODS) {
        JsonNode node = path.getValue().path(method);
        if (node.isObject()) {
          List<JsonNode> parameters = new ArrayList<>();
          path.getValue().path("parameters").forEach(parameters::add);
          node.path("parameters").forEach(parameters::add);
          String id = node.path("operationId").asText();
          String upperCase = method.toUpperCase(Locale.ROOT);
          Operation operation = new Operation(id, upperCase, path.getKey(), node, parameters);
          if (operations.put(id, operation) != null) {
            throw new IllegalStateException(locations.get(node) + ": a second operation " + id);
          }
        }
      }
    }
  }

  /** The specification as it is written: the folder {@code openapi/}. */
  public static synchronized Specification split() {
    if (split == null) {
      split = split(ROOT);
    }
    return split;
  }

  /** A specification in several files, by the one that names the others. */
  static Specification split(Path root) {
    Resolver resolver = new Resolver();
    return resolver.specification(root, Yaml.read(root, resolver.locations));
  }

  /** The single file that the build makes of it. */
  public static synchronized Specification bundled() {
    if (bundled == null) {
      try (InputStream bundle = Specification.class.getResourceAsStream(BUNDLE)) {
        Resolver resolver = new Resolver();
        Path name = Path.of(BUNDLE);
        bundled = resolver.specification(name, Yaml.read(name, bundle, resolver.locations));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bundled;
  }

  /** A document without references. */
  public static Specification of(JsonNode document) {
    return new Specification(document, Set.of(), Map.of());
  }

  /** A document in which references point at the document itself. */
  static Specification resolve(JsonNode document) {
    return new Resolver().specification(ROOT, document);
  }

  /** The YAML files of the folder {@code openapi/}. */
  public static List<Path> files() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.startsWith(FOLDER.resolve("templates")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a YAML file, references left as they are.
   *
   * @throws IllegalStateException if the file is no YAML; the message names file and line
   */
  public static JsonNode read(Path file) {
    return Yaml.read(file);
  }

  /** The whole document. */
  public JsonNode document() {
    return document;
  }

  /** By operationId. */
  public Map<String, Operation> operations() {
    return operations;
  }

  /** Everything that some {@code $ref} points at, as {@code file#/pointer}. */
  public Set<String> references() {
    return references;
  }

  /** A schema by its name; missing if there is none. Of the bundle only. */
  public JsonNode schema(String name) {
    return document.path("components").path("schemas").path(name);
  }

  /** Where an object of this specification is written; empty if it comes from no file. */
  Optional<Location> location(JsonNode node) {
    return Optional.ofNullable(locations.get(node));
  }

  /** File and line of an object of this specification; {@code openapi/} if that is not known. */
  public String place(JsonNode node) {
    return location(node).map(Location::toString).orElse(FOLDER.toString());
  }

  /** The servers of an operation. */
  public JsonNode servers(Operation operation) {
    JsonNode own = operation.node().path("servers");
    return own.isMissingNode() ? document.path("servers") : own;
  }

  /** Names of the headers that sign a request. */
  public List<String> signatureHeaders() {
    return document.at("/x-signature/headers").valueStream().map(JsonNode::asText).toList();
  }

  /** The examples of a body, whether one or several are given. */
  public static List<JsonNode> examples(JsonNode content) {
    List<JsonNode> examples = new ArrayList<>();
    if (content.has("example")) {
      examples.add(content.path("example"));
    }
    content.path("examples").forEach(example -> examples.add(example.path("value")));
    return examples;
  }

  /**
   * An operation.
   *
   * @param node the operation as it is written
   * @param parameters its own and those of its path
   */
  public record Operation(
      String id, String method, String path, JsonNode node, List<JsonNode> parameters) {

    /** Whether it changes nothing: GET, or marked as {@code x-read}. */
    public boolean reads() {
      return method.equals("GET") || node.path("x-read").asBoolean();
    }

    /** Address of its documentation page. Of the bundle only. */
    public String page() {
      return node.path("externalDocs").path("url").asText();
    }

    /** The parameters in {@code path} or {@code query}. */
    public List<JsonNode> parameters(String in) {
      return parameters.stream().filter(p -> p.path("in").asText().equals(in)).toList();
    }

    /** A parameter by place and name. */
    public Optional<JsonNode> parameter(String in, String name) {
      return parameters(in).stream().filter(p -> p.path("name").asText().equals(name)).findFirst();
    }

    /** The body of a request; missing if it has none. */
    public JsonNode requestContent() {
      return node.path("requestBody").path("content").path("application/json");
    }

    /** The schema of the body of a request; missing if it has none. */
    public JsonNode requestSchema() {
      return requestContent().path("schema");
    }

    /** All statuses, in the order of the specification. */
    public List<String> statuses() {
      return names(node.path("responses"));
    }

    /** The statuses of success. */
    public List<String> successes() {
      return statuses().stream().filter(status -> status.startsWith("2")).toList();
    }

    /** The statuses of errors. */
    public List<String> errors() {
      return statuses().stream().filter(status -> !status.startsWith("2")).toList();
    }

    /** The media types of an answer. */
    public List<String> responseTypes(String status) {
      return names(node.path("responses").path(status).path("content"));
    }

    /** The body of an answer, in the first media type; missing if it has none. */
    public JsonNode responseContent(String status) {
      Iterator<JsonNode> contents = node.path("responses").path(status).path("content").elements();
      return contents.hasNext() ? contents.next() : MissingNode.getInstance();
    }

    /** The body of the success; missing if it has none. */
    public JsonNode answerContent() {
      return responseContent(successes().stream().findFirst().orElse(""));
    }

    /** The schema of the body of the success; missing if it has none. */
    public JsonNode answerSchema() {
      return answerContent().path("schema");
    }

    @Override
    public String toString() {
      return id;
    }

    private static List<String> names(JsonNode object) {
      return object.properties().stream().map(Map.Entry::getKey).toList();
    }
  }

  private static final class Resolver {

    private final Map<JsonNode, Location> locations = new IdentityHashMap<>();
    private final Map<Path, JsonNode> files = new HashMap<>();
    private final Set<String> references = new LinkedHashSet<>();
    private final List<String> underWay = new ArrayList<>();

    Specification specification(Path name, JsonNode document) {
      files.put(name.normalize(), document);
      return new Specification(resolve(name.normalize(), document), references, locations);
    }

    private JsonNode resolve(Path file, JsonNode node) {
      if (node.isArray()) {
        ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
        node.forEach(element -> resolved.add(resolve(file, element)));
        return resolved;
      }
      if (!node.isObject()) {
        return node;
      }
      if (node.has("$ref")) {
        return follow(file, node);
      }
      ObjectNode resolved = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(member -> resolved.set(member.getKey(), resolve(file, member.getValue())));
      locations.put(resolved, locations.get(node));
      return resolved;
    }

    private JsonNode follow(Path from, JsonNode at) {
      String reference = at.get("$ref").asText();
      int hash = reference.indexOf('#');
      if (hash < 0) {
        throw new IllegalStateException(locations.get(at) + ": no pointer in " + reference);
      }
      Path file = hash == 0 ? from : from.resolveSibling(reference.substring(0, hash)).normalize();
      String pointer = reference.substring(hash + 1);
      String target = file + "#" + pointer;
      if (underWay.contains(target)) {
        throw new IllegalStateException("a circle: " + underWay + " and again " + target);
      }
      JsonNode node = files.computeIfAbsent(file, f -> Yaml.read(f, locations)).at(pointer);
      if (node.isMissingNode()) {
        throw new IllegalStateException(locations.get(at) + ": nothing at " + reference);
      }
      references.add(target);
      underWay.add(target);
      JsonNode resolved = resolve(file, node);
      underWay.remove(target);
      return resolved;
    }
  }
}
