package io.github.ncloudcommunity.apigateway.contractkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.ncloudcommunity.apigateway.testing.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code openapi/} against the facts of the pages in {@code contracts/documents/}. */
@Order(1)
class DocumentsTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Documents DOCUMENTS = Documents.committed();

  @Test
  void theSpecificationSaysWhatTheDocumentsSay() {
    assertThat(DOCUMENTS.contradictions(Specification.split())).isEmpty();
  }

  @Test
  void theBundleSaysWhatTheDocumentsSay() {
    assertThat(DOCUMENTS.contradictions(Specification.bundled())).isEmpty();
  }

  @Test
  void aContradictionSaysWhatPageAndSpecificationSayAndWhichLinesToEdit() throws IOException {
    Documents changed =
        DOCUMENTS.with(
            """
            deleteUsagePlan: GET /usage-plans/{usage-plan-id}
              page: https://api.ncloud-docs.com/docs/apigateway-usageplan-deleteusageplan
              status: nothing => 204  # the export
              path usage-plan-id: required, string, 0..10 => 2..9  # two at least
              query force: optional, boolean
            """);

    assertThat(changed.contradictions(Specification.split(), "deleteUsagePlan"))
        .map(text -> text.replace(System.lineSeparator(), "\n"))
        .containsExactly(
            """
            deleteUsagePlan, request line: openapi/ says "DELETE /usage-plans/{usage-plan-id}" instead of "GET /usage-plans/{usage-plan-id}"
                the page says "GET /usage-plans/{usage-plan-id}" (contracts/documents/changed.txt:1; https://api.ncloud-docs.com/docs/apigateway-usageplan-deleteusageplan)
                edit openapi/paths/usage-plan.yaml:%d"""
                .formatted(line("openapi/paths/usage-plan.yaml", "  delete:")),
            """
            deleteUsagePlan, group: openapi/ says "usage-plan" instead of "changed"
                the page says "changed" (contracts/documents/changed.txt:1; https://api.ncloud-docs.com/docs/apigateway-usageplan-deleteusageplan)
                edit openapi/paths/usage-plan.yaml:%d"""
                .formatted(line("openapi/paths/usage-plan.yaml", "  delete:")),
            """
            deleteUsagePlan, path usage-plan-id: openapi/ says "1..10" instead of "2..9"
                the page says "0..10", we specify "2..9": two at least (contracts/documents/changed.txt:4; https://api.ncloud-docs.com/docs/apigateway-usageplan-deleteusageplan)
                edit openapi/components/parameters.yaml:%d"""
                .formatted(line("openapi/components/parameters.yaml", "UsagePlanId:")),
            """
            deleteUsagePlan, query force: openapi/ says "nothing" instead of "optional, boolean"
                the page says "optional, boolean" (contracts/documents/changed.txt:5; https://api.ncloud-docs.com/docs/apigateway-usageplan-deleteusageplan)
                edit openapi/paths/usage-plan.yaml:%d"""
                .formatted(line("openapi/paths/usage-plan.yaml", "  delete:")));
  }

  @Test
  void anOperationThatOnlyOneOfTheTwoHasIsNamed(@TempDir Path folder) throws IOException {
    Documents changed =
        DOCUMENTS.with(
            """
            attachUsagePlan: POST /usage-plans/{usage-plan-id}
              page: https://api.ncloud-docs.com/docs/apigateway-usageplan-attach
            """);
    Documents withoutOne =
        Documents.read(
            Files.writeString(
                    folder.resolve("common.txt"),
                    Files.readString(Documents.FOLDER.resolve("common.txt")))
                .getParent());

    assertThat(changed.contradictions(Specification.split(), "attachUsagePlan"))
        .containsExactly(
            """
            attachUsagePlan, which has a document and is not in openapi/
                the page says "POST /usage-plans/{usage-plan-id}" (contracts/documents/changed.txt:1; https://api.ncloud-docs.com/docs/apigateway-usageplan-attach)
                edit openapi/paths/changed.yaml and openapi/openapi.yaml"""
                .replace("\n", System.lineSeparator()));
    assertThat(withoutOne.contradictions(Specification.split(), "deleteUsagePlan"))
        .containsExactly(
            """
            deleteUsagePlan, which is in openapi/ and in no document
                if it was withdrawn, delete it; if it is new, write its document
                edit openapi/paths/usage-plan.yaml:%d"""
                .replace("\n", System.lineSeparator())
                .formatted(line("openapi/paths/usage-plan.yaml", "  delete:")));
  }

  private static int line(String file, String text) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(file));
    assertThat(lines).containsOnlyOnce(text);
    return lines.indexOf(text) + 1;
  }

  @Test
  void whatOperationsShareIsSaidOnce() {
    ObjectNode document = Specification.split().document().deepCopy();
    document.withObject("/x-signature").put("encoding", "hex");

    assertThat(DOCUMENTS.contradictions(Specification.of(document)))
        .singleElement()
        .asString()
        .startsWith("addGatewayResponseHeader and ")
        .contains("more operations, signature encoding: openapi/ says \"hex\" instead of");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // An operation, where to change it, a member to set, and what has to be said.
        "createMethod | /requestBody/content/application~1json/schema | x-constraint | createMethod,"
            + " body one of: openapi/ says \"nothing\" instead of",
        "createStage | /requestBody/content/application~1json/schema | x-constraint | createStage,"
            + " body together: openapi/ says \"nothing\" instead of",
        "createStage | /requestBody/content/application~1json/schema | additionalProperties |"
            + " createStage, body: openapi/ says \"nothing\" instead of \"no other members\"",
        "exportStageSdk | /responses/200/content | application~1octet-stream | exportStageSdk,"
            + " content: openapi/ says \"nothing\" instead of \"application/octet-stream\"",
        "getUsagePlan | /responses/200/content/application~1json/schema/properties | usagePlan |"
            + " getUsagePlan, answer usagePlan: openapi/ says \"nothing\" instead of \"object\""
      })
  void whatIsTakenAwayIsMissed(String operation, String pointer, String member, String problem) {
    ObjectNode document = Specification.split().document().deepCopy();
    Specification.Operation changed = Specification.of(document).operations().get(operation);
    ((ObjectNode) changed.node().at(pointer)).remove(member.replace("~1", "/"));

    assertThat(DOCUMENTS.contradictions(Specification.of(document), operation))
        .anyMatch(text -> text.startsWith(problem));
  }

  @Test
  void valuesHaveNoOrder() {
    Fact fact = fact("required, string, one of B | A");

    assertThat(Fact.without(fact.specified(), List.of("string", "one of A | B", "required")))
        .isEmpty();
    assertThat(Fact.without(fact.specified(), List.of("string", "one of A", "required")))
        .containsExactly("one of B | A");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string                              | string       | string",
        "string, 0..10 => 1..10 # why        | string, 0..10 | string, 1..10",
        "string, nothing => 1..10 # why      | string       | string, 1..10",
        "string, default x => nothing # why  | string, default x | string",
        "nothing => string, 1..10 # why      | nothing      | string, 1..10",
      })
  void aFactHasTheSideOfThePageAndOurs(String text, String page, String ours) {
    assertThat(Fact.shown(fact(text).page())).isEqualTo(page);
    assertThat(Fact.shown(fact(text).specified())).isEqualTo(ours);
  }

  private static Fact fact(String text) {
    return Fact.read("body a", text, new Location(Path.of("a.txt"), 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "o: GET /;  status: 200;  answer a: string;  answer a: int64 | a.txt:4: a second line for answer a",
        "o: GET /;  status 200                        | a.txt:2: no fact",
        "o: GET /;status: 200                         | a.txt:2: no fact",
        "o GET /;  status: 200                        | a.txt:1: no title",
        "o: GET /;  edition: ko 2026-04, en older     | a.txt:2: no edition: ko 2026-04, en older",
        "o: GET /;  title: View o                     | a.txt:2: no title: View o",
        "o: GET /;  status: 200                       | a.txt:1: no page of o",
        "o: GET /;  path a: required, string => int64 | a.txt:2: no reason (#) for a difference"
      })
  void aDocumentThatCannotBeReadIsRefused(String text, String problem) {
    assertThatThrownBy(() -> Document.read(Path.of("a.txt"), text.replace(";", "\n")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(problem);
  }

  // --- provenance

  @Test
  void theBundleSaysWhereEachOperationWasRead() throws IOException {
    JsonNode associate = Specification.bundled().operations().get("associateUsagePlan").node();
    String page = "https://api.ncloud-docs.com/docs/%sapigateway-stage-associate";
    Matcher editions =
        Pattern.compile(
                "(?s)associateUsagePlan: .*?  edition: ko (\\S+) whole, ja (\\S+), en (\\S+)\n")
            .matcher(Files.readString(Documents.FOLDER.resolve("stage.txt")));
    assertThat(editions.lookingAt()).isTrue();

    assertThat(associate.path("externalDocs"))
        .isEqualTo(
            YAML.readTree(
                "{description: Associate usage plan (Usage Plan 연결), url: '%s'}"
                    .formatted(page.formatted(""))));
    assertThat(associate.path("x-source"))
        .isEqualTo(
            YAML.readTree(
                """
                - {language: ko, title: Usage Plan 연결, page: '%s', edition: '%s', seen: whole}
                - {language: ja, page: '%s', edition: '%s'}
                - {language: en, title: Associate usage plan, page: '%s', edition: '%s'}
                """
                    .formatted(
                        page.formatted(""),
                        editions.group(1),
                        page.formatted("ja/"),
                        editions.group(2),
                        page.formatted("en/"),
                        editions.group(3))));
    assertThat(Specification.bundled().operations().values())
        .allMatch(operation -> !operation.node().path("x-source").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title: ko 도서관, en Library | Library (도서관)",
        "title: ko 도서관             | 도서관",
        "title: ja 図書館, en Library, ko 도서관 | Library (도서관, 図書館)",
        "edition: unknown            | Documentation"
      })
  void aLinkIsCalledLikeThePage(String line, String name) throws IOException {
    Documents documents =
        DOCUMENTS.with("o: GET /\n  page: https://example.com/docs/o\n  %s\n".formatted(line));

    ObjectNode node = YAML.createObjectNode().put("operationId", "o");
    Provenance.add(node, documents);

    assertThat(node.at("/externalDocs/description").asText()).isEqualTo(name);
    assertThat(node.path("x-source")).isEmpty();
  }

  /** {@code drift fetch} makes the name of a file of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/docs/../../evil",
        "https://example.com/docs/..",
        "https://example.com/docs/",
        "https://example.com/docs/a/b",
        "https://example.com/docs/a\\b",
        "https://example.com/docs/a.b",
        "https://example.com/docs/C:evil",
        "https://example.com/docs/%2e%2e",
        "https://example.com/other",
        "/docs/evil"
      })
  void aPageWhoseNameCouldLeaveAFolderIsRefused(String page) {
    assertThatThrownBy(() -> Document.read(Path.of("a.txt"), "o: GET /\n  page: " + page))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a.txt:2: no page: " + page);
  }

  @Test
  void aFileThatIsNoYamlIsNamedWithItsLine(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "a: 1\nb: [\n");

    assertThatThrownBy(() -> Specification.read(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(file.toString().replace('\\', '/') + ":2: ");
  }

  @Test
  void theDeviationsAreThoseOfTheDocuments() throws IOException {
    GeneratedPart.checkWhole(Deviations.FILE, Deviations.page(DOCUMENTS));
  }
}
