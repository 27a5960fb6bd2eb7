package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that says what is wrong with a signature. */
@Command(
    name = "explain",
    description = {
      "Reads a signed request from standard input and says what is wrong with its signature. The"
          + " request is its request line and headers, or what curl -v printed, or a curl command."
          + " With the body it also recognises a body that was signed.",
      ""
    },
    footer = {
      "",
      "Without the options, the keys come from NCLOUD_ACCESS_KEY_ID and NCLOUD_SECRET_KEY. They"
          + " must be those that the request should have been signed with. No secret key and no"
          + " signature is printed.",
      "",
      "Exit codes: 0 if the request is signed correctly, 1 if not, 2 for wrong arguments or input."
    },
    mixinStandardHelpOptions = true,
    versionProvider = SandboxMain.Version.class)
final class ExplainCommand implements Callable<Integer> {

  private static final int MAX_INPUT = 2 << 20;

  private final Function<String, @Nullable String> environment;
  private final InputStream in;

  /** Picocli replaces them before anything else happens. */
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private KeyOptions keys = new KeyOptions();

  ExplainCommand(Function<String, @Nullable String> environment, InputStream in) {
    this.environment = environment;
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    try {
      KeyOptions.Pair pair = keys.pair(environment);
      if (pair == null) {
        throw refused(
            "the keys are missing: set NCLOUD_ACCESS_KEY_ID and NCLOUD_SECRET_KEY, or give"
                + " --access-key and --secret-key-file");
      }
      Credentials.of(pair.accessKey(), pair.secretKey());
      SignedRequest request = RequestText.parse(new String(in.readNBytes(MAX_INPUT), UTF_8));
      return explain(request, new SignatureMistakes(pair.accessKey(), pair.secretKey()));
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private int explain(SignedRequest request, SignatureMistakes explanation) {
    PrintWriter out = command.commandLine().getOut();
    List<String> mistakes = explanation.of(request, System.currentTimeMillis());
    if (mistakes.isEmpty()) {
      out.println("The request is signed correctly.");
      return CommandLine.ExitCode.OK;
    }
    mistakes.forEach(mistake -> out.print(mistake + "\n"));
    out.print("\nString to sign, without a line feed at its end:\n\n");
    out.print(explanation.stringToSign(request) + "\n");
    out.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private ParameterException refused(@Nullable String why) {
    return new ParameterException(command.commandLine(), String.valueOf(why));
  }
}
