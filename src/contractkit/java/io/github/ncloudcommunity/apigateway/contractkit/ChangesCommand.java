package io.github.ncloudcommunity.apigateway.contractkit;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares what is built here with the baseline, or makes it the baseline. */
@Command(
    name = "changes",
    description = "Writes what changed since contracts/baseline/ to target/changes.md and .html.",
    mixinStandardHelpOptions = true)
final class ChangesCommand implements Runnable {

  @Option(
      names = "--update-baseline",
      description = "Makes what is built here the new contracts/baseline/.")
  private boolean update;

  @Override
  public void run() {
    if (update) {
      Release.current().becomeBaseline();
      return;
    }
    Changes changes = Changes.between(Release.baseline(), Release.current());
    changes.write(Path.of("target"));
    System.out.print(changes.markdown());
    changes.requireVersion();
  }
}
