package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.sandbox.operations.ProviderStates;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that runs the sandbox. */
@Command(
    name = "ncloud-apigateway-sandbox",
    description = {
      "Runs a local stand-in for the API Gateway management API, for tests without an account."
          + " The real service may differ.",
      ""
    },
    footer = {
      "",
      "The environment variables SANDBOX_ACCESS_KEY and SANDBOX_SECRET_KEY replace --access-key and"
          + " --secret-key; an option overrides its variable. --secret-key and --secret-key-file"
          + " exclude each other. All users of the machine can see options in the list of"
          + " processes, but not variables or files.",
      "",
      "Exit codes: 0 after --help or --version, 1 when the port cannot be opened, 2 for wrong"
          + " options. Without a command, it runs until it is stopped.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = SandboxMain.Version.class)
final class SandboxMain implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  private final Function<String, @Nullable String> environment;
  private final Consumer<ApiGatewaySandbox> whileRunning;
  private boolean usesDefaultKeys;

  /** Picocli replaces it before anything else happens. */
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
      names = "--secret-key-file",
      paramLabel = "FILE",
      description = "File with the secret key as its only line, in UTF-8.")
  private @Nullable Path secretKeyFile;

  @Option(
      names = "--explain",
      description =
          "Say in the details of a 401 what is wrong, which string to sign, and which mistake was"
              + " made.")
  private boolean explain;

  @Option(
      names = "--any-signature",
      description =
          "Accept any signature and timestamp of the right form, for tools that cannot sign.")
  private boolean anySignature;

  @Option(
      names = "--provider-states",
      description =
          "Take provider states at " + ProviderStates.PATH + ", to verify Pact contracts.")
  private boolean providerStates;

  private SandboxMain(
      Function<String, @Nullable String> environment, Consumer<ApiGatewaySandbox> whileRunning) {
    this.environment = environment;
    this.whileRunning = whileRunning;
  }

  @SuppressWarnings("DefaultCharset") // the charset of the console
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    System.exit(run(System.in, out, err, System::getenv, sandbox -> waitForever(), args));
  }

  /**
   * Runs the program.
   *
   * @param in what the command explain reads
   * @param environment gives the value of an environment variable, or null
   * @param whileRunning called with the sandbox once it takes requests; it stops when this returns
   * @return the exit code
   */
  static int run(
      InputStream in,
      PrintWriter out,
      PrintWriter err,
      Function<String, @Nullable String> environment,
      Consumer<ApiGatewaySandbox> whileRunning,
      String... args) {
    return new CommandLine(new SandboxMain(environment, whileRunning))
        .addSubcommand(new SignCommand(environment))
        .addSubcommand(new ExplainCommand(environment, in))
        .setOut(out)
        .setErr(err)
        .execute(args);
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
      command.commandLine().getErr().println(e.getMessage() + ". Choose another with --port.");
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
            .anySignature(anySignature)
            .providerStates(providerStates);
    try {
      String access = accessKey == null ? environment.apply("SANDBOX_ACCESS_KEY") : accessKey;
      String secret = secretKey();
      if (access == null && secret == null) {
        usesDefaultKeys = true;
        return builder;
      }
      if (access == null || secret == null) {
        throw refused(
            "--access-key and --secret-key go together: give both or neither, as options, as"
                + " environment variables, or the secret key in a file");
      }
      return builder.credentials(access, secret);
    } catch (IllegalArgumentException e) {
      // The message says which key is wrong and why, and shows no key.
      throw refused(e.getMessage());
    }
  }

  private @Nullable String secretKey() {
    if (secretKey != null && secretKeyFile != null) {
      throw refused("--secret-key and --secret-key-file exclude each other: give one");
    }
    if (secretKeyFile != null) {
      return KeyOptions.read(secretKeyFile);
    }
    return secretKey == null ? environment.apply("SANDBOX_SECRET_KEY") : secretKey;
  }

  private ParameterException refused(@Nullable String why) {
    return new ParameterException(command.commandLine(), String.valueOf(why));
  }

  private String greeting(ApiGatewaySandbox sandbox) {
    ApiGatewaySandbox.Seed seed = sandbox.seed();
    return """
    The API Gateway sandbox is running. It is a stand-in: the real service may differ.

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
    %s%s
    Press Ctrl+C to stop it.
    """
        .formatted(
            sandbox.baseUrl(),
            sandbox.credentials().accessKey(),
            usesDefaultKeys ? ApiGatewaySandbox.DEFAULT_SECRET_KEY : "(the one you gave)",
            seed.productId(),
            seed.apiId(),
            seed.stageId(),
            seed.usagePlanId(),
            seed.resourceId(),
            seed.apiKeyId(),
            seed.modelId(),
            seed.authorizerId(),
            anySignature ? "\n  Any signature is accepted.\n" : "",
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
