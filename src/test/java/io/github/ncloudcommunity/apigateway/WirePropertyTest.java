package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ncloudcommunity.apigateway.api.DashboardOperations.ExportDashboardApiKeyChartsQuery;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.AnyText;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** {@link WireTest} for any text: over a real connection, looked at as the bytes that arrived. */
class WirePropertyTest {

  private static ScriptedServer server;
  private static ApiGatewayClient client;

  @BeforeContainer
  static void start() {
    server = ScriptedServer.start().answerAlways(Answer.json(200, "{}"));
    client = TestClients.of(server).build();
  }

  @AfterContainer
  static void stop() {
    client.close();
    server.close();
  }

  @Property(seed = "2026")
  void anyIdsAndQueryValuesArriveAsTheyWereGivenAndSigned(
      @ForAll @Size(4) List<@From("ids") String> ids,
      @ForAll @Size(3) List<@From("texts") String> times,
      @ForAll @Size(max = 3) List<@From("elements") String> regions) {
    client
        .dashboards()
        .exportDashboardApiKeyCharts(
            ids.get(0),
            ids.get(1),
            ids.get(2),
            ids.get(3),
            times.get(0),
            times.get(1),
            times.get(2),
            new ExportDashboardApiKeyChartsQuery().regions(regions));

    Received request = onlyRequest();
    List<String> segments = request.segments();
    assertThat(segments).hasSize(13).startsWith("", "api", "v1", "dashboards", "api-keys");
    assertThat(List.of(segments.get(5), segments.get(7), segments.get(9), segments.get(11)))
        .extracting(Wire::decode)
        .isEqualTo(ids);
    assertThat(request.query().split("&")).hasSize(3 + regions.size());
    assertThat(request.queryValue("from")).isEqualTo(times.get(0));
    assertThat(request.queryValue("to")).isEqualTo(times.get(1));
    assertThat(request.queryValue("timeZone")).isEqualTo(times.get(2));
    assertThat(request.queryValues("regions")).isEqualTo(regions);
  }

  @Property(seed = "2026", tries = 2_000) // a request takes more than a millisecond
  void anyOptionalQueryValueArrivesAsItWasGivenAndSigned(
      @ForAll("ids") String id, @ForAll("texts") String name, @ForAll long limit) {
    client
        .stages()
        .listStageUsagePlans(
            "p", "a", id, new ListStageUsagePlansQuery().limit(limit).usagePlanName(name));

    Received request = onlyRequest();
    assertThat(request.segments())
        .hasSize(10)
        .startsWith("", "api", "v1", "products", "p", "apis", "a", "stages");
    assertThat(Wire.decode(request.segments().get(8))).isEqualTo(id);
    assertThat(request.query().split("&")).hasSize(2);
    assertThat(request.queryValue("limit")).isEqualTo(Long.toString(limit));
    assertThat(request.queryValue("usagePlanName")).isEqualTo(name);
  }

  private static Received onlyRequest() {
    List<Received> requests = server.takeRequests();
    assertThat(requests).hasSize(1);
    Wire.assertSigned(requests.get(0));
    assertThat(requests.get(0).requestLine()).matches("GET [!-~]+ HTTP/1\\.1");
    return requests.get(0);
  }

  @Property(seed = "2026", tries = 2_000) // of five calls
  void anUnpairedSurrogateIsRefusedWhereverItIs(@ForAll("unpaired") String text) {
    assertThatNothingIsSent(
        text,
        broken -> client.products().getProduct(broken),
        broken -> client.stages().getStage("p", "a", broken),
        broken -> client.usagePlans().listUsagePlansByStage(broken),
        broken ->
            client
                .stages()
                .listStageUsagePlans(
                    "p", "a", "s", new ListStageUsagePlansQuery().usagePlanName(broken)),
        broken ->
            client
                .dashboards()
                .exportDashboardApiKeyCharts(
                    "k",
                    "p",
                    "a",
                    "s",
                    "f",
                    "t",
                    "z",
                    new ExportDashboardApiKeyChartsQuery().regions(List.of("KR", broken))));
  }

  @Property(seed = "2026")
  void anIdThatWouldNameAnotherResourceIsRefused(@ForAll("nonIds") String text) {
    assertThatNothingIsSent(
        text,
        id -> client.products().getProduct(id),
        id -> client.usagePlans().deleteUsagePlan(id),
        id -> client.stages().getStage("p", id, "s"));
  }

  @SafeVarargs
  private static void assertThatNothingIsSent(String argument, Consumer<String>... calls) {
    for (Consumer<String> call : calls) {
      assertThatIllegalArgumentException().isThrownBy(() -> call.accept(argument));
    }
    assertThat(server.takeRequests()).isEmpty();
  }

  @Provide
  Arbitrary<String> texts() {
    return AnyText.whole();
  }

  /** An empty element is refused: Feign would leave it out. */
  @Provide
  Arbitrary<String> elements() {
    return AnyText.whole().filter(text -> !text.isEmpty());
  }

  @Provide
  Arbitrary<String> ids() {
    return AnyText.whole()
        .filter(text -> !text.isBlank() && !text.equals(".") && !text.equals(".."));
  }

  @Provide
  Arbitrary<String> nonIds() {
    return Arbitraries.oneOf(
        Arbitraries.of(".", ".."),
        Arbitraries.strings()
            .withChars(" \t\n\u000B\f\r\u001C\u001D\u001E\u001F\u1680\u2000\u2028\u2029\u3000")
            .ofMaxLength(5));
  }

  @Provide
  Arbitrary<String> unpaired() {
    return AnyText.withUnpairedSurrogate();
  }
}
