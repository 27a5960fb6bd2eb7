package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ncloudcommunity.apigateway.contractkit.SchemaValidator;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import io.github.ncloudcommunity.apigateway.internal.OpenModel;
import io.github.ncloudcommunity.apigateway.model.ErrorAnswer;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What holds for each folder of samples. Each check gives back what is wrong, as lines that begin
 * with folder and file and name the member; none means that all is well.
 */
final class SampleChecks {

  private static final Pattern FILE =
      Pattern.compile(
          "(sample|syntax)\\.request\\.json|([0-9]{3})-(sample|syntax)\\.response\\.json");

  private static final Pattern PAGE =
      Pattern.compile(
          "https://api(?:-fin|-gov)?\\.ncloud-docs\\.com/docs/(?:(en|ja)/)?([a-z0-9-]+)");

  private static final String GROUP_PAGE = "pre-2024 group page";

  /** The groups that the page of an operation does not name in its address. */
  private static final Map<String, String> GROUPS =
      Map.of(
          "apigateway-postmethods", "method",
          "apigateway-postmodels", "model",
          "apigateway-postparameters", "methodrequestparameter",
          "apigateway-postresponsebody", "methodresponsebody",
          "apigateway-postresponseparameters", "methodresponseheader");

  /**
   * The samples that cannot fit, by file, and why; {@code contracts/deviations.md} has a row for
   * each of their operations.
   */
  static final Map<String, String> EXEMPT =
      Map.of(
          "testAuthorizer/sample.request.json",
          "the sample sends the values without the member params, which table and syntax have",
          "testAuthorizer/200-syntax.response.json",
          "body is a text here, and an object in the export");

  /** The mapper of the client. */
  static final ObjectMapper MAPPER = mapper();

  private SampleChecks() {}

  /**
   * Is each file named in {@code source.yaml}, and the other way round; is what it says possible?
   */
  static List<String> provenance(SampleFolder folder) {
    List<String> problems = new ArrayList<>();
    boolean errors = folder.name().equals(SampleFolder.ERRORS);
    Operation operation = operations().get(folder.name());
    if (operation == null && !errors) {
      return List.of(folder.name() + ": openapi/ has no such operation; delete the folder");
    }
    JsonNode named = folder.source().path("files");
    for (String file : folder.files().keySet()) {
      if (!FILE.matcher(file).matches()) {
        problems.add(place(folder, file) + ": is no name of a sample");
      }
      if (!named.has(file)) {
        problems.add(place(folder, file) + ": is not in source.yaml");
      }
    }
    named
        .properties()
        .forEach(
            entry -> {
              String place = place(folder, entry.getKey());
              if (!folder.files().containsKey(entry.getKey())) {
                problems.add(place + ": is in source.yaml and nowhere else");
              }
              problems.addAll(origin(place, entry.getValue(), operation, Set.of()));
            });
    members(folder.name(), folder.source(), errors ? Set.of("files") : Set.of("files", "request"))
        .forEach(problems::add);
    if (operation != null) {
      problems.addAll(
          request(folder.name() + "/request", folder.source().path("request"), operation));
    }
    return problems;
  }

  /**
   * Does the body fit the specification? A sample has to be valid. In a syntax block only names and
   * JSON types count, since its values are placeholders.
   */
  static List<String> shape(Specification specification, SampleFolder folder, String file) {
    Optional<JsonNode> schema = schema(specification, folder, file);
    if (schema.isEmpty()) {
      return List.of(place(folder, file) + ": the specification has no such body");
    }
    JsonNode body = folder.files().get(file);
    List<String> problems =
        file.contains("sample")
            ? SchemaValidator.problems(schema.get(), body)
            : SchemaValidator.shapeProblems(schema.get(), body);
    return problems.stream().map(problem -> place(folder, file) + ": " + problem).toList();
  }

  /** Does the body bind to its Java type, which knows all its members; is it written back equal? */
  static List<String> binding(SampleFolder folder, String file) {
    String place = place(folder, file);
    Optional<Type> type = type(folder, file);
    if (type.isEmpty()) {
      return List.of(place + ": the operation has no such body in Java");
    }
    JsonNode body = folder.files().get(file);
    try {
      Object model =
          MAPPER.readValue(MAPPER.writeValueAsString(body), MAPPER.constructType(type.get()));
      List<String> problems = new ArrayList<>();
      undocumented(model)
          .forEach(member -> problems.add(place + ": " + member + " is no member of the model"));
      JsonNode written = MAPPER.readTree(MAPPER.writeValueAsString(model));
      if (!body.equals(SampleChecks::compare, written)) {
        problems.add("%s: %s is written as %s".formatted(place, body, written));
      }
      return problems;
    } catch (JsonProcessingException e) {
      return List.of(place + ": does not bind: " + e.getMessage());
    }
  }

  /** The members that a model has kept and does not know, all the way down. */
  static List<String> undocumented(Object model) {
    List<String> members = new ArrayList<>();
    undocumented("", model, members);
    return members;
  }

  private static void undocumented(String pointer, Object value, List<String> members) {
    if (value instanceof OpenModel model) {
      model.getAdditionalProperties().keySet().forEach(name -> members.add(pointer + "/" + name));
      for (Method getter : EveryOperation.getters(model.getClass())) {
        String name = EveryOperation.member(getter).value();
        undocumented(pointer + "/" + name, invoke(getter, model), members);
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        undocumented(pointer + "/" + i, list.get(i), members);
      }
    }
  }

