package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documentation pages say of each operation, copied here by hand and not made from {@code
 * openapi/}: a change of the specification that contradicts a page fails here.
 *
 * <p>One line says one thing: {@code place name: facts}. Ranges are characters for texts and values
 * for numbers; {@code Long} of the pages is {@code int64}, {@code Integer} is {@code int32}. What
 * follows {@code #} is a stand: a place where the pages are silent, contradict each other or cannot
 * be meant, and the line holds what was decided; each is in {@code contracts/deviations.md}. Pages
 * have no tables of answers: members are those of the response syntax and the samples, and where
 * these were cut short or have no types, those of the vendor's own OpenAPI export of 2023-11.
 */
class DocumentsTest {

  /** Members of a usage plan wherever a whole one is in an answer. */
  private static final String USAGE_PLAN =
      """
      domainCode: string
      usagePlanId: string
      modifier: string
      associatedStagesCount: int64
      dayQuotaRequest: int64
      permission: string
      rateRps: int32
      usagePlanName: string
      monthQuotaRequest: int64
      tenantId: string
      disabled: boolean
      usagePlanDescription: string
      quotaCondition: string
      actionName: string
      """;

  /** Members of a stage; the pages were seen as far as "response", the rest is from the export. */
  private static final String STAGE =
      """
      canaryDeployedTime: date-time
      modifier: string
      canaryEndpointDomain: string
      canaryThrottleRps: int32
      cacheTtlSec: int32
      stageName: string
      throttleRps: int32
      monthQuotaRequest: int64
      canaryCacheTtlSec: int32
      canaryDistributionRate: float
      apiId: string
      stageId: string
      deployedStageDeploymentNo: int64
      useDistributionRate: boolean
      canaryDeploymentDescription: string
      dayQuotaRequest: int64
      isMaintenance: boolean
      rateRps: int32
      endpointDomain: string
      ipAclList: string
      canaryDeploymentNo: int64
      regTime: date-time
      response: string
      ipAclCode: string of ALLOWED, REJECTED
      statusCode: int32
      tenantId: string
      canaryConditions: array of object
      canaryConditions[].parameterCode: string of REQUEST_HEADER, REQUEST_QUERY
      canaryConditions[].parameterName: string
      canaryConditions[].parameterValue: string
      enabledContentEncoding: boolean
      minimumCompressionSize: int32
      """;

  /** Members that a product has in every answer. */
  private static final String PRODUCT =
      """
      invokeId: string
      domainCode: string
      productId: string
      isPublished: boolean
      modifier: string
      permission: string
      productName: string
      subscriptionCode: string of PUBLIC, PROTECTED
      isDeleted: boolean
      modTime: date-time
      tenantId: string
      disabled: boolean
      productDescription: string
      actionName: string
      """;

  private static final String API =
      """
      stages: array of object
      stages[].apiId: string
      stages[].stageId: string
      stages[].stageName: string
      stages[].isPublished: boolean
      productId: string
      apiId: string
      apiName: string
      apiDescription: string
      tenantId: string
      modifier: string
      modTime: date-time
      isDeleted: boolean
      domainCode: string
      disabled: boolean                  # in the export only, as are the next two
      permission: string
      actionName: string
      """;

  private static Map<String, Specification.Operation> operations() {
    return Specification.split().operations();
  }

  private static List<Document> documents() {
    return List.of(
        // The two founding documents.
        new Document(
            "associateUsagePlan",
            "apigateway-stage-associate",
            """
            POST /products/{product-id}/apis/{api-id}/stages/{stage-id}/associate-usage-plan
            status: 204                                    # the page names none; group page and export
            path product-id: required, string, 1..10       # the page says 0..10
            path api-id: required, string, 1..10           # the page says 0..10
            path stage-id: required, string, 1..10         # the page says 0..10
            body usagePlanId: required, string, 0..10
            """),
        new Document(
            "listStageUsagePlans",
            "apigateway-stage-getstageusageplan",
            """
            GET /products/{product-id}/apis/{api-id}/stages/{stage-id}/usage-plans
            status: 200                                    # the page names none; the export
            path product-id: required, string, 1..10       # the page says nothing; as its sister page
            path api-id: required, string, 1..10           # the page says nothing; as its sister page
            path stage-id: required, string, 1..10         # the page says nothing; as its sister page
            query offset: optional, int64, 0..9223372036854775807
            query limit: optional, int64, 1..9223372036854775807
            query usagePlanName: optional, string, 0..45
            answer total: int64
            answer monthQuotaRequest: int64
            answer dayQuotaRequest: int64
            answer rateRps: int32
            answer quotaCondition: string
            answer content: array of object
            """
                + under("answer content[].", USAGE_PLAN)),

        // Stages.
        new Document(
            "listStages",
            "apigateway-stage-getstagelist",
            """
            GET /products/{product-id}/apis/{api-id}/stages
            status: 200                                    # the page names none; the export
            path product-id: required, string, 1..10       # the page says 0..10
            path api-id: required, string, 1..10           # the page says 0..10
            answer host: string
            answer stages: array of object
            answer stages[].canaryDeploymentNo: int64
            answer stages[].stageName: string
            answer stages[].isCanary: boolean
            answer stages[].defaultDeploymentNo: int64
            answer stages[].stageId: string
            answer stages[].resourceDtos: array of object
            answer stages[].resourceDtos[].corsMaxAge: string
            answer stages[].resourceDtos[].resourceId: string
            answer stages[].resourceDtos[].corsAllowMethods: string
            answer stages[].resourceDtos[].corsAllowOrigin: string
            answer stages[].resourceDtos[].resourcePath: string
            answer stages[].resourceDtos[].corsAllowCredentials: string
            answer stages[].resourceDtos[].corsExposeHeaders: string
            answer stages[].resourceDtos[].apiId: string
            answer stages[].resourceDtos[].corsAllowHeaders: string
            answer stages[].resourceDtos[].methods: array of object
            answer stages[].resourceDtos[].methods[].methodCode: string
            answer stages[].resourceDtos[].methods[].methodName: \
            string of ANY, GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD
            """),
        new Document(
            "getStage",
            "apigateway-stage-getstage",
            """
            GET /products/{product-id}/apis/{api-id}/stages/{stage-id}
            status: 200                                    # the page names none; the export
            path product-id: required, string, 1..10       # the page says 0..10
            path api-id: required, string, 1..10           # the page says 0..10
            path stage-id: required, string, 1..10         # the page says 0..10
            answer stage: object
            """
                + under("answer stage.", STAGE)),
        new Document(
            "disassociateUsagePlan",
            "apigateway-stage-disassociate",
            """
            POST /products/{product-id}/apis/{api-id}/stages/{stage-id}/disassociate-usage-plan
            status: 204                                    # the page names none; the export
            path product-id: required, string, 1..10       # the page says 0..10
            path api-id: required, string, 1..10           # the page says 0..10
            path stage-id: required, string, 1..10         # the page says 0..10
            body usagePlanId: required, string, 0..10
            """),
        new Document(
            "setDefaultUsagePlan",
            "apigateway-stage-putdefaultusageplan",
            """
            PUT /products/{product-id}/apis/{api-id}/stages/{stage-id}/usage-plan
            status: 200                                    # the page names none; the export
            path product-id: required, string, 1..10       # the page says 0..10
            path api-id: required, string, 1..10           # the page says 0..10
            path stage-id: required, string, 1..10         # the page says 0..10
            body monthQuotaRequest: optional, int64, 0..9007199254740991    # the export: up to 2^63-1
            body dayQuotaRequest: optional, int64, 0..9007199254740991      # the export: up to 2^63-1
            body together: monthQuotaRequest, dayQuotaRequest
            body rateRps: optional, int32, 1..2147483647   # the page says Long, with this range
            body quotaCondition: optional, string of 2xx, 3xx, 4xx, 5xx, others
            answer stage: object
            """
                + under("answer stage.", STAGE)),

        // Usage plans.
        new Document(
            "createUsagePlan",
            "apigateway-usageplan-createusageplan",
            """
            POST /usage-plans
            status: 201                                    # the page names none; the export
            body monthQuotaRequest: optional, int64, 0..9223372036854775807
            body dayQuotaRequest: optional, int64, 1..9223372036854775807   # other pages: from 0
            body together: monthQuotaRequest, dayQuotaRequest
            body usagePlanDescription: optional, string, 0..50
            body rateRps: optional, int32, 1..2147483647   # the page says Long, with this range
            body quotaCondition: optional, string of 2xx, 3xx, 4xx, 5xx, others
            body usagePlanName: required, string, 1..45    # the page says 0..45, the update page 1..45
            answer usagePlan: object
            """
                + under("answer usagePlan.", USAGE_PLAN)),
        new Document(
            "searchUsagePlans",
            "apigateway-usageplan-getusageplanlist",
            """
            POST /usage-plans/search
            status: 200                                    # the page names none; the export
            body offset: optional, int64, 0..9223372036854775807
            body limit: optional, int64, 1..9223372036854775807
            body usagePlanName: optional, string, 0..45    # the export: 0..20
            answer initialCount: int64
            answer total: int64
            answer usagePlans: array of object
            """
                + under("answer usagePlans[].", USAGE_PLAN)),
        new Document(
            "listUsagePlansByStage",
            "apigateway-usageplan-getstageusageplan",
            """
            GET /usage-plans
            status: 200                                    # group page and export
            query offset: optional, int64, 0..9223372036854775807
            query limit: optional, int64, 1..9223372036854775807
            query stageId: required, string, 0..10
            query associated: optional, boolean, default true
            answer total: int64
            answer usagePlans: array of object
            answer usagePlans[].domainCode: string
            answer usagePlans[].usagePlanId: string
            answer usagePlans[].associatedStagesCount: int64
            answer usagePlans[].disabled: boolean
            answer usagePlans[].permission: string
            answer usagePlans[].usagePlanName: string
            answer usagePlans[].actionName: string
            """),
        new Document(
            "getUsagePlan",
            "apigateway-usageplan-getusageplan",
            """
            GET /usage-plans/{usage-plan-id}
            status: 200                                    # the page names none; the export
            path usage-plan-id: required, string, 1..10    # the page says 0..10
            answer usagePlan: object
            """
                + under("answer usagePlan.", USAGE_PLAN)),
        new Document(
            "updateUsagePlan",
            "apigateway-usageplan-putusageplan",
            """
            PUT /usage-plans/{usage-plan-id}
            status: 200                                    # the page names none; the export
            path usage-plan-id: required, string, 1..10    # the page says 0..10
            body monthQuotaRequest: optional, int64, 0..9007199254740991    # the create page: up to 2^63-1
            body dayQuotaRequest: optional, int64, 0..9007199254740991      # the create page: 1..2^63-1
            body together: monthQuotaRequest, dayQuotaRequest
            body usagePlanDescription: optional, string, 0..50
            body rateRps: optional, int32, 1..2147483647   # the page says Long, with this range
            body quotaCondition: optional, string of 2xx, 3xx, 4xx, 5xx, others
            body usagePlanName: required, string, 1..45    # English 1..45, Japanese and Korean 0..45
            answer usagePlan: object                       # no answer was seen; the export
            """
                + under("answer usagePlan.", USAGE_PLAN)),
        new Document(
            "deleteUsagePlan",
            "apigateway-usageplan-deleteusageplan",
            """
            DELETE /usage-plans/{usage-plan-id}
            status: 204                                    # group page and export
            path usage-plan-id: required, string, 1..10    # the page says 0..10
            """),
        new Document(
            "listUsagePlanStages",
            "apigateway-usageplan-getstage",
            """
            GET /usage-plans/{usage-plan-id}/stages
            status: 200                                    # the page names none; the export
            path usage-plan-id: required, string, 1..10    # the page says 0..10
            query offset: optional, int64, 0..9223372036854775807
            query limit: optional, int64, 1..9223372036854775807
            query name: optional, string, 1..20            # the export: 0..20
            answer total: int64
            answer stages: array of object
            answer stages[].apiName: string
            answer stages[].stageName: string
            answer stages[].productId: string
            answer stages[].apiId: string
            answer stages[].productName: string
            answer stages[].stageId: string
            answer usagePlan: object
            answer usagePlan.domainCode: string
            answer usagePlan.monthQuotaRequest: int64
            answer usagePlan.dayQuotaRequest: int64
            answer usagePlan.rateRps: int32
            answer usagePlan.quotaCondition: string
            """),

        // Products.
        new Document(
            "listProducts",
            "apigateway-product-getproductlist",
            """
            GET /products
            status: 200                                    # the page names none; the export
            query offset: optional, int64, 0..9223372036854775807
            query limit: optional, int64, 1..9223372036854775807
            query productName: optional, string, 0..100    # no length in the Korean page of 2026-09
            query isPublished: optional, boolean
            query subscriptionCode: optional, string of PUBLIC, PROTECTED
            query hasDeployedStage: optional, boolean
            query hasStageNotAssociatedWithUsagePlanId: optional, string
            answer initialCount: int64
            answer productPage: object
            answer productPage.total: int64
            answer productPage.content: array of object
            answer productPage.content[].hasDeployedStage: boolean
            """
                + under("answer productPage.content[].", PRODUCT)),
        new Document(
            "getProduct",
            "apigateway-product-getproduct",
            """
            GET /products/{product-id}
            status: 200                                    # the page names none; the export
            path product-id: required, string, 1..10       # the page says 0..10
            answer product: object
            answer product.zoneCode: string                # in the sample, not in the syntax of the page
            """
                + under("answer product.", PRODUCT)),

        // APIs.
        new Document(
            "listApis",
            "apigateway-api-apis",
            """
            GET /products/{product-id}/apis
            status: 200                                    # the page names none; the export
            path product-id: required, string, 1..10       # the page says nothing; as the product pages
            query offset: optional, int64, 0..9223372036854775807
            query limit: optional, int64, 1..9223372036854775807
            query withStage: optional, boolean
            query apiName: optional, string, 0..20
            query hasStage: optional, boolean
            query hasStageNotAssociatedWithUsagePlanId: optional, string
            answer apis: array of object
            answer total: int64                            # the page was cut before it; its sister page
            """
                + under("answer apis[].", API)),
        new Document(
            "getApi",
            "apigateway-api-apis-detail",
            """
            GET /products/{product-id}/apis/{api-id}
            status: 200                                    # the page names none; the export
            path product-id: required, string, 1..10       # the page says nothing; as the product pages
            path api-id: required, string, 1..10           # the page says nothing; as the product pages
            answer api: array of object                    # the export: one object, and no total
            answer total: int64
            """
                + under("answer api[].", API)));
  }

  @Test
  void everyOperationHasADocumentAndEveryDocumentAnOperation() {
    assertThat(documents().stream().map(Document::operation))
        .hasSize(17)
        .containsExactlyInAnyOrderElementsOf(operations().keySet());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void theSpecificationSaysWhatTheDocumentSays(Document document) {
    assertThat(operations()).containsKey(document.operation());
    SoftAssertions softly = new SoftAssertions();
    contradictions(document, operations().get(document.operation())).forEach(softly::fail);
    softly.assertAll();
  }

  @Test
  void aContradictionNamesOperationAndMemberAndSaysWhatTheDocumentSays() {
    Document wrong =
        new Document(
            "deleteUsagePlan",
            "some-page",
            """
            GET /usage-plans/{usage-plan-id}
            status: 204
            path usage-plan-id: required, string, 2..9
            query force: optional, boolean
            """);

    assertThat(contradictions(wrong, operations().get("deleteUsagePlan")))
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
  void aLineThatSaysTwoThingsOfOneMemberIsRefused() {
    Document twice =
        new Document("o", "p", "GET /\nstatus: 200\nanswer a: string\nanswer a: int64\n");

    assertThatThrownBy(twice::facts).hasMessageContaining("answer a");
  }

  /** What a page says. */
  private record Document(String operation, String page, String text) {

    String url() {
      return "https://api.ncloud-docs.com/docs/" + page;
    }

    Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("page", url());
      text.lines()
          .map(line -> line.replaceFirst("\\s+#.*", "").strip())
          .forEach(
              line -> {
                String[] fact =
                    facts.size() == 1 ? new String[] {"request line", line} : line.split(": ", 2);
                if (facts.put(fact[0], fact[1]) != null) {
                  throw new IllegalStateException(operation + ": twice: " + fact[0]);
                }
              });
      return facts;
    }

    @Override
    public String toString() {
      return operation;
    }
  }

  private static String under(String prefix, String members) {
    return members.lines().map(member -> prefix + member + "\n").collect(Collectors.joining());
  }

  private static List<String> contradictions(Document document, Specification.Operation operation) {
    Map<String, String> documented = document.facts();
    Map<String, String> specified = facts(operation);
    return Stream.concat(documented.keySet().stream(), specified.keySet().stream())
        .distinct()
        .filter(fact -> !specified.getOrDefault(fact, "").equals(documented.get(fact)))
        .map(
            fact ->
                "%s, %s: the document (%s) says %s, openapi/ says %s"
                    .formatted(
                        document.operation(),
                        fact,
                        document.url(),
                        quoted(documented.get(fact)),
                        quoted(specified.get(fact))))
        .toList();
  }

  private static String quoted(String text) {
    return text == null ? "nothing" : "\"" + text + "\"";
  }

  // --- the specification in the same words

  private static Map<String, String> facts(Specification.Operation operation) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("page", operation.node().path("externalDocs").path("url").asText());
    facts.put("request line", operation.method() + " " + operation.path());
    facts.put("status", String.join(", ", operation.successes()));
    for (JsonNode parameter : operation.parameters()) {
      facts.put(
          parameter.path("in").asText() + " " + parameter.path("name").asText(),
          (parameter.path("required").asBoolean() ? "required, " : "optional, ")
              + words(parameter.path("schema")));
    }
    JsonNode body = operation.requestSchema();
    for (Map.Entry<String, JsonNode> member : body.path("properties").properties()) {
      facts.put(
          "body " + member.getKey(),
          (requires(body, member.getKey()) ? "required, " : "optional, ")
              + words(member.getValue()));
    }
    String together = together(body);
    if (!together.isEmpty()) {
      facts.put("body together", together);
    }
    answer("answer ", operation.answerSchema(), facts);
    return facts;
  }

  private static void answer(String prefix, JsonNode schema, Map<String, String> facts) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      String name = prefix + member.getKey();
      facts.put(
          name,
          (requires(schema, member.getKey()) ? "always there, " : "") + words(member.getValue()));
      answer(name + ".", member.getValue(), facts);
      answer(name + "[].", member.getValue().path("items"), facts);
    }
  }

  private static boolean requires(JsonNode schema, String member) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(member)) {
        return true;
      }
    }
    return false;
  }

  private static String words(JsonNode schema) {
    StringJoiner words = new StringJoiner(", ");
    String type = schema.path("type").asText();
    // quota-condition is a hint for the generator: any text is valid.
    String format = schema.path("format").asText().replace("quota-condition", "");
    StringBuilder first = new StringBuilder(format.isEmpty() ? type : format);
    if (type.equals("array")) {
      first.append(" of ").append(words(schema.path("items")));
    }
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(value -> values.add(value.asText()));
      first.append(" of ").append(String.join(", ", values));
    }
    words.add(first);
    range(words, schema, "minLength", "maxLength");
    range(words, schema, "minimum", "maximum");
    for (String other :
        List.of(
            "pattern",
            "minItems",
            "maxItems",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "uniqueItems",
            "nullable",
            "readOnly",
            "writeOnly",
            "deprecated",
            "additionalProperties",
            "default")) {
      if (schema.has(other)) {
        words.add(other + " " + schema.get(other).asText());
      }
    }
    return words.toString();
  }

  private static void range(StringJoiner words, JsonNode schema, String from, String to) {
    if (schema.has(from) || schema.has(to)) {
      words.add(schema.path(from).asText() + ".." + schema.path(to).asText());
    }
  }

  /** Optional members that are valid all together or not at all, found out by trying. */
  private static String together(JsonNode body) {
    List<String> optional =
        body.path("properties").properties().stream()
            .map(Map.Entry::getKey)
            .filter(member -> !requires(body, member))
            .toList();
    List<String> together = new ArrayList<>();
    for (String one : optional) {
      if (!isValid(body, List.of(one))) {
        for (String other : optional) {
          if (!isValid(body, List.of(other)) && isValid(body, List.of(one, other))) {
            together.add(one);
          }
        }
      }
    }
    return isValid(body, List.of()) ? String.join(", ", together) : "never valid without";
  }

  /**
   * Whether the conditions about the presence of members hold for a body with these besides the
   * required ones.
   */
  private static boolean isValid(JsonNode schema, List<String> optionalMembers) {
    List<String> members = new ArrayList<>(optionalMembers);
    schema.path("required").forEach(member -> members.add(member.asText()));
    return holds(schema, members);
  }

  private static boolean holds(JsonNode schema, List<String> members) {
    for (JsonNode required : schema.path("required")) {
      if (!members.contains(required.asText())) {
        return false;
      }
    }
    if (schema.has("not") && holds(schema.get("not"), members)) {
      return false;
    }
    if (!schema.has("anyOf")) {
      return true;
    }
    for (JsonNode alternative : schema.get("anyOf")) {
      if (holds(alternative, members)) {
        return true;
      }
    }
    return false;
  }
}
