package io.github.ncloudcommunity.apigateway.contractkit;

import io.github.ncloudcommunity.apigateway.contractkit.DriftReport.ChangeDrift;
import io.github.ncloudcommunity.apigateway.contractkit.DriftReport.OperationDrift;
import java.util.List;
import java.util.function.Predicate;

/** Makes one HTML page of a report. It loads nothing and runs no script. */
final class DriftPage {

  private static final String STYLE =
      """
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem; }
      section { border-top: 1px solid; margin-top: 1rem; overflow-wrap: anywhere; }
      .breaking { font-weight: bold; }
      ul { padding-left: 1.2rem; }
      """;

  private final StringBuilder html = new StringBuilder();

  private DriftPage() {}

  static String of(DriftReport report) {
    DriftPage page = new DriftPage();
    page.write(report);
    return page.html.toString();
  }

  private void write(DriftReport report) {
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Changes of the documentation pages</title>
        <style>%s</style>
        </head>
        <body>
        <h1>Changes of the documentation pages</h1>
        """
            .formatted(ReferencePage.sha256(STYLE), STYLE));
    element("p", report.summary());
    group("Looks breaking", report, OperationDrift::looksBreaking);
    group("Changed", report, drift -> drift.hasChanged() && !drift.looksBreaking());
    group("Other remarks", report, drift -> !drift.hasChanged());
    list("Pages that no operation has", report.appeared());
    list("Not read", report.unread());
    html.append("</body>\n</html>\n");
  }

  private void group(String title, DriftReport report, Predicate<OperationDrift> isInIt) {
    List<OperationDrift> drifts = report.operations().stream().filter(isInIt).toList();
    if (!drifts.isEmpty()) {
      element("h2", title);
      drifts.forEach(this::section);
    }
  }

  private void section(OperationDrift drift) {
    html.append("<section>\n");
    element("h3", drift.operation());
    html.append("<p><a href=\"%s\">%1$s</a></p>\n".formatted(Html.escaped(drift.page())));
    if (drift.vanished()) {
      element("p class=\"breaking\"", "The index does not name the page any more.");
    }
    if (!drift.changes().isEmpty()) {
      html.append("<ul>\n");
      drift.changes().forEach(this::change);
      html.append("</ul>\n");
    }
    list("Editions", drift.editions());
    list("Not read", drift.unread());
    list("Contradictions", drift.contradictions());
    html.append("</section>\n");
  }

  private void change(ChangeDrift change) {
    html.append(change.breaking() ? "<li><p class=\"breaking\">" : "<li><p>")
        .append(Html.escaped(change.text()))
        .append("</p>");
    items(change.openapi());
    items(change.asides());
    html.append("</li>\n");
  }

  private void list(String title, List<?> items) {
    if (!items.isEmpty()) {
      element("p", title + ":");
      items(items);
    }
  }

  private void items(List<?> items) {
    if (!items.isEmpty()) {
      html.append("<ul>\n");
      items.forEach(item -> element("li", item.toString()));
      html.append("</ul>\n");
    }
  }

  private void element(String tag, String text) {
    html.append("<%s>%s</%s>\n".formatted(tag, Html.escaped(text), tag.split(" ")[0]));
  }
}
