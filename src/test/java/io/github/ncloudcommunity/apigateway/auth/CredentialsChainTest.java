package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.auth.CredentialsSource.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsChainTest {

  private static final Credentials ONE = Credentials.of("ONE", "TOP-SECRET-1");
  private static final Credentials TWO = Credentials.of("TWO", "TOP-SECRET-2");

  private final FakeSource first = new FakeSource("first");
  private final FakeSource second = new FakeSource("second");
  private final CredentialsChain chain = new CredentialsChain(List.of(() -> first, () -> second));

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
  void nothingIsAtHandBeforeTheFirstSearch() {
    first.known = Answer.found(ONE);

    assertThat(chain.credentialsAtHand()).isNull();
    assertThat(first.asked).isZero();
  }

  @Test
  void whatTheSourceThatServedKnowsIsAtHand() {
    second.answer = () -> Answer.found(TWO);
    chain.credentials();
    first.known = Answer.found(ONE);
    assertThat(chain.credentialsAtHand()).isNull();

    second.known = Answer.found(TWO);

    assertThat(chain.credentialsAtHand()).isSameAs(TWO);
    assertThat(second.asked).isEqualTo(1);
  }

  @Test
  void nothingIsAtHand_whenTheSourceThatServedIsKnownToBeEmpty() {
    first.answer = () -> Answer.found(ONE);
    chain.credentials();
    first.known = Answer.absent("does not exist");

    assertThat(chain.credentialsAtHand()).isNull();
  }

  @Test
  void chainShowsNoSecret() {
    first.answer = () -> Answer.found(ONE);
    chain.credentials();

    assertThat(first.look().toString()).contains("ONE").doesNotContain("TOP-SECRET");
    assertThat(chain.toString()).doesNotContain("TOP-SECRET");
  }

  @Test
  void sourceIsMadeWhenItIsFirstAsked_andOnce() {
    List<String> made = new ArrayList<>();
    CredentialsChain late =
        new CredentialsChain(
            List.of(
                () -> {
                  made.add("first");
                  return first;
                },
                () -> {
                  made.add("second");
                  return second;
                }));
    assertThat(made).isEmpty();

    first.answer = () -> Answer.found(ONE);
    late.credentials();
    assertThat(made).containsExactly("first");
  }

  @Test
  void sourceIsKeptWhenTheSearchStartsAgain() {
    AtomicInteger made = new AtomicInteger();
    CredentialsChain late =
        new CredentialsChain(
            List.of(
                () -> {
                  made.incrementAndGet();
                  return first;
                }));

    assertThatThrownBy(late::credentials).isInstanceOf(ApiGatewayException.class);
    assertThatThrownBy(late::credentials).isInstanceOf(ApiGatewayException.class);

    assertThat(made).hasValue(1);
    assertThat(first.asked).isEqualTo(2);
  }

  @Test
  void everyDefaultChainSearchesForItself() {
    assertThat(CredentialsProvider.defaultChain()).isNotSameAs(CredentialsProvider.defaultChain());
  }

  @Test
  void defaultChainNeedsNoHomeDirectoryAndNothingHeavy(@TempDir Path folder) throws Exception {
    // A name that cannot be written in the encoding of the locale C; elsewhere just a name.
    Process java = java(folder, "-Duser.home=" + folder + "/집", "-Xlog:class+load");

    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(java.waitFor()).as(said).isZero();
    assertThat(said)
        .contains(CredentialsChain.class.getName() + " ")
        .doesNotContain(ConfigureFileCredentials.class.getName() + " ")
        .doesNotContain("com.fasterxml.jackson", "org.slf4j", "java.net.HttpURLConnection");
  }

  private static Process java(Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add(MakesTheDefaultChain.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    builder
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    return builder.start();
  }

  /** Run by a Java of its own. */
  static final class MakesTheDefaultChain {
    public static void main(String[] args) {
      CredentialsProvider.defaultChain();
    }
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
    Answer known;
    Supplier<Answer> answer = () -> Answer.absent("empty");

    FakeSource(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Answer known() {
      return known;
    }

    @Override
    public Answer look() {
      asked++;
      return answer.get();
    }
  }
}
