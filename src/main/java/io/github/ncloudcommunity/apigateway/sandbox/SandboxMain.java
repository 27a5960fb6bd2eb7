package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.sandbox.operations.ProviderStates;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
          + " options. Otherwise it runs until it is stopped."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = SandboxMain.Version.class)
final class SandboxMain implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  private static final int MAX_KEY_FILE = 4_096;

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
      description = "Say in the details of a 401 what is wrong, and which string to sign.")
  private boolean explain;

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
    System.exit(run(out, err, System::getenv, sandbox -> waitForever(), args));
  }

  /**
   * Runs the program.
   *
   * @param environment gives the value of an environment variable, or null
   * @param whileRunning called with the sandbox once it takes requests; it stops when this returns
   * @return the exit code
   */
  static int run(
      PrintWriter out,
      PrintWriter err,
      Function<String, @Nullable String> environment,
      Consumer<ApiGatewaySandbox> whileRunning,
      String... args) {
    return new CommandLine(new SandboxMain(environment, whileRunning))
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
    try {
      return builder.credentials(Credentials.of(access, secret));
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
      return read(secretKeyFile);
    }
    return secretKey == null ? environment.apply("SANDBOX_SECRET_KEY") : secretKey;
  }

  private String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_KEY_FILE + 1);
      if (bytes.length > MAX_KEY_FILE) {
        throw refused("--secret-key-file: %s has more than %s bytes".formatted(file, MAX_KEY_FILE));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.replaceFirst("\\R\\z", "");
    } catch (CharacterCodingException e) {
      throw refused("--secret-key-file: %s is not UTF-8".formatted(file));
    } catch (IOException e) {
      throw refused("--secret-key-file: %s cannot be read".formatted(file));
    }
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
    %s
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
