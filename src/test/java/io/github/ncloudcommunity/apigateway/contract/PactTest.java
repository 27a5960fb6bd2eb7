package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import au.com.dius.pact.consumer.BaseMockServer;
import au.com.dius.pact.consumer.MockHttpServerKt;
import au.com.dius.pact.consumer.PactVerificationResult;
import au.com.dius.pact.consumer.model.MockProviderConfig;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The consumer's side of the pact. The real client sends each request to a mock server that accepts
 * nothing else, and reads the answer.
 */
@Order(5)
class PactTest {

  private static final Expectation ASSOCIATE =
      Expectations.all().stream()
          .filter(expectation -> expectation.key().equals("associateUsagePlan 204"))
          .findFirst()
          .orElseThrow();

  @TestFactory
  Stream<DynamicTest> theClientSendsTheRequestAndReadsTheAnswer() {
    return Expectations.all().stream()
        .map(expectation -> dynamicTest(expectation.key(), () -> verify(expectation)));
  }

  @Test
  void theCommittedPactIsThatOfTheExpectations() throws IOException {
    String built = Pacts.text(Pacts.interactions());
    if (System.getProperty("contracts.update") != null) {
      Files.writeString(Pacts.FILE, built);
    }
    String committed = Files.readString(Pacts.FILE);
    List<String> differences = new ArrayList<>();
    differences("", byKey(committed), byKey(built), differences);

    assertThat(differences).as("%s; to update it, add -Dcontracts.update", Pacts.FILE).isEmpty();
    assertThat(committed.equals(built)).as("same layout of %s", Pacts.FILE).isTrue();
  }

  private static JsonNode byKey(String pact) {
    ObjectNode byKey = JsonNodeFactory.instance.objectNode();
    SampleFolder.json(pact)
        .path("interactions")
        .forEach(interaction -> byKey.set(interaction.path("key").asText(), interaction));
    return byKey;
  }

  private static void differences(
      String at, JsonNode committed, JsonNode built, List<String> differences) {
    if (committed.isObject() && built.isObject()) {
      Set<String> names = new TreeSet<>();
      committed.fieldNames().forEachRemaining(names::add);
      built.fieldNames().forEachRemaining(names::add);
      names.forEach(
          name ->
              differences(at + "/" + name, committed.path(name), built.path(name), differences));
    } else if (committed.isMissingNode() || built.isMissingNode()) {
      differences.add(at + (built.isMissingNode() ? ": is to go" : ": is to be added"));
    } else if (!committed.equals(built)) {
      differences.add("%s: committed %s, expected %s".formatted(at, committed, built));
    }
  }

  @Test
  void keysAreUnique() {
    assertThat(Expectations.all()).extracting(Expectation::key).doesNotHaveDuplicates();
  }

  @Test
  void anUnexpectedRequestFails() {
    PactVerificationResult result =
        run(
            ASSOCIATE,
            gateway -> {
              Expectation.Request due = ASSOCIATE.example();
              String other = due.body().toString().replace("plan000001", "plan000009");
              Expectation.Request sent =
                  new Expectation.Request(
                      due.method(), due.path(), due.query(), SampleFolder.json(other));
              return catchThrowableOfType(
                  ApiGatewayException.class,
                  () -> ClientCall.send(gateway, ASSOCIATE.operation(), sent));
            });

    assertThat(result.getDescription()).contains("plan000009", "plan000001");
    assertThat(result).isNotInstanceOf(PactVerificationResult.Ok.class);
  }

  @Test
  void aRequestThatIsNotSentFails() {
    PactVerificationResult result = run(ASSOCIATE, gateway -> null);

    assertThat(result).isNotInstanceOf(PactVerificationResult.Ok.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "getProduct   | GET /products/p?none=such  | {}                | does not take {none",
        "listProducts | GET /products?limit=many   | {}                | many",
        "createApi    | POST /products/p/apis      | {\"name\": \"api\"} | {\"name\":\"api\"} does not fit",
      })
  void whatTheClientCannotSendFails(String operation, String line, String body, String problem) {
    Expectation.Request request = Expectation.Request.read(line, SampleFolder.json(body));
    ApiGatewayClient neverCalled = null;

    assertThatThrownBy(() -> ClientCall.send(neverCalled, operation, request))
        .hasMessageContaining(problem);
  }

  @Test
  void aValueThatNoStateGivesFails() {
    Expectation expectation =
        Expectation.of("getProduct", "a request for a product")
            .given("an API key exists")
            .asks("GET " + Expectations.PRODUCT)
            .gets(200)
            .all()
            .get(0);

    assertThatThrownBy(expectation::example).hasMessage("${productId}");
  }

  private static void verify(Expectation expectation) {
    PactVerificationResult result =
        run(
            expectation,
            gateway -> {
              if (expectation.error() == null) {
                readsAnswer(expectation, gateway);
              } else {
                throwsDocumentedError(expectation, gateway);
              }
              return null;
            });

    assertThat(result).as(result.getDescription()).isInstanceOf(PactVerificationResult.Ok.class);
  }

  private static Object send(ApiGatewayClient gateway, Expectation expectation) {
    return ClientCall.send(gateway, expectation.operation(), expectation.example());
  }

  private static void readsAnswer(Expectation expectation, ApiGatewayClient gateway) {
    Object returned = send(gateway, expectation);
    if (expectation.answer() == null) {
      assertThat(returned).isNull();
      return;
    }
    JsonNode written = SampleChecks.MAPPER.valueToTree(returned);
    if (!written.isBinary()) {
      written = SampleFolder.json(written.toString());
    }
    assertThat(expectation.answer().equals(SampleChecks::compare, written))
        .as("%s was read as %s", expectation.answer(), written)
        .isTrue();
  }

  private static void throwsDocumentedError(Expectation expectation, ApiGatewayClient gateway) {
    ApiGatewayException e =
        catchThrowableOfType(ApiGatewayException.class, () -> send(gateway, expectation));

    assertThat(e).as("an error").isNotNull();
    assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.SERVICE_ERROR);
    assertThat(e.errorCode()).isEqualTo(expectation.error());
    assertThat(e.httpStatus()).isEqualTo(expectation.status());
    assertThat(e.operation()).isEqualTo(expectation.operation());
  }

  /** The verdict of the mock server; an assertion that fails is thrown. */
  private static PactVerificationResult run(
      Expectation expectation, Function<ApiGatewayClient, Object> test) {
    V4Pact pact = Pacts.read(Pacts.text(List.of(Pacts.tested(expectation))));
    BaseMockServer server =
        MockHttpServerKt.mockServer(pact, MockProviderConfig.createDefault(PactSpecVersion.V4));
    server.start();
    server.waitForServer();
    try (ApiGatewayClient gateway =
        ApiGatewayClient.builder()
            .baseUrl(URI.create(server.getUrl() + Pacts.BASE_PATH))
            .credentials(Credentials.of("access-key", "secret-key"))
            .maxAttempts(1)
            .build()) {
      Object result = test.apply(gateway);
      return server.validateMockServerState(result);
    } finally {
      server.stop();
    }
  }
}
