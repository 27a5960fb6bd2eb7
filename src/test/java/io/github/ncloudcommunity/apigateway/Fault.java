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

/** A row of the table {@link Faults}: what is played, and what the caller gets to know. */
final class Fault {

  /** Whether sending it twice does no harm. */
  enum Side {
    READ,
    WRITE
  }

  /**
   * How a call ends.
   *
   * @param kind what the exception says happened; null if the call succeeds, or throws what is not
   *     ours
   * @param status the HTTP status that the exception names
   * @param code the error code that it names
   * @param fateUnknown whether it says that the request may have been processed
   * @param attempts how many attempts it names; 0 if there is no exception
   * @param arrived how many requests the server has read
   * @param own what is thrown by code of the caller and comes out as it is
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

  /** With the answer to this very request, after so many of them. */
  static Outcome succeeds(int requests) {
    return new Outcome(null, 0, ErrorCode.UNKNOWN, false, 0, requests, null);
  }

  /** With an exception after so many attempts. */
  static Outcome fails(Kind kind, int attempts) {
    return new Outcome(kind, 0, ErrorCode.UNKNOWN, false, attempts, attempts, null);
  }

  /** With an exception that repeats what the service said. */
  static Outcome states(int status, ErrorCode code, int attempts) {
    return new Outcome(Kind.SERVICE_ERROR, status, code, false, attempts, attempts, null);
  }

  /** With an exception that repeats what the service said, which was no more than a status. */
  static Outcome states(int status, int attempts) {
    return states(status, ErrorCode.UNKNOWN, attempts);
  }

  /** With an exception that code of the caller throws, after so many requests. */
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
  private boolean over;

  private Fault(String what) {
    this.what = what;
  }

  static Fault of(String what) {
    return new Fault(what);
  }

  /** What is around: the server as it is, unless it is said otherwise. */
  Fault given(Consumer<Scene> otherwise) {
    surroundings = otherwise;
    return this;
  }

  /** What the client is told besides the defaults. */
  Fault with(Consumer<ApiGatewayClient.Builder> settings) {
    this.settings = settings;
    return this;
  }

  /** What happens to client and server before the call. */
  Fault after(Consumer<Scene> before) {
    this.before = before;
    return this;
  }

  /** What the server does, attempt after attempt; the last one is repeated. */
  Fault plays(Answer... attempts) {
    return playsWith(scene -> List.of(attempts));
  }

  /** What the server does, where it needs more than itself for it. */
  Fault playsWith(Function<Scene, List<Answer>> attempts) {
    script = attempts;
    return this;
  }

  /** What happens once the call waits for something other than the network. */
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

  /** A write other than {@code associateUsagePlan}. */
  Fault writing(Consumer<ApiGatewayClient> call) {
    write = call;
    return this;
  }

  /** How long each pause between attempts is; otherwise that is left to chance. */
  Fault pausing(Duration each) {
    pause = each;
    return this;
  }

  /** What arrives is signed by other keys, or not at all. */
  Fault signedOtherwise() {
    signed = false;
    return this;
  }

  /** Afterwards there is no client, or nobody to answer it. */
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

  /** Brings everything about for a call, and makes it. */
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

  /** Whether the calling thread is still interrupted when the call is over. */
  boolean isInterrupted() {
    return what.contains("the thread is interrupted");
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

  static void associate(ApiGatewayClient client, String usagePlanId) {
    client
        .stages()
        .associateUsagePlan(
            "p", "a", "s", new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
  }

  /** A write that is answered with a body. */
  static void create(ApiGatewayClient client) {
    client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));
  }

  @Override
  public String toString() {
    return what;
  }
}
