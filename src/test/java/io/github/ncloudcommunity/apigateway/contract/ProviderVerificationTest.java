package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import au.com.dius.pact.core.model.V4Interaction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.contract.Verification.Skipped;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Written;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/** The provider's side of the pact: the pact, and the tool for other providers, on the sandbox. */
@Order(9)
class ProviderVerificationTest {

  private static ApiGatewaySandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = ApiGatewaySandbox.builder().providerStates(true).start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @TestFactory
  Stream<DynamicTest> theProviderAnswersAsTheClientExpects() {
    Verification verification = new Verification(new SandboxProvider());
    return interactions().stream()
        .map(
            interaction ->
                dynamicTest(
                    interaction.getKey(),
                    () -> {
                      try {
                        assertThat(verification.verify(interaction))
                            .as("%s: %s", handler(interaction), interaction.getKey())
                            .isEmpty();
                      } catch (Skipped e) {
                        throw new TestAbortedException(e.getMessage());
                      }
                    }));
  }

  /** Where the sandbox handles an operation. */
  private static String handler(V4Interaction.SynchronousHttp interaction) throws IOException {
    return Written.where(
        interaction.getKey().split(" ")[0],
        Path.of("src/main/java/io/github/ncloudcommunity/apigateway/sandbox/operations"));
  }

  @Test
  void theSandboxKnowsTheStatesOfThePactAndNoOthers() {
    TreeSet<String> states = new TreeSet<>();
    interactions().forEach(interaction -> states.addAll(Verification.states(interaction)));

    assertThatThrownBy(() -> States.setUp(sandbox.providerStatesUrl(), "there is no such state"))
        .hasMessageContaining("there are: " + String.join(", ", states) + ".");
  }

  // --- against a provider that takes no provider states

  @Test
  void withoutWritesAProviderIsReadOnly() {
    try (ApiGatewaySandbox other = ApiGatewaySandbox.start()) {
      RealProvider provider = new RealProvider(other.baseUrl(), other.credentials(), null);
      Verification verification = new Verification(provider);
      Map<String, String> skipped = skipped(verification);

      assertThat(verification.summary())
          .contains("0 failed, %d skipped".formatted(skipped.size()))
          .contains(
              "skipped, cannot be found: the stage has a canary:", "getCanarySwaggerJson 200");
      assertThat(skipped.keySet())
          .contains("associateUsagePlan 204", "deleteUsagePlan 204", "getProduct 401/210")
          .contains("getProduct 429/410", "createUsagePlan 201", "listStageUsagePlans 200")
          .contains("createUsagePlan 400/100 with a quota for the day only", "deleteMethod 401/200")
          .contains("getCanarySwaggerJson 200")
          .doesNotContain("getProduct 200", "getProduct 401/200", "getProduct 404/300")
          .doesNotContain("createApi 404/300", "listProducts 400/100 with a limit of 0")
          .doesNotContain("listMethodResponseHeaders 200", "getModel 200", "getAuthorizer 200")
          .doesNotContain("getStageDeploymentDocument 200", "getApiKey 200", "previewModel 200")
          .doesNotContain("updateMethod 404/300", "exportStageSdk 200");
      assertThat(skipped.get("getProduct 401/210"))
          .isEqualTo("cannot be provoked from outside: the caller has no permission");
      assertThat(skipped.get("createUsagePlan 201")).contains("--writes");
      assertThat(skipped.get("getCanarySwaggerJson 200"))
          .isEqualTo("cannot be found: the stage has a canary");
    }
  }

