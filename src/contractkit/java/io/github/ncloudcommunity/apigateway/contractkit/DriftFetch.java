package io.github.ncloudcommunity.apigateway.contractkit;

import io.github.ncloudcommunity.apigateway.contractkit.PageFetcher.Limits;
import io.github.ncloudcommunity.apigateway.contractkit.PageFetcher.Outcome;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads the pages of the operations, and the index of all pages, into a folder. */
@Command(
    name = "fetch",
    description = {
      "Downloads the documentation page of every operation, and the index of all pages. A page that"
          + " did not change since an earlier run is not downloaded again.",
      ""
    },
    exitCodeListHeading = "%nExit statuses:%n",
    exitCodeList = {"0:everything is there", "2:something could not be fetched, or wrong options"},
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class DriftFetch implements Callable<Integer> {

  private static final int CONNECTIONS = 2;

  private final Supplier<Documents> documents;
  private final PageFetcher.Pause pause;
  private final Limits limits;

  /** Picocli replaces it before anything else happens. */
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "FOLDER",
      description = "Folder for llms.txt, ko/<slug>.md, en/<slug>.md and ja/<slug>.md.")
  private Path folder = Path.of("");

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      defaultValue = "https://api.ncloud-docs.com",
      description = "Where the documentation is. Default: ${DEFAULT-VALUE}.")
  private URI baseUrl = URI.create("");

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      split = ",",
      defaultValue = "ko",
      description = "ko, en or ja; may be given several times. Default: ${DEFAULT-VALUE}.")
  private Set<String> languages = new LinkedHashSet<>();

  @Option(
      names = "--operation",
      paramLabel = "ID",
      split = ",",
      description =
          "operationId of a page to download; may be given several times. Default: all operations.")
  private Set<String> operations = new LinkedHashSet<>();

  @Option(
      names = "--quiet",
      description = "Print only what could not be fetched, not a line for each page.")
  private boolean quiet;

  /** For picocli. */
  DriftFetch() {
    this(Documents::committed, PageFetcher.Pause.SLEEP, Limits.DEFAULT);
  }

  DriftFetch(Supplier<Documents> documents, PageFetcher.Pause pause, Limits limits) {
    this.documents = documents;
    this.pause = pause;
    this.limits = limits;
  }

  /** What is to be fetched, or why it cannot be. */
  private interface Download {
    Outcome run(PageFetcher fetcher) throws FetchException, InterruptedException;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Download> downloads = downloads();
    ExecutorService workers = Executors.newFixedThreadPool(CONNECTIONS);
    try (PageFetcher fetcher = new PageFetcher(userAgent(), limits, pause)) {
      try {
        Map<String, Future<Outcome>> results = new LinkedHashMap<>();
        downloads.forEach(
            (name, download) -> results.put(name, workers.submit(() -> download.run(fetcher))));
        return report(results);
      } finally {
        workers.shutdownNow();
      }
    }
  }

  private int report(Map<String, Future<Outcome>> results) throws InterruptedException {
    PrintWriter out = quiet ? new PrintWriter(Writer.nullWriter()) : command.commandLine().getOut();
    Map<String, Integer> counts = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, Future<Outcome>> result : results.entrySet()) {
      String outcome;
      String why = "";
      try {
        outcome = result.getValue().get().toString();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof FetchException)) {
          throw new IllegalStateException(e.getCause());
        }
        outcome = "failed";
        why = ": " + e.getCause().getMessage();
        failures.add("  " + result.getKey() + why);
      }
      counts.merge(outcome, 1, Integer::sum);
      number++;
      out.printf("%d/%d %s: %s%s%n", number, results.size(), result.getKey(), outcome, why);
      out.flush();
    }
    out.printf(
        "%d files: %s%n",
        number,
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", ")));
    out.flush();
    if (failures.isEmpty()) {
      return 0;
    }
    PrintWriter err = command.commandLine().getErr();
    err.printf(
        "%d could not be fetched:%n%s%n", failures.size(), String.join("%n".formatted(), failures));
    err.flush();
    return 2;
  }

  /** By name, in the order of the documents. */
  private Map<String, Download> downloads() {
    Documents recorded = documents.get();
    checkOptions(recorded);
    String base = baseUrl.toString().replaceFirst("/+$", "");
    Map<String, Download> downloads = new LinkedHashMap<>();
    downloads.put("llms.txt", download(base + "/llms.txt", folder.resolve("llms.txt")));
    for (String language : languages) {
      for (Document document : recorded.all()) {
        if (!operations.isEmpty() && !operations.contains(document.operation())) {
          continue;
        }
        String name = document.page(language).split("/docs/")[1];
        Path file = folder.resolve(language).resolve(document.slug() + ".md");
        downloads.put(name, download("%s/docs/%s.md".formatted(base, name), file));
      }
    }
    return downloads;
  }

  private static Download download(String address, Path file) {
    return fetcher -> fetcher.fetch(URI.create(address), file);
  }

  private void checkOptions(Documents recorded) {
    if (!Set.of("http", "https").contains(String.valueOf(baseUrl.getScheme()))
        || baseUrl.getHost() == null
        || !baseUrl.toString().matches("[^@?#]*")) {
      throw wrong("--base-url", baseUrl + " is not the address of a server");
    }
    requireKnown("--language", languages, PageFolder.LANGUAGES);
    requireKnown(
        "--operation", operations, recorded.all().stream().map(Document::operation).toList());
  }

  private void requireKnown(String option, Collection<String> given, Collection<String> known) {
    for (String value : given) {
      if (!known.contains(value)) {
        throw wrong(option, value + " is not known");
      }
    }
  }

  private ParameterException wrong(String option, String why) {
    return new ParameterException(command.commandLine(), option + ": " + why);
  }

  private static String userAgent() {
    return "ncloud-apigateway-client-drift/%s (+%s)"
        .formatted(
            Yaml.read(Path.of("openapi", "openapi.yaml")).path("info").path("version").asText(),
            "https://github.com/ncloud-community/ncloud-apigateway-client");
  }
}
