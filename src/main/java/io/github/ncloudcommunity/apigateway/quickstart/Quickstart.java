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
 * Associates a usage plan with a stage, lists it, and undoes the association: on the embedded
 * sandbox, or on the real service with {@code --real} and the ids to use.
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
      "Associates a usage plan with a stage, lists it, and undoes the association.",
      "Without options it runs on the embedded sandbox, and ignores the environment."
    })
public final class Quickstart implements Callable<Integer> {

  @ArgGroup(exclusive = false)
  private @Nullable Real real;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  private final CredentialsProvider ownCredentials;

  private Quickstart(CredentialsProvider ownCredentials) {
    this.ownCredentials = ownCredentials;
  }

  /** The options for the real service. */
  static final class Real {

    @Option(
        names = "--real",
        required = true,
        description = "Calls the real service with your credentials.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
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
        description = "Id of the usage plan to associate with the stage, and to disassociate.")
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
   * Runs the main job.
   *
   * @param args none, or the options that {@code --help} lists
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
              commandLine.getErr().println("Failed: " + exception.getMessage());
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
      out.println("Nothing leaves this machine. To use the real service, see --help.");
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
        "With access key %s, it associates usage plan %s with stage %s of API %s in product %s,%n"
            + "and undoes that at the end. If they are already associated, it changes nothing.%n",
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

  /** The steps, which are the same on the sandbox and on the real service. */
  private record MainJob(
      PrintStream out,
      ApiGatewayClient gateway,
      String productId,
      String apiId,
      String stageId,
      String usagePlanId) {

    void run() {
      step("1. List the usage plans of the stage: all pages, as one stream.");
      if (isAssociated()) {
        out.println();
        out.println("The usage plan is already associated: nothing to do, nothing to undo.");
        return;
      }
      try {
        step("2. Associate usage plan " + usagePlanId + " with the stage.");
        gateway
            .stages()
            .associateUsagePlan(
                productId,
                apiId,
                stageId,
                new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
        step("3. List one page of the usage plans of the stage.");
        gateway
            .stages()
            .listStageUsagePlans(
                productId, apiId, stageId, new ListStageUsagePlansQuery().offset(0L).limit(20L));
      } catch (ApiGatewayException e) {
        if (e.mayHaveBeenProcessed() || !"associateUsagePlan".equals(e.operation())) {
          undoAfter(e);
        }
        throw e;
      }
      undo();
    }

    private boolean isAssociated() {
      try (Stream<UsagePlan> plans =
          gateway.stages().streamStageUsagePlans(productId, apiId, stageId)) {
        return plans.anyMatch(plan -> Objects.equals(plan.getUsagePlanId(), usagePlanId));
      }
    }

    private void undo() {
      step("4. Undo the association.");
      gateway
          .stages()
          .disassociateUsagePlan(
              productId,
              apiId,
              stageId,
              new DisassociateUsagePlanRequest().usagePlanId(usagePlanId));
    }

    private void undoAfter(ApiGatewayException failure) {
      try {
        undo();
      } catch (ApiGatewayException e) {
        out.println();
        out.println("The association could not be undone. Please check the stage.");
        failure.addSuppressed(e);
      }
    }

    void showAnError() {
      step("5. See an error: list the usage plans of a stage that does not exist.");
      try {
        gateway.stages().listStageUsagePlans(productId, apiId, "nosuchstag");
      } catch (ApiGatewayException e) {
        out.printf("   ApiGatewayException, kind %s, code %s%n", e.kind(), e.errorCode());
        out.println("   " + e.getMessage());
      }
    }

    private void step(String what) {
      out.println();
      out.println(what);
    }
  }
}
