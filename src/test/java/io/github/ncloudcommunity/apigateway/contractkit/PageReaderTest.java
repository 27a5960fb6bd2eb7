package io.github.ncloudcommunity.apigateway.contractkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ncloudcommunity.apigateway.contractkit.Page.Finding;
import io.github.ncloudcommunity.apigateway.contractkit.Page.Request;
import io.github.ncloudcommunity.apigateway.contractkit.Page.Sample;
import io.github.ncloudcommunity.apigateway.contractkit.Page.SampleKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages are ours. They have the forms of the vendor's pages: {@code add-book} has lists on one
 * line in English, on lines of their own in Korean, and in HTML in Japanese.
 */
class PageReaderTest {

  private static final String ADD_BOOK =
      """
      request line: POST /libraries/{library-id}/books
      path library-id: required, string, 1..10
      query notify: optional, boolean, default true
      query limit: optional, int64, 1..9223372036854775807
      query since: optional, string, pattern yyyy-MM-dd
      query timeZone: required, string, pattern +09:00
      body title: required, string, 1..20, characters A-Za-z0-9-_
      body kind: required, string, one of PAPER | AUDIO, default PAPER
      body loanSec: optional, int32, 1..3600
      body note: optional, string, 0..1500
      body tags: optional, array of string
      body shelves: optional, array of string, one of LEFT | RIGHT
      body open: required, boolean
      body cover: optional, object
      body cover.color: optional, string
      body lenders: optional, array of object, required when open is false
      body lenders[].name: required, string
      body dayLimit: optional, int64, default 10
      body monthLimit: optional, int64
      body paperSource: optional, string
      body audioSource: optional, string
      body together: dayLimit, monthLimit
      body one of: paperSource, audioSource
      answer book: object
      answer book.id: string
      answer book.createdAt: date-time
      answer book.rating: number
      answer book.count: integer
      answer book.labels: object, additionalProperties string
      answer book.lenders: array of object
      answer book.lenders[].name: string
      answer total: integer
      answer book.shelf: string
      """;

  @ParameterizedTest
  @CsvSource({"ko, 책 추가", "en, Add book", "ja, 本の追加"})
  void everyEditionSaysTheSame(String language, String title) {
    Page page = PageReader.read(text("add-book." + language));

    assertThat(page.findings()).isEmpty();
    assertThat(page.facts()).map(PageFact::toString).isEqualTo(ADD_BOOK.lines().toList());
    assertThat(page.language()).isEqualTo(language);
    assertThat(page.title()).isEqualTo(title);
    assertThat(page.slug()).isEqualTo("library-book-add");
    assertThat(page.updated()).isEqualTo("2026-03-04T05:06:07Z");
    assertThat(page.published()).isEqualTo("2026-03-05T05:06:07Z");
  }

  @Test
  void samplesAreReadInPageOrder() {
    List<Sample> samples = PageReader.read(text("add-book.en")).samples();

    assertThat(samples)
        .map(Sample::kind)
        .containsExactly(
            SampleKind.REQUEST_SYNTAX,
            SampleKind.REQUEST_EXAMPLE,
            SampleKind.RESPONSE_SYNTAX,
            SampleKind.RESPONSE_EXAMPLE);
    assertThat(samples).map(Sample::line).containsExactly(55, 99, 120, 142);
    assertThat(samples.get(1).request())
        .isEqualTo(
            new Request(
                "POST", "/libraries/***ab***/books", Map.of("limit", "5", "timeZone", "+09:00")));
    assertThat(samples.get(1).body()).hasToString("{\"title\":\"A book\"}");
    assertThat(samples.get(3).body().at("/book/id").asText()).isEqualTo("***xy***");
    assertThat(samples).allMatch(sample -> sample.repairs().isEmpty());
  }

  @Test
  void aPlusInAnAddressIsAPlus() {
    Page page = PageReader.read(replaced("add-book.en", "=%2B09", "=+09"));

    assertThat(page.samples().get(1).request().query()).containsEntry("timeZone", "+09:00");
  }

