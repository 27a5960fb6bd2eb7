package io.github.ncloudcommunity.apigateway.contractkit;

import io.github.ncloudcommunity.apigateway.contractkit.Page.Finding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The lines of a page, and which of them were read. A line that nobody read is a finding. */
final class PageText {

  /** Stands in a row for a line break of the page. */
  static final char BREAK = '\u2028';

  /** The row of another field inside a cell. Its bars are text, or the cell would end there. */
  private static final Pattern ROW_IN_CELL =
      Pattern.compile(
          "((?:<li>\\s*|-\\s+)`?[A-Za-z][\\w.\\[\\]-]*`?\\s*)\\|(\\s*[A-Z][\\w<>\\[\\]]*\\s*)\\|"
              + "(\\s*(?:Required|Optional|Conditional)\\s*)\\|");

  private static final Pattern PARAGRAPH = Pattern.compile("^<p(?: [^>]*)?>(.*)</p>\\s*$");

  /** A line of Markdown: a line of the page, or a row that the page breaks into several lines. */
  record Line(int first, int last, String text) {}

  private final List<String> page;
  private final List<Line> lines = new ArrayList<>();
  private final BitSet read = new BitSet();
  private final List<Finding> findings = new ArrayList<>();

  PageText(String text) {
    page = List.of(text.replaceFirst("^\uFEFF", "").split("\r\n|\r|\n", -1));
    boolean isCode = false;
    for (int i = 0; i < page.size(); i++) {
      int first = i + 1;
      String line = page.get(i);
      isCode ^= line.stripLeading().startsWith("```");
      if (!isCode && line.stripLeading().startsWith("|")) {
        StringBuilder row = new StringBuilder(line);
        while (!isClosed(row.toString()) && i + 1 < page.size() && continues(page.get(i + 1))) {
          row.append(BREAK).append(page.get(++i));
        }
        line = ROW_IN_CELL.matcher(row).replaceAll("$1\\\\|$2\\\\|$3\\\\|");
      }
      // A paragraph of HTML would go on to the next blank line, headings and tables included.
      lines.add(new Line(first, i + 1, PARAGRAPH.matcher(line).replaceFirst("$1")));
    }
  }

  private static boolean isClosed(String row) {
    return row.strip().matches("(?s).+(?<!\\\\)\\|");
  }

  private static boolean continues(String next) {
    return next.strip().equals("|") || !next.matches("\\s*|\\s*([|#]|```).*");
  }

  List<Line> lines() {
    return lines;
  }

  void read(int first, int last) {
    read.set(first, last + 1);
  }

  void report(int first, int last, String message, String text) {
    read(first, last);
    String start = text.replace(BREAK, ' ').strip().lines().findFirst().orElse("");
    findings.add(new Finding(first, last, message, start, false));
  }

  /** Reports a line that was read and contradicts another. */
  void contradiction(PageFact fact, String message) {
    findings.add(new Finding(fact.line(), fact.line(), message, fact.toString(), true));
  }

  void report(Line line, String message) {
    report(line.first(), line.last(), message, line.text());
  }

  /** All findings by line, among them the lines that nobody read. */
  List<Finding> findings() {
    for (int first = 1; first <= page.size(); first++) {
      int last = first;
      while (last <= page.size() && !read.get(last) && !page.get(last - 1).isBlank()) {
        last++;
      }
      if (last > first) {
        report(first, last - 1, "not understood", page.get(first - 1));
      }
    }
    return findings.stream().sorted(Comparator.comparingInt(Finding::line)).toList();
  }
}
