package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import au.com.dius.pact.core.model.V4Interaction;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.contract.Verification.Unprovokable;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/**
 * The provider's side of the pact: the committed file against the sandbox, or against the base URL
 * in {@code -Dprovider.url}, see {@code contracts/README.md}.
 */
class ProviderVerificationTest {

  private static final File PACT = Pacts.FILE.toFile();
  private static final String URL = System.getProperty("provider.url");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

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
    Verification verification =
        new Verification(
            URL == null
                ? new SandboxSubject()
                : new AnySubject(
                    URI.create(URL),
                    CredentialsProvider.defaultChain().credentials(),
                    System.getProperty("provider.writes")));
    return Verification.interactions(PACT).stream()
        .map(
            interaction ->
                dynamicTest(
                    interaction.getKey(),
                    () -> {
                      try {
                        assertThat(verification.verify(interaction)).isEmpty();
                      } catch (Unprovokable e) {
                        System.out.printf(
                            "skipped  %-45s %s%n", interaction.getKey(), e.getMessage());
                        throw new TestAbortedException(e.getMessage());
                      }
                    }));
  }

  @Test
  void theSandboxKnowsEveryStateThatThePactSpeaksOf_andNoOther() throws Exception {
    TreeSet<String> states = new TreeSet<>();
    Verification.interactions(PACT).forEach(i -> states.addAll(Verification.states(i)));

    assertThat(change("{\"state\": \"there is no such state\"}"))
        .contains("there are: " + String.join(", ", states) + ".");
  }

  // --- against a server that takes no provider states

  @Test
  void withoutWritesAServerIsReadOnly_andWhatCannotBeProvokedIsListed() {
    try (ApiGatewaySandbox other = ApiGatewaySandbox.start()) {
      AnySubject subject = new AnySubject(other.baseUrl(), other.credentials(), null);
      Map<String, String> skipped = skipped(new Verification(subject));

      assertThat(skipped.keySet())
          .contains("associateUsagePlan 204", "deleteUsagePlan 204", "getProduct 401/210")
          .contains("getProduct 429/410", "createUsagePlan 201", "listStageUsagePlans 200")
          .contains("createUsagePlan 400/100 with one quota of two", "getCanarySwaggerJson 200")
          .doesNotContain("getProduct 200", "getProduct 401/200", "getProduct 404/300")
          .doesNotContain("createUsagePlan 401/200", "listProducts 400/100 with a limit of 0")
          .doesNotContain("listMethodResponseHeaders 200", "getModel 200", "getAuthorizer 200")
          .doesNotContain("getStageDeploymentDocument 200", "getApiKey 200", "previewModel 200")
          .doesNotContain("updateMethod 404/300", "exportStageSdk 200");
      assertThat(skipped.get("getProduct 401/210"))
          .isEqualTo("cannot be provoked from outside: the caller has no permission");
      assertThat(skipped.get("createUsagePlan 201")).contains("-Dprovider.writes");
      assertThat(skipped.get("getCanarySwaggerJson 200"))
          .isEqualTo("cannot be found: the stage has a canary");
    }
  }

  @Test
  void withWritesUsagePlansAreChanged_andNothingElse() {
    try (ApiGatewaySandbox other = ApiGatewaySandbox.start()) {
      ApiGatewaySandbox.Seed seed = other.seed();
      String writes = seed.productId() + "/" + seed.apiId() + "/" + seed.stageId();
      AnySubject subject = new AnySubject(other.baseUrl(), other.credentials(), writes);

      Map<String, String> skipped = skipped(new Verification(subject));

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
    "http://127.0.0.1:1/api/v1, prod000001/apis000001, provider.writes"
  })
  void whatCannotBeMeantIsRefused(URI baseUrl, String writes, String named) {
    assertThatThrownBy(() -> new AnySubject(baseUrl, Credentials.of("a", "b"), writes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static Map<String, String> skipped(Verification verification) {
    Map<String, String> skipped = new TreeMap<>();
    for (V4Interaction.SynchronousHttp interaction : Verification.interactions(PACT)) {
      try {
        assertThat(verification.verify(interaction)).as(interaction.getKey()).isEmpty();
      } catch (Unprovokable e) {
        skipped.put(interaction.getKey(), e.getMessage());
      }
    }
    return skipped;
  }

  // --- what must be found

  @Test
  void anAnswerOfAnotherStatusIsFound() throws Exception {
    V4Interaction.SynchronousHttp interaction = interaction("associateUsagePlan 204");
    interaction.getResponse().setStatus(200);

    assertThat(new Verification(new SandboxSubject()).verify(interaction))
        .anyMatch(problem -> problem.contains("204"));
  }

  @Test
  void aMemberThatIsNotThereIsFound() throws Exception {
    V4Interaction.SynchronousHttp interaction = interaction("getUsagePlan 200");
    interaction.getResponse().setBody(Pacts.body(SampleFolder.json("{\"usagePlan\": {\"x\": 1}}")));

    assertThat(new Verification(new SandboxSubject()).verify(interaction))
        .anyMatch(problem -> problem.contains("x"));
  }

  @Test
  void anotherErrorIsFound() throws Exception {
    V4Interaction.SynchronousHttp interaction = interaction("getUsagePlan 401/210");
    interaction.getProviderStates().clear();
    interaction.getProviderStates().addAll(interaction("getUsagePlan 200").getProviderStates());

    assertThat(new Verification(new SandboxSubject()).verify(interaction))
        .anyMatch(problem -> problem.contains("401"));
  }

  private static V4Interaction.SynchronousHttp interaction(String key) {
    return Verification.interactions(PACT).stream()
        .filter(interaction -> key.equals(interaction.getKey()))
        .findFirst()
        .orElseThrow();
  }

  /** The sandbox, told its states in the way that verifiers of any language tell them. */
  private static final class SandboxSubject implements Verification.Subject {

    @Override
    public URI baseUrl() {
      return sandbox.baseUrl();
    }

    @Override
    public Map<String, String> begin(V4Interaction.SynchronousHttp interaction) {
      Map<String, String> values = new TreeMap<>();
      for (String state : Verification.states(interaction)) {
        SampleFolder.json(change("{\"action\": \"setup\", \"state\": \"" + state + "\"}"))
            .properties()
            .forEach(value -> values.put(value.getKey(), value.getValue().textValue()));
      }
      return values;
    }

    @Override
    public Credentials credentials(V4Interaction.SynchronousHttp interaction) {
      return sandbox.credentials();
    }

    @Override
    public void end(V4Interaction.SynchronousHttp interaction) {
      change("{\"action\": \"teardown\"}");
    }
  }

  private static String change(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.providerStatesUrl())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
