package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.contract.Documents.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code openapi/} against the facts of the pages in {@code contracts/documents/}. */
class DocumentsTest {

  @Test
  void everyOperationHasADocumentAndEveryDocumentAnOperation() {
    assertThat(Documents.all().keySet())
        .hasSize(132)
        .containsExactlyInAnyOrderElementsOf(Specification.split().operations().keySet());
  }

  @Test
  void theSpecificationSaysWhatTheDocumentsSay() {
    assertThat(Documents.contradictions(Specification.split())).isEmpty();
  }

  @Test
  void theBundleSaysWhatTheDocumentsSay() {
    assertThat(Documents.contradictions(Specification.bundled())).isEmpty();
  }

  @Test
  void aContradictionNamesOperationAndMemberAndSaysWhatTheDocumentSays() {
    Document wrong =
        Document.read(
            """
            deleteUsagePlan: GET /usage-plans/{usage-plan-id}
              page: https://api.ncloud-docs.com/docs/some-page
              group: usage-plan
              status: 204
              path usage-plan-id: required, string, 2..9    # a stand
              query force: optional, boolean
            """);

    assertThat(
            Documents.contradictions(
                wrong, Specification.split().operations().get("deleteUsagePlan")))
        .containsExactlyInAnyOrder(
            "deleteUsagePlan, request line: the document"
                + " (https://api.ncloud-docs.com/docs/some-page) says \"GET"
                + " /usage-plans/{usage-plan-id}\", openapi/ says \"DELETE"
                + " /usage-plans/{usage-plan-id}\"",
            "deleteUsagePlan, page: the document (https://api.ncloud-docs.com/docs/some-page) says"
                + " \"https://api.ncloud-docs.com/docs/some-page\", openapi/ says"
                + " \"https://api.ncloud-docs.com/docs/apigateway-usageplan-deleteusageplan\"",
            "deleteUsagePlan, path usage-plan-id: the document"
                + " (https://api.ncloud-docs.com/docs/some-page) says"
                + " \"required, string, 2..9\", openapi/ says \"required, string, 1..10\"",
            "deleteUsagePlan, query force: the document"
                + " (https://api.ncloud-docs.com/docs/some-page) says \"optional, boolean\","
                + " openapi/ says nothing");
  }

  @Test
  void membersOfAnEnumerationHaveNoOrder() {
    Document other =
        Document.read(
            """
            regenerateApiKey: PATCH /api-keys/{api-key-id}
              page: https://api.ncloud-docs.com/docs/apigateway-apikey-regenerate
              body keyType: required, string of SECONDARY, PRIMARY
              body keySize: required, string of SECONDARY
            """);

    assertThat(
            Documents.contradictions(
                other, Specification.split().operations().get("regenerateApiKey")))
        .anyMatch(line -> line.contains("body keySize"))
        .noneMatch(line -> line.contains("body keyType"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"createMethod", "updateMethod"})
  void anEndpointMoreOrLessIsAContradiction(String operation) {
    Specification changed =
        Mutants.of(Specification.split(), Specification.split().operations().get(operation))
            .stream()
            .filter(mutant -> mutant.kind().equals("condition dropped"))
            .findFirst()
            .orElseThrow()
            .specification();

    assertThat(Documents.contradictions(changed, operation))
        .singleElement()
        .asString()
        .contains(
            "body one of", "\"mockEndPoint, ncpEndPoint, httpEndPoint\"", "openapi/ says nothing");
  }

  @Test
  void anOperationMayHaveAContentOfItsOwn() {
    String file = "exportStageSdk";
    Specification changed =
        Mutants.of(Specification.split(), Specification.split().operations().get(file)).stream()
            .filter(mutant -> mutant.what().equals(file + ", 200"))
            .filter(mutant -> mutant.kind().equals("media type changed"))
            .findFirst()
            .orElseThrow()
            .specification();

    assertThat(Documents.contradictions(changed, file))
        .singleElement()
        .asString()
        .contains(
            "content",
            "\"application/octet-stream, application/json\"",
            "\"text/plain, application/json\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o: GET /\n  status: 200\n  answer a: string\n  answer a: int64", // two things of one
        // member
        "o: GET /\n  status 200",
        "o: GET /\nstatus: 200",
        "o GET /\n  status: 200"
      })
  void aBlockThatCannotBeReadIsRefused(String block) {
    assertThatThrownBy(() -> Document.read(block)).isInstanceOf(IllegalStateException.class);
  }
}
