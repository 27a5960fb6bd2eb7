package io.github.ncloudcommunity.apigateway;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.StageUsagePlans;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row of the table {@link Faults}: what happens, and how the call must end. */
final class Fault {

  /** The kind of call that meets the fault. */
  enum Side {
    READ,
    WRITE
  }

  /**
   * How a call ends.
   *
   * @param kind the kind of the exception; null if the call succeeds or throws the caller's own
   *     exception
   * @param status the HTTP status of the exception
   * @param code the error code of the exception
   * @param fateUnknown whether the exception says that the request may have been processed
   * @param attempts the number of attempts in the exception; 0 without an exception
   * @param arrived the number of requests that the server has read
   * @param own the exception of the caller's own code that the call must throw unchanged
   */
  record Outcome(
      @Nullable Kind kind,
      int status,
      ErrorCode code,
      boolean fateUnknown,
      int attempts,
      int arrived,
      @Nullable Class<? extends Exception> own) {

    Outcome fateIsUnknown() {
      return new Outcome(kind, status, code, true, attempts, arrived, own);
    }

    Outcome withStatus(int stated) {
      return new Outcome(kind, stated, code, fateUnknown, attempts, arrived, own);
    }

    Outcome arriving(int requests) {
      return new Outcome(kind, status, code, fateUnknown, attempts, requests, own);
    }
  }

  /** The call returns the answer to its own request, after this many requests. */
  static Outcome succeeds(int requests) {
    return new Outcome(null, 0, ErrorCode.UNKNOWN, false, 0, requests, null);
  }

  /** The call throws after this many attempts. */
  static Outcome fails(Kind kind, int attempts) {
    return new Outcome(kind, 0, ErrorCode.UNKNOWN, false, attempts, attempts, null);
  }

  /** The call throws an exception with the status and code of the service. */
  static Outcome states(int status, ErrorCode code, int attempts) {
    return new Outcome(Kind.SERVICE_ERROR, status, code, false, attempts, attempts, null);
  }

  /** The call throws an exception with the status of the service and no code. */
  static Outcome states(int status, int attempts) {
    return states(status, ErrorCode.UNKNOWN, attempts);
  }

  /** The call throws an exception of the caller's own code, after this many requests. */
  static Outcome throwsOwn(Class<? extends Exception> own, int requests) {
    return new Outcome(null, 0, ErrorCode.UNKNOWN, false, 0, requests, own);
  }

  private final String what;
  private Function<Scene, List<Answer>> script = scene -> List.of();
  private Consumer<Scene> surroundings = scene -> {};
  private Consumer<ApiGatewayClient.Builder> settings = builder -> {};
  private Consumer<Scene> before = scene -> {};
  private @Nullable Consumer<Scene> whileItWaits;
  private Consumer<ApiGatewayClient> write = Fault::associate;
  private @Nullable Outcome readOutcome;
  private @Nullable Outcome writeOutcome;
  private @Nullable Duration pause;
  private boolean signed = true;
  private boolean interrupted;
  private boolean over;

  private Fault(String what) {
    this.what = what;
  }

  static Fault of(String what) {
    return new Fault(what);
  }

  /** Changes the network or the server before the client is built. */
  Fault given(Consumer<Scene> change) {
    surroundings = change;
    return this;
  }

  /** Changes the settings of the client. */
  Fault with(Consumer<ApiGatewayClient.Builder> settings) {
    this.settings = settings;
    return this;
  }

  /** Runs after the client is built and before the call. */
  Fault after(Consumer<Scene> before) {
    this.before = before;
    return this;
  }

  /** The answers of the server, one per request; it repeats the last one. */
  Fault plays(Answer... attempts) {
    return playsWith(scene -> List.of(attempts));
  }

  /** Like {@link #plays}, for answers that need the scene. */
  Fault playsWith(Function<Scene, List<Answer>> attempts) {
    script = attempts;
    return this;
  }

  /** Runs as soon as the calling thread waits. */
  Fault whileItWaits(Consumer<Scene> step) {
    whileItWaits = step;
    return this;
  }

  Fault read(Outcome outcome) {
    readOutcome = outcome;
    return this;
  }

  Fault write(Outcome outcome) {
    writeOutcome = outcome;
    return this;
  }

  Fault both(Outcome outcome) {
    return read(outcome).write(outcome);
  }

  /** Replaces {@code associateUsagePlan} as the write. */
  Fault writing(Consumer<ApiGatewayClient> call) {
    write = call;
    return this;
  }

  /** The exact length of each pause between attempts; the default is random. */
  Fault pausing(Duration each) {
    pause = each;
    return this;
  }

  /** The requests are not signed with the keys of the tests. */
  Fault signedOtherwise() {
    signed = false;
    return this;
  }

  /** The calling thread is still interrupted when the call has ended. */
  Fault staysInterrupted() {
    interrupted = true;
    return this;
  }

  /** No further call is possible: the client is closed, or no server answers it. */
  Fault isOver() {
    over = true;
    return this;
  }

  String what() {
    return what;
  }

  @Nullable Outcome outcome(Side side) {
    return side == Side.READ ? readOutcome : writeOutcome;
  }

  /** Prepares the scene and makes the call. */
  Scene.Ending play(Scene scene, Side side, Duration bound) {
    surroundings.accept(scene);
    scene.build(settings);
    before.accept(scene);
    List<Answer> answers = script.apply(scene);
    if (!answers.isEmpty()) {
      scene.server().answer(answers.toArray(Answer[]::new));
      scene.server().answerAlways(answers.get(answers.size() - 1));
    }
    return scene.call(side == Side.READ ? Fault::list : write, bound, whileItWaits);
  }

  boolean isSigned() {
    return signed;
  }

  boolean isInterrupted() {
    return interrupted;
  }

  boolean isOverAfterwards() {
    return over;
  }

  @Nullable Duration pause() {
    return pause;
  }

  /** Fails unless the answer is {@link Scene#OK}. */
  static void list(ApiGatewayClient client) {
    StageUsagePlans answer = client.stages().listStageUsagePlans("p", "a", "s");
    if (answer.getTotal() == null || answer.getTotal() != Scene.TOTAL) {
      throw new AssertionError("not the answer to this request: " + answer);
    }
  }

  private static void associate(ApiGatewayClient client) {
    associate(client, "u");
  }

  /** A write whose body has a text, and whose answer has none. */
  static void associate(ApiGatewayClient client, String usagePlanId) {
    client
        .stages()
        .associateUsagePlan(
            "p", "a", "s", new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
  }

  /** A write whose answer has a body. */
  static void create(ApiGatewayClient client) {
    client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));
  }

  @Override
  public String toString() {
    return what;
  }
}
