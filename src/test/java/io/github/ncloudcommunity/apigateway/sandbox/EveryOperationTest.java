package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.SchemaValidator;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Specification;
import io.github.ncloudcommunity.apigateway.sandbox.spec.SpecifiedOperation;
import io.github.ncloudcommunity.apigateway.testing.SomeRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, asked with its documented example and the ids that provider states give. */
@Order(8)
class EveryOperationTest extends SandboxTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** The bundle with its references resolved. */
  private static final io.github.ncloudcommunity.apigateway.contractkit.Specification RESOLVED =
      io.github.ncloudcommunity.apigateway.contractkit.Specification.bundled();

  /** What is true before any operation. */
  private static final List<String> USUALLY =
      List.of(
          "a stage exists",
          "a deployment exists",
          "a method response header exists",
          "a method parameter exists",
          "a gateway response header exists",
          "a model exists",
          "an authorizer exists",
          "a usage plan exists",
          "the API key subscribes to the product");

  /** What has to be true besides for a success, by operation: the pact says it. */
  private static final Map<String, List<String>> MOREOVER = statesOfThePact();

  /** Of nothing of the kind. */
  private static final Map<String, String> NOTHING =
      Map.of(
          "statusCode", "599",
          "deploymentNo", "999",
          "methodName", "PUT",
          "parameterName", "X-None",
          "headerName", "X-None",
          "responseType", "MOON_IS_FULL");

  @Override
  ApiGatewaySandbox.Builder configure(ApiGatewaySandbox.Builder builder) {
    return builder.providerStates(true);
  }

  static Stream<String> all() {
    return Specification.bundled().operations().stream().map(SpecifiedOperation::operationId);
  }

  static Stream<String> withABody() {
    return all().filter(id -> !operation(id).bodyMembers().isEmpty());
  }

  static Stream<String> withAQuery() {
    return all().filter(id -> parameters(operation(id)).anyMatch(isInQuery()));
  }

  private static Predicate<JsonNode> isInQuery() {
    return parameter -> parameter.path("in").asText().equals("query");
  }

  static Stream<String> withAnIdInThePath() {
    return Specification.bundled().operations().stream()
        .filter(operation -> operation.path().stream().anyMatch(part -> part.startsWith("{")))
        .map(SpecifiedOperation::operationId);
  }

  /** An id elsewhere, as the operation, a space, and the name of the member or parameter. */
  static Stream<String> withAnIdElsewhere() {
    return Specification.bundled().operations().stream()
        .flatMap(
            operation ->
                Stream.concat(
                        parameters(operation)
                            .filter(isInQuery())
                            .filter(parameter -> parameter.has("x-identifies"))
                            .map(parameter -> parameter.path("name").asText()),
                        idsIn(example(operation), kinds(operation)).stream())
                    .map(name -> operation.operationId() + " " + name));
  }

  @ParameterizedTest
  @MethodSource("all")
  void answersAsDocumented(String operationId) throws IOException {
    SpecifiedOperation operation = operation(operationId);

    JsonNode answer = body(ask(operation, states(operationId), ""), operationId);

    Path sample =
        Path.of(
            "contracts",
            "samples",
            operationId,
            operation.successStatus() + "-sample.response.json");
    if (Files.exists(sample)) {
      assertThat(missing("", MAPPER.readTree(sample.toFile()), answer)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("withAnIdInThePath")
  void theLastIdOfThePathThatNamesNothingIs404(String operationId) {
    SpecifiedOperation operation = operation(operationId);
    String last =
        operation.path().stream()
            .filter(segment -> segment.startsWith("{"))
            .reduce((first, second) -> second)
            .orElseThrow();
    Map<String, String> values = states(operationId);
    String name = valueName(last);
    values.put(name, NOTHING.getOrDefault(name, "none000000"));

    assertThat(ask(operation, values, "").error()).isEqualTo("404/300");
  }

  @ParameterizedTest
  @MethodSource("withAnIdElsewhere")
  void anIdElsewhereThatNamesNothingIs404(String operationAndName) {
    String[] words = operationAndName.split(" ");

    assertThat(ask(operation(words[0]), states(words[0]), words[1]).error()).isEqualTo("404/300");
  }

  /** Two validators that share no code: that of the sandbox, and that of the contract kit. */
  @ParameterizedTest
  @MethodSource("withABody")
  void refusesTheBodiesThatTheSpecificationRefusesAndNoOthers(String operationId) {
    SpecifiedOperation operation = operation(operationId);
    JsonNode schema =
        DOCUMENT.at(pointer(operation)).at("/requestBody/content/application~1json/schema");
    Map<String, String> values = states(operationId);
    SomeRequests some = new SomeRequests(operationId.hashCode());
    for (int i = 0; i < 15; i++) {
      JsonNode allowed = withIds(some.allowed(schema), kinds(operation), values, "");
      assertAgreement(operation, values, schema, allowed);
      assertAgreement(operation, values, schema, some.changed(allowed));
    }
  }

  private void assertAgreement(
      SpecifiedOperation operation, Map<String, String> values, JsonNode schema, JsonNode body) {
    List<String> problems = SchemaValidator.problems(schema, body);

    RawClient.Reply reply = send(operation, values, query(operation, values, ""), body);

    if (problems.isEmpty()) {
      assertThat(reply.status() != 400 || isOfTheState(reply.details()))
          .as("%s: %s", body, reply.body())
          .isTrue();
    } else {
      // An id of a wrong length names nothing.
      assertThat(reply.status()).as("%s: %s", body, problems).isIn(400, 404);
    }
  }

  /** Refused for what there is in the sandbox, not for what the request is. */
  private static boolean isOfTheState(String details) {
    return details.endsWith(" already.") || details.contains(" is not associated with ");
  }

  @ParameterizedTest
  @MethodSource("withAQuery")
  void refusesNoQueryThatTheSpecificationAllows(String operationId) {
    SpecifiedOperation operation = operation(operationId);
    Map<String, String> values = states(operationId);
    SomeRequests some = new SomeRequests(operationId.hashCode());
    for (int i = 0; i < 15; i++) {
      List<String> query = new ArrayList<>();
      for (JsonNode parameter : parameters(operation).filter(isInQuery()).toList()) {
        JsonNode value = some.allowed(parameter.path("schema"));
        String name = parameter.path("name").asText();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
          query.add(name + "=" + URLEncoder.encode(values.getOrDefault(name, one.asText()), UTF_8));
        }
      }
      JsonNode body = withIds(example(operation).deepCopy(), kinds(operation), values, "");
      RawClient.Reply reply = send(operation, values, query, body);
      assertThat(reply.status()).as("%s: %s", query, reply.body()).isNotEqualTo(400);
    }
  }

  private Map<String, String> states(String operationId) {
    Map<String, String> values = new TreeMap<>();
    Stream.concat(USUALLY.stream(), MOREOVER.getOrDefault(operationId, List.of()).stream())
        .forEach(
            state -> {
              RawClient.Reply reply =
                  client.exchange(
                      "POST /provider-states",
                      List.of("Content-Type: application/json"),
                      "{\"state\":\"%s\"}".formatted(state).getBytes(UTF_8));
              assertThat(reply.status()).as(reply.body()).isEqualTo(200);
              reply.json().properties().forEach(v -> values.put(v.getKey(), v.getValue().asText()));
            });
    return values;
  }

  /** The documented request with ids that there are, but for one that names nothing. */
  private RawClient.Reply ask(
      SpecifiedOperation operation, Map<String, String> values, String nothing) {
    JsonNode body = example(operation);
    return send(
        operation,
        values,
        query(operation, values, nothing),
        body.isMissingNode() ? body : withIds(body.deepCopy(), kinds(operation), values, nothing));
  }

  /** The required parameters of the query, and the one that names nothing. */
  private static List<String> query(
      SpecifiedOperation operation, Map<String, String> values, String nothing) {
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : parameters(operation).toList()) {
      String name = parameter.path("name").asText();
      boolean isNothing = name.equals(nothing);
      if (parameter.path("in").asText().equals("query")
          && (isNothing || parameter.path("required").asBoolean())) {
        String value = isNothing ? "none000000" : values.getOrDefault(name, example(parameter));
        query.add(name + "=" + URLEncoder.encode(value, UTF_8));
      }
    }
    return query;
  }

  private RawClient.Reply send(
      SpecifiedOperation operation, Map<String, String> values, List<String> query, JsonNode body) {
    List<String> segments =
        operation.path().stream()
            .map(segment -> segment.startsWith("{") ? values.get(valueName(segment)) : segment)
            .toList();
    return client.send(
        operation.method(),
        "/" + String.join("/", segments) + (query.isEmpty() ? "" : "?" + String.join("&", query)),
        body.isMissingNode() ? null : body.toString());
  }

  private static Map<String, List<String>> statesOfThePact() {
    Map<String, List<String>> states = new TreeMap<>();
    Path pact = Path.of("contracts/pacts/ncloud-apigateway-client-ncloud-apigateway.json");
    try {
      for (JsonNode interaction : MAPPER.readTree(pact.toFile()).path("interactions")) {
        if (interaction.at("/response/status").asInt() < 300) {
          states.put(
              interaction.path("key").asText().split(" ")[0],
              interaction.path("providerStates").findValuesAsText("name"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // What is usually true has a method of that name.
    states.put("createMethod", List.of("no method has the name"));
    return states;
  }

  private static String valueName(String segment) {
    return Pattern.compile("-(.)")
        .matcher(segment.replaceAll("[{}]", ""))
        .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }

  private static Stream<JsonNode> parameters(SpecifiedOperation operation) {
    return DOCUMENT.at(pointer(operation)).path("parameters").valueStream();
  }

  private static String pointer(SpecifiedOperation operation) {
    return "/paths/"
        + ("/" + String.join("/", operation.path())).replace("/", "~1")
        + "/"
        + operation.method().toLowerCase(Locale.ROOT);
  }

  private static String example(JsonNode parameter) {
    return parameter.path("example").asText(parameter.at("/schema/example").asText());
  }

  private static JsonNode example(SpecifiedOperation operation) {
    JsonNode json = DOCUMENT.at(pointer(operation)).at("/requestBody/content/application~1json");
    return json.has("example") ? json.path("example") : json.at("/examples").path(0);
  }

  /** What members of the body of a request identify, by their names. */
  private static Map<String, String> kinds(SpecifiedOperation operation) {
    Map<String, String> kinds = new TreeMap<>();
    addKinds(RESOLVED.operations().get(operation.operationId()).requestSchema(), kinds);
    return kinds;
  }

  private static void addKinds(JsonNode schema, Map<String, String> kinds) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      if (member.getValue().has("x-identifies")) {
        kinds.put(member.getKey(), member.getValue().path("x-identifies").asText());
      }
      addKinds(member.getValue(), kinds);
      addKinds(member.getValue().path("items"), kinds);
    }
  }

  private static List<String> idsIn(JsonNode example, Map<String, String> kinds) {
    List<String> ids = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : example.properties()) {
      if (kinds.containsKey(member.getKey())) {
        ids.add(member.getKey());
      }
      Stream.concat(Stream.of(member.getValue()), member.getValue().valueStream())
          .filter(JsonNode::isObject)
          .forEach(inner -> ids.addAll(idsIn(inner, kinds)));
    }
    return ids;
  }

  private static JsonNode withIds(
      JsonNode node, Map<String, String> kinds, Map<String, String> values, String nothing) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
        String name = member.getKey();
        String kind = kinds.getOrDefault(name, "");
        if (kind.equals("deployment")) {
          object.put(
              name, name.equals(nothing) ? 999 : Integer.parseInt(values.get("deploymentNo")));
        } else if (!kind.isEmpty()) {
          object.put(name, name.equals(nothing) ? "none000000" : values.get(kind + "Id"));
        } else if (name.equals("methodName")) {
          object.put(name, values.get(name));
        } else if (name.equals("parameterName") && object.size() == 1) {
          object.put(name, values.get("methodParameterName"));
        }
      }
    }
    node.forEach(inner -> withIds(inner, kinds, values, nothing));
    return node;
  }

  /** The members of a sample that an answer does not have, or has with another type. */
  private static List<String> missing(String at, JsonNode sample, JsonNode answer) {
    if (sample.getNodeType() != answer.getNodeType()) {
      return List.of("%s is %s, not %s".formatted(at, answer.getNodeType(), sample.getNodeType()));
    }
    List<String> missing = new ArrayList<>();
    if (sample.isArray()) {
      if (answer.isEmpty() && !sample.isEmpty()) {
        missing.add(at + " is empty");
      }
      answer.forEach(element -> missing.addAll(missing(at + "[]", sample.path(0), element)));
    } else {
      sample
          .properties()
          .forEach(
              member ->
                  missing.addAll(
                      missing(
                          at + "." + member.getKey(),
                          member.getValue(),
                          answer.path(member.getKey()))));
    }
    return missing;
  }
}