  @Test
  void aPageThatIsCutOffInACodeBlockIsReported() {
    String text = text("add-book.en");
    Page page = PageReader.read(text.substring(0, text.indexOf("  \"kind\"")));

    assertThat(page.findings()).map(Finding::toString).contains("line 55: not understood: ```");
    assertThat(page.samples()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "First day on the shelf (yyyy-MM-dd); Moment - yyyy-MM-dd HH:mm:ss; pattern yyyy-MM-dd"
            + " HH:mm:ss",
        "First day on the shelf (yyyy-MM-dd); Day - yyyyMMdd format.; pattern yyyyMMdd",
        "First day on the shelf (yyyy-MM-dd); Name - 1 - 9; 1..9",
        "First day on the shelf (yyyy-MM-dd); Name - `1-9 characters`; 1..9",
        "First day on the shelf (yyyy-MM-dd); Name - 1~9 characters of letters; 1..9, characters"
            + " A-Za-z",
        "First day on the shelf (yyyy-MM-dd); Sort - `TITLE`; one of TITLE",
        "First day on the shelf (yyyy-MM-dd); Sort - `A`: by title - `B`: by day; one of A | B",
        "First day on the shelf (yyyy-MM-dd); Sort<br>`TITLE`<br>`DAY` (default); one of TITLE |"
            + " DAY, default DAY",
        "First day on the shelf (yyyy-MM-dd); Sort - TITLE｜DAY（デフォルト）; one of TITLE | DAY,"
            + " default DAY",
        "First day on the shelf (yyyy-MM-dd); Name - １～２０文字; 1..20",
        "First day on the shelf (yyyy-MM-dd); Name - 1～20（デフォルト：2）; 1..20, default 2"
      })
  void aDescriptionHasMoreForms(String old, String description, String words) {
    Page page = PageReader.read(replaced("add-book.en", old, description));

    assertThat(page.facts())
        .filteredOn(fact -> fact.subject().equals("query since"))
        .map(PageFact::words)
        .singleElement()
        .asString()
        .endsWith("string, " + words);
  }

  @ParameterizedTest
  @CsvSource({
    "Optional, X, optional",
    "Optional, N, optional",
    "Optional, 조건부, optional",
    "Optional, 任意, optional",
    "Optional, O, required",
    "Optional, 필수, required",
    "Optional, 必須, required"
  })
  void whetherAFieldIsRequiredHasMoreForms(String old, String word, String read) {
    Page page =
        PageReader.read(
            replaced("add-book.en", "`since` | String | " + old, "`since` | String | " + word));

    assertThat(page.findings()).isEmpty();
    assertThat(page.facts())
        .map(PageFact::toString)
        .contains("query since: " + read + ", string, pattern yyyy-MM-dd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "### Request query parameters; ### **Request Query Parameters:** {#query}",
        "### Request query parameters; ### [Request query parameter](#query)",
        "| /libraries/{library-id}/books |; | `/api/v1/libraries/{library-id}/books` |",
        "| Field | Type |; | **Field** | Type |",
        "| Method | URI |\\n| --- | --- |\\n| POST | /libraries/{library-id}/books |; | URI | Method"
            + " |\\n| --- | --- |\\n| /libraries/{library-id}/books | POST |"
      })
  void marksAroundWordsDoNotMatter(String old, String with) {
    Page page =
        PageReader.read(
            replaced("add-book.en", old.replace("\\n", "\n"), with.replace("\\n", "\n")));

    assertThat(page.findings()).isEmpty();
    assertThat(page.facts()).map(PageFact::toString).isEqualTo(ADD_BOOK.lines().toList());
  }

