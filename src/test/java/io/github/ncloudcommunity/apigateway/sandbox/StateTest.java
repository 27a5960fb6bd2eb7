package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTest {

  private final State state = new State(Clock.systemUTC());

  @BeforeEach
  void addASecondOfEach() {
    Row product = state.add(Kind.PRODUCT, null, object());
    Row api = state.add(Kind.API, product, object());
    state.add(Kind.RESOURCE, api, object());
    state.add(Kind.STAGE, api, object());
  }

  private static Identifier id(Kind kind, String id) {
    return new Identifier(kind, id, false);
  }

  private static Identifier inBody(Kind kind, String id) {
    return new Identifier(kind, id, true);
  }

  @Test
  void idsThatBelongTogetherName() {
    assertThat(
            state.resolve(
                List.of(
                    id(Kind.PRODUCT, "prod000001"),
                    id(Kind.API, "apis000001"),
                    id(Kind.RESOURCE, "rsrc000001"),
                    id(Kind.METHOD, "GET"),
                    inBody(Kind.USAGE_PLAN, "plan000001"))))
        .hasSize(5)
        .hasEntrySatisfying(Kind.METHOD, row -> assertThat(row).hasToString("method GET"));
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
            () ->
                state.resolve(
                    List.of(id(Kind.PRODUCT, product), id(Kind.API, api), id(Kind.STAGE, stage))))
        .isInstanceOf(Problem.class)
        .hasMessage(details);
  }

  @Test
  void whatIsNamedByItsOwnersAloneIsOfThoseOnly() {
    assertThatThrownBy(
            () -> state.resolve(List.of(id(Kind.RESOURCE, "rsrc000002"), id(Kind.METHOD, "GET"))))
        .isInstanceOf(Problem.class)
        .hasMessage(
            "There is no method with the name \"GET\" in the resource with the id"
                + " \"rsrc000002\".");
  }

  @Test
  void anIdThatSkipsOwnersBelongsToTheOneThatIsNamed() {
    assertThatThrownBy(
            () ->
                state.resolve(
                    List.of(id(Kind.PRODUCT, "prod000001"), id(Kind.STAGE, "stag000002"))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("in the product with the id \"prod000001\"");
  }

  @Test
  void anIdInABodyBelongsToThePath_unlessItIsThatOfAnApi() {
    List<Identifier> api = List.of(id(Kind.PRODUCT, "prod000001"), inBody(Kind.API, "apis000002"));
    List<Identifier> stage = List.of(id(Kind.API, "apis000001"), inBody(Kind.STAGE, "stag000002"));

    assertThat(state.resolve(api)).hasSize(2);
    assertThatThrownBy(() -> state.resolve(stage)).isInstanceOf(Problem.class);
  }

  @Test
  void partsGoWithTheWhole_andNothingElseDoes() {
    state.remove(state.get(Kind.PRODUCT, "prod000001"));

    assertThat(state.all(Kind.METHOD_RESPONSE_HEADER)).isEmpty();
    assertThat(state.all(Kind.STAGE)).extracting(Row::id).containsExactly("stag000002");
    assertThat(state.all(Kind.API_KEY)).hasSize(1);
  }

  @Test
  void theSeedIsRestoredAsItWas_andTheRestStays() {
    State untouched = new State(Clock.systemUTC());
    state.remove(state.get(Kind.PRODUCT, "prod000001"));
    state.remove(state.get(Kind.API_KEY, "akey000001"));
    state.restoreSeed();

    for (Kind kind : Kind.values()) {
      assertThat(state.all(kind).stream().map(Row::id).toList())
          .as("%s", kind)
          .containsAll(untouched.all(kind).stream().map(Row::id).toList());
    }
    assertThat(state.get(Kind.API_KEY, "akey000001").text("primaryKey"))
        .isEqualTo(untouched.get(Kind.API_KEY, "akey000001").text("primaryKey"));
    assertThat(state.all(Kind.PRODUCT)).hasSize(2);
  }

  @Test
  void resetIsTheBeginning_countersToo() {
    state.reset();

    assertThat(state.all(Kind.PRODUCT)).hasSize(1);
    assertThat(state.add(Kind.PRODUCT, null, object()).id()).isEqualTo("prod000002");
  }

  @Test
  void everyKindThatTheSpecificationSpeaksOfIsKept() {
    assertThat(Kind.named("methodResponseHeader")).isEqualTo(Kind.METHOD_RESPONSE_HEADER);
    assertThatThrownBy(() -> Kind.named("moon")).isInstanceOf(IllegalArgumentException.class);
  }
}
