package io.github.ncloudcommunity.apigateway.quickstart;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.Cloud;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.DisassociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.PrintStream;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Associates a usage plan with a stage, lists it, and takes the association back: on the embedded
 * sandbox, or, with {@code --real} and the ids of one's own things, on the real service.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/apigateway-stage-associate">Associate usage
 *     plan</a>
 * @see <a href="https://api.ncloud-docs.com/docs/apigateway-stage-getstageusageplan">View usage
 *     plan associated with stage</a>
 */
@Command(
    name = "quickstart",
    sortOptions = false,
    description = {
      "Associates a usage plan with a stage, lists it, and takes the association back.",
      "Without options it does so on the embedded sandbox, whatever the environment holds."
    })
public final class Quickstart implements Callable<Integer> {

  @ArgGroup(exclusive = false)
  private @Nullable Real real;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  private boolean help;

  private final CredentialsProvider ownCredentials;

  private Quickstart(CredentialsProvider ownCredentials) {
    this.ownCredentials = ownCredentials;
  }

  /** The options that go together. */
  static final class Real {

    @Option(
        names = "--real",
        required = true,
        description = "Talks to the real service, with your credentials.")
    private boolean real;

    @Option(names = "--product", required = true, description = "Id of a product.")
    private String product = "";

    @Option(names = "--api", required = true, description = "Id of an API of the product.")
    private String api = "";

    @Option(names = "--stage", required = true, description = "Id of a stage of the API.")
    private String stage = "";

    @Option(
        names = "--usage-plan",
        required = true,
        description = "Id of the usage plan to associate with the stage and disassociate again.")
    private String usagePlan = "";

    @Option(
        names = "--cloud",
        defaultValue = "PUBLIC",
        description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Cloud cloud = Cloud.PUBLIC;

    @Option(names = "--base-url", hidden = true)
    private @Nullable URI baseUrl;
  }

  /**
   * Runs it.
   *
   * @param args none, or what {@code --help} says
   */
  public static void main(String[] args) {
    int exitCode = commandLine(CredentialsProvider.defaultChain()).execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  static CommandLine commandLine(CredentialsProvider ownCredentials) {
    return new CommandLine(new Quickstart(ownCredentials))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              commandLine.getErr().println();
              commandLine.getErr().println("It did not work: " + exception.getMessage());
              return 1;
            });
  }

  @Override
  public Integer call() {
    PrintStream out = System.out;
    out.println();
    if (real == null) {
      onSandbox(out);
    } else {
      onRealService(out, real, ownCredentials);
    }
    return 0;
  }

  private static void onSandbox(PrintStream out) {
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
      out.println("Main job on the embedded sandbox at " + sandbox.baseUrl());
      out.println("Nothing leaves this machine. The same on the real service: --help");
      ApiGatewaySandbox.Seed seed = sandbox.seed();
      try (ApiGatewayClient gateway =
          client(out, sandbox.baseUrl(), CredentialsProvider.of(sandbox.credentials()))) {
        MainJob job =
            new MainJob(
                out, gateway, seed.productId(), seed.apiId(), seed.stageId(), seed.usagePlanId());
        job.run();
        job.showAnError();
      }
    }
    out.println();
    out.println("Done.");
  }

  private static void onRealService(PrintStream out, Real real, CredentialsProvider provider) {
    URI baseUrl = real.baseUrl == null ? real.cloud.baseUrl() : real.baseUrl;
    Credentials credentials = provider.credentials();
    out.println("Main job on the REAL service at " + baseUrl);
    out.printf(
        Locale.ROOT,
        "With access key %s it associates usage plan %s with stage %s of API %s in product %s,%nand"
            + " takes that back at the end. If they are associated already, nothing is changed.%n",
        credentials.accessKey(),
        real.usagePlan,
        real.stage,
        real.api,
        real.product);
    try (ApiGatewayClient gateway = client(out, baseUrl, provider)) {
      new MainJob(out, gateway, real.product, real.api, real.stage, real.usagePlan).run();
    }
    out.println();
    out.println("Done.");
  }

  private static ApiGatewayClient client(
      PrintStream out, URI baseUrl, CredentialsProvider credentials) {
    return ApiGatewayClient.builder()
        .baseUrl(baseUrl)
        .credentialsProvider(credentials)
        .customize(feign -> new Exchanges(out, baseUrl.getPath()).addTo(feign))
        .build();
  }

  /** The steps, the same for sandbox and real service. */
  private record MainJob(
      PrintStream out,
      ApiGatewayClient gateway,
      String productId,
      String apiId,
      String stageId,
      String usagePlanId) {

    void run() {
      step("Which usage plans does the stage have? All pages, read as one stream.");
      if (isAssociated()) {
        out.println();
        out.println("The usage plan is associated already: nothing to do, nothing to take back.");
        return;
      }
      try {
        step("Associate usage plan " + usagePlanId + " with stage " + stageId + ".");
        gateway
            .stages()
            .associateUsagePlan(
                productId,
                apiId,
                stageId,
                new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
        step("List one page of the usage plans of the stage.");
        gateway
            .stages()
            .listStageUsagePlans(
                productId, apiId, stageId, new ListStageUsagePlansQuery().offset(0L).limit(20L));
      } catch (ApiGatewayException e) {
        if (e.mayHaveBeenProcessed() || !"associateUsagePlan".equals(e.operation())) {
          takeBackAfter(e);
        }
        throw e;
      }
      takeBack();
    }

    private boolean isAssociated() {
      try (Stream<UsagePlan> plans =
          gateway.stages().streamStageUsagePlans(productId, apiId, stageId)) {
        return plans.anyMatch(plan -> Objects.equals(plan.getUsagePlanId(), usagePlanId));
      }
    }

    private void takeBack() {
      step("Take the association back.");
      gateway
          .stages()
          .disassociateUsagePlan(
              productId,
              apiId,
              stageId,
              new DisassociateUsagePlanRequest().usagePlanId(usagePlanId));
    }

    private void takeBackAfter(ApiGatewayException failure) {
      try {
        takeBack();
      } catch (ApiGatewayException e) {
        out.println();
        out.println("The association could not be taken back; please look at the stage.");
        failure.addSuppressed(e);
      }
    }

    void showAnError() {
      step("What an error looks like: a stage that does not exist.");
      try {
        gateway.stages().listStageUsagePlans(productId, apiId, "nosuchstag");
      } catch (ApiGatewayException e) {
        out.println("   " + e.kind() + ", " + e.errorCode() + ":");
        out.println("   " + e.getMessage());
      }
    }

    private void step(String what) {
      out.println();
      out.println("-- " + what);
    }
  }
}
