package io.github.ncloudcommunity.apigateway.contractkit;

import io.github.ncloudcommunity.apigateway.contractkit.DriftReport.ChangeDrift;
import io.github.ncloudcommunity.apigateway.contractkit.DriftReport.OperationDrift;
import java.util.List;
import java.util.function.Predicate;

/** Makes one HTML page of a report. */
final class DriftPage {

  private final Html html = new Html();

  private DriftPage() {}

  static String of(DriftReport report) {
    DriftPage page = new DriftPage();
    page.write(report);
    return page.html.page("Changes of the documentation pages");
  }

  private void write(DriftReport report) {
    html.element("p", report.summary());
    group("Looks breaking", report, OperationDrift::looksBreaking);
    group("Changed", report, drift -> drift.hasChanged() && !drift.looksBreaking());
    group("Other remarks", report, drift -> !drift.hasChanged());
    list("Pages that no operation has", report.appeared());
    list("Not read", report.unread());
  }

  private void group(String title, DriftReport report, Predicate<OperationDrift> isInIt) {
    List<OperationDrift> drifts = report.operations().stream().filter(isInIt).toList();
    if (!drifts.isEmpty()) {
      html.element("h2", title);
      drifts.forEach(this::section);
    }
  }

  private void section(OperationDrift drift) {
    html.markup("<section>\n").element("h3", drift.operation());
    html.markup("<p><a href=\"%s\">%1$s</a></p>\n".formatted(Html.escaped(drift.page())));
    if (drift.vanished()) {
      html.element("p class=\"breaking\"", "The index does not name the page any more.");
    }
    if (!drift.changes().isEmpty()) {
      html.markup("<ul>\n");
      drift.changes().forEach(this::change);
      html.markup("</ul>\n");
    }
    list("Editions", drift.editions());
    list("Not read", drift.unread());
    list("Contradictions", drift.contradictions());
    html.markup("</section>\n");
  }

  private void change(ChangeDrift change) {
    html.markup("<li>")
        .element(change.breaking() ? "p class=\"breaking\"" : "p", change.text())
        .list(change.openapi())
        .list(change.asides())
        .markup("</li>\n");
  }

  private void list(String title, List<?> items) {
    if (!items.isEmpty()) {
      html.element("p", title + ":").list(items);
    }
  }
}
