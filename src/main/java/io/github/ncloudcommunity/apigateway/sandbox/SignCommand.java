package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that signs a request. */
@Command(
    name = "sign",
    description = {
      "Signs a request and sends nothing. Prints the string to sign, the three headers, and a curl"
          + " command, which is valid for 5 minutes.",
      ""
    },
    footer = {
      "",
      "Without the options, the keys come from the first place that has them, as with the Java"
          + " client: NCLOUD_ACCESS_KEY_ID and NCLOUD_SECRET_KEY, ~/.ncloud/configure, the server"
          + " role. --secret-key-file=/dev/stdin reads the secret key from standard input.",
      "",
      "Exit codes: 0, 1 without keys, 2 for wrong arguments."
    },
    mixinStandardHelpOptions = true,
    versionProvider = SandboxMain.Version.class)
final class SignCommand implements Callable<Integer> {

  private static final String SANDBOX = "http://127.0.0.1:8080";

  private final Function<String, @Nullable String> environment;

  /** Picocli replaces them before anything else happens. */
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private KeyOptions keys = new KeyOptions();

  @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT, PATCH or DELETE.")
  private String method = "";

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description =
          "What is requested, percent-encoded as it is sent, with its query. A path alone is one of"
              + " "
              + SANDBOX
              + ".")
  private String url = "";

  SignCommand(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    String whole = url.startsWith("/") ? SANDBOX + url : url;
    if (!whole.matches("https?://[^/?#]+/[^#]*")) {
      throw refused("URL must be a path or http(s)://HOST/PATH, without a fragment: " + url);
    }
    try {
      KeyOptions.Pair pair = keys.pair(environment);
      if (pair == null && keys.areGiven()) {
        throw refused("--access-key and --secret-key-file go together: give both or neither");
      }
      Credentials credentials =
          pair == null
              ? CredentialsProvider.defaultChain().credentials()
              : Credentials.of(pair.accessKey(), pair.secretKey());
      sign(whole, credentials);
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    } catch (ApiGatewayException e) {
      command.commandLine().getErr().println(e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private void sign(String whole, Credentials credentials) {
    String upper = method.toUpperCase(Locale.ROOT);
    String timestamp = Long.toString(System.currentTimeMillis());
    SignatureV2 signature =
        SignatureV2.of(upper, SignedRequest.pathOf(whole), timestamp, credentials);
    List<String> headers =
        List.of(
            SignatureV2.TIMESTAMP_HEADER + ": " + timestamp,
            SignatureV2.ACCESS_KEY_HEADER + ": " + credentials.accessKey(),
            SignatureV2.SIGNATURE_HEADER + ": " + signature.signature());
    StringBuilder curl = new StringBuilder("curl --globoff --path-as-is --request ").append(upper);
    headers.forEach(header -> curl.append(" --header ").append(quoted(header)));
    curl.append(' ').append(quoted(whole));
    PrintWriter out = command.commandLine().getOut();
    out.print("String to sign, without a line feed at its end:\n\n");
    out.print(signature.stringToSign() + "\n\n");
    out.print("Headers:\n\n");
    out.print(String.join("\n", headers) + "\n\n");
    out.print("With curl:\n\n");
    out.print(curl + "\n");
    out.flush();
  }

  /** Quotes a word for a shell. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private ParameterException refused(@Nullable String why) {
    return new ParameterException(command.commandLine(), String.valueOf(why));
  }
}
