package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations of the bundled OpenAPI document. Immutable and thread-safe. */
public final class Specification {

  private static final String RESOURCE =
      "/io/github/ncloudcommunity/apigateway/sandbox/openapi.yaml";

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private static @Nullable Specification bundled;

  private final List<SpecifiedOperation> operations;

  /**
   * An operation for a request.
   *
   * @param pathValues the values of its path parameters, still percent-encoded
   */
  public record Match(SpecifiedOperation operation, Map<String, String> pathValues) {}

  public Specification(JsonNode document) {
    Schemas schemas = new Schemas(document);
    List<SpecifiedOperation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          found.add(
              new SpecifiedOperation(
                  schemas, path.getKey(), path.getValue(), member.getKey(), member.getValue()));
        }
      }
    }
    // OpenAPI prefers a path without parameters to one with parameters.
    found.sort(Comparator.comparingInt(operation -> operation.pathParameters()));
    operations = List.copyOf(found);
  }

  /**
   * Returns the document that is packaged with the sandbox. It is read once, because reading takes
   * longer than the rest of a start.
   *
   * @throws UncheckedIOException if it is not on the class path
   */
  public static synchronized Specification bundled() {
    if (bundled == null) {
      bundled = read();
    }
    return bundled;
  }

  private static Specification read() {
    try (InputStream in = Specification.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException(RESOURCE + " is not on the class path");
      }
      return new Specification(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  public List<SpecifiedOperation> operations() {
    return operations;
  }

  /** Returns the operation for a request, or null if there is none. */
  public @Nullable Match find(String method, List<String> segments) {
    for (SpecifiedOperation operation : operations) {
      Map<String, String> pathValues =
          operation.method().equals(method) ? pathValues(operation.path(), segments) : null;
      if (pathValues != null) {
        return new Match(operation, pathValues);
      }
    }
    return null;
  }

  private static @Nullable Map<String, String> pathValues(
      List<String> template, List<String> segments) {
    if (template.size() != segments.size()) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String expected = template.get(i);
      if (expected.startsWith("{")) {
        values.put(expected.substring(1, expected.length() - 1), segments.get(i));
      } else if (!expected.equals(segments.get(i))) {
        return null;
      }
    }
    return values;
  }
}
