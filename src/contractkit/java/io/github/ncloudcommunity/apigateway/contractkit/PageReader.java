package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.ncloudcommunity.apigateway.contractkit.Page.Request;
import io.github.ncloudcommunity.apigateway.contractkit.Page.Sample;
import io.github.ncloudcommunity.apigateway.contractkit.Page.SampleKind;
import io.github.ncloudcommunity.apigateway.contractkit.PageText.Line;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.Delimited;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Markdown edition of a documentation page. Whatever it does not understand is a finding.
 */
public final class PageReader {

  private static final Parser MARKDOWN =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Set<String> FRONT_MATTER =
      Set.of("title", "slug", "tags", "updated", "published", "canonical", "stale");

  private static final Pattern INDEX_NOTE =
      Pattern.compile(
          ">\\s*(## Documentation Index|Fetch the complete documentation index at: \\S+"
              + "|Use this file to discover all available pages before exploring further\\.)");

  private static final Pattern PLATFORM =
      Pattern.compile(
          "(Classic|VPC|Classic/VPC) ?(환경에서 이용 가능합니다\\.|環境で利用できます。)|Available in"
              + " (Classic|VPC|Classic and VPC)\\.?");

  private static final Pattern ANCHOR = Pattern.compile("<a name=\"[^\"]*\"></a>");

  private static final Map<String, List<String>> COLUMNS =
      Map.of(
          "method", List.of("메서드", "Method", "メソッド"),
          "uri", List.of("URI"),
          "field", List.of("필드", "Field", "フィールド", "항목", "Category", "項目"),
          "type", List.of("타입", "Type", "タイプ"),
          "required", List.of("필수 여부", "Required", "必須の有無", "Requirement Status", "必須"),
          "description", List.of("설명", "Description", "説明"),
          "status", List.of("HTTP 상태 코드", "HTTP status code", "HTTPステータスコード"),
          "code", List.of("코드", "Code", "コード"),
          "message", List.of("메시지", "Message", "メッセージ"));

  private static final Pattern REQUEST_LINE =
      Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (?!/api/)(/([\\w-]++|\\{[\\w-]++}))++");

  /** Starts an item of a list inside a cell. */
  private static final Pattern ITEM =
      Pattern.compile(
          "(?i)<li>|<br\\s*/?>" // a list of HTML
              + "|(?<="
              + PageText.BREAK
              + ")\\s*-\\s" // on a line of its own
              + "|(?<![\\d\\s])\\s+-\\s+|\\s+-\\s++(?!\\d)" // on the same line, but not in 1 - 20
              + "|(?<=[^\\s\\d-])-\\s+(?=\\S)"); // glued to the text before it

  private static final Pattern LIST_TAG = Pattern.compile("(?i)</?ul>|</li>");

  private static final Pattern ROW_IN_ITEM =
      Pattern.compile(
          "`?([A-Za-z][\\w.\\[\\]-]*)`?[\\s|]+([A-Z][\\w<>\\[\\]]*)[\\s|]+"
              + "(Required|Optional|Conditional)[\\s|]+(.*)");

  private final PageText text;
  private final Map<String, String> frontMatter = new HashMap<>();
  private final List<Field> fields = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Overview overview = new Overview();
  private @Nullable String language;
  private @Nullable String heading;
  private @Nullable PageFact requestLine;
  private @Nullable Section section;

  /** How many sentences may still come that carry no fact. */
  private int sentences;

  /** How many lines the front matter has. */
  private int skipped;

  private PageReader(String text) {
    this.text = new PageText(text);
  }

  /**
   * Reads a page.
   *
   * @param markdown text of the page, with any line ends, with or without a byte order mark
   * @return what was read; a page that is HTML or empty has a finding and no facts
   */
  public static Page read(String markdown) {
    return new PageReader(markdown).read();
  }

  /** A path without the base path, which some editions leave out. */
  static String belowBasePath(String path) {
    return path.replaceFirst("^/api/v1(?=/)", "");
  }

  private Page read() {
    List<Line> lines = text.lines();
    String markdown = lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    if (markdown.isBlank()) {
      text.report(1, lines.size(), "the page is empty", "");
    } else if (markdown.stripLeading().matches("(?is)(<!doctype html|<html).*")) {
      text.report(1, lines.get(lines.size() - 1).last(), "the page is HTML", lines.get(0).text());
    } else {
      readFrontMatter(lines);
      markdown = lines.stream().skip(skipped).map(Line::text).collect(Collectors.joining("\n"));
      Node block = MARKDOWN.parse(markdown).getFirstChild();
      for (; block != null; block = block.getNext()) {
        readBlock(block);
      }
    }
    List<PageFact> facts = PageFacts.of(text, requestLine, fields, samples);
    facts.addAll(overview.facts());
    return new Page(
        frontMatter.get("slug"),
        language,
        frontMatter.getOrDefault("title", heading),
        frontMatter.get("updated"),
        frontMatter.get("published"),
        List.copyOf(facts),
        List.copyOf(samples),
        text.findings());
  }

