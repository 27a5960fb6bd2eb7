package io.github.ncloudcommunity.apigateway.contract;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.contract.Verification.Skipped;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Verifies a provider with the pact. Exits with 0 if it answers as the client expects, 1 if it does
 * not or does not accept the credentials, 2 if the arguments are wrong.
 */
@Command(
    name = "verify-provider",
    description = {
      "Verifies that a provider answers as the client expects. Only reads by default.",
      "Credentials: NCLOUD_ACCESS_KEY and NCLOUD_SECRET_KEY, or ~/.ncloud/configure."
    },
    mixinStandardHelpOptions = true)
final class VerifyProvider implements Callable<Integer> {

  private static final String PACT = "/ncloud-apigateway-client-ncloud-apigateway.json";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BASE_URL", description = "Base URL of the provider; ends in /api/v1.")
  private URI baseUrl;

  @Option(
      names = "--writes",
      paramLabel = "PRODUCT/API/STAGE",
      description =
          "Ids of a stage that may be changed. Also creates the usage plan usageplan000, which"
              + " stays.")
  private String writes;

  private VerifyProvider() {}

  public static void main(String... args) {
    System.exit(new CommandLine(new VerifyProvider()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    RealProvider provider;
    try {
      provider =
          new RealProvider(baseUrl, CredentialsProvider.defaultChain().credentials(), writes);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean good = verify(provider, pact(), out);
    out.flush();
    return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** Prints each failure and a summary, or why the provider lets nothing be verified. */
  static boolean verify(RealProvider provider, V4Pact pact, PrintWriter out) {
    try {
      provider.check();
    } catch (ApiGatewayException e) {
      out.println("Nothing was verified: " + e.getMessage());
      return false;
    }
    Verification verification = new Verification(provider);
    for (V4Interaction.SynchronousHttp interaction : Verification.interactions(pact)) {
      try {
        List<String> problems = verification.verify(interaction);
        if (!problems.isEmpty()) {
          out.println(interaction.getKey() + ": " + interaction.getDescription());
          problems.forEach(problem -> out.println(problem.indent(2).stripTrailing()));
        }
      } catch (Skipped e) {
        // The summary says so.
      }
    }
    out.print(verification.summary());
    return verification.isGood();
  }

  private static V4Pact pact() throws IOException {
    try (InputStream pact = VerifyProvider.class.getResourceAsStream(PACT)) {
      return (V4Pact) DefaultPactReader.INSTANCE.loadPact(pact);
    }
  }
}