  private static Object invoke(Method getter, Object model) {
    try {
      return getter.invoke(model);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Operation> operations() {
    return Specification.bundled().operations();
  }

  private static String place(SampleFolder folder, String file) {
    return folder.name() + "/" + file;
  }

  // --- where it comes from

  private static List<String> origin(
      String place, JsonNode origin, Operation operation, Set<String> more) {
    List<String> problems = new ArrayList<>();
    boolean repaired = origin.path("form").asText().equals("repaired");
    Set<String> due = new TreeSet<>(Set.of("page", "language", "edition", "form"));
    due.addAll(more);
    if (repaired) {
      due.add("repair");
    }
    problems.addAll(members(place, origin, due));
    if (!repaired && !origin.path("form").asText().equals("verbatim")) {
      problems.add(place + ": form is neither verbatim nor repaired");
    }
    if (repaired && origin.path("repair").asText().isBlank()) {
      problems.add(place + ": repair does not say how");
    }
    Matcher page = PAGE.matcher(origin.path("page").asText());
    if (!page.matches()) {
      problems.add(place + ": page is no page of the documentation");
      return problems;
    }
    String language = page.group(1) == null ? "ko" : page.group(1);
    if (!origin.path("language").asText().equals(language)) {
      problems.add(place + ": language is not that of the page, " + language);
    }
    String edition = origin.path("edition").asText();
    if (!Set.of("older", GROUP_PAGE).contains(edition) && !isDate(edition)) {
      problems.add(place + ": edition is neither a date nor the name of one");
    }
    if (operation != null) {
      String own = operation.page();
      String slug = own.substring(own.lastIndexOf('/') + 1);
      if (edition.equals(GROUP_PAGE)) {
        slug = "ai-application-service-apigateway-" + GROUPS.getOrDefault(slug, slug.split("-")[1]);
      }
      if (!page.group(2).equals(slug)) {
        problems.add(place + ": page is not that of the operation, " + slug);
      }
    }
    return problems;
  }

  private static List<String> request(String place, JsonNode request, Operation operation) {
    List<String> problems = origin(place, request, operation, Set.of("method", "path", "query"));
    problems.addAll(line(place, request, operation));
    return problems;
  }

  /** Is the request example one of the operation? */
  static List<String> line(String place, JsonNode request, Operation operation) {
    Map<String, List<String>> query = new TreeMap<>();
    for (Map.Entry<String, JsonNode> sent : request.path("query").properties()) {
      JsonNode value = sent.getValue();
      query.put(
          sent.getKey(),
          (value.isArray() ? value.valueStream() : Stream.of(value))
              .map(JsonNode::asText)
              .toList());
    }
    // The digits of a number that the page masks count as zeros.
    String path =
        Pattern.compile("(?<=/)[0-9*]*[0-9][0-9*]*(?=/|$)")
            .matcher(request.path("path").asText())
            .replaceAll(number -> number.group().replace('*', '0'));
    List<String> problems = new ArrayList<>();
    problems.addAll(SchemaValidator.lineProblems(operation, request.path("method").asText(), path));
    problems.addAll(SchemaValidator.queryProblems(operation, query));
    if (request.path("form").asText().equals("verbatim")) {
      problems.addAll(SchemaValidator.missingInQuery(operation, query.keySet()));
    }
    return problems.stream().map(problem -> place + ": " + problem).toList();
  }

  private static List<String> members(String place, JsonNode node, Set<String> due) {
    List<String> problems = new ArrayList<>();
    Set<String> actual = new TreeSet<>();
    node.fieldNames().forEachRemaining(actual::add);
    for (String name : new TreeSet<>(due)) {
      if (!actual.remove(name)) {
        problems.add(place + ": source.yaml does not give " + name);
      }
    }
    actual.forEach(name -> problems.add(place + ": source.yaml gives " + name));
    return problems;
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  // --- what it has to be

  private static Optional<JsonNode> schema(
      Specification specification, SampleFolder folder, String file) {
    Matcher name = FILE.matcher(file);
    if (!name.matches()) {
      return Optional.empty();
    }
    String status = name.group(2);
    if (folder.name().equals(SampleFolder.ERRORS)) {
      return specification.operations().values().stream()
          .filter(operation -> operation.errors().contains(status))
          .map(operation -> operation.responseContent(status).path("schema"))
          .filter(JsonNode::isObject)
          .findFirst();
    }
    return Optional.ofNullable(specification.operations().get(folder.name()))
        .filter(operation -> status == null || operation.successes().contains(status))
        .map(
            operation ->
                status == null
                    ? operation.requestSchema()
                    : operation.responseContent(status).path("schema"))
        .filter(JsonNode::isObject);
  }

  private static Optional<Type> type(SampleFolder folder, String file) {
    if (schema(Specification.bundled(), folder, file).isEmpty()) {
      return Optional.empty();
    }
    if (folder.name().equals(SampleFolder.ERRORS)) {
      return Optional.of(ErrorAnswer.class);
    }
    return EveryOperation.all()
        .filter(operation -> operation.method().getName().equals(folder.name()))
        .findFirst()
        .map(
            operation ->
                file.contains("request")
                    ? operation.method().getGenericParameterTypes()[operation.body()]
                    : operation.method().getGenericReturnType());
  }

  /** Zero if two values mean the same: numbers by their value, times by the instant. */
  static int compare(JsonNode read, JsonNode written) {
    boolean same =
        read.isNumber() && written.isNumber()
            ? read.decimalValue().compareTo(written.decimalValue()) == 0
            : read.equals(written) || time(read).isPresent() && time(read).equals(time(written));
    return same ? 0 : 1;
  }

  private static Optional<Instant> time(JsonNode value) {
    try {
      return Optional.of(OffsetDateTime.parse(value.asText()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The mapper of the client is not public. */
  private static ObjectMapper mapper() {
    try {
      Field mapper =
          Class.forName("io.github.ncloudcommunity.apigateway.JsonCodec")
              .getDeclaredField("MAPPER");
      mapper.setAccessible(true);
      return (ObjectMapper) mapper.get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
