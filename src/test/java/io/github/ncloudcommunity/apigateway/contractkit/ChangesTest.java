package io.github.ncloudcommunity.apigateway.contractkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts as a change, what of it breaks users, and how it is reported. */
class ChangesTest {

  private static final String SPECIFICATION =
      """
      openapi: 3.0.3
      info: {title: Plans, version: 0.1.0}
      servers: [{url: 'https://one.example', description: Live.}, {url: 'https://two.example', description: Test only.}]
      x-signature: {encoding: base64}
      security: [{key: [], time: []}]
      paths:
        /stages/{stage-id}/plans:
          get:
            operationId: listPlans
            summary: Lists plans.
            parameters:
              - {name: stage-id, in: path, required: true, schema: {type: string}}
              - {name: limit, in: query, schema: {type: integer, format: int64, maximum: 1000}}
              - {name: name, in: query, description: A name., schema: {type: string, minLength: 1}}
            responses:
              401: {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
              200: {description: Plans., content: {application/json: {schema: {$ref: '#/components/schemas/Plans'}}}}
              404: {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
          post:
            operationId: createPlan
            parameters:
              - {name: stage-id, in: path, required: true, schema: {type: string}}
            requestBody:
              required: true
              content: {application/json: {schema: {$ref: '#/components/schemas/CreatePlanRequest'}}}
            responses:
              200: {description: A plan., content: {application/json: {schema: {$ref: '#/components/schemas/Plan'}}}}
      components:
        securitySchemes:
          key: {type: apiKey, in: header, name: x-key}
          time: {type: apiKey, in: header, name: x-time}
        schemas:
          Plans:
            type: object
            properties:
              total: {type: integer, format: int64, minimum: 0, maximum: 100}
              content: {type: array, items: {$ref: '#/components/schemas/Plan'}}
          Plan:
            type: object
            properties:
              planId: {type: string, maxLength: 10, description: Its id.}
              condition: {$ref: '#/components/schemas/Condition'}
          Condition: {type: string, enum: [day, month]}
          CreatePlanRequest:
            type: object
            required: [name]
            properties:
              name: {type: string, maxLength: 20}
              description: {type: string}
              rate: {type: integer, format: int32, minimum: 1}
              condition: {$ref: '#/components/schemas/Condition'}
          Error:
            type: object
            required: [message]
            properties:
              message: {type: string}
      """;

  private static final String PLANS = "/paths/~1stages~1{stage-id}~1plans";
  private static final String PARAMETERS = PLANS + "/get/parameters";
  private static final String SCHEMAS = "/components/schemas";
  private static final String BODY = SCHEMAS + "/CreatePlanRequest";

