package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.contractkit.SchemaValidator;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Answer;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Specification;
import io.github.ncloudcommunity.apigateway.sandbox.spec.SpecifiedOperation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh sandbox for each test, at a time that stands still. */
abstract class SandboxTest {

  static final Instant NOW = Instant.parse("2024-05-08T06:29:48.123Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  static final String PRODUCT = "prod000001";
  static final String API = "apis000001";
  static final String STAGE = "stag000001";
  static final String PLAN = "plan000001";
  static final String API_PATH = "/products/" + PRODUCT + "/apis/" + API;
  static final String STAGE_PATH = API_PATH + "/stages/" + STAGE;
  static final String RESOURCE_PATH = API_PATH + "/resources/rsrc000001";

  static final JsonNode DOCUMENT =
      io.github.ncloudcommunity.apigateway.contractkit.Specification.bundled().document();

  ApiGatewaySandbox sandbox;
  RawClient client;

  @BeforeEach
  void startSandbox() {
    sandbox = configure(ApiGatewaySandbox.builder().clock(CLOCK)).start();
    client = new RawClient(sandbox.baseUrl(), sandbox.credentials(), CLOCK);
  }

  /** The body of an answer, which must have the documented status and fit the documented schema. */
  static JsonNode body(RawClient.Reply reply, String operationId) {
    SpecifiedOperation operation = operation(operationId);
    assertThat(reply.status()).as(reply.body()).isEqualTo(operation.successStatus());
    String path = "/" + String.join("/", operation.path());
    JsonNode content =
        DOCUMENT
            .path("paths")
            .path(path)
            .path(operation.method().toLowerCase(Locale.ROOT))
            .path("responses")
            .path(Integer.toString(operation.successStatus()))
            .path("content");
    if (content.isMissingNode()) {
      assertThat(reply.body()).isEmpty();
      return content;
    }
    if (content.has(Answer.FILE)) {
      assertThat(reply.body()).isNotEmpty();
      return content;
    }
    JsonNode schema = content.at("/application~1json/schema");
    assertThat(SchemaValidator.problems(schema, reply.json())).isEmpty();
    assertThat(reply.body()).doesNotContain("null");
    return reply.json();
  }

  static SpecifiedOperation operation(String operationId) {
    return Specification.bundled().operations().stream()
        .filter(candidate -> candidate.operationId().equals(operationId))
        .findFirst()
        .orElseThrow();
  }

  @AfterEach
  void closeSandbox() {
    sandbox.close();
  }

  ApiGatewaySandbox.Builder configure(ApiGatewaySandbox.Builder builder) {
    return builder;
  }

  /** Makes a usage plan of that name and gives its id. */
  String createPlan(String name) {
    return client
        .send("POST", "/usage-plans", "{\"usagePlanName\":\"" + name + "\"}")
        .json()
        .at("/usagePlan/usagePlanId")
        .textValue();
  }

  void associate(String plan) {
    RawClient.Reply reply = client.send("POST", STAGE_PATH + "/associate-usage-plan", planId(plan));
    assertThat(reply.status()).as(reply.body()).isEqualTo(204);
  }

  static String planId(String plan) {
    return "{\"usagePlanId\":\"" + plan + "\"}";
  }
}
