package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import feign.DefaultClient;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.model.ApiKey;
import io.github.ncloudcommunity.apigateway.model.CreateApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.SearchProductApiKeysRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.Overheard;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No secret key, no signature and no API key is in any text, with all logging turned on. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecretsTest {

  private static final String API_KEY = "hNtXK0Zr8uV3pQ5sW7yB1cD4eF6gJ9kL2mA0oPzT";
  private static final Pattern SECRET_MEMBER =
      Pattern.compile("set.*(Key|KeyValue|Secret|Token|Password)");

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final Pauses pauses = new Pauses();

  @AutoClose
  private final ApiGatewayClient client =
      TestClients.of(server, pauses).readTimeout(Duration.ofMillis(300)).build();

  @AutoClose private final Overheard overheard = new Overheard();

  /** Everything that was said: log lines, stack traces, texts of objects. */
  private final List<String> said = new ArrayList<>();

  @Test
  void logAndExceptionsHoldNoSecret() {
    server.answer(
        Answer.json(200, "{\"product\":{\"productId\":\"p\"}}"),
        Answer.empty(204),
        Answer.error(503, "500"),
        Answer.close(),
        Answer.json(200, "{}"),
        Answer.error(401, "210"),
        Answer.error(401, "200", "Date: Mon, 01 Jan 2001 00:00:00 GMT"),
        Answer.error(401, "200"),
        Answer.json(302, "", "Location: http://127.0.0.1:1/"),
        Answer.json(200, "<html>"),
        Answer.reset(),
        Answer.stall());

    attempt(() -> client.products().getProduct("p"));
    attempt(this::associate);
    attempt(
        () ->
            client
                .stages()
                .listStageUsagePlans(
                    "p", "a", "s", new ListStageUsagePlansQuery().usagePlanName("n")));
    attempt(this::associate);
    attempt(() -> client.products().getProduct("p"));
    attempt(this::associate);
    attempt(this::create);
    attempt(this::create);
    attempt(this::create);
    attempt(() -> client.products().getProduct(" "));
    attempt(() -> client.usagePlans().createUsagePlan(new CreateUsagePlanRequest()));
    client.close();
    attempt(this::create);

    assertThat(server.requests()).hasSize(12);
    assertThat(said).as("exceptions").hasSize(9);
    nothingSaysASecret(server.requests());
  }

  @Test
  void logHoldsNoSecret_whenCredentialsFail() {
    try (ApiGatewayClient failing =
        TestClients.of(server)
            .credentialsProvider(
                () -> {
                  throw new IllegalStateException("no keys here");
                })
            .build()) {
      attempt(() -> failing.products().getProduct("p"));
    }

    assertThat(said).hasSize(1);
    assertThat(said.get(0)).contains("credentials unavailable");
    assertThat(server.connections()).isZero();
    nothingSaysASecret(server.requests());
  }

  @Test
  void logHoldsNoSecret_whenAnHttpClientWasHandedIn() {
    server.answer(Answer.json(200, "{}"), Answer.error(404, "300"));
    try (ApiGatewayClient through =
        TestClients.of(server).httpClient(new DefaultClient(null, null)).build()) {
      attempt(() -> through.products().getProduct("p"));
      attempt(() -> through.products().getProduct("p"));
    }

    nothingSaysASecret(server.requests());
  }

  @Test
  void loggerOfTheUserSeesNoSecret_whateverItsLevel() {
    server.answer(Answer.error(503, "500"), Answer.json(200, "{}"), Answer.error(404, "300"));
    List<String> seen = new ArrayList<>();
    feign.Logger logger =
        new feign.Logger() {
          @Override
          protected void log(String configKey, String format, Object... args) {
            seen.add(configKey + " " + format.formatted(args));
          }
        };
    try (ApiGatewayClient logged =
        TestClients.of(server, pauses)
            .customize(builder -> builder.logger(logger).logLevel(feign.Logger.Level.FULL))
            .build()) {
      attempt(() -> logged.products().getProduct("p"));
      attempt(() -> logged.products().getProduct("p"));
    }

    said.addAll(seen);
    nothingSaysASecret(server.requests());
  }

  @Test
  void textsOfObjectsHoldNoSecret() {
    ApiGatewayClient.Builder builder = TestClients.of(server);
    said.add(builder.toString());
    said.add(client.toString());
    said.add(Credentials.of(Wire.ACCESS_KEY_ID, Wire.SECRET).toString());
    EveryOperation.all()
        .map(operation -> operation.operations(client).toString())
        .distinct()
        .forEach(said::add);
    said.add(new ListStageUsagePlansQuery().usagePlanName("n").toString());

    assertThat(said).allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain(Wire.SECRET));
  }

  @Test
  void apiKeysOfBodiesAreInNoText() {
    String keys = "\"primaryKey\":\"%s\",\"secondaryKey\":\"%s\"".formatted(API_KEY, API_KEY);
    String undocumented = "\"tertiaryKey\":\"%s\",\"more\":[\"%s\"]".formatted(API_KEY, API_KEY);
    String apiKey = "{\"apiKeyId\":\"k\"," + keys + "," + undocumented + "}";
    server.answer(
        Answer.json(201, "{\"apiKey\":" + apiKey + "}"),
        Answer.json(200, "{\"apiKeys\":[" + apiKey + "],\"total\":1}"),
        Answer.json(200, "{\"apiKeyPage\":{\"total\":1,\"content\":[" + apiKey + "]}}"),
        Answer.json(201, "{\"apiKey\":{" + keys),
        Answer.json(201, "{\"apiKey\":{" + keys + ",}}"),
        Answer.json(201, "{\"apiKey\":{" + keys.replace(":", ":[") + "}}"),
        Answer.json(201, "{\"apiKey\":\"" + API_KEY + "\"}"),
        Answer.json(201, "{\"apiKey\":{\"modTime\":\"" + API_KEY + "\"}}"),
        Answer.json(201, API_KEY),
        Answer.json(500, "{" + keys + "}"),
        Answer.json(400, "{\"error\":{" + keys + "}}"),
        Answer.raw("HTTP/1.1 201 Created\r\nContent-Length: 999\r\n\r\n{" + keys)
            .then(Answer.close()));
    CreateApiKeyRequest request = new CreateApiKeyRequest().apiKeyName("k");
    SearchProductApiKeysRequest search = new SearchProductApiKeysRequest().apiKeyValue(API_KEY);

    say(client.apiKeys().createApiKey(request));
    say(client.apiKeys().listApiKeys());
    say(client.products().searchProductApiKeys("p", search));
    say(search);
    for (int i = 0; i < 9; i++) {
      attempt(() -> client.apiKeys().createApiKey(request));
    }

    assertThat(server.requests()).hasSize(12);
    assertThat(said).hasSize(13);
    assertThat(said.get(0)).contains("tertiaryKey");
    nothingSaysASecret(server.requests(), API_KEY);
  }

  static Stream<Method> secretMembers() {
    return new ClassFileImporter()
        .importPackages(ApiKey.class.getPackageName()).stream()
            .map(JavaClass::reflect)
            .flatMap(model -> EveryOperation.setters(model).stream())
            .filter(setter -> SECRET_MEMBER.matcher(setter.getName()).matches())
            .filter(setter -> setter.getParameterTypes()[0] == String.class);
  }

  @ParameterizedTest
  @MethodSource("secretMembers")
  void textOfAModelHidesItsSecret(Method setter) throws ReflectiveOperationException {
    Object model = setter.getDeclaringClass().getConstructor().newInstance();
    setter.invoke(model, API_KEY);

    assertThat(model.toString()).isNotBlank().doesNotContain(API_KEY);
  }

  @Test
  void membersThatHoldSecretsAreKnown() {
    assertThat(secretMembers().map(Method::getName))
        .contains("setPrimaryKey", "setSecondaryKey", "setApiKeyValue");
  }

  private void say(Object answer) {
    said.add(answer.toString());
  }

  private void associate() {
    Fault.associate(client, "u");
  }

  private void create() {
    client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));
  }

  private void attempt(Runnable call) {
    Throwable thrown = catchThrowable(call::run);
    if (thrown != null) {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      said.add(text + " " + thrown);
    }
  }

  private void nothingSaysASecret(List<Received> requests, String... more) {
    if (!requests.isEmpty()) {
      // Or else nobody was listening.
      assertThat(overheard.loggers()).contains(ApiGatewayClient.class.getName());
    }
    List<String> texts = new ArrayList<>(said);
    texts.addAll(overheard.texts());
    String everything = texts.stream().collect(Collectors.joining("\n"));
    List<String> secrets = new ArrayList<>(List.of(Wire.SECRET, Wire.SIGNATURE));
    requests.forEach(request -> secrets.addAll(request.header(Wire.SIGNATURE)));
    assertThat(secrets).hasSize(2 + requests.size());
    secrets.addAll(List.of(more));
    assertThat(everything).doesNotContainIgnoringCase(secrets.toArray(String[]::new));
  }
}
