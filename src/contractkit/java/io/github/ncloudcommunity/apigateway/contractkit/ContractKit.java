package io.github.ncloudcommunity.apigateway.contractkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The tool of the build and of maintainers, for {@code openapi/} and {@code contracts/}. */
@Command(
    name = "contractkit",
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks and builds what is made of openapi/ and contracts/.",
    subcommands = {Drift.class, ChangesCommand.class},
    mixinStandardHelpOptions = true)
public final class ContractKit {

  private ContractKit() {}

  /**
   * Runs a command, or prints the commands if there is none. If java started this class, the JVM
   * ends with the status of the command. Inside Maven it must not, so a status other than 0 becomes
   * an exception.
   *
   * @throws RuntimeException if the command fails inside Maven
   */
  public static void main(String[] args) {
    CommandLine kit = new CommandLine(new ContractKit());
    if (System.getProperty("sun.java.command", "").startsWith(ContractKit.class.getName())) {
      System.exit(kit.execute(args));
    }
    CommandLine.ParseResult command = kit.parseArgs(args);
    if (!command.hasSubcommand() && !command.isUsageHelpRequested()) {
      kit.usage(System.out);
      return;
    }
    int status;
    try {
      status = new CommandLine.RunLast().execute(command);
    } catch (CommandLine.ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    if (status != 0) {
      throw new IllegalStateException("The command ended with status " + status + ", see above.");
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

  @Command(
      description =
          "Writes openapi/ as one file that says where each operation was read, unless it is there.")
  void bundle(@Parameters(paramLabel = "FILE", description = "the file to write") Path file)
      throws IOException {
    String text = Yaml.write(Bundle.of(Specification.ROOT, Documents.committed()));
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
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
