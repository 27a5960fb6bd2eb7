package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedApiResponse;
import org.openapitools.openapidiff.core.model.ChangedContent;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedOperation;
import org.openapitools.openapidiff.core.model.ChangedParameter;
import org.openapitools.openapidiff.core.model.ChangedRequestBody;
import org.openapitools.openapidiff.core.model.ChangedSchema;
import org.openapitools.openapidiff.core.model.Endpoint;
import org.openapitools.openapidiff.core.model.schema.ChangedEnum;

/**
 * What changed from one specification to another. openapi-diff finds the differences. What of them
 * is breaking is decided here, for openapi-diff takes a member that an answer loses for compatible
 * unless it was required, and no member of an answer is. What it does not see is compared here too:
 * servers, and the keywords that combine schemas.
 */
final class SpecificationChanges {

  private static final String SCHEMAS = "#/components/schemas/";

  private static final Set<String> COMBINING =
      Set.of("anyOf", "oneOf", "not", "additionalProperties");

  private static final List<Bound> BOUNDS =
      List.of(
          new Bound("at most %s", true, Schema::getMaximum),
          new Bound("at least %s", false, Schema::getMinimum),
          new Bound("at most %s characters", true, Schema::getMaxLength),
          new Bound("at least %s characters", false, Schema::getMinLength),
          new Bound("at most %s elements", true, Schema::getMaxItems),
          new Bound("at least %s elements", false, Schema::getMinItems));

  /** Keywords of which every change breaks somebody. */
  private static final Map<String, Function<Schema<?>, Object>> FIXED = new LinkedHashMap<>();

  static {
    FIXED.put("type", Schema::getType);
    FIXED.put("format", Schema::getFormat);
    FIXED.put("pattern", Schema::getPattern);
    FIXED.put("default", Schema::getDefault);
    FIXED.put("nullable", Schema::getNullable);
    FIXED.put("readOnly", Schema::getReadOnly);
    FIXED.put("writeOnly", Schema::getWriteOnly);
    FIXED.put("uniqueItems", Schema::getUniqueItems);
    FIXED.put("multipleOf", Schema::getMultipleOf);
    FIXED.put("minProperties", Schema::getMinProperties);
    FIXED.put("maxProperties", Schema::getMaxProperties);
    FIXED.put("exclusiveMinimum", Schema::getExclusiveMinimum);
    FIXED.put("exclusiveMaximum", Schema::getExclusiveMaximum);
  }

  private final JsonNode before;
  private final JsonNode after;
  private final Map<Schema<?>, String> names = new IdentityHashMap<>();
  private final List<ReleaseChange> changes = new ArrayList<>();
  private String operation;

  private SpecificationChanges(JsonNode before, JsonNode after) {
    this.before = before;
    this.after = after;
  }

