package io.github.ncloudcommunity.apigateway.contractkit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a {@link DriftAcceptance} write into the committed documents. */
@Command(
    name = "accept",
    description = "Writes what pages say now into contracts/documents/.",
    mixinStandardHelpOptions = true)
final class DriftAccept implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FOLDER", description = "what drift fetch wrote")
  private Path folder;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "OPERATION",
      description = "the operations whose pages are accepted")
  private List<String> operations;

  @Option(
      names = "--language",
      paramLabel = "ko|en|ja",
      description = "the edition to accept; the one that drift check compares if not given")
  private @Nullable String language;

  @Option(
      names = "--despite-unread-lines",
      description = "accepts pages with lines that were not understood")
  private boolean isDespiteUnread;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      new DriftAcceptance(
              Documents.FOLDER,
              Specification.split(),
              PageFolder.existing(folder),
              language,
              isDespiteUnread)
          .accept(operations)
          .forEach(System.out::println);
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