  @Test
  void rowsInTheCellOfAnotherRowAreFieldsOfTheirOwn() {
    Page page = PageReader.read(text("rows-in-cells.ko"));

    assertThat(page.findings()).isEmpty();
    assertThat(page.facts().stream().map(fact -> fact.line() + " " + fact))
        .containsExactly(
            "10 request line: GET /readers",
            "15 query from: required, string, pattern yyyy-MM-dd",
            "16 query to: required, string, pattern yyyy-MM-dd",
            "18 query timeZone: required, string, pattern +09:00",
            "18 query shelfId: optional, string, 0..10",
            "19 query bookId: optional, string, 0..10",
            "19 query readerId: optional, string, 1..12",
            "20 query limit: optional, int64, 1..20",
            "21 query offset: optional, int64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void lineEndsAndAByteOrderMarkDoNotMatter(String lineEnd) {
    String text = text("add-book.ko");

    assertThat(PageReader.read("\uFEFF" + text.replace("\n", lineEnd)))
        .isEqualTo(PageReader.read(text));
  }

  @Test
  void aTableMayFollowItsSentenceWithoutABlankLine() {
    String text = text("add-book.en");

    assertThat(PageReader.read(text.replace("\n\n|", "\n|")).facts())
        .map(PageFact::toString)
        .isEqualTo(ADD_BOOK.lines().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "\uFEFF"})
  void anEmptyPageIsReported(String text) {
    Page page = PageReader.read(text);

    assertThat(page.findings()).map(Finding::message).containsExactly("the page is empty");
    assertThat(page.facts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!DOCTYPE html>", "\n<html lang=\"ko\">"})
  void aPageOfHtmlIsReported(String start) {
    Page page = PageReader.read(start + "\n<body>\n# Title\n</body>");

    assertThat(page.findings()).map(Finding::message).containsExactly("the page is HTML");
    assertThat(page.findings().get(0).line()).isEqualTo(1);
    assertThat(page.findings().get(0).lastLine()).isEqualTo((start + "123").lines().count() + 3);
    assertThat(page.facts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '#',
      value = {
        "\"loanSec\" : 1,; \"loanSec\" : 25**,; The masked number 25** is read as 25.",
        "\"loanSec\" : 1,; \"loanSec\" : 000,; The zeros that a number starts with are left out.",
        "\"note\" : \"note\"; \"note\" : note; The bare word note is read as null, since its type"
            + " is not known.",
        "\"audioSource\"\\n}; \"audioSource\",\\n}; The comma after the last member is left out."
      })
  void jsonIsRepairedAndTheSampleSaysHow(String json, String defect, String repair) {
    Page page =
        PageReader.read(
            replaced("add-book.en", json.replace("\\n", "\n"), defect.replace("\\n", "\n")));

    assertThat(page.findings()).isEmpty();
    assertThat(page.samples().get(0).repairs()).containsExactly(repair);
    assertThat(page.facts()).map(PageFact::toString).isEqualTo(ADD_BOOK.lines().toList());
  }

  // --- what has to be reported

  static Stream<Arguments> defects() {
    return Stream.of(
        arguments("stale: true", "status: old", "the front matter is not understood"),
        arguments("stale: true", "stale", "the front matter is not understood"),
        arguments("> Use this", "> This API goes away. Use this", "not understood"),
        arguments("Puts one", "Deprecated: puts one", "not understood"),
        arguments("Puts one more book", "Puts 2 books", "not understood"),
        arguments("looks:\n", "looks:\n\nIt may fail.\n", "not understood"),
        arguments("### Request query parameters", "### Matrix", "the heading is not known"),
        arguments("| POST |", "| PUSH |", "the request line is not understood"),
        arguments("| /libraries", "| /api/v1libraries", "the request line is not understood"),
        arguments(
            "\n\n### Request headers", "\n| GET | /a |\n\n### Request headers", "the request"),
        arguments("| Field |", "| Key |", "not understood"),
        arguments("| Description |", "| Remark |", "a column is not known"),
        arguments("| Description |", "| Required |", "a column is not known, or there twice"),
        arguments("First day", "First | day", "the row has more cells than the table has columns"),
        arguments("| `since` | String", "| `since` | Date", "the type is not understood"),
        arguments("List<String>", "List<Tag>", "the type is not understood"),
        arguments("| Conditional |", "| Maybe |", "whether it is required is not understood"),
        arguments("| `since` |", "| `since when` |", "the name is not understood"),
        arguments("1 - 3600 seconds", "1 - 3600 moons", "the description is not understood"),
        arguments("1 - 3600 seconds", "1 - 3600 characters", "the description is not understood"),
        arguments("1 - 3600 seconds", "3600 - 1 seconds", "the description is not understood"),
        arguments("1 - 3600", "1 - 60 seconds - 1 - 90", "the description is not understood"),
        arguments("Length of a loan", "Length of 9 loans", "the description is not understood"),
        arguments("Kind of book", "Kind, by default paper", "the description is not understood"),
        arguments("made of paper", "made of 3 papers", "the description is not understood"),
        arguments("`AUDIO`: read", "`FILM`: read", "the description is not understood"),
        arguments("\\| `false`", "\\| `perhaps`", "the description is not understood"),
        arguments(
            "entering `dayLimit`", "`dayLimit` is missing", "the description is not understood"),
        arguments(
            "Required when `open`",
            "Not required when `open`",
            "the description is not understood"),
        arguments("(yyyy-MM-dd)", "(yyyy-MM-dd) - yyyyMMdd", "the description is not understood"),
        arguments("One of `paper", "At least one of `paper", "the description is not understood"),
        arguments(
            "- Default: 10", "- Default: 10 - Default: 20", "the description is not understood"),
        arguments(
            "1-20 characters",
            "1-20 characters, or 30-40 characters",
            "the description is not understood"),
        arguments("(yyyy-MM-dd)", "(yyyy-MM-dd) (+09:00)", "the description is not understood"),
        arguments("Goes with `offset` for pagination", "Even", "the description is not understood"),
        arguments("First day on", "`TITLE` or `DAY` of", "the description is not understood"),
        arguments("(yyyy-MM-dd)", "- `A`: a - `b`: b", "the description is not understood"),
        arguments("(yyyy-MM-dd)", "- 1~9 (default: x y)", "the description is not understood"),
        arguments("| `since` | String |", "| `since` | String[] |", "the type is not understood"),
        arguments("| `since` |", "| `since`, `until` |", "the name is not understood"),
        arguments(
            "## Response\n",
            "<table><tr><td>a</td></tr></table>\n\n## Response\n",
            "not understood"),
        arguments("## Response\n", "<!-- a -->\n\n## Response\n", "not understood"),
        arguments("## Response\n", "Text\n\n    {\"a\": 1}\n\n## Response\n", "not understood"),
        arguments("\"loanSec\" : 1,", "\"loanSec\" : 1, // seconds", "no JSON, "),
        arguments("| `note` |", "| `title` |", "said twice"),
        arguments("| `note` |", "| `remark` |", "the syntax has no such member"),
        arguments("| Object |", "| String |", "the syntax shows another type (object)"),
        arguments("\"title\",", "\"title\"", "no JSON, "),
        arguments("\"kind\" :", "\"title\" :", "no JSON, "),
        arguments("\"kind\" : \"PAPER\"", "\"kind\" : {[]}", "no JSON, "),
        arguments("curl -X", "curl --insecure -X", "not understood"),
        arguments("'Content-Type", "'Accept", "not understood"),
        arguments("/books\n?limit", "/books\"\n?limit", "not understood"),
        arguments("timeZone=%2B", "timeZone=%zz", "not understood"),
        arguments("application/json' \\", "application/json", "not understood"),
        arguments("## Response\n", "| a | b |\n| --- | --- |\n\n## Response\n", "not understood"),
        arguments("## Response\n", "```\n{}\n```\n\n## Response\n", "not understood"),
        arguments("## Response\n", "<div>Note</div>\n\n## Response\n", "not understood"),
        arguments("## Response\n", "- Note\n\n## Response\n", "not understood"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void whatIsNotUnderstoodIsReportedAtItsLine(String old, String with, String message) {
    String good = text("add-book.en");
    String bad = replaced("add-book.en", old, with);
    int line =
        1
            + (int)
                IntStream.range(0, lengthOfCommonStart(good, bad))
                    .filter(i -> good.charAt(i) == '\n')
                    .count();

    assertThat(PageReader.read(bad).findings())
        .as("line %d", line)
        .anyMatch(f -> f.message().startsWith(message) && covers(f, line));
  }

  private static int lengthOfCommonStart(String one, String other) {
    int length = 0;
    while (one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }

  private static boolean covers(Finding finding, int line) {
    return finding.line() <= line && line <= finding.lastLine();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/books\\n"
            + "?limit; /shelves\\n"
            + "?limit; line 99: the request line says POST /libraries/{library-id}/books",
        "curl -X POST; curl -X PUT; line 99: the request line says POST"
            + " /libraries/{library-id}/books",
        "?limit=5; ?size=5; line 99: no table or syntax has query size",
        "\"A book\"; \"A book\", \"isbn\" : 1; line 99: no table or syntax has body isbn",
        "/libraries/{library-id}/books; /libraries/books; line 38: the request line has no such"
            + " parameter",
        "/{library-id}/books; /{library-id}/{book-id}; line 26: no table has path book-id",
        "\"open\" : true,; \"open\" : true, \"isbn\" : 1,; line 55: the table has no such member",
        "\"rating\" : 4; \"rating\" : \"good\"; line 142: the syntax shows another type (number)"
      })
  void contradictionsOfAPageAreReported(String old, String with, String finding) {
    String bad = replaced("add-book.en", old.replace("\\n", "\n"), with.replace("\\n", "\n"));

    assertThat(PageReader.read(bad).findings())
        .map(Finding::toString)
        .anyMatch(found -> found.startsWith(finding));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ko", "en", "ja"})
  void noLineCanBeReplacedUnnoticed(String language) {
    List<String> lines = text("add-book." + language).lines().toList();

    for (int i = 0; i < lines.size(); i++) {
      String bad = with(lines, i, "Zxq 7", 1);
      if (!lines.get(i).isBlank()) {
        assertThat(PageReader.read(bad).findings()).as(bad).isNotEmpty();
      }
    }
  }

  @Property(seed = "2026", tries = 200)
  void aLineThatIsPutIntoAPageIsReported(
      @ForAll("languages") String language,
      @ForAll("words") String words,
      @ForAll("places") int place) {
    List<String> lines = text("add-book." + language).lines().toList();
    int index = place % (lines.size() + 1);
    String page = with(lines, index, words + " 7", 0);

    assertThat(PageReader.read(page).findings())
        .as(page)
        .anyMatch(finding -> covers(finding, index + 1));
  }

  @Property(seed = "2026", tries = 200)
  void aPageOfWhichNothingIsKnownIsReportedWhole(@ForAll("lines") List<String> lines) {
    List<String> unknown =
        lines.stream().map(line -> "7 " + line.replaceAll("[\r\n]", "")).toList();

    assertThat(PageReader.read(String.join("\n", unknown)).findings())
        .satisfies(
            findings -> {
              for (int i = 1; i <= unknown.size(); i++) {
                int line = i;
                assertThat(findings).anyMatch(finding -> covers(finding, line));
              }
            });
  }

  @Property(seed = "2026", tries = 500)
  void noTextMakesTheReaderFail(@ForAll("lines") List<String> lines) {
    Page page = PageReader.read(String.join("\n", lines));

    int last = String.join("\n", lines).split("\r\n|\r|\n", -1).length;
    assertThat(page.findings())
        .allMatch(f -> 1 <= f.line() && f.line() <= f.lastLine() && f.lastLine() <= last);
    assertThat(page.facts()).allMatch(fact -> 1 <= fact.line() && fact.line() <= last);
  }

  @Provide
  Arbitrary<String> languages() {
    return Arbitraries.of("ko", "en", "ja");
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8);
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 100_000);
  }

  /** Anything, and the lines of good pages in any order. */
  @Provide
  Arbitrary<List<String>> lines() {
    List<String> good =
        Stream.of("add-book.ko", "add-book.en", "add-book.ja", "rows-in-cells.ko")
            .flatMap(name -> text(name).lines())
            .toList();
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(good)),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(30)),
            Tuple.of(
                1,
                Arbitraries.strings().withChars("|-`<>#'\"{}[]: \\09~*\u2028\n").ofMaxLength(30)))
        .list()
        .ofMaxSize(30);
  }

  private static String with(List<String> lines, int index, String line, int replaced) {
    return Stream.of(
            lines.subList(0, index), List.of(line), lines.subList(index + replaced, lines.size()))
        .flatMap(List::stream)
        .collect(Collectors.joining("\n"));
  }

  // --- comparing with the documents

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "path id; required, string, 0..10; required, string, 0..10; true",
        "path id; required, string, 0..10; required, string, 1..10; false",
        "path id; required, string; optional, string; false",
        "body kind; required, string, one of A | B; required, string, one of B | A; true",
        "body kind; required, string, one of A | B; required, string, one of A; false",
        "body kind; required, string; required, string, one of A; false",
        "body rate; required, int64; required, int32; false",
        "answer total; integer; int64; true",
        "answer total; integer; float; true",
        "answer total; integer; string; false",
        "answer rating; number; float; true",
        "answer rating; number; int32; false",
        "answer name; string; string, one of A | B; true",
        "answer name; string; always there, string; true",
        "answer name; string; date-time; true",
        "answer name; date-time; string; true",
        "answer name; string; boolean; false",
        "answer any; null; object; true",
        "answer list; array of object; array of object; true",
        "answer list; array of object; array of string; false",
        "answer list; array; array of string; true",
        "answer map; object, additionalProperties string; object; true"
      })
  void aFactAgreesWithADocumentThatSaysTheSame(
      String subject, String words, String documented, boolean agrees) {
    List<PageFact> facts = List.of(new PageFact(subject, words, 1));
    Page page = new Page(null, null, null, null, null, facts, List.of(), List.of());

    assertThat(Change.between(Map.of(subject, List.of(documented.split(", "))), page).isEmpty())
        .isEqualTo(agrees);
  }

  private static String text(String name) {
    try (InputStream file = PageReaderTest.class.getResourceAsStream("/pages/" + name + ".md")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A page with the first of these texts replaced. */
  private static String replaced(String name, String old, String with) {
    String text = text(name);
    assertThat(text).contains(old);
    return text.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(with));
  }
}
