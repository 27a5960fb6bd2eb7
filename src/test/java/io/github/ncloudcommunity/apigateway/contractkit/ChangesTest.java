package io.github.ncloudcommunity.apigateway.contractkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
      servers: [{url: 'https://one.example'}, {url: 'https://two.example'}]
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
          key: {type: apiKey, in: header, name: key}
          time: {type: apiKey, in: header, name: time}
        schemas:
          Plans:
            type: object
            properties:
              total: {type: integer, format: int64}
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
            anyOf: [{required: [rate]}, {required: [condition]}]
          Error:
            type: object
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

  private static Consumer<ObjectNode> removeElement(String list, int index) {
    return document -> assertThat(((ArrayNode) document.at(list)).remove(index)).isNotNull();
  }

  static Stream<Arguments> changesOfASpecification() {
    return Stream.of(
        Arguments.of(remove(PLANS, "get"), List.of("listPlans: removed — breaking")),
        Arguments.of(
            put(
                PLANS,
                "delete",
                "{operationId: deletePlans, responses: {204: {description: Gone.}}}"),
            List.of("deletePlans: added")),
        Arguments.of(
            put(PLANS + "/get", "operationId", "readPlans"),
            List.of("listPlans: renamed to readPlans — breaking")),
        // Parameters.
        Arguments.of(
            removeElement(PARAMETERS, 1),
            List.of("listPlans: query parameter `limit` removed — breaking")),
        Arguments.of(
            append(PARAMETERS, "{name: sort, in: query, schema: {type: string}}"),
            List.of("listPlans: query parameter `sort` added")),
        Arguments.of(
            append(PARAMETERS, "{name: sort, in: query, required: true, schema: {type: string}}"),
            List.of("listPlans: query parameter `sort` added, and required — breaking")),
        Arguments.of(
            put(PARAMETERS + "/1", "required", "true"),
            List.of("listPlans: query parameter `limit` is now required — breaking")),
        Arguments.of(
            put(PARAMETERS + "/1/schema", "maximum", "100"),
            List.of(
                "listPlans: query parameter `limit` is now at most 100, was at most 1000 — breaking")),
        Arguments.of(
            put(PARAMETERS + "/1/schema", "maximum", "2000"),
            List.of("listPlans: query parameter `limit` is now at most 2000, was at most 1000")),
        Arguments.of(
            put(PARAMETERS + "/1/schema", "minimum", "1"),
            List.of(
                "listPlans: query parameter `limit` is now at least 1, was without bound — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2/schema", "minLength", "2"),
            List.of(
                "listPlans: query parameter `name` is now at least 2 characters, was at least 1 characters — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2/schema", "pattern", "a+"),
            List.of("listPlans: query parameter `name` has pattern `a+`, had none — breaking")),
        Arguments.of(
            put(PARAMETERS + "/2/schema", "enum", "[a, b]"),
            List.of("listPlans: query parameter `name` is now one of [a, b] — breaking")),
        // Request bodies.
        Arguments.of(
            remove(BODY + "/properties", "description"),
            List.of("createPlan: request member `description` removed — breaking")),
        Arguments.of(
            put(BODY + "/properties", "owner", "{type: string}"),
            List.of("createPlan: request member `owner` added")),
        Arguments.of(
            put(BODY + "/properties", "owner", "{type: string}")
                .andThen(append(BODY + "/required", "owner")),
            List.of("createPlan: request member `owner` added, and required — breaking")),
        Arguments.of(
            append(BODY + "/required", "description"),
            List.of("createPlan: request member `description` is now required — breaking")),
        Arguments.of(
            remove(BODY, "required"),
            List.of("createPlan: request member `name` is no longer required")),
        Arguments.of(
            put(BODY + "/properties/rate", "minimum", "5"),
            List.of(
                "createPlan: request member `rate` is now at least 5, was at least 1 — breaking")),
        Arguments.of(
            removeElement(BODY + "/anyOf", 1),
            List.of("createPlan: request body is constrained in another way — breaking")),
        Arguments.of(
            put(BODY, "additionalProperties", "false"),
            List.of("createPlan: request body is constrained in another way — breaking")),
        Arguments.of(
            put(PLANS + "/post/requestBody", "required", "false"),
            List.of("createPlan: request body is no longer required")),
        // Answers.
        Arguments.of(
            remove(SCHEMAS + "/Plans/properties", "total"),
            List.of("listPlans: response member `total` removed — breaking")),
        Arguments.of(
            remove(SCHEMAS + "/Plan/properties", "planId")
                .andThen(put(SCHEMAS + "/Plan/properties", "id", "{type: string}")),
            List.of(
                "createPlan: response member `planId` removed — breaking",
                "createPlan: response member `id` added",
                "listPlans: response member `content[].planId` removed — breaking",
                "listPlans: response member `content[].id` added")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties", "next", "{type: string}"),
            List.of("listPlans: response member `next` added")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties/total", "type", "string"),
            List.of(
                "listPlans: response member `total` has type `string`, had `integer` — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plans/properties/total", "format", "int32"),
            List.of(
                "listPlans: response member `total` has format `int32`, had `int64` — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Error/properties", "details", "{type: string}"),
            List.of("listPlans: response 404 member `details` added")),
        Arguments.of(
            remove(PLANS + "/get/responses", "404"), List.of("listPlans: response 404 removed")),
        Arguments.of(
            remove(PLANS + "/get/responses", "200"),
            List.of("listPlans: response 200 removed — breaking")),
        Arguments.of(
            removeElement(SCHEMAS + "/Condition/enum", 1),
            List.of(
                "createPlan: request member `condition` value `month` removed — breaking",
                "createPlan: response member `condition` value `month` removed — breaking",
                "listPlans: response member `content[].condition` value `month` removed — breaking")),
        Arguments.of(
            append(SCHEMAS + "/Condition/enum", "year"),
            List.of(
                "createPlan: request member `condition` value `year` added",
                "createPlan: response member `condition` value `year` added",
                "listPlans: response member `content[].condition` value `year` added")),
        // The whole.
        Arguments.of(removeElement("/servers", 1), List.of("servers: changed — breaking")),
        Arguments.of(
            remove("/security/0", "time"),
            List.of(
                "createPlan: signature headers changed — breaking",
                "listPlans: signature headers changed — breaking")),
        Arguments.of(
            put(SCHEMAS + "/Plan/properties/planId", "description", "Another text.")
                .andThen(put(PLANS + "/get", "summary", "Another text."))
                .andThen(put(PARAMETERS + "/2", "description", "Another text."))
                .andThen(put(PARAMETERS + "/2", "example", "another"))
                .andThen(put(BODY + "/anyOf/0", "description", "Another text."))
                .andThen(put(PLANS + "/get", "x-mark", "true")),
            List.of()));
  }

  @ParameterizedTest
  @MethodSource("changesOfASpecification")
  void sayWhatChangedInTheSpecification(Consumer<ObjectNode> edit, List<String> expected) {
    Release before = release("0.1.0", specification(d -> {}), Map.of(), Map.of());
    Release after = release("0.1.1", specification(edit), Map.of(), Map.of());
    assertThat(lines(Changes.between(before, after))).isEqualTo(expected);
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
            twelve, twelve.andThen(remove(SCHEMAS + "/Error/properties", "message")));
    assertThat(lines(changes))
        .containsExactly(
            "listPlans, op10, op11, op12, op13, op14, op15, op16 and 5 more operations: "
                + "response 404 member `message` removed — breaking");
  }

  private static Changes specificationChanges(Consumer<ObjectNode> old, Consumer<ObjectNode> now) {
    return Changes.between(
        release("0.1.0", specification(old), Map.of(), Map.of()),
        release("0.1.1", specification(now), Map.of(), Map.of()));
  }

  private static Release release(
      String version, JsonNode specification, Map<String, String> pact, Map<String, String> java) {
    return new Release(version, specification, new TreeMap<>(pact), new TreeMap<>(java));
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
            List.of("auth.Keys: `of(String)` removed — breaking")),
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
            "auth.Keys#read(): protected abstract int",
            "auth.Keys#read(): int",
            List.of("auth.Keys: `read()` is now `int`, was `protected abstract int`")),
        Arguments.of(null, "auth.Keys#read(): int", List.of("auth.Keys: `read()` added")),
        Arguments.of(
            null,
            "auth.Keys#read(): abstract int",
            List.of("auth.Keys: `read()` added, and to be implemented — breaking")),
        Arguments.of(
            null,
            "api.StageOperations#flush(): abstract void",
            List.of("api.StageOperations: `flush()` added")),
        Arguments.of(
            "auth.Keys implements AutoCloseable",
            null,
            List.of("auth.Keys: `implements AutoCloseable` removed — breaking")),
        Arguments.of(
            "api.StageOperations#listPlans(String): abstract model.Plans",
            "api.StageOperations#listPlans(String): abstract model.Other",
            List.of(
                "listPlans: Java `listPlans(String)` is now `abstract model.Other`, was `abstract model.Plans` — breaking")));
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
    List<ReleaseChange> changes = new JavaApi(Set.of()).changes(keys, Map.of());
    assertThat(changes)
        .extracting(ReleaseChange::toString)
        .containsExactly("auth.Keys: removed — breaking");
  }

  /** A class as users see it. */
  public abstract static class Sample<T extends Number> implements Closeable {
    public static final String NAME = "name";
    int hidden;

    protected Sample(List<? super T> list) {}

    Sample() {}

    public abstract Map.Entry<String, T[]> entry(T value, int... others) throws IOException;

    protected final void forSubclasses() {}

    void inside() {}

    @Override
    public String toString() {
      return NAME;
    }
  }

  @Test
  void signaturesHoldWhatUsersMayUse() {
    String sample = "contractkit.ChangesTest.Sample";
    assertThat(JavaApi.signatures(List.of(Sample.class)))
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    sample,
                    "abstract static class<T>",
                    sample + " implements java.io.Closeable",
                    "",
                    sample + "#NAME",
                    "static final String",
                    sample + "#new(List<? super T>)",
                    "protected",
                    sample + "#entry(T, int[])",
                    "abstract Map.Entry<String, T[]> throws java.io.IOException",
                    sample + "#forSubclasses()",
                    "protected final void")));
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
            List.of("listPlans: response member `total` removed from the pact — breaking")),
        Arguments.of(
            "planId: plan1",
            "planId: 1",
            List.of(
                "listPlans: response member `content[].planId` is number in the pact, was string — breaking")),
        Arguments.of(
            "total: 1",
            "total: 1, next: a",
            List.of("listPlans: response member `next` added to the pact")),
        Arguments.of(
            "request: {query: {limit: ['20']}}",
            "request: {}",
            List.of("listPlans: query parameter `limit` removed from the pact — breaking")),
        Arguments.of(
            "a stage exists",
            "some stage exists",
            List.of(
                "provider states: `a stage exists` removed from the pact — breaking",
                "provider states: `some stage exists` added to the pact")),
        Arguments.of(
            PACT.substring(PACT.indexOf("  - key: listPlans 404")),
            "",
            List.of(
                "listPlans: interaction 404/300 removed from the pact — breaking",
                "listPlans: response 404 body removed from the pact — breaking",
                "listPlans: response 404 member `message` removed from the pact — breaking")));
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
        "limit   ; .*Query#limit.*         ; listPlans#query parameter `limit` ; 1",
        "total   ; model.Plans#.*[tT]otal.*; listPlans#response member `total` ; 1",
        "content ; .*Content.*              ; listPlans#response member `con.*  ; 1",
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
    assertThat(lines(changes).get(0)).contains(gone.equals("get") ? "removed" : "`" + gone + "`");
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
            "listPlans: Java `listPlans(String)` removed — breaking",
            "listPlans: query parameter `sort` added");
  }

  @Test
  void reportAClassThatIsGoneThoughItsSchemaIsNot() {
    Changes changes =
        Changes.between(
            release("0.1.0", specification(d -> {}), Map.of(), JAVA),
            release(
                "0.1.1",
                specification(remove(PLANS, "get")),
                Map.of(),
                without(JAVA, ".*(listPlans|streamPlans|PlansQuery|model.Plans).*")));
    assertThat(lines(changes))
        .containsExactly("listPlans: removed — breaking", "model.Plans: removed — breaking");
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
      assertThatThrownBy(breaking::requireVersion)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("auth.Keys: removed — breaking")
          .hasMessageContaining(
              "raise the version to " + (before.startsWith("0") ? "0.2.0" : "2.0.0"));
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

            - listPlans: query parameter `limit` removed — breaking
            - listPlans: query parameter `a` added
            - createPlan: request member `<b>&` added
            """);
    String page = Files.readString(folder.resolve("changes.html"));
    assertThat(page)
        .contains(
            "<li class=\"breaking\">query parameter <code>limit</code> removed — breaking</li>")
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