  private static JsonNode specification(Consumer<ObjectNode> edit) {
    try {
      ObjectNode document = (ObjectNode) new YAMLMapper().readTree(SPECIFICATION);
      edit.accept(document);
      return document;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Consumer<ObjectNode> put(String parent, String name, String yaml) {
    return document -> {
      try {
        ((ObjectNode) document.at(parent)).set(name, new YAMLMapper().readTree(yaml));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    };
  }

  private static Consumer<ObjectNode> append(String list, String yaml) {
    return document -> {
      try {
        ((ArrayNode) document.at(list)).add(new YAMLMapper().readTree(yaml));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    };
  }

  private static Consumer<ObjectNode> remove(String parent, String name) {
    return document -> assertThat(((ObjectNode) document.at(parent)).remove(name)).isNotNull();
  }

  private static Consumer<ObjectNode> rename(String parent, String name, String other) {
    return document -> {
      ObjectNode holder = (ObjectNode) document.at(parent);
      holder.set(other, holder.remove(name));
    };
  }

  private static Consumer<ObjectNode> removeElement(String list, int index) {
    return document -> assertThat(((ArrayNode) document.at(list)).remove(index)).isNotNull();
  }

  static Stream<Arguments> changesOfASpecification() {
    return Stream.of(
        // Operations.
        Arguments.of(
            remove(PLANS, "get"),
            List.of("listPlans: is gone, was GET /stages/{stage-id}/plans — breaking")),
        Arguments.of(
            put(
                PLANS,
                "delete",
                "{operationId: deletePlans, responses: {204: {description: Gone.}}}"),
            List.of("deletePlans: is new: DELETE /stages/{stage-id}/plans")),
        Arguments.of(
            put(PLANS + "/get", "operationId", "readPlans"),
            List.of("listPlans: is now called readPlans — breaking")),
        Arguments.of(
            rename("/paths", "/stages/{stage-id}/plans", "/plans/{stage-id}"),
            List.of(
                "createPlan: request line is now POST /plans/{stage-id}, was POST /stages/{stage-id}/plans — breaking",
                "listPlans: request line is now GET /plans/{stage-id}, was GET /stages/{stage-id}/plans — breaking")),
        Arguments.of(
            rename(PLANS, "get", "put"),
            List.of(
                "listPlans: request line is now PUT /stages/{stage-id}/plans, was GET /stages/{stage-id}/plans — breaking")),
        Arguments.of(
            put(PLANS + "/get", "deprecated", "true"),
            List.of("listPlans: deprecated is new: yes")),
        // Parameters.
        Arguments.of(
            removeElement(PARAMETERS, 1),
            List.of("listPlans: query `limit` is gone, was optional, int64, ..1000 — breaking")),
        Arguments.of(
            append(PARAMETERS, "{name: sort, in: query, schema: {type: string}}"),
            List.of("listPlans: query `sort` is new: optional, string")),
        Arguments.of(
            append(PARAMETERS, "{name: sort, in: query, required: true, schema: {type: string}}"),
            List.of("listPlans: query `sort` is new: required, string — breaking")),
        Arguments.of(
            put(PARAMETERS + "/1", "name", "size"),
            List.of(
                "listPlans: query `limit` is now called `size`: optional, int64, ..1000 — breaking")),
        Arguments.of(
            put(PARAMETERS + "/1", "in", "header"),
            List.of(
                "listPlans: query `limit` is gone, was optional, int64, ..1000 — breaking",
                "listPlans: header `limit` is new: optional, int64, ..1000")),
        Arguments.of(
            put(PARAMETERS + "/1", "required", "true"),
            List.of("listPlans: query `limit` is now required, was optional — breaking")),
        Arguments.of(
            put(PARAMETERS + "/0", "required", "false"),
            List.of("listPlans: path `stage-id` is now optional, was required")),
        Arguments.of(
            put(PARAMETERS + "/1/schema", "maximum", "100"),
            List.of("listPlans: query `limit` is now at most 100, was 1000 — breaking")),
        Arguments.of(
            put(PARAMETERS + "/1/schema", "maximum", "2000"),
            List.of("listPlans: query `limit` is now at most 2000, was 1000")),
        Arguments.of(
            remove(PARAMETERS + "/1/schema", "maximum"),
            List.of("listPlans: query `limit` is no longer at most 1000")),
        Arguments.of(
            put(PARAMETERS + "/1/schema", "minimum", "1"),
            List.of("listPlans: query `limit` is now at least 1 — breaking")),
        Arguments.of(
            put(PARAMETERS + "/1/schema", "exclusiveMaximum", "true"),
            List.of("listPlans: query `limit` now says exclusiveMaximum true — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2/schema", "minLength", "2"),
            List.of("listPlans: query `name` is now at least 2 characters, was 1 — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2/schema", "pattern", "a+"),
            List.of("listPlans: query `name` now says pattern a+ — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2/schema", "enum", "[a, b]"),
            List.of("listPlans: query `name` now says one of a | b — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2/schema", "type", "boolean"),
            List.of("listPlans: query `name` is now boolean, was string — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2", "explode", "false"),
            List.of("listPlans: query `name` now says explode false — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2", "explode", "true")
                .andThen(put(PARAMETERS + "/2", "style", "form")),
            List.of()),
        // Bodies of requests.
        Arguments.of(
            remove(BODY + "/properties", "description"),
            List.of("createPlan: body `description` is gone, was optional, string — breaking")),
        Arguments.of(
            put(BODY + "/properties", "owner", "{type: string}"),
            List.of("createPlan: body `owner` is new: optional, string")),
        Arguments.of(
            put(BODY + "/properties", "owner", "{type: string}")
                .andThen(append(BODY + "/required", "owner")),
            List.of("createPlan: body `owner` is new: required, string — breaking")),
        Arguments.of(
            rename(BODY + "/properties", "name", "planName")
                .andThen(put(BODY, "required", "[planName]")),
            List.of(
                "createPlan: body `name` is now called `planName`: required, string, ..20 — breaking")),
        Arguments.of(
            append(BODY + "/required", "description"),
            List.of("createPlan: body `description` is now required, was optional — breaking")),
        Arguments.of(
            remove(BODY, "required"),
            List.of("createPlan: body `name` is now optional, was required")),
        Arguments.of(
            put(BODY + "/properties/rate", "minimum", "5"),
            List.of("createPlan: body `rate` is now at least 5, was 1 — breaking")),
        Arguments.of(
            put(BODY + "/properties/rate", "minimum", "0"),
            List.of("createPlan: body `rate` is now at least 0, was 1")),
        Arguments.of(
            put(BODY + "/properties/rate", "nullable", "true"),
            List.of("createPlan: body `rate` now says nullable true — breaking")),
        Arguments.of(
            put(BODY, "x-constraint", "{exactlyOneOf: [rate, condition]}"),
            List.of("createPlan: body one of is new: rate, condition — breaking")),
        Arguments.of(
            put(BODY, "additionalProperties", "false"),
            List.of("createPlan: body now says no other members — breaking")),
        Arguments.of(
            put(PLANS + "/post/requestBody", "required", "false"),
            List.of("createPlan: body is now optional, was required")),
        Arguments.of(
            rename(PLANS + "/post/requestBody/content", "application/json", "text/csv"),
            List.of(
                "createPlan: body is now text/csv, was application/json; no longer says object — breaking")),
        // Answers.
        Arguments.of(
            remove(SCHEMAS + "/Plans/properties", "total"),
            List.of("listPlans: answer `total` is gone, was int64, 0..100 — breaking")),
        Arguments.of(
            rename(SCHEMAS + "/Plan/properties", "planId", "id"),
            List.of(
                "createPlan: answer `planId` is now called `id`: string, ..10 — breaking",
                "listPlans: answer `content[].planId` is now called `id`: string, ..10 — breaking")),
        Arguments.of(
            rename(SCHEMAS + "/Plans/properties", "content", "plans"),
            List.of(
                "listPlans: answer `content` is now called `plans`: array of object — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties", "next", "{type: string}"),
            List.of("listPlans: answer `next` is new: string")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties", "owner", "{$ref: '#/components/schemas/Plan'}"),
            List.of("listPlans: answer `owner` is new: object")),
        Arguments.of(
            put(SCHEMAS + "/Plans", "required", "[total]"),
            List.of("listPlans: answer `total` now says always there")),
        Arguments.of(
            put(SCHEMAS + "/Error", "required", "[]"),
            List.of("listPlans: error body `message` no longer says always there — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties", "total", "{type: string}"),
            List.of(
                "listPlans: answer `total` is now string, was int64; no longer says 0..100 — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties/total", "type", "string"),
            List.of("listPlans: answer `total` now says string — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties/total", "format", "int32"),
            List.of("listPlans: answer `total` is now int32, was int64 — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties/content", "type", "object"),
            List.of("listPlans: answer `content` is now object, was array of object — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties/total", "maximum", "1000"),
            List.of("listPlans: answer `total` is now at most 1000, was 100 — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties/total", "maximum", "10"),
            List.of("listPlans: answer `total` is now at most 10, was 100")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties/total", "nullable", "true"),
            List.of("listPlans: answer `total` now says nullable true — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Error/properties", "details", "{type: string}"),
            List.of("listPlans: error body `details` is new: string")),
        Arguments.of(
            remove(PLANS + "/get/responses", "404"),
            List.of("listPlans: status `404` is gone, was application/json")),
        Arguments.of(
            put(
                PLANS + "/get/responses/404/content/application~1json",
                "schema",
                "{type: object, properties: {code: {type: string}}}"),
            List.of(
                "listPlans: error body is gone, was object — breaking",
                "listPlans: error 401 is new: object",
                "listPlans: error 404 is new: object")),
        Arguments.of(
            put(PLANS + "/get/responses/200", "headers", "{x-next: {schema: {type: string}}}"),
            List.of("listPlans: status `200 header x-next` is new: sent")),
        Arguments.of(
            rename(PLANS + "/get/responses", "200", "202"),
            List.of(
                "listPlans: status `200` is gone, was application/json — breaking",
                "listPlans: status `202` is new: application/json")),
        Arguments.of(
            rename(PLANS + "/get/responses/200/content", "application/json", "text/csv"),
            List.of("listPlans: status `200` is now text/csv, was application/json — breaking")),
        Arguments.of(
            put(PLANS + "/get/responses/200/content", "text/csv", "{schema: {type: string}}"),
            List.of("listPlans: status `200` now says text/csv")),
        Arguments.of(
            remove(PLANS + "/post/responses/200", "content"),
            List.of(
                "createPlan: answer is gone, was object — breaking",
                "createPlan: status `200` is now no body, was application/json — breaking")),
        // Sets of values are open for whoever reads them.
        Arguments.of(
            removeElement(SCHEMAS + "/Condition/enum", 1),
            List.of(
                "createPlan: answer `condition` no longer takes `month` — breaking",
                "createPlan: body `condition` no longer takes `month` — breaking",
                "listPlans: answer `content[].condition` no longer takes `month` — breaking")),
        Arguments.of(
            append(SCHEMAS + "/Condition/enum", "year"),
            List.of(
                "createPlan: answer `condition` now also takes `year`",
                "createPlan: body `condition` now also takes `year`",
                "listPlans: answer `content[].condition` now also takes `year`")),
        // The whole.
        Arguments.of(
            removeElement("/servers", 1),
            List.of(
                "createPlan: base `test` is gone, was https://two.example — breaking",
                "listPlans: base `test` is gone, was https://two.example — breaking")),
        Arguments.of(
            append("/servers", "{url: 'https://three.example', description: Third.}"),
            List.of(
                "createPlan: base `third.` is new: https://three.example",
                "listPlans: base `third.` is new: https://three.example")),
        Arguments.of(
            remove("/security/0", "time"),
            List.of(
                "createPlan: security is now apiKey header x-key, was apiKey header x-key apiKey header x-time — breaking",
                "listPlans: security is now apiKey header x-key, was apiKey header x-key apiKey header x-time — breaking")),
        Arguments.of(
            put(PLANS + "/get", "security", "[]"),
            List.of(
                "listPlans: security is now none, was apiKey header x-key apiKey header x-time — breaking")),
        Arguments.of(
            put("/x-signature", "encoding", "hex"),
            List.of(
                "createPlan: signature encoding is now hex, was base64 — breaking",
                "listPlans: signature encoding is now hex, was base64 — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plan/properties/planId", "description", "Another text.")
                .andThen(put(PLANS + "/get", "summary", "Another text."))
                .andThen(put(PLANS + "/get/responses/200", "description", "Another text."))
                .andThen(put(PARAMETERS + "/2", "description", "Another text."))
                .andThen(put(PARAMETERS + "/2", "example", "another"))
                .andThen(put(PLANS + "/get", "x-mark", "true"))
                .andThen(rename(SCHEMAS, "Condition", "Other"))
                .andThen(
                    put(BODY + "/properties/condition", "$ref", "'#/components/schemas/Other'"))
                .andThen(
                    put(
                        SCHEMAS + "/Plan/properties/condition",
                        "$ref",
                        "'#/components/schemas/Other'")),
            List.of()));
  }

  @ParameterizedTest
  @MethodSource("changesOfASpecification")
  void sayWhatChangedInTheSpecification(Consumer<ObjectNode> edit, List<String> expected) {
    Release before = release("0.1.0", specification(d -> {}), Map.of(), Map.of());
    Release after = release("0.1.1", specification(edit), Map.of(), Map.of());
    assertThat(lines(Changes.between(before, after))).isEqualTo(expected);
  }

  /** Whatever part goes: a program of somebody may need it. */
  @Test
  void overlookNoPartOfASpecificationThatBinds() {
    JsonNode document = specification(d -> {});
    List<String> overlooked = new ArrayList<>();
    for (JsonPointer part : parts(document, JsonPointer.empty())) {
      JsonNode others = without(document, part);
      try {
        if (SpecificationChanges.between(document, others).isEmpty()) {
          overlooked.add(part.toString());
        }
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("nothing at"); // Something refers to the part.
      }
    }
    assertThat(overlooked)
        .allMatch(part -> part.matches("/openapi|/info.*|.*/(summary|description)"));
  }

  private static List<JsonPointer> parts(JsonNode node, JsonPointer pointer) {
    List<JsonPointer> parts = new ArrayList<>();
    node.properties()
        .forEach(
            member -> {
              JsonPointer part = pointer.appendProperty(member.getKey());
              parts.add(part);
              parts.addAll(parts(member.getValue(), part));
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      parts.add(pointer.appendIndex(i));
      parts.addAll(parts(node.get(i), pointer.appendIndex(i)));
    }
    return parts;
  }

  private static JsonNode without(JsonNode document, JsonPointer part) {
    JsonNode others = document.deepCopy();
    JsonNode holder = others.at(part.head());
    if (holder.isArray()) {
      ((ArrayNode) holder).remove(part.last().getMatchingIndex());
    } else {
      ((ObjectNode) holder).remove(part.last().getMatchingProperty());
    }
    return others;
  }

  @Test
  void sayOnceWhatManyOperationsShare() {
    Consumer<ObjectNode> twelve =
        document -> {
          for (int i = 10; i < 22; i++) {
            put("/paths", "/p" + i, "{get: {operationId: op" + i + "}}").accept(document);
            ((ObjectNode) document.at("/paths/~1p" + i + "/get"))
                .set("responses", document.at(PLANS + "/get/responses"));
          }
        };
    Changes changes =
        specificationChanges(
            twelve,
            twelve.andThen(
                remove(SCHEMAS + "/Error/properties", "message")
                    .andThen(remove(SCHEMAS + "/Error", "required"))));
    assertThat(lines(changes))
        .containsExactly(
            "listPlans, op10, op11, op12, op13, op14, op15, op16 and 5 more operations: "
                + "error body `message` is gone, was always there, string — breaking");
  }

  private static Changes specificationChanges(Consumer<ObjectNode> old, Consumer<ObjectNode> now) {
    return Changes.between(
        release("0.1.0", specification(old), Map.of(), Map.of()),
        release("0.1.1", specification(now), Map.of(), Map.of()));
  }

  private static Release release(
      String version, JsonNode specification, Map<String, String> pact, Map<String, String> java) {
    return new Release(
        version, Skeleton.of(specification), new TreeMap<>(pact), new TreeMap<>(java));
  }

  private static List<String> lines(Changes changes) {
    return changes.list().stream().map(ReleaseChange::toString).toList();
  }

  // --- the Java API

  static Stream<Arguments> changesOfSignatures() {
    return Stream.of(
        Arguments.of(
            "auth.Keys#of(String): static auth.Keys",
            null,
            List.of("auth.Keys: `of(String)` is gone — breaking")),
        Arguments.of(
            "auth.Keys#size(): int",
            "auth.Keys#size(): long",
            List.of("auth.Keys: `size()` is now `long`, was `int` — breaking")),
        Arguments.of(
            "auth.Keys#read(): int",
            "auth.Keys#read(): int throws java.io.IOException",
            List.of(
                "auth.Keys: `read()` is now `int throws java.io.IOException`, was `int` — breaking")),
        Arguments.of(
            "auth.Keys#read(): int",
            "auth.Keys#read(): final int",
            List.of("auth.Keys: `read()` is now `final int`, was `int` — breaking")),
        Arguments.of(
            "auth.Keys#read(): final int",
            "auth.Keys#read(): int",
            List.of("auth.Keys: `read()` is now `int`, was `final int`")),
        Arguments.of(null, "auth.Keys#read(): int", List.of("auth.Keys: `read()` is new")),
        Arguments.of(
            null,
            "auth.Keys#read(): abstract int",
            List.of("auth.Keys: `read()` is new and to be implemented — breaking")),
        Arguments.of(null, "auth.Keys#read(): default int", List.of("auth.Keys: `read()` is new")),
        Arguments.of(
            null,
            "api.StageOperations#flush(): abstract void",
            List.of("api.StageOperations: `flush()` is new")),
        Arguments.of(
            "api.StageOperations#flush(): abstract void",
            "api.StageOperations#flush(): default void",
            List.of("api.StageOperations: `flush()` is now `default void`, was `abstract void`")),
        Arguments.of("auth.Other: class", null, List.of("auth.Other: is gone — breaking")),
        Arguments.of(null, "auth.Other: class", List.of("auth.Other: is new")),
        Arguments.of(
            "auth.Other: final class implements AutoCloseable",
            "auth.Other: final class",
            List.of(
                "auth.Other: is now `final class`, was `final class implements AutoCloseable` — breaking")),
        Arguments.of(
            "auth.Other: final class",
            "auth.Other: class implements AutoCloseable",
            List.of("auth.Other: is now `class implements AutoCloseable`, was `final class`")),
        Arguments.of(
            "auth.Other: class",
            "auth.Other: final class",
            List.of("auth.Other: is now `final class`, was `class` — breaking")));
  }

  @ParameterizedTest
  @MethodSource("changesOfSignatures")
  void sayWhatChangedInTheJavaApi(String before, String after, List<String> expected) {
    Map<String, String> types = Map.of("auth.Keys", "class", "api.StageOperations", "interface");
    SortedMap<String, String> old = new TreeMap<>(types);
    SortedMap<String, String> now = new TreeMap<>(types);
    add(old, before);
    add(now, after);
    JsonNode specification = specification(d -> {});
    Changes changes =
        Changes.between(
            release("0.1.0", specification, Map.of(), old),
            release("0.1.1", specification, Map.of(), now));
    assertThat(lines(changes)).isEqualTo(expected);
  }

  private static void add(Map<String, String> signatures, String line) {
    if (line != null) {
      String[] nameAndRest = line.split(": ");
      signatures.put(nameAndRest[0], nameAndRest.length == 1 ? "" : nameAndRest[1]);
    }
  }

  @Test
  void sayOfARemovedClassNothingMore() {
    Map<String, String> keys = Map.of("auth.Keys", "class", "auth.Keys#size()", "int");
    List<ReleaseChange> changes = JavaApi.changes(keys, Map.of());
    assertThat(changes)
        .extracting(ReleaseChange::toString)
        .containsExactly("auth.Keys: is gone — breaking");
  }

  /** A class as users see it. */
  public abstract static class Sample<T extends Number> implements Closeable, Iterable<T> {
    public static final String NAME = "name";
    int hidden;

    public Sample(List<? super T> list) {}

    Sample() {}

    public abstract Map.Entry<String, T[]> entry(T value, int... others) throws IOException;

    protected void forSubclasses() {}

    void inside() {}

    @Override
    public String toString() {
      return NAME;
    }

    public record Row(int id) {}

    static class Hidden {
      public static class OnlyInside {}
    }
  }

  @Test
  void signaturesHoldWhatUsersMayUse() throws IOException {
    String sample = "contractkit.ChangesTest.Sample";
    Path classes = Path.of(ChangesTest.class.getResource(".").getPath());
    try (Stream<Path> files = Files.list(classes)) {
      List<Path> samples =
          files
              .filter(file -> file.getFileName().toString().contains("ChangesTest$Sample"))
              .toList();
      assertThat(JavaApi.signatures(samples))
          .containsExactlyEntriesOf(
              new TreeMap<>(
                  Map.of(
                      sample,
                      "abstract class<T extends Number> implements java.io.Closeable, Iterable<T>",
                      sample + "#NAME",
                      "static final String",
                      sample + "#new(List<? super T>)",
                      "",
                      sample + "#entry(T, int...)",
                      "abstract Map.Entry<String, T[]> throws java.io.IOException",
                      sample + ".Row",
                      "final class extends Record",
                      sample + ".Row#new(int)",
                      "",
                      sample + ".Row#id()",
                      "int")));
    }
  }

  // --- the pact

  private static final String PACT =
      """
      interactions:
        - key: listPlans 200
          providerStates: [{name: a stage exists}]
          request: {query: {limit: ['20']}}
          response: {status: 200, body: {content: {total: 1, content: [{planId: plan1}]}}}
        - key: listPlans 404/300
          response: {status: 404, body: {content: {message: none}}}
      """;

  static Stream<Arguments> changesOfAPact() {
    return Stream.of(
        Arguments.of("planId: plan1", "planId: another", List.of()),
        Arguments.of(
            "total: 1, ",
            "",
            List.of("listPlans: answer `total` is gone from the pact — breaking")),
        Arguments.of(
            "planId: plan1",
            "planId: 1",
            List.of(
                "listPlans: answer `content[].planId` is number in the pact, was string — breaking")),
        Arguments.of(
            "total: 1",
            "total: 1, next: a",
            List.of("listPlans: answer `next` is new in the pact")),
        Arguments.of(
            "request: {query: {limit: ['20']}}",
            "request: {}",
            List.of("listPlans: query `limit` is gone from the pact — breaking")),
        Arguments.of(
            "a stage exists",
            "some stage exists",
            List.of(
                "provider states: `a stage exists` is gone from the pact — breaking",
                "provider states: `some stage exists` is new in the pact")),
        Arguments.of(
            PACT.substring(PACT.indexOf("  - key: listPlans 404")),
            "",
            List.of(
                "listPlans: error body `message` is gone from the pact — breaking",
                "listPlans: error body is gone from the pact — breaking",
                "listPlans: interaction 404/300 is gone from the pact — breaking")));
  }

  @ParameterizedTest
  @MethodSource("changesOfAPact")
  void sayWhatChangedInThePact(String text, String replacement, List<String> expected) {
    assertThat(PACT).contains(text);
    JsonNode specification = specification(d -> {});
    Changes changes =
        Changes.between(
            release("0.1.0", specification, promises(PACT), Map.of()),
            release("0.1.1", specification, promises(PACT.replace(text, replacement)), Map.of()));
    assertThat(lines(changes)).isEqualTo(expected);
  }

  private static Map<String, String> promises(String pact) {
    try {
      return PactPromises.of(new YAMLMapper().readTree(pact));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  // --- the same change in several places

  private static final Map<String, String> JAVA =
      Map.ofEntries(
          Map.entry("api.StageOperations", "interface"),
          Map.entry("api.StageOperations#listPlans(String)", "default model.Plans"),
          Map.entry("api.StageOperations#streamPlans(String)", "default Stream<model.Plan>"),
          Map.entry("api.StageOperations.ListPlansQuery", "static final class"),
          Map.entry("api.StageOperations.ListPlansQuery#limit(Long)", "void"),
          Map.entry("model.Plans", "class"),
          Map.entry("model.Plans#getTotal()", "Long"),
          Map.entry("model.Plans#setTotal(Long)", "void"),
          Map.entry("model.Plans#total(Long)", "model.Plans"),
          Map.entry("model.Plans#addContentItem(model.Plan)", "model.Plans"),
          Map.entry("model.Condition", "final class"),
          Map.entry("model.ErrorCode", "final class"),
          Map.entry("model.Condition#MONTH", "static final model.Condition"));

  private static Map<String, String> without(Map<String, String> all, String name) {
    Map<String, String> others = new TreeMap<>(all);
    assertThat(others.keySet().removeIf(key -> key.matches(name))).isTrue();
    return others;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "limit   ; .*Query#limit.*         ; listPlans#query limit ; 1",
        "total   ; model.Plans#.*[tT]otal.*; listPlans#answer total ; 1",
        "content ; .*Content.*              ; listPlans#answer con.* ; 1",
        "month   ; .*MONTH                  ; provider states.*                 ; 4",
        "get     ; .*Plans.*                ; listPlans#.*                      ; 1"
      })
  void reportOnceWhatAllGatesSee(String gone, String java, String pact, int lines) {
    Map<String, Consumer<ObjectNode>> edits =
        Map.of(
            "limit", removeElement(PARAMETERS, 1),
            "total", remove(SCHEMAS + "/Plans/properties", "total"),
            "content", remove(SCHEMAS + "/Plans/properties", "content"),
            "month", removeElement(SCHEMAS + "/Condition/enum", 1),
            "get", remove(PLANS, "get").andThen(remove(SCHEMAS, "Plans")));
    Map<String, String> promises = promises(PACT);
    Changes changes =
        Changes.between(
            release("0.1.0", specification(d -> {}), promises, JAVA),
            release(
                "0.1.1",
                specification(edits.get(gone)),
                without(promises, pact),
                without(JAVA, java)));
    assertThat(lines(changes)).hasSize(lines).allMatch(line -> line.endsWith(" — breaking"));
    assertThat(lines(changes).get(0)).contains(gone.equals("get") ? "is gone" : "`" + gone + "`");
  }

  @Test
  void reportABreakThatAHarmlessChangeWouldExplain() {
    Changes changes =
        Changes.between(
            release("0.1.0", specification(d -> {}), Map.of(), JAVA),
            release(
                "0.1.1",
                specification(
                    append(PARAMETERS, "{name: sort, in: query, schema: {type: string}}")),
                Map.of(),
                without(JAVA, ".*#listPlans.*")));
    assertThat(lines(changes))
        .containsExactly(
            "api.StageOperations: `listPlans(String)` is gone — breaking",
            "listPlans: query `sort` is new: optional, string");
  }

  @Test
  void reportAClassThatNoChangeOfTheSpecificationExplains() {
    Changes changes =
        Changes.between(
            release("0.1.0", specification(d -> {}), Map.of(), JAVA),
            release(
                "0.1.1",
                specification(remove(PLANS, "get")),
                Map.of(),
                without(JAVA, ".*(listPlans|streamPlans|PlansQuery|model.Plans|ErrorCode).*")));
    assertThat(lines(changes))
        .containsExactly(
            "listPlans: is gone, was GET /stages/{stage-id}/plans — breaking",
            "model.ErrorCode: is gone — breaking");
  }

  // --- versions

  @ParameterizedTest
  @CsvSource({
    "0.1.0, 0.1.1, false",
    "0.1.0 (unreleased), 0.1.0 (unreleased), false",
    "0.1.0, 0.2.0 (unreleased), true",
    "0.1.0, 0.10.0, true",
    "0.9.0, 1.0.0, true",
    "1.2.0, 1.3.0, false",
    "1.2.0, 2.0.0, true",
    "1.2.0, 0.3.0, false"
  })
  void aBreakingChangeNeedsAVersionThatSaysSo(String before, String after, boolean allowed) {
    Map<String, String> keys = Map.of("auth.Keys", "class");
    JsonNode specification = specification(d -> {});
    Release old = release(before, specification, Map.of(), keys);
    Changes breaking = Changes.between(old, release(after, specification, Map.of(), Map.of()));
    if (allowed) {
      assertThatCode(breaking::requireVersion).doesNotThrowAnyException();
    } else {
      String accept =
          "mvn -q compile exec:java@contractkit -Dexec.args=\"changes --update-baseline\"";
      assertThatThrownBy(breaking::requireVersion)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Version " + after + " breaks what " + before + " promised:")
          .hasMessageContaining("auth.Keys: is gone — breaking")
          .hasMessageContaining(
              "set the version in pom.xml and openapi/openapi.yaml to "
                  + (before.startsWith("0") ? "0.2.0" : "2.0.0"))
          .message()
          .matches(message -> message.contains(accept) == before.contains("unreleased"));
    }
    Map<String, String> more = Map.of("auth.Keys", "class", "auth.More", "class");
    Changes harmless = Changes.between(old, release(after, specification, Map.of(), more));
    assertThatCode(harmless::requireVersion).doesNotThrowAnyException();
  }

  // --- the report

  @Test
  void theReportIsADraftOfTheChangelogWithBreakingOperationsFirst(@TempDir Path folder)
      throws IOException {
    Changes changes =
        specificationChanges(
            d -> {},
            put(BODY + "/properties", "<b>&", "{type: string}")
                .andThen(append(PARAMETERS, "{name: a, in: query, schema: {type: string}}"))
                .andThen(removeElement(PARAMETERS, 1)));
    changes.write(folder);
    assertThat(folder.resolve("changes.md"))
        .hasContent(
            """
            <!-- Changes from 0.1.0 to 0.1.1: a draft of the section Contract of CHANGELOG.md. 3 changes, 1 of them breaking. -->

            ### Contract

            - listPlans: query `limit` is gone, was optional, int64, ..1000 — breaking
            - listPlans: query `a` is new: optional, string
            - createPlan: body `<b>&` is new: optional, string
            """);
    String page = Files.readString(folder.resolve("changes.html"));
    assertThat(page)
        .contains(
            "<li class=\"breaking\">query <code>limit</code> is gone, was optional, int64, ..1000 — breaking</li>")
        .contains("<code>&lt;b&gt;&amp;</code>")
        .doesNotContain("<b>", "http:", "https:", "<script");
    assertThat(Arrays.stream(page.split("<h2>")).skip(1).map(part -> part.split("<")[0]))
        .containsExactly("listPlans", "createPlan");
  }

  @Test
  void aReleaseIsReadAsItWasWritten(@TempDir Path folder) {
    Release release =
        release(
            "0.1.0 (unreleased)",
            specification(
                put(SCHEMAS + "/Condition", "enum", "['1', '1.5', 'yes', '2026-01-01', a b: c]")),
            promises(PACT),
            JAVA);
    release.write(folder);
    assertThat(Release.read(folder)).isEqualTo(release);
  }
}
