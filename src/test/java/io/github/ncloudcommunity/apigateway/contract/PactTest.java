package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import au.com.dius.pact.consumer.BaseMockServer;
import au.com.dius.pact.consumer.MockHttpServerKt;
import au.com.dius.pact.consumer.PactVerificationResult;
import au.com.dius.pact.consumer.model.MockProviderConfig;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Interaction;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The consumer's side of the pact: the real client sends each request to a mock server that takes
 * nothing else, and makes of the answer what it should.
 */
class PactTest {

  private static final String UPDATE = "contracts.update";

  /** In the order of the file: each interaction, and last the file. */
  @TestFactory
  Stream<DynamicNode> theClientAsksAndUnderstands() {
    List<V4Interaction.SynchronousHttp> passed = new ArrayList<>();
    List<Expectation> all = Expectations.all();
    Map<String, List<Expectation>> operations =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Expectation::operation, LinkedHashMap::new, Collectors.toList()));
    Stream<DynamicNode> interactions =
        operations.entrySet().stream()
            .map(
                operation ->
                    dynamicContainer(
                        operation.getKey(),
                        operation.getValue().stream()
                            .map(
                                expectation ->
                                    dynamicTest(
                                        expectation.key(),
                                        () -> passed.add(verified(expectation))))));
    return Stream.concat(
        interactions,
        Stream.of(
            dynamicTest(
                Pacts.FILE.toString(),
                () -> {
                  assertThat(passed)
                      .as("interactions that passed")
                      .extracting(V4Interaction::getKey)
                      .containsExactlyElementsOf(all.stream().map(Expectation::key).toList());
                  committedIs(Pacts.text(Pacts.pact(passed)));
                })));
  }

  @Test
  void keysAreUnique() {
    assertThat(Expectations.all()).extracting(Expectation::key).doesNotHaveDuplicates();
  }

  @Test
  void anotherRequestThanTheExpectedFails() {
    Expectation associate = Expectations.all().get(0);

    PactVerificationResult result =
        run(
            Pacts.interaction(associate),
            gateway -> {
              AssociateUsagePlanRequest body =
                  new AssociateUsagePlanRequest().usagePlanId("plan000009");
              return catchThrowableOfType(
                  ApiGatewayException.class,
                  () ->
                      gateway
                          .stages()
                          .associateUsagePlan("prod000001", "apis000001", "stag000001", body));
            });

    assertThat(result.getDescription()).contains("plan000009", "plan000001");
    assertThat(result).isNotInstanceOf(PactVerificationResult.Ok.class);
  }

  @Test
  void aRequestThatIsNotSentFails() {
    PactVerificationResult result =
        run(Pacts.interaction(Expectations.all().get(0)), gateway -> null);

    assertThat(result).isNotInstanceOf(PactVerificationResult.Ok.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "getProduct       | GET /products/p?expand=all |                   | does not take {expand",
        "listProducts     | GET /products?limit=many   |                   | many",
        "createApi        | POST /products/p/apis      | {\"name\": \"api\"} | is not {\"name\"",
      })
  void whatTheClientCannotSendFails(String operation, String line, String body, String problem) {
    Expectation.Request request = Expectation.Request.read(line, body);
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

  private static V4Interaction.SynchronousHttp verified(Expectation expectation) {
    V4Interaction.SynchronousHttp interaction = Pacts.interaction(expectation);

    PactVerificationResult result =
        run(
            interaction,
            gateway -> {
              if (expectation.error() == null) {
                understands(expectation, send(gateway, expectation));
              } else {
                throwsDocumentedError(expectation, gateway);
              }
              return null;
            });

    assertThat(result).as(result.getDescription()).isInstanceOf(PactVerificationResult.Ok.class);
    Pacts.withoutFile(interaction);
    return interaction;
  }

  private static Object send(ApiGatewayClient gateway, Expectation expectation) {
    return ClientCall.send(gateway, expectation.operation(), expectation.example());
  }

  private static void understands(Expectation expectation, Object returned) {
    if (expectation.answer() == null) {
      assertThat(returned).isNull();
      return;
    }
    JsonNode written = SampleChecks.MAPPER.valueToTree(returned);
    if (!written.isBinary()) {
      written = SampleFolder.json(written.toString());
    }
    assertThat(expectation.answer().equals(PactTest::compare, written))
        .as("%s was read as %s", expectation.answer(), written)
        .isTrue();
  }

  /** Zero if equal; times are compared as instants. */
  private static int compare(JsonNode one, JsonNode other) {
    if (one.equals(other)) {
      return 0;
    }
    return one.isTextual()
            && other.isTextual()
            && one.textValue().contains("T")
            && OffsetDateTime.parse(one.textValue())
                .isEqual(OffsetDateTime.parse(other.textValue()))
        ? 0
        : 1;
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

  /** What the mock server makes of one interaction; an assertion that fails is thrown. */
  private static PactVerificationResult run(
      V4Interaction.SynchronousHttp interaction, Function<ApiGatewayClient, Object> test) {
    BaseMockServer server =
        MockHttpServerKt.mockServer(
            Pacts.pact(List.of(interaction)), MockProviderConfig.createDefault(PactSpecVersion.V4));
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

  private static void committedIs(String text) throws IOException {
    if (System.getProperty(UPDATE) != null) {
      Files.createDirectories(Pacts.FILE.getParent());
      Files.writeString(Pacts.FILE, text);
    }
    assertThat(Files.exists(Pacts.FILE) ? Files.readString(Pacts.FILE) : "")
        .as("%s; to write it anew: mvn verify -D%s", Pacts.FILE, UPDATE)
        .isEqualTo(text);
  }
}
