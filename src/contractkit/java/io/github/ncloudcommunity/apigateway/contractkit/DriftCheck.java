package io.github.ncloudcommunity.apigateway.contractkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a {@link DriftReport}. */
@Command(
    name = "check",
    description = "Compares a folder of pages with contracts/documents/ and openapi/.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit statuses:%n",
    exitCodeList = {"0:nothing changed", "1:something changed", "2:something could not be read"})
final class DriftCheck implements Callable<Integer> {

  enum Format {
    text,
    json,
    html
  }

  @Parameters(paramLabel = "FOLDER", description = "what drift fetch wrote")
  private Path folder;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given")
  private Format format;

  @Option(names = "--output", paramLabel = "FILE", description = "writes to a file")
  private @Nullable Path output;

  @Option(
      names = "--operation",
      paramLabel = "ID",
      split = ",",
      description = "compares only these operations; several with commas")
  private final Set<String> operations = new LinkedHashSet<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try {
      return check();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int check() throws IOException {
    Documents documents = Documents.committed();
    DriftAcceptance.requireKnown(documents, operations);
    DriftReport report =
        DriftReport.of(documents, Specification.split(), PageFolder.existing(folder), operations);
    String text =
        switch (format) {
          case text -> report.toText();
          case json -> report.toJson();
          case html -> DriftPage.of(report);
        };
    if (output == null) {
      // Standard output as it is would not write every letter on every system.
      System.out.write(text.getBytes(StandardCharsets.UTF_8));
      System.out.flush();
    } else {
      Files.writeString(output, text);
      System.out.println(report.summary());
    }
    return report.status();
  }
}
