package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request.Identifier;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Specification;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import io.github.ncloudcommunity.apigateway.sandbox.store.State;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {

  private final Row account = new State(Clock.systemUTC()).account();

  @BeforeEach
  void addTheSeedAndASecondOfEach() {
    SeedRows.restore(account);
    Row api = account.add(Kind.PRODUCT, object()).add(Kind.API, object());
    api.add(Kind.RESOURCE, object());
    api.add(Kind.STAGE, object());
  }

  private static Identifier id(String kind, String id) {
    return new Identifier(kind, id, false);
  }

  private static Identifier inBody(String kind, String id) {
    return new Identifier(kind, id, true);
  }

  private Call call(List<Identifier> identifiers) {
    return new Call(
        account,
        new Request(
            Specification.bundled().operations().get(0),
            Map.of(),
            MissingNode.getInstance(),
            identifiers));
  }

  @Test
  void idsThatBelongTogetherName() {
    Call call =
        call(
            List.of(
                id("product", "prod000001"),
                id("api", "apis000001"),
                id("resource", "rsrc000001"),
                id("method", "GET"),
                inBody("usagePlan", "plan000001")));

    assertThat(call.row(Kind.METHOD)).hasToString("method GET");
    assertThat(call.row(Kind.METHOD).owner()).isSameAs(call.row(Kind.RESOURCE));
    assertThat(call.row(Kind.USAGE_PLAN)).hasToString("usage plan plan000001");
    assertThatThrownBy(() -> call.row(Kind.STAGE)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prod000001 | apis000002 | stag000002 | There is no API with the id \"apis000002\" in the"
            + " product with the id \"prod000001\".",
        "prod000002 | apis000001 | stag000001 | There is no API with the id \"apis000001\" in the"
            + " product with the id \"prod000002\".",
        "prod000002 | apis000002 | stag000001 | There is no stage with the id \"stag000001\" in the"
            + " API with the id \"apis000002\".",
      })
  void idsThatDoNotBelongTogetherAre404(String product, String api, String stage, String details) {
    assertThatThrownBy(
            () -> call(List.of(id("product", product), id("api", api), id("stage", stage))))
        .isInstanceOf(Problem.class)
        .hasMessage(details);
  }

  @Test
  void whatIsNamedByItsOwnersAloneIsOfThoseOnly() {
    assertThatThrownBy(() -> call(List.of(id("resource", "rsrc000002"), id("method", "GET"))))
        .isInstanceOf(Problem.class)
        .hasMessage(
            "There is no method with the name \"GET\" in the resource with the id"
                + " \"rsrc000002\".");
  }

  @Test
  void anIdThatSkipsOwnersBelongsToTheOneThatIsNamed() {
    assertThatThrownBy(() -> call(List.of(id("product", "prod000001"), id("stage", "stag000002"))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("in the product with the id \"prod000001\"");
  }

  @Test
  void anIdInABodyBelongsToThePath_unlessItIsThatOfAnApi() {
    List<Identifier> api = List.of(id("product", "prod000001"), inBody("api", "apis000002"));
    List<Identifier> stage = List.of(id("api", "apis000001"), inBody("stage", "stag000002"));

    assertThat(call(api).row(Kind.API).id()).isEqualTo("apis000002");
    assertThatThrownBy(() -> call(stage)).isInstanceOf(Problem.class);
  }
}