  /** The changes from one document to another; texts, examples and extensions do not count. */
  static List<ReleaseChange> between(JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return List.of(); // Without the seconds that openapi-diff takes to start.
    }
    SpecificationChanges comparison = new SpecificationChanges(before, after);
    comparison.compare();
    comparison.compareCombinations(Specification.resolve(before), Specification.resolve(after));
    return List.copyOf(comparison.changes);
  }

  /** Key of a place of an operation; of the whole operation if the place is empty. */
  static String key(String operation, Object place) {
    return operation + ": " + place;
  }

  /** Keys of a part of an operation and of all that it lies in, up to the whole operation. */
  static Set<String> keys(String operation, Part part) {
    Set<String> keys = new HashSet<>(Set.of(key(operation, ""), key(operation, part)));
    for (int i = part.path.length(); i >= 0; i--) {
      if (i == 0 || part.path.startsWith(".", i) || part.path.startsWith("[", i)) {
        keys.add(key(operation, new Part(part.request, part.kind, part.path.substring(0, i))));
      }
    }
    return keys;
  }

  /**
   * Something that a schema describes.
   *
   * @param request whether users send it
   * @param kind {@code query parameter}, {@code response member}
   * @param path {@code content[].name}; empty for a whole body
   */
  record Part(boolean request, String kind, String path) {

    static Part parameter(String in, String name) {
      return new Part(true, in + " parameter", name);
    }

    static Part requestBody() {
      return new Part(true, "request member", "");
    }

    static Part responseBody(String status) {
      String kind = status.startsWith("2") ? "response member" : "response " + status + " member";
      return new Part(false, kind, "");
    }

    Part member(String name) {
      return new Part(request, kind, path.isEmpty() ? name : path + "." + name);
    }

    Part elements() {
      return new Part(request, kind, path + "[]");
    }

    /** The part that {@link #toString} wrote. */
    static Part parse(String text) {
      String[] kindAndPath = text.replaceAll("body$", "member").split(" ?`");
      return new Part(false, kindAndPath[0], kindAndPath.length == 1 ? "" : kindAndPath[1]);
    }

    @Override
    public String toString() {
      return path.isEmpty() ? kind.replace("member", "body") : kind + " `" + path + "`";
    }
  }

  private record Bound(String words, boolean upper, Function<Schema<?>, Number> value) {

    /** Whether it allows values that it did not allow. */
    boolean wider(Number before, Number after) {
      if (before == null || after == null) {
        return after == null;
      }
      int sign = decimal(after).compareTo(decimal(before));
      return upper ? sign > 0 : sign < 0;
    }

    String words(Number value) {
      return value == null ? "without bound" : words.formatted(value);
    }

    private static BigDecimal decimal(Number number) {
      return new BigDecimal(number.toString());
    }
  }

  private void compare() {
    ChangedOpenApi found =
        OpenApiCompare.fromContents(
            Skeleton.of(before, COMBINING).toString(), Skeleton.of(after, COMBINING).toString());
    name(found.getOldSpecOpenApi());
    name(found.getNewSpecOpenApi());
    found
        .getMissingEndpoints()
        .forEach(endpoint -> whole(endpoint, before, after, "removed", true));
    found.getNewEndpoints().forEach(endpoint -> whole(endpoint, after, before, "added", false));
    found.getChangedOperations().forEach(this::operation);
    if (!before.path("servers").equals(after.path("servers"))) {
      changes.add(new ReleaseChange("servers", "", "changed", true, Set.of()));
    }
  }

  private void name(OpenAPI document) {
    if (document.getComponents() != null && document.getComponents().getSchemas() != null) {
      document.getComponents().getSchemas().forEach((name, schema) -> names.put(schema, name));
    }
  }

  private void whole(
      Endpoint endpoint, JsonNode document, JsonNode other, String what, boolean breaking) {
    String id = endpoint.getOperation().getOperationId();
    Set<String> keys = new HashSet<>(Set.of(key(id, "")));
    String method = endpoint.getMethod().name().toLowerCase(Locale.ROOT);
    JsonNode node = document.path("paths").path(endpoint.getPathUrl()).path(method);
    schemas(document, node, other).forEach(name -> keys.add(JavaApi.model(name)));
    changes.add(new ReleaseChange(id, "", what, breaking, keys));
  }

  private void add(Object place, String what, boolean breaking, Set<String> keys) {
    Set<String> all = new HashSet<>(keys);
    all.add(key(operation, place));
    changes.add(new ReleaseChange(operation, place.toString(), what, breaking, all));
  }

  private void operation(ChangedOperation changed) {
    operation = changed.getOldOperation().getOperationId();
    String renamed = changed.getNewOperation().getOperationId();
    if (!operation.equals(renamed)) {
      Set<String> keys = Set.of(key(operation, ""), key(renamed, ""));
      changes.add(new ReleaseChange(operation, "", "renamed to " + renamed, true, keys));
    }
    if (changed.getParameters() != null) {
      changed.getParameters().getMissing().forEach(gone -> parameter(gone, "removed", true));
      changed.getParameters().getIncreased().forEach(this::newParameter);
      changed.getParameters().getChanged().forEach(this::parameter);
    }
    if (changed.getRequestBody() != null) {
      requestBody(changed.getRequestBody());
    }
    if (changed.getApiResponses() != null) {
      responses(changed.getApiResponses());
    }
    if (changed.getSecurityRequirements() != null
        && changed.getSecurityRequirements().isDifferent()) {
      add("signature headers", "changed", true, Set.of());
    }
  }

  private void newParameter(Parameter parameter) {
    boolean required = Boolean.TRUE.equals(parameter.getRequired());
    parameter(parameter, required ? "added, and required" : "added", required);
  }

  private void parameter(Parameter parameter, String what, boolean breaking) {
    Part part = Part.parameter(parameter.getIn(), parameter.getName());
    add(part, what, breaking, JavaApi.parameter(operation, parameter.getName()));
  }

  private void parameter(ChangedParameter changed) {
    Part part = Part.parameter(changed.getIn(), changed.getName());
    Set<String> keys = JavaApi.parameter(operation, changed.getName());
    if (changed.isChangeRequired()) {
      required(part, Boolean.TRUE.equals(changed.getNewParameter().getRequired()), keys);
    }
    if (changed.isChangeStyle() || changed.isChangeExplode() || changed.isChangeAllowEmptyValue()) {
      add(part, "is written in another way", true, keys);
    }
    if (changed.getSchema() != null) {
      schema(changed.getSchema(), part, keys);
    }
  }

  private void required(Part part, boolean required, Set<String> keys) {
    String what = part.request() ? "required" : "always there";
    add(
        part,
        "is %s %s".formatted(required ? "now" : "no longer", what),
        part.request() == required,
        keys);
  }

  private void requestBody(ChangedRequestBody changed) {
    Part body = Part.requestBody();
    if (changed.isChangeRequired()) {
      required(body, Boolean.TRUE.equals(changed.getNewRequestBody().getRequired()), Set.of());
    }
    content(changed.getContent(), body);
  }

  private void responses(ChangedApiResponse changed) {
    changed.getMissing().keySet().forEach(status -> status(status, "removed", isSuccess(status)));
    changed.getIncreased().keySet().forEach(status -> status(status, "added", false));
    changed
        .getChanged()
        .forEach(
            (status, response) -> {
              if (response.getHeaders() != null && response.getHeaders().isDifferent()) {
                add("headers of response " + status, "changed", true, Set.of());
              }
              content(response.getContent(), Part.responseBody(status));
            });
  }

  private static boolean isSuccess(String status) {
    return status.startsWith("2");
  }

  private void status(String status, String what, boolean breaking) {
    String body = key(operation, Part.responseBody(status));
    add("response " + status, what, breaking, Set.of(body, JavaApi.operation(operation)));
  }

  private void content(ChangedContent changed, Part body) {
    if (changed == null) {
      return;
    }
    Set<String> keys = Set.of(JavaApi.operation(operation));
    changed
        .getMissing()
        .keySet()
        .forEach(type -> add(body, "as %s removed".formatted(type), true, keys));
    changed
        .getIncreased()
        .keySet()
        .forEach(type -> add(body, "as %s added".formatted(type), false, keys));
    changed
        .getChanged()
        .forEach(
            (type, media) -> {
              if (media.getSchema() != null) {
                schema(media.getSchema(), body, keys);
              }
            });
  }

  private void schema(ChangedSchema changed, Part part, Set<String> keys) {
    Schema<?> old = changed.getOldSchema();
    Schema<?> now = changed.getNewSchema();
    if (old == null || now == null) {
      add(part, now == null ? "removed" : "added", true, keys);
      return;
    }
    for (Bound bound : BOUNDS) {
      Number was = bound.value.apply(old);
      Number is = bound.value.apply(now);
      if (!Objects.equals(was, is)) {
        String what = "is now %s, was %s".formatted(bound.words(is), bound.words(was));
        add(part, what, part.request() != bound.wider(was, is), keys);
      }
    }
    FIXED.forEach(
        (keyword, value) -> {
          Object was = value.apply(old);
          Object is = value.apply(now);
          if (!Objects.equals(was, is)) {
            add(part, "has %s %s, had %s".formatted(keyword, shown(is), shown(was)), true, keys);
          }
        });
    values(changed.getEnumeration(), part, keys, names.get(old));
    members(changed, part);
    if (changed.getItems() != null) {
      schema(changed.getItems(), part.elements(), keys);
    }
  }

  private static String shown(Object value) {
    return value == null ? "none" : "`" + value + "`";
  }

  /** Sets of values are open for whoever reads them: a new one breaks nothing. */
  private void values(ChangedEnum<?> changed, Part part, Set<String> keys, String name) {
    if (changed == null || changed.isUnchanged()) {
      return;
    }
    Set<String> all = new HashSet<>(keys);
    all.add(JavaApi.constants(name));
    List<?> old = changed.getOldValue();
    if (old == null || old.isEmpty()) {
      add(part, "is now one of " + changed.getNewValue(), part.request(), all);
    } else {
      changed.getMissing().forEach(v -> add(part, "value `%s` removed".formatted(v), true, all));
      changed.getIncreased().forEach(v -> add(part, "value `%s` added".formatted(v), false, all));
    }
  }

  private void members(ChangedSchema changed, Part part) {
    String old = names.get(changed.getOldSchema());
    String now = names.get(changed.getNewSchema());
    List<String> required = changed.getNewSchema().getRequired();
    changed
        .getMissingProperties()
        .keySet()
        .forEach(name -> add(part.member(name), "removed", true, member(before, after, old, name)));
    changed
        .getIncreasedProperties()
        .keySet()
        .forEach(
            name -> {
              boolean demanded = part.request() && required != null && required.contains(name);
              String what = demanded ? "added, and required" : "added";
              add(part.member(name), what, demanded, member(after, before, now, name));
            });
    changed
        .getChangedProperties()
        .forEach((name, schema) -> schema(schema, part.member(name), JavaApi.member(old, name)));
    if (changed.getRequired() != null) {
      Set<String> gone = changed.getMissingProperties().keySet();
      Set<String> added = changed.getIncreasedProperties().keySet();
      for (String name : changed.getRequired().getMissing()) {
        if (!gone.contains(name)) {
          required(part.member(name), false, JavaApi.member(old, name));
        }
      }
      for (String name : changed.getRequired().getIncreased()) {
        if (!added.contains(name)) {
          required(part.member(name), true, JavaApi.member(old, name));
        }
      }
    }
  }

  /** Keys of a member that came or went, and of the classes that may have done so with it. */
  private static Set<String> member(JsonNode document, JsonNode other, String owner, String name) {
    Set<String> keys = new HashSet<>(JavaApi.member(owner, name));
    JsonNode schema = document.at("/components/schemas").path(String.valueOf(owner));
    schemas(document, schema.path("properties").path(name), other)
        .forEach(schemaName -> keys.add(JavaApi.model(schemaName)));
    return keys;
  }

  /** Names of the schemas that a part of a document uses and another document has not. */
  private static Set<String> schemas(JsonNode document, JsonNode part, JsonNode other) {
    Set<String> found = new TreeSet<>();
    collect(document, part, found);
    found.removeIf(other.at("/components/schemas")::has);
    return found;
  }

  private static void collect(JsonNode document, JsonNode part, Set<String> found) {
    String reference = part.path("$ref").asText();
    if (reference.startsWith(SCHEMAS)) {
      String name = reference.substring(SCHEMAS.length());
      if (found.add(name)) {
        collect(document, document.at("/components/schemas").path(name), found);
      }
    }
    part.forEach(child -> collect(document, child, found));
  }

  private void compareCombinations(Specification old, Specification now) {
    old.operations()
        .forEach(
            (id, was) -> {
              Specification.Operation is = now.operations().get(id);
              if (is != null) {
                operation = id;
                Map<String, JsonNode> wanted = combinations(was);
                Map<String, JsonNode> found = combinations(is);
                Set<String> places = new TreeSet<>(wanted.keySet());
                places.retainAll(found.keySet());
                places.removeIf(place -> wanted.get(place).equals(found.get(place)));
                places.forEach(
                    place -> add(place, "is constrained in another way", true, Set.of()));
              }
            });
  }

  /** By place, the keywords that combine schemas, of every schema of an operation. */
  private static Map<String, JsonNode> combinations(Specification.Operation operation) {
    Map<String, JsonNode> found = new TreeMap<>();
    combinations(operation.requestSchema(), Part.requestBody(), found);
    for (String status : operation.statuses()) {
      JsonNode schema = operation.responseContent(status).path("schema");
      combinations(schema, Part.responseBody(status), found);
    }
    return found;
  }

  private static void combinations(JsonNode schema, Part part, Map<String, JsonNode> found) {
    found.put(part.toString(), Skeleton.only(schema, COMBINING));
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      combinations(member.getValue(), part.member(member.getKey()), found);
    }
    if (schema.has("items")) {
      combinations(schema.get("items"), part.elements(), found);
    }
  }
}