  private void readFrontMatter(List<Line> lines) {
    int end = lines.stream().skip(1).map(Line::text).toList().indexOf("---") + 1;
    if (end == 0 || !lines.get(0).text().equals("---")) {
      return;
    }
    skipped = end + 1;
    text.read(1, lines.get(end).last());
    for (Line line : lines.subList(1, end)) {
      Map<String, String> entry = new HashMap<>();
      try {
        YAML.readTree(line.text())
            .properties()
            .forEach(e -> entry.put(e.getKey(), e.getValue().asText()));
      } catch (JsonProcessingException e) {
        entry.clear();
      }
      if (!line.text().isBlank()
          && (entry.isEmpty() || !FRONT_MATTER.containsAll(entry.keySet()))) {
        text.report(line, "the front matter is not understood");
      }
      frontMatter.putAll(entry);
    }
  }

  // --- blocks

  private void readBlock(Node block) {
    if (block instanceof Heading node) {
      readHeading(node, linesOf(node).get(0));
    } else if (block instanceof TableBlock) {
      readTable(block.getFirstChild(), block.getLastChild());
    } else if (block instanceof FencedCodeBlock node) {
      readCode(node, linesOf(node));
    } else if (block instanceof Paragraph) {
      linesOf(block).forEach(this::readSentence);
    } else if (block instanceof BlockQuote) {
      linesOf(block).stream()
          .filter(line -> INDEX_NOTE.matcher(line.text().strip()).matches())
          .forEach(line -> text.read(line.first(), line.last()));
    }
  }

  private void readHeading(Heading node, Line line) {
    String name = ANCHOR.matcher(flat(node)).replaceAll("").strip();
    boolean isTitle = node.getLevel() == 1 && heading == null;
    section = isTitle ? null : Section.of(name);
    sentences = isTitle || section != null ? 1 : 0;
    if (isTitle) {
      heading = name;
    } else if (section == null) {
      text.report(line, "the heading is not known");
    } else if (language == null) {
      language = section.language(name);
    }
    text.read(line.first(), line.last());
  }

  /**
   * A sentence below the title or a heading carries no fact, whatever it says. A second one may.
   */
  private void readSentence(Line line) {
    String sentence = line.text().strip();
    boolean isPlatform = section == null && PLATFORM.matcher(sentence).matches();
    boolean isPlain = !sentence.matches(".*[<>|`].*") && !Field.NOTABLE.matcher(sentence).find();
    if (isPlatform || (isPlain && sentences-- > 0)) {
      text.read(line.first(), line.last());
    }
  }

  private void readCode(FencedCodeBlock block, List<Line> lines) {
    SampleKind kind = section == null ? null : section.sample;
    if (section == Section.API_URL
        && overview.base(block.getLiteral().strip(), lines.get(0).first())) {
      text.read(lines.get(0).first(), lines.get(lines.size() - 1).last());
    }
    if (kind == null || block.getClosingFenceLength() == null) {
      return;
    }
    int first = lines.get(0).first();
    int last = lines.get(lines.size() - 1).last();
    text.read(first, last);
    Request request = null;
    String json = block.getLiteral();
    if (kind == SampleKind.REQUEST_EXAMPLE) {
      CurlCommand command = CurlCommand.read(json);
      if (!command.rest().isEmpty()) {
        text.report(first, last, "not understood", command.rest());
      }
      request = command.request();
      json = command.body();
    }
    JsonNode body = null;
    List<String> repairs = List.of();
    try {
      if (json != null) {
        LenientJson.Result result = LenientJson.read(json);
        body = result.json();
        repairs = result.repairs();
      }
    } catch (JsonProcessingException e) {
      text.report(first, last, "no JSON, " + e.getOriginalMessage(), json);
    }
    samples.add(new Sample(kind, first, request, body, repairs));
  }

  // --- tables