  @Test
  void withWritesUsagePlansAreChanged_andNothingElse() {
    try (ApiGatewaySandbox other = ApiGatewaySandbox.start()) {
      ApiGatewaySandbox.Seed seed = other.seed();
      String writes = seed.productId() + "/" + seed.apiId() + "/" + seed.stageId();
      RealProvider provider = new RealProvider(other.baseUrl(), other.credentials(), writes);

      Map<String, String> skipped = skipped(new Verification(provider));

      assertThat(skipped.keySet())
          .doesNotContain("associateUsagePlan 204", "createUsagePlan 201", "deleteUsagePlan 204");
      assertThat(skipped.get("createApi 201")).isEqualTo("changes more than usage plans");
      assertThat(skipped.values())
          .allMatch(
              why ->
                  why.matches("cannot be (provoked from outside|found): .*|changes more than .*"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1/api/v2, , base URL",
    "http://127.0.0.1:1/api/v1, prod000001/apis000001, --writes"
  })
  void wrongSettingsAreRefused(URI baseUrl, String writes, String named) {
    assertThatThrownBy(() -> new RealProvider(baseUrl, Credentials.of("a", "b"), writes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static Map<String, String> skipped(Verification verification) {
    Map<String, String> skipped = new TreeMap<>();
    for (V4Interaction.SynchronousHttp interaction : interactions()) {
      try {
        assertThat(verification.verify(interaction)).as(interaction.getKey()).isEmpty();
      } catch (Skipped e) {
        skipped.put(interaction.getKey(), e.getMessage());
      }
    }
    return skipped;
  }

  // --- what the tool prints

  @Test
  void theToolSaysWhatItVerified() throws IOException {
    try (ApiGatewaySandbox other = ApiGatewaySandbox.start()) {
      StringWriter out = new StringWriter();

      assertThat(verify(other.baseUrl(), other.credentials(), out)).isTrue();

      assertThat(out.toString())
          .containsPattern(
              "\\d+ skipped, cannot be provoked from outside: the caller is throttled:\\R")
          .containsPattern(other.baseUrl() + ": \\d+ verified, 0 failed, \\d+ skipped\\R$");
    }
  }

  @Test
  void wrongCredentialsAreOneFailureBeforeAnyInteraction() throws IOException {
    try (ApiGatewaySandbox other = ApiGatewaySandbox.start()) {
      Credentials wrong = Credentials.of(other.credentials().accessKey(), "wrong-secret-key");
      StringWriter out = new StringWriter();

      assertThat(verify(other.baseUrl(), wrong, out)).isFalse();

      assertThat(out.toString().lines())
          .singleElement()
          .asString()
          .startsWith("Nothing was verified: listProducts")
          .contains("401")
          .doesNotContain("wrong-secret-key");
    }
  }

  @Test
  void aProviderThatAlwaysAnswersWithAnEmptyObjectFails() throws IOException {
    try (ScriptedServer server = ScriptedServer.start()) {
      server.answerAlways(Answer.json(200, "{}"));
      StringWriter out = new StringWriter();

      assertThat(verify(server.url(Pacts.BASE_PATH), Credentials.of("a", "b"), out)).isFalse();

      assertThat(out.toString().lines())
          .contains("getUsagePlan 404/300: a request for a usage plan")
          .contains("  status: expected status of 404 but was 200")
          .contains("failed: getUsagePlan 404/300", "failed: searchDashboardEvents 200");
    }
  }

  @Test
  void aProviderWhoseListsFailIsAFailureOfWhatNeedsThem() throws IOException {
    try (ScriptedServer server = ScriptedServer.start()) {
      server.answer(Answer.json(200, "{}")).answerAlways(Answer.error(404, "300"));
      StringWriter out = new StringWriter();

      assertThat(verify(server.url(Pacts.BASE_PATH), Credentials.of("a", "b"), out)).isFalse();

      assertThat(out.toString())
          .contains("what the request needs could not be looked up: ", "failed: getUsagePlan 200");
    }
  }

  private static boolean verify(URI baseUrl, Credentials credentials, StringWriter out)
      throws IOException {
    return VerifyProvider.verify(
        new RealProvider(baseUrl, credentials, null),
        Pacts.read(Files.readString(Pacts.FILE)),
        new PrintWriter(out, true));
  }

  // --- what must be found

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "associateUsagePlan 204   | /response                        | status | 200 | 204",
        "getUsagePlan 200         | /response/body/content/usagePlan | other  | 1   | other",
        "getUsagePlan 200         | /response/body/content/usagePlan | usagePlanName | 1 | usagePlanName",
        "searchUsagePlans 401/210 | /providerStates/1                | name   | a usage plan exists | 401"
      })
  void aDifferentAnswerIsFound(
      String key, String pointer, String member, String value, String problem) throws Exception {
    JsonNode changed =
        Pacts.interactions().stream()
            .filter(interaction -> interaction.path("key").asText().equals(key))
            .findFirst()
            .orElseThrow();
    ((ObjectNode) changed.at(pointer))
        .set(
            member,
            value.matches("\\d+")
                ? IntNode.valueOf(Integer.parseInt(value))
                : TextNode.valueOf(value));
    V4Interaction.SynchronousHttp interaction =
        Verification.interactions(Pacts.read(Pacts.text(List.of(changed)))).get(0);
    Verification verification = new Verification(new SandboxProvider());

    assertThat(verification.verify(interaction)).anyMatch(found -> found.contains(problem));
    assertThat(verification.summary()).contains("0 verified, 1 failed", "failed: " + key);
  }

  private static List<V4Interaction.SynchronousHttp> interactions() {
    return Verification.interactions(Pacts.read(Pacts.text(Pacts.interactions())));
  }

  /** The sandbox; its states are set up in the way that verifiers of any language do. */
  private static final class SandboxProvider implements Verification.Provider {

    @Override
    public URI baseUrl() {
      return sandbox.baseUrl();
    }

    @Override
    public Map<String, String> begin(V4Interaction.SynchronousHttp interaction) {
      Map<String, String> values = new TreeMap<>();
      for (String state : Verification.states(interaction)) {
        values.putAll(States.setUp(sandbox.providerStatesUrl(), state));
      }
      return values;
    }

    @Override
    public Credentials credentials(V4Interaction.SynchronousHttp interaction) {
      return sandbox.credentials();
    }

    @Override
    public void end(V4Interaction.SynchronousHttp interaction) {
      States.tearDown(sandbox.providerStatesUrl());
    }
  }
}
