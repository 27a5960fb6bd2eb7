package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.auth.CredentialsSource.Answer;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CredentialsChainTest {

  private static final Credentials ONE = Credentials.of("ONE", "TOP-SECRET-1");
  private static final Credentials TWO = Credentials.of("TWO", "TOP-SECRET-2");

  private final FakeSource first = new FakeSource("first");
  private final FakeSource second = new FakeSource("second");
  private final CredentialsChain chain = new CredentialsChain(List.of(first, second));

  @Test
  void nothingIsAskedBeforeTheFirstRequest() {
    assertThat(first.asked + second.asked).isZero();
  }

  @Test
  void firstSourceThatHasCredentialsServes() {
    first.answer = () -> Answer.found(ONE);
    second.answer = () -> Answer.found(TWO);

    assertThat(chain.credentials()).isSameAs(ONE);
    assertThat(second.asked).isZero();
  }

  @Test
  void absentSourceLetsTheNextOneTry() {
    second.answer = () -> Answer.found(TWO);

    assertThat(chain.credentials()).isSameAs(TWO);
  }

  @Test
  void sourceThatServedIsTheOnlyOneAskedFromThenOn() {
    second.answer = () -> Answer.found(TWO);
    chain.credentials();
    first.answer = () -> Answer.found(ONE);

    assertThat(chain.credentials()).isSameAs(TWO);
    assertThat(chain.credentials()).isSameAs(TWO);
    assertThat(first.asked).isEqualTo(1);
    assertThat(second.asked).isEqualTo(3);
  }

  @Test
  void sourceThatServedIsAskedForFreshCredentials() {
    first.answer = () -> Answer.found(ONE);
    chain.credentials();
    first.answer = () -> Answer.found(TWO);

    assertThat(chain.credentials()).isSameAs(TWO);
  }

  @Test
  void sourceThatServedAndIsEmptyNowDoesNotGiveWayToAnotherAccount() {
    first.answer = () -> Answer.found(ONE);
    second.answer = () -> Answer.found(TWO);
    chain.credentials();
    first.answer = () -> Answer.absent("does not exist");

    assertUnavailable(
        "credentials unavailable: first: gave credentials before, but now: does not exist");
    assertThat(second.asked).isZero();
  }

  @Test
  void brokenSourceEndsTheSearch() {
    first.answer =
        () -> {
          throw first.broken("half a pair");
        };
    second.answer = () -> Answer.found(TWO);

    assertUnavailable("credentials unavailable: first: half a pair");
    assertThat(second.asked).isZero();
  }

  @Test
  void reasonOfEverySourceIsNamedWhenNoneServes() {
    first.answer = () -> Answer.absent("not set");
    second.answer = () -> Answer.absent("does not exist");

    assertUnavailable(
        "credentials unavailable: none found; first: not set; second: does not exist");
  }

  @Test
  void searchStartsAgainAfterAFailure() {
    assertThatThrownBy(chain::credentials).isInstanceOf(ApiGatewayException.class);
    second.answer = () -> Answer.found(TWO);

    assertThat(chain.credentials()).isSameAs(TWO);
  }

  @Test
  void twoThreadsThatSearchAtOnceGetTheSameSource() {
    // While the first source is asked by one thread, another finds the second one to serve.
    second.answer = () -> Answer.found(TWO);
    first.answer =
        () -> {
          first.answer = () -> Answer.absent("not yet");
          assertThat(chain.credentials()).isSameAs(TWO);
          return Answer.found(ONE);
        };

    assertThat(chain.credentials()).isSameAs(TWO);
    assertThat(chain.credentials()).isSameAs(TWO);
  }

  @Test
  void chainShowsNoSecret() {
    first.answer = () -> Answer.found(ONE);
    chain.credentials();

    assertThat(first.look().toString()).contains("ONE").doesNotContain("TOP-SECRET");
    assertThat(chain.toString()).doesNotContain("TOP-SECRET");
  }

  @Test
  void defaultChainIsMadeWithoutLookingAnywhere() {
    assertThat(CredentialsProvider.defaultChain())
        .isInstanceOf(CredentialsChain.class)
        .isNotSameAs(CredentialsProvider.defaultChain());
  }

  private void assertUnavailable(String message) {
    assertThatThrownBy(chain::credentials)
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE))
        .hasMessage(message);
  }

  private static final class FakeSource implements CredentialsSource {

    private final String name;
    int asked;
    Supplier<Answer> answer = () -> Answer.absent("empty");

    FakeSource(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Answer look() {
      asked++;
      return answer.get();
    }
  }
}