  private void readTable(Node head, Node body) {
    Line names = linesOf(head).get(0);
    List<String> columns = cells(head.getFirstChild()).stream().map(PageReader::column).toList();
    if (section == null || !section.holds(Set.copyOf(columns))) {
      return; // Each of its lines is a finding.
    }
    text.read(names.first(), names.last() + 1); // The line of dashes has no node.
    if (columns.contains("unknown") || Set.copyOf(columns).size() < columns.size()) {
      text.report(names, "a column is not known, or there twice");
    }
    for (Node row = body == head ? null : body.getFirstChild(); row != null; row = row.getNext()) {
      Line line = linesOf(row).get(0);
      text.read(line.first(), line.last());
      // Markdown drops what is more.
      if (line.text().strip().replaceAll("^\\||(?<!\\\\)\\|$", "").split("(?<!\\\\)\\|", -1).length
          > columns.size()) {
        text.report(line, "the row has more cells than the table has columns");
      }
      List<String> cells = cells(row);
      Map<String, String> cellByColumn = new HashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        cellByColumn.put(columns.get(i), cells.get(i));
      }
      if (section == Section.REQUEST) {
        String uri = cellByColumn.get("uri").replace("`", "");
        readRequestLine(cellByColumn.get("method") + " " + belowBasePath(uri), line);
      } else if (section.place != null) {
        readRow(section.place, cellByColumn, line);
      } else {
        readCommonRow(cellByColumn, line);
      }
    }
  }

  private void readCommonRow(Map<String, String> row, Line line) {
    String message = null;
    if (section == Section.REQUEST_HEADERS) {
      String description = row.getOrDefault("description", "");
      message =
          overview.header(
              row.get("field"), row.getOrDefault("required", ""), description, line.first());
    } else if (!overview.status(
        row.get("status"), row.get("code"), row.get("message"), line.first())) {
      message = "the status is not understood";
    }
    if (message != null) {
      text.report(line, message);
    }
  }

  private static String column(String name) {
    return COLUMNS.keySet().stream()
        .filter(column -> COLUMNS.get(column).contains(name.replace("*", "")))
        .findFirst()
        .orElse("unknown");
  }

  private void readRequestLine(String words, Line line) {
    if (requestLine != null || !REQUEST_LINE.matcher(words).matches()) {
      text.report(line, "the request line is not understood");
    } else {
      requestLine = new PageFact("request line", words, line.first());
    }
  }

  private void readRow(String place, Map<String, String> row, Line line) {
    Field field =
        addField(place, row.get("field"), row.get("type"), row.get("required"), line.first(), line);
    String description = LIST_TAG.matcher(row.getOrDefault("description", "")).replaceAll("");
    boolean isItem = false;
    int number = line.first();
    for (String part : ITEM.split(description)) {
      String item = part.replace(PageText.BREAK, ' ').strip();
      Matcher swallowed = ROW_IN_ITEM.matcher(item);
      if (swallowed.matches()) {
        field =
            addField(
                place, swallowed.group(1), swallowed.group(2), swallowed.group(3), number, line);
        item = swallowed.group(4);
        isItem = false;
      }
      if (field != null && !item.isEmpty() && !(isItem ? field.add(item) : field.describe(item))) {
        int last = number + breaks(part.strip());
        text.report(number, last, "the description is not understood", item);
      }
      isItem = true;
      number = Math.min(line.last(), number + breaks(part));
    }
  }

  private static int breaks(String part) {
    return (int) part.chars().filter(c -> c == PageText.BREAK).count();
  }

  private @Nullable Field addField(
      String place, String name, String type, @Nullable String required, int number, Line row) {
    try {
      Field field = new Field(place, name, type, required, number);
      fields.add(field);
      return field;
    } catch (IllegalArgumentException e) {
      text.report(row, e.getMessage());
      return null;
    }
  }

  // --- nodes

  private List<Line> linesOf(Node node) {
    return node.getSourceSpans().stream()
        .map(SourceSpan::getLineIndex)
        .distinct()
        .map(index -> text.lines().get(skipped + index))
        .toList();
  }

  private static List<String> cells(Node row) {
    List<String> cells = new ArrayList<>();
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
      // Japanese pages have some marks and digits in full width.
      cells.add(Normalizer.normalize(flat(cell), Normalizer.Form.NFKC).strip());
    }
    return cells;
  }

  /** The text of a node. Code keeps its backticks, HTML its tags, and a link is in brackets. */
  private static String flat(Node node) {
    StringBuilder flat = new StringBuilder();
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      if (child instanceof Text part) {
        flat.append(part.getLiteral());
      } else if (child instanceof Code part) {
        flat.append('`').append(part.getLiteral()).append('`');
      } else if (child instanceof HtmlInline part) {
        flat.append(part.getLiteral());
      } else if (child instanceof Delimited mark) {
        flat.append(mark.getOpeningDelimiter())
            .append(flat(child))
            .append(mark.getClosingDelimiter());
      } else {
        flat.append(child instanceof Link ? "[" : "")
            .append(flat(child))
            .append(child instanceof Link ? "]" : "");
      }
    }
    return flat.toString();
  }
}
