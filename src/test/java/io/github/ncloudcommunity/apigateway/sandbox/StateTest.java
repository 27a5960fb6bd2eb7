package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.sandbox.State.Api;
import io.github.ncloudcommunity.apigateway.sandbox.State.Product;
import io.github.ncloudcommunity.apigateway.sandbox.State.Quota;
import io.github.ncloudcommunity.apigateway.sandbox.State.Stage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTest {

  private final State state = new State();

  @BeforeEach
  void addASecondOfEach() {
    state.put(new Product("prod000002", "second", "", false, "PUBLIC"));
    state.put(new Api("apis000002", "prod000002", "second", ""));
    state.put(new Stage("stag000002", "apis000002", "second", Quota.NONE));
  }

  private static Identifier inPath(String kind, String id) {
    return new Identifier(kind, id, true, true);
  }

  private static Identifier elsewhere(String kind, String id) {
    return new Identifier(kind, id, false, true);
  }

  @Test
  void idsThatBelongTogetherAreKnown() {
    assertThatCode(
            () ->
                state.requireKnown(
                    List.of(
                        inPath("product", "prod000002"),
                        inPath("api", "apis000002"),
                        inPath("stage", "stag000002"),
                        elsewhere("usagePlan", "plan000001"))))
        .doesNotThrowAnyException();
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
                state.requireKnown(
                    List.of(
                        inPath("product", product), inPath("api", api), inPath("stage", stage))))
        .isInstanceOf(Problem.class)
        .hasMessage(details);
  }

  @Test
  void anIdInABodyNeedNotBelongToThePath() {
    assertThatCode(
            () ->
                state.requireKnown(
                    List.of(inPath("product", "prod000001"), elsewhere("stage", "stag000002"))))
        .doesNotThrowAnyException();
  }

  @Test
  void anIdOfAKindThatIsNotKeptIsTaken_whenItsLengthAllows() {
    assertThatCode(() -> state.requireKnown(List.of(inPath("resource", "any"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> state.requireKnown(List.of(new Identifier("resource", "long", true, false))))
        .isInstanceOf(Problem.class);
  }

  @Test
  void aStageHasOnlyThePlansOfItsOwn() {
    state.associate("stag000002", "plan000001");
    assertThat(state.stagesWith("plan000001")).extracting(Stage::id).containsExactly("stag000002");
    assertThat(state.areAssociated("stag000001", "plan000001")).isFalse();
  }
}
