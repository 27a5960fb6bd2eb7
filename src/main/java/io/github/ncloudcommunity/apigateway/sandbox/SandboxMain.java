package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The sandbox as a program. */
@Command(
    name = "ncloud-apigateway-sandbox",
    description = {
      "Runs a stand-in for the API Gateway management API on this machine, for tests without an"
          + " account. The real service may answer otherwise.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 after --help or --version, 1 when the port cannot be opened, 2 for options"
          + " that are not understood. Otherwise it runs until it is stopped."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = SandboxMain.Version.class)
final class SandboxMain implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  private final Consumer<ApiGatewaySandbox> whileRunning;

  /** Replaced by the real one before anything else happens. */
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on. With any but the default other machines can reach the sandbox, as"
              + " in a container: 0.0.0.0 is all of them. Default: ${DEFAULT-VALUE}.")
  private InetAddress address = InetAddress.getLoopbackAddress();

  @Option(
      names = "--access-key",
      paramLabel = "KEY",
      description =
          "Access key that requests must be signed with. Default: "
              + ApiGatewaySandbox.DEFAULT_ACCESS_KEY
              + ".")
  private @Nullable String accessKey;

  @Option(
      names = "--secret-key",
      paramLabel = "KEY",
      description =
          "Secret key that belongs to it; give both or neither. Do not use one of a real account."
              + " Default: "
              + ApiGatewaySandbox.DEFAULT_SECRET_KEY
              + ".")
  private @Nullable String secretKey;

  @Option(
      names = "--explain",
      description = "Say in the details of a 401 what was wrong, and what was to be signed.")
  private boolean explain;

  @Option(
      names = "--provider-states",
      description =
          "Take provider states at "
              + ProviderStates.PATH
              + ", for the verification of Pact contracts.")
  private boolean providerStates;

  private SandboxMain(Consumer<ApiGatewaySandbox> whileRunning) {
    this.whileRunning = whileRunning;
  }

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    System.exit(run(out, err, sandbox -> waitForever(), args));
  }

  /**
   * Runs the program.
   *
   * @param whileRunning called with the sandbox once it takes requests; it stops when this returns
   * @return the exit code
   */
  static int run(
      PrintWriter out, PrintWriter err, Consumer<ApiGatewaySandbox> whileRunning, String... args) {
    return new CommandLine(new SandboxMain(whileRunning)).setOut(out).setErr(err).execute(args);
  }

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    try (ApiGatewaySandbox sandbox = sandbox().start()) {
      out.print(greeting(sandbox));
      out.flush();
      whileRunning.accept(sandbox);
      return CommandLine.ExitCode.OK;
    } catch (UncheckedIOException e) {
      command.commandLine().getErr().println(e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private ApiGatewaySandbox.Builder sandbox() {
    if (port < 0 || port > MAX_PORT) {
      throw refused("--port must be from 0 to 65535");
    }
    ApiGatewaySandbox.Builder builder =
        ApiGatewaySandbox.builder()
            .port(port)
            .address(address)
            .explain(explain)
            .providerStates(providerStates);
    if (accessKey == null && secretKey == null) {
      return builder;
    }
    if (accessKey == null || secretKey == null) {
      throw refused("--access-key and --secret-key go together: give both or neither");
    }
    try {
      return builder.credentials(Credentials.of(accessKey, secretKey));
    } catch (IllegalArgumentException e) {
      // It says which key and why, and shows neither.
      throw refused(e.getMessage());
    }
  }

  private ParameterException refused(@Nullable String why) {
    return new ParameterException(command.commandLine(), String.valueOf(why));
  }

  private String greeting(ApiGatewaySandbox sandbox) {
    ApiGatewaySandbox.Seed seed = sandbox.seed();
    return """
    The API Gateway sandbox takes requests. It is a stand-in: the real service may answer otherwise.

      Base URL     %s
      Access key   %s
      Secret key   %s

      Product      %s
      API          %s
      Stage        %s
      Usage plan   %s
      Resource     %s
      API key      %s
      Model        %s
      Authorizer   %s
    %s
    Press Ctrl+C to stop it.
    """
        .formatted(
            sandbox.baseUrl(),
            sandbox.credentials().accessKey(),
            secretKey == null ? ApiGatewaySandbox.DEFAULT_SECRET_KEY : "(the one you gave)",
            seed.productId(),
            seed.apiId(),
            seed.stageId(),
            seed.usagePlanId(),
            seed.resourceId(),
            seed.apiKeyId(),
            seed.modelId(),
            seed.authorizerId(),
            providerStates ? "\n  Provider states at " + sandbox.providerStatesUrl() + "\n" : "");
  }

  private static void waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The version in the manifest of the jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = SandboxMain.class.getPackage().getImplementationVersion();
      return new String[] {"${COMMAND-NAME} " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
