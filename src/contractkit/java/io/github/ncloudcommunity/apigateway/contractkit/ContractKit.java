package io.github.ncloudcommunity.apigateway.contractkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The tool that the build runs on {@code openapi/} and {@code contracts/}. */
@Command(
    name = "contractkit",
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks and builds what is made of openapi/ and contracts/.",
    mixinStandardHelpOptions = true,
    subcommands = {Drift.class, ChangesCommand.class})
public final class ContractKit {

  private ContractKit() {}

  /**
   * Runs a command; without one, prints the commands. If the command ends with a status other than
   * 0, the JVM does too, unless it is Maven's.
   *
   * @throws RuntimeException if the command fails, or ends with such a status inside Maven
   */
  public static void main(String[] args) {
    int status = run(args);
    if (status != 0 && System.getProperty("maven.home") == null) {
      System.exit(status);
    } else if (status != 0) {
      throw new IllegalStateException(
          "%s: exit status %d".formatted(String.join(" ", args), status));
    }
  }

  /** Runs a command and returns its exit status. */
  static int run(String... args) {
    CommandLine kit = new CommandLine(new ContractKit());
    CommandLine.ParseResult command = kit.parseArgs(args);
    if (!command.hasSubcommand() && !command.isUsageHelpRequested()) {
      kit.usage(System.out);
      return 0;
    }
    try {
      return new CommandLine.RunLast().execute(command);
    } catch (CommandLine.ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Command(description = "Compares openapi/ with contracts/documents/.")
  void check() {
    List<String> contradictions = Documents.committed().contradictions(Specification.split());
    if (!contradictions.isEmpty()) {
      throw new IllegalStateException(
          "openapi/ and contracts/documents/ disagree:%n%n%s%n%nChange one of the two."
              .formatted(String.join("%n".formatted(), contradictions)));
    }
  }

  @Command(description = "Writes contracts/deviations.md from contracts/documents/.")
  void deviations() throws IOException {
    Files.writeString(Deviations.FILE, Deviations.page(Documents.committed()));
  }

  @Command(
      name = "reference-page",
      description = "Writes the reference page: Redoc and the bundle.")
  void referencePage(
      @Parameters(paramLabel = "REDOC", description = "Redoc, a resource of the class path")
          String redoc,
      @Parameters(paramLabel = "BUNDLE", description = "the bundled specification") Path bundle,
      @Parameters(paramLabel = "PAGE", description = "the file to write") Path page)
      throws IOException {
    Files.writeString(page, ReferencePage.page(redoc, Specification.read(bundle)));
  }
}
