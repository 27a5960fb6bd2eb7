package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The generated classes and sources, and the specification that they are made of. */
final class Generated {

  static final String SECRET = "a-secret";
  static final OpenAPI SPECIFICATION = specification();

  /** By operationId. */
  static final Map<String, Operation> OPERATIONS = new HashMap<>();

  /** By operationId, with those that stand beside the operation on the path. */
  static final Map<String, List<Parameter>> PARAMETERS = new HashMap<>();

  private static final Path SOURCES = Path.of("target/generated-sources/openapi/src/main/java");
  private static final Map<String, List<Class<?>>> CLASSES = new ConcurrentHashMap<>();

  static {
    SPECIFICATION
        .getPaths()
        .values()
        .forEach(
            path ->
                path.readOperations()
                    .forEach(
                        operation -> {
                          List<Parameter> parameters = new ArrayList<>();
                          if (path.getParameters() != null) {
                            parameters.addAll(path.getParameters());
                          }
                          if (operation.getParameters() != null) {
                            parameters.addAll(operation.getParameters());
                          }
                          OPERATIONS.put(operation.getOperationId(), operation);
                          PARAMETERS.put(operation.getOperationId(), parameters);
                        }));
  }

  private Generated() {}

  private static OpenAPI specification() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIParser().readLocation("openapi/openapi.yaml", null, options).getOpenAPI();
  }

  static Schema<?> schema(String name) {
    return SPECIFICATION.getComponents().getSchemas().get(name);
  }

  /** The members of the schema of a model. */
  static Map<String, Schema<?>> members(Class<?> model) {
    Map<String, Schema<?>> members = new LinkedHashMap<>();
    schema(model.getSimpleName())
        .getProperties()
        .forEach((name, member) -> members.put(name, (Schema<?>) member));
    return members;
  }

  /** The names of the members that the schema of a model requires. */
  static List<String> required(Class<?> model) {
    return Objects.requireNonNullElse(schema(model.getSimpleName()).getRequired(), List.of());
  }

  static Stream<Class<?>> generated(String name) {
    return CLASSES.computeIfAbsent(name, Generated::importPackage).stream();
  }

  private static List<Class<?>> importPackage(String name) {
    return new ClassFileImporter()
        .importPackages(Generated.class.getPackageName() + "." + name).stream()
            .<Class<?>>map(JavaClass::reflect)
            .filter(type -> !type.isSynthetic() && !type.isAnonymousClass())
            .filter(type -> type.getPackageName().endsWith(name))
            .toList();
  }

  static List<Class<?>> models() {
    return generated("model").toList();
  }

  static Stream<Class<?>> enumerations() {
    return models().stream()
        .filter(
            model ->
                Arrays.stream(model.getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals("documentedValues")));
  }

  static Stream<Class<?>> beans() {
    List<Class<?>> enumerations = enumerations().toList();
    return models().stream().filter(model -> !enumerations.contains(model));
  }

  static Object extension(Operation operation, String name) {
    return operation.getExtensions() == null ? null : operation.getExtensions().get(name);
  }

  static Schema<?> resolved(Schema<?> schema) {
    return schema.get$ref() == null
        ? schema
        : schema(schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1));
  }

  /** A tree in which every member has a value of its type. */
  static ObjectNode example(Schema<?> schema) {
    ObjectNode example = JsonCodec.MAPPER.createObjectNode();
    schema
        .getProperties()
        .forEach((name, member) -> example.set(name, exampleMember((Schema<?>) member)));
    return example;
  }

  private static JsonNode exampleMember(Schema<?> member) {
    Schema<?> schema = resolved(member);
    if (schema.getEnum() != null) {
      return JsonCodec.MAPPER.valueToTree(schema.getEnum().get(0).toString());
    } else if (schema.getProperties() != null) {
      return example(schema);
    }
    Object value =
        switch (member.getType() + " " + member.getFormat()) {
          case "string null", "string quota-condition" -> "text";
          case "string password" -> SECRET;
          case "object null" ->
              Map.of(
                  "key",
                  member.getAdditionalProperties() instanceof Schema<?> values
                          && values.getType() != null
                      ? exampleMember(values)
                      : "anything");
          case "string date-time" -> "2024-05-07T01:59:03Z";
          case "integer int32" -> Integer.MAX_VALUE;
          case "integer int64" -> Long.MAX_VALUE;
          case "number float" -> 5.5f;
          case "number double" -> 5.5;
          case "boolean null" -> true;
          case "array null" -> List.of(exampleMember(member.getItems()));
          default -> throw new AssertionError(member.toString());
        };
    return JsonCodec.MAPPER.valueToTree(value);
  }

  /** What the comment must say: description, limits, values and default. */
  static List<String> said(String name, String description, Schema<?> declared) {
    Schema<?> schema = resolved(declared);
    List<String> said = new ArrayList<>();
    said.add(
        "Sets {@code " + name + (description == null ? "}, see {@link " : "}: " + description));
    if (schema.getMaxLength() != null) {
      said.add(" %d to %d characters.".formatted(schema.getMinLength(), schema.getMaxLength()));
    }
    if (schema.getMaximum() != null) {
      said.add(" %s to %s.".formatted(schema.getMinimum(), schema.getMaximum()));
    }
    if (schema.getEnum() != null) {
      said.add(
          schema.getEnum().stream()
              .map(Object::toString)
              .collect(Collectors.joining(", ", " Documented values: ", ".")));
    }
    if (schema.getDefault() != null) {
      said.add(" Default: " + schema.getDefault() + ".");
    }
    return said;
  }

  static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  static String source(Class<?> type) throws IOException {
    return Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
  }

  /** The comment on a method that returns the type, as one line. */
  static String javadoc(String source, String type, String method) {
    int end =
        Math.max(
            source.indexOf(" public %s %s(".formatted(type, method)),
            source.indexOf(" public %s _%s(".formatted(type, method))); // a reserved word
    assertThat(end).as("%s.%s", type, method).isPositive();
    String before = source.substring(0, end);
    return before.substring(before.lastIndexOf("/**")).replaceAll("\\s*\\*?\\s+", " ");
  }
}
