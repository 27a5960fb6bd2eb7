package io.github.ncloudcommunity.apigateway.contractkit;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ncloudcommunity.apigateway.contractkit.DriftReport.ChangeDrift;
import io.github.ncloudcommunity.apigateway.contractkit.DriftReport.OperationDrift;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Pages, documents and specification are ours: those of a library. */
class DriftTest {

  private static final String ADD_BOOK = "apigateway-book-add";

  private static final String COMMON = "every operation";

  @TempDir private Path folder;
  private Path documents;
  private Path pages;
  private Specification openapi;

  @BeforeEach
  void thePagesSayWhatTheDocumentsSay() throws IOException {
    documents = Files.createDirectory(folder.resolve("documents"));
    for (String file : List.of("book.txt", "common.txt")) {
      Files.writeString(documents.resolve(file), resource("/drift/" + file));
    }
    Path root = folder.resolve("openapi.yaml");
    Files.writeString(root, resource("/drift/openapi.yaml"));
    openapi = Specification.split(root);
    pages = Files.createDirectory(folder.resolve("pages"));
    index(ADD_BOOK, "apigateway-book-remove", "apigateway-book-list");
    page("en", ADD_BOOK, addBook("en"));
  }

  // --- check

  @Test
  void pagesThatSayWhatTheySaidAreNoChange() {
    assertThat(check("addBook")).isEqualTo(new DriftReport(1, List.of(), List.of(), List.of()));
    assertThat(check("addBook").status()).isZero();
  }

  static Stream<Arguments> changes() {
    String limit =
        "`limit` | Long | Optional | Most readers to tell - 1 - 9,223,372,036,854,775,807";
    String max = "9223372036854775807";
    return Stream.of(
        // What to replace in the page, whether that looks breaking, what is said of it, and of
        // openapi/.
        arguments(
            "1 - 9,223,372,036,854,775,807",
            "1 - 1000",
            true,
            "query `limit` is now at most 1000, was " + max,
            "openapi/ still allows more: 1.." + max),
        arguments(
            "tell - 1 -",
            "tell - 5 -",
            true,
            "query `limit` is now at least 5, was 1",
            "openapi/ still allows more: 1.." + max),
        arguments(
            "1 - 3600 seconds",
            "0 - 7200 seconds",
            false,
            "body `loanSec` is now 0..7200, was 1..3600",
            "openapi/ allows less: 1..3600"),
        arguments(
            "1 - 3600 seconds",
            "60 - 7200 seconds",
            true,
            "body `loanSec` is now 60..7200, was 1..3600",
            "openapi/ still says 1..3600"),
        arguments(
            "0 to 1,500 characters",
            "0 to 9 characters",
            true,
            "body `note` is now at most 9 characters, was 1500",
            "openapi/ still allows more: 0..1500"),
        arguments(
            "library - 1 - 10",
            "library - 2 - 10",
            true,
            "path `library-id` is now at least 2 characters, was 1",
            "openapi/ already says so"),
        arguments(
            "readers - 0 to 1,500 characters",
            "readers",
            false,
            "body `note` no longer says 0..1500",
            "openapi/ still says 0..1500"),
        arguments(
            "`loanSec` | Integer",
            "`loanSec` | Long",
            true,
            "body `loanSec` is now int64, was int32",
            "openapi/ still says int32"),
        arguments(
            limit,
            limit.replace("Optional", "Required"),
            true,
            "query `limit` is now required, was optional",
            "openapi/ still says optional"),
        arguments(
            "| `open` | Boolean | Required",
            "| `open` | Boolean | Optional",
            false,
            "body `open` is now optional, was required",
            "openapi/ does not have it"),
        arguments(
            "(default) \\| `AUDIO`",
            "(default) \\| `FILM` \\| `AUDIO`",
            false,
            "body `kind` now also takes `FILM`",
            "openapi/ lacks `FILM`"),
        arguments(
            "(default) \\| `AUDIO` - `PAPER`: made of paper - `AUDIO`: read aloud",
            "(default) \\| `FILM`",
            true,
            "body `kind` no longer takes `AUDIO` and now also takes `FILM`",
            "openapi/ still allows `AUDIO`",
            "openapi/ lacks `FILM`"),
        arguments(
            "Default: 10",
            "Default: 20",
            true,
            "body `dayLimit` now says default 20, was default 10",
            "openapi/ does not have it"),
        arguments(
            "numbers, and special",
            "and special",
            true,
            "body `title` now says characters A-Za-z-_, was characters A-Za-z0-9-_",
            "openapi/ has no word for characters A-Za-z-_"),
        arguments(
            "| `since` |",
            "| `from` | Long | Optional | From |\n| `since` |",
            false,
            "query `from` is new: optional, int64",
            "openapi/ does not have it"),
        arguments(
            "| `since` |",
            "| `from` | Long | Required | From |\n| `since` |",
            true,
            "query `from` is new: required, int64",
            "openapi/ does not have it"),
        arguments(
            "\n| " + limit + " - Goes with `offset` for pagination |",
            "",
            true,
            "query `limit` is gone, was optional, int64, 1.." + max,
            "openapi/ still has it"),
        arguments(
            "| POST |",
            "| PUT |",
            true,
            "request line is now PUT /libraries/{library-id}/books, was POST"
                + " /libraries/{library-id}/books",
            "openapi/ still says POST /libraries/{library-id}/books"),
        arguments(
            "\"total\" : 0",
            "\"total\" : \"all\"",
            true,
            "answer `total` is now string, was int64",
            "openapi/ still says int64"),
        arguments(
            "\"total\" : 0",
            "\"total\" : 0, \"shelves\" : 3",
            false,
            "answer `shelves` is new: integer",
            "openapi/ already says so"),
        arguments(
            "[ ],\n    \"shelf\" : \"LEFT\"",
            "[ ]",
            true,
            "answer `book.shelf` is gone, was string"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeIsToldInWords(ArgumentsAccessor change) throws IOException {
    change(change.getString(0), change.getString(1));

    ChangeDrift told = onlyChange();
    assertThat(told.text()).isEqualTo("addBook: " + change.getString(3));
    assertThat(told.breaking()).isEqualTo(change.getBoolean(2));
    assertThat(told.openapi().stream().map(text -> text.replaceFirst(" \\(.*:\\d+\\)$", "")))
        .isEqualTo(change.toList().subList(4, change.size()));
    assertThat(check("addBook").status()).isEqualTo(1);
  }

  @Test
  void aChangeHasTheLinesToEdit() throws IOException {
    change("library - 1 - 10", "library - 1 - 12");

    assertThat(onlyChange())
        .isEqualTo(
            new ChangeDrift(
                "changed",
                "path library-id",
                List.of("required", "string", "1..10"),
                List.of("required", "string", "1..12"),
                false,
                "addBook: path `library-id` is now at most 12 characters, was 10",
                Location.name(documents.resolve("book.txt")) + ":12",
                "required, string, 2..10: one letter names nothing",
                List.of(
                    "openapi/ allows less: 2..10 (%s:7)"
                        .formatted(Location.name(folder.resolve("openapi.yaml"))))));
  }

  @Test
  void membersThatNoLongerGoTogetherAreARuleThatIsGone() throws IOException {
    change("- Default: 10 - Required when entering `monthLimit`", "- Default: 10");

    assertThat(drift("addBook").changes())
        .map(ChangeDrift::text)
        .containsExactly(
            "addBook: body `monthLimit` now says required with dayLimit",
            "addBook: body together is gone, was dayLimit, monthLimit");
    assertThat(drift("addBook").changes()).map(ChangeDrift::breaking).containsExactly(true, false);
  }

  @Test
  void aNewRuleForMembersLooksBreaking() throws IOException {
    change(documents.resolve("book.txt"), "  body together: dayLimit, monthLimit\n", "");

    assertThat(onlyChange().text())
        .isEqualTo("addBook: body together is new: dayLimit, monthLimit");
    assertThat(onlyChange().breaking()).isTrue();
  }

  @Test
  void whatThePageNowSaysAndWeSpecifiedOurselvesIsNew() throws IOException {
    change("\"total\" : 0\n", "\"total\" : 0\n".replace("\n", ", \"x\" : { \"y\" : 1 }\n"));
    change("\"count\" : 6,", "\"count\" : 6, \"rooms\" : 3,");

    assertThat(drift("addBook").changes())
        .map(ChangeDrift::text)
        .containsExactlyInAnyOrder(
            "addBook: answer `book.rooms` is new: integer",
            "addBook: answer `x` is new: object",
            "addBook: answer `x.y` is new: integer");
    assertThat(drift("addBook").changes().get(0).specified()).isEqualTo("int32: seen in answers");
  }

  @Test
  void aPageThatTheIndexNoLongerNamesIsVanished() throws IOException {
    index("apigateway-book-remove", "apigateway-book-list");

    assertThat(drift("addBook").vanished()).isTrue();
    assertThat(check("addBook").status()).isEqualTo(1);
    assertThat(check("addBook").toText()).contains("The index does not name the page any more.");
  }

  @Test
  void aPageThatNoOperationHasIsTold() throws IOException {
    index(ADD_BOOK, "apigateway-book-remove", "apigateway-book-list", "apigateway-book-lend");

    assertThat(check("addBook").appeared()).containsExactly("apigateway-book-lend");
    assertThat(check("addBook").status()).isEqualTo(1);
  }

  @Test
  void withoutAnIndexNothingIsSaidToHaveVanished() throws IOException {
    Files.delete(pages.resolve("llms.txt"));

    assertThat(check("addBook").operations()).isEmpty();
    assertThat(check("addBook").unread()).singleElement().asString().contains("no index of pages");
    assertThat(check("addBook").status()).isEqualTo(2);
  }

  @Test
  void operationsWithoutAPageInTheFolderAreNamed() {
    assertThat(check().unread())
        .containsExactly("no page in the folder of listBooks, removeBook, every operation");
    assertThat(check().status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"'', the page is empty", "<html>, the page is HTML"})
  void aPageThatCannotBeReadIsNoChange(String text, String problem) throws IOException {
    page("en", ADD_BOOK, text);

    assertThat(drift("addBook").changes()).isEmpty();
    assertThat(drift("addBook").unread()).singleElement().asString().contains(":1: " + problem);
    assertThat(drift("addBook").language()).isNull();
    assertThat(check("addBook").status()).isEqualTo(2);
  }

  @Test
  void aPageWithoutARequestLineCannotBeRead() throws IOException {
    page("en", ADD_BOOK, "# Add a book\n");

    assertThat(drift("addBook").unread())
        .singleElement()
        .asString()
        .endsWith(": neither a request line nor a base URL");
    assertThat(drift("addBook").changes()).isEmpty();
  }

  @Test
  void bytesThatAreNoTextCannotBeRead() throws IOException {
    Files.write(pages.resolve("en").resolve(ADD_BOOK + ".md"), new byte[] {(byte) 0xff});

    assertThat(check("addBook").status()).isEqualTo(2);
  }

  @Test
  void aLineThatIsNotUnderstoodIsToldWithFileAndLine() throws IOException {
    change("1 - 3600 seconds", "1 - 3600 moons");

    assertThat(drift("addBook").unread())
        .containsExactly(
            "%s/en/%s.md:81: the description is not understood: 1 - 3600 moons"
                .formatted(Location.name(pages), ADD_BOOK));
    assertThat(check("addBook").status()).isEqualTo(2);
  }

  @Test
  void aPageThatContradictsItselfHasBeenRead() throws IOException {
    change("\"cover\" : { \"color\" : \"color\" }", "\"cover\" : \"cover\"");

    assertThat(drift("addBook").contradictions()).anyMatch(c -> c.contains("the syntax shows"));
    assertThat(check("addBook").status()).isZero();
  }

  @Test
  void editionsThatDisagreeAreToldAndAreNoChange() throws IOException {
    page("ko", ADD_BOOK, addBook("ko").replace("1~3600초", "1~60초"));

    assertThat(drift("addBook").contradictions())
        .containsExactly(
            "ko, other than en: body loanSec: \"optional, int32, 1..60\" instead of \"optional,"
                + " int32, 1..3600\"");
    assertThat(drift("addBook").changes()).isEmpty();
    assertThat(check("addBook").status()).isZero();
  }

  @Test
  void theEditionThatTheFactsComeFromIsCompared() throws IOException {
    page("ja", ADD_BOOK, addBook("ja"));
    assertThat(drift("addBook").language()).isEqualTo("en");

    page("en", ADD_BOOK, "");
    assertThat(drift("addBook").language()).isEqualTo("ja");
  }

  @Test
  void editionsAreToldThenAndNow() throws IOException {
    page("en", ADD_BOOK, addBook("en").replace("updated: 2026-03-04", "updated: 2026-11-05"));
    page("ko", ADD_BOOK, addBook("ko"));
    page("ja", ADD_BOOK, addBook("ja"));

    assertThat(drift("addBook").editions())
        .map(Object::toString)
        .containsExactly(
            "ko 2026-03-04, was older",
            "en 2026-11-05, was 2026-03-04",
            "ja 2026-03-04, not recorded before");
    assertThat(check("addBook").status()).isZero();
    assertThat(check("addBook").summary()).contains("Other editions that say the same: 1.");
  }

  @Test
  void aPageUnderTheNameOfAnotherIsTold() throws IOException {
    change("slug: \"" + ADD_BOOK, "slug: \"library-book-lend");

    assertThat(drift("addBook").contradictions())
        .singleElement()
        .asString()
        .endsWith("the page calls itself library-book-lend");
  }

  // --- the overview page

  @ParameterizedTest
  @ValueSource(strings = {"overview.ko", "overview.en", "overview.ja", "overview-older.ko"})
  void anOverviewThatSaysWhatItSaidIsNoChange(String name) throws IOException {
    page(name.substring(name.length() - 2), "library", resource("/pages/" + name + ".md"));

    assertThat(check(COMMON).operations()).allMatch(d -> d.changes().isEmpty());
    assertThat(check(COMMON).status()).isZero();
  }

  static Stream<Arguments> overviewChanges() {
    return Stream.of(
        // What to replace in the page, whether that looks breaking, what is said of it, of
        // openapi/,
        // and the line after it was accepted.
        arguments(
            "https://library.example.com\n",
            "https://books.example.com\n",
            true,
            "base `public` is now https://books.example.com/api/v1, was"
                + " https://library.example.com/api/v1",
            List.of("openapi/ does not say https://books.example.com/api/v1"),
            "base public: https://books.example.com/api/v1"),
        arguments(
            "| `x-ncp-iam-access-key` |",
            "| `x-ncp-tenant` | Required | Tenant |\n| `x-ncp-iam-access-key` |",
            true,
            "header `x-ncp-tenant` is new: required",
            List.of("openapi/ does not have it"),
            "header x-ncp-tenant: required"),
        arguments(
            "more than 5 minutes",
            "more than 15 minutes",
            true,
            "signature timestamp refusedFromSeconds is now 900, was 300",
            List.of("openapi/ does not say 900"),
            "signature timestamp refusedFromSeconds: 900"),
        arguments(
            "HmacSHA256",
            "HmacSHA512",
            true,
            "signature algorithm is now HMAC-SHA512, was HMAC-SHA256",
            List.of("openapi/ does not say HMAC-SHA512"),
            "signature algorithm: HMAC-SHA512"),
        arguments(
            "| 204 | No Content | Done, nothing to tell |\n",
            "| 204 | No Content | Done, nothing to tell |\n| 202 | Accepted | Later |\n",
            false,
            "success 202 is new: Accepted",
            List.of("openapi/ does not have it"),
            "success 202: Accepted"),
        arguments(
            "| 429 | 400 | Quota Exceeded | Too many books |\n",
            "| 429 | 400 | Quota Exceeded | Too many books |\n| 429 | 420 | Rate Limited | Too fast |\n",
            false,
            "error 429 now says 420 Rate Limited",
            List.of("openapi/ already says so"),
            "error 429: 400 Quota Exceeded, 420 Rate Limited  # on another page"),
        arguments(
            "| 429 | 400 | Quota Exceeded | Too many books |\n",
            "| 429 | 400 | Quota Exceeded | Too many books |\n| 404 | 300 | Not Found | No book |\n",
            false,
            "error 404 is new: 300 Not Found",
            List.of("openapi/ does not have it"),
            "error 404: 300 Not Found"),
        arguments(
            "| 401 | 210 | Permission Denied | The card is not for this shelf |\n",
            "",
            true,
            "error 401 no longer says 210 Permission Denied",
            List.of("openapi/ still says 210 Permission Denied"),
            "error 401: 200 Authentication Failed"));
  }

  @ParameterizedTest
  @MethodSource("overviewChanges")
  void aChangeOfTheOverviewIsToldAndAccepted(
      String old, String with, boolean breaking, String text, List<String> beside, String line)
      throws IOException {
    page("en", "library", resource("/pages/overview.en.md"));
    change(pages.resolve("en").resolve("library.md"), old, with);

    assertThat(drift(COMMON).changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.text()).isEqualTo(COMMON + ": " + text);
              assertThat(change.breaking()).isEqualTo(breaking);
              assertThat(change.openapi().stream().map(o -> o.replaceFirst(" \\(.*:\\d+\\)$", "")))
                  .isEqualTo(beside);
            });
    assertThat(check(COMMON).status()).isEqualTo(1);

    accept(COMMON);

    assertThat(Files.readAllLines(documents.resolve("common.txt"))).contains("  " + line);
    assertThat(check(COMMON).status()).isZero();
  }

  static Stream<Arguments> overviewDefects() {
    return Stream.of(
        arguments("https://library.example.com\n", "somewhere\n", 32, "not understood: ```"),
        arguments("#### API URL", "#### Address", 28, "the heading is not known: #### Address"),
        arguments("| Field |", "| Thing |", 40, "not understood: | Thing |"),
        arguments("| Required | Name", "| Maybe | Name", 43, "whether it is required is not"),
        arguments("Name of the reader", "Name of 2 readers", 43, "the description is not"),
        arguments("January 1, 1970", "May 1, 1970", 42, "the description is not understood"),
        arguments("| 401 | 200 |", "| 4xx | 200 |", 69, "the status is not understood"),
        arguments("| 401 | 200 |", "| 401 | A |", 69, "the status is not understood"),
        arguments("Permission Denied", "", 70, "the status is not understood"),
        arguments("| 204 |", "| 200 |", 61, "the status is not understood"),
        arguments("##### Failed", "##### Refused", 63, "the heading is not known"),
        arguments("What a status means.", "A\n\n- list", 54, "not understood: - list"));
  }

  @ParameterizedTest
  @MethodSource("overviewDefects")
  void whatIsNotUnderstoodOfTheOverviewIsToldWithItsLine(
      String old, String with, int line, String message) throws IOException {
    page("en", "library", resource("/pages/overview.en.md"));
    change(pages.resolve("en").resolve("library.md"), old, with);

    assertThat(drift(COMMON).unread())
        .anyMatch(text -> text.contains("library.md:%d: %s".formatted(line, message)));
    assertThat(check(COMMON).status()).isEqualTo(2);
  }

  // --- what a report looks like

  @Test
  void theTextHasBreakingOperationsFirst() throws IOException {
    page("en", "apigateway-book-list", LIST_BOOKS);
    change("1 - 3600 seconds", "1 - 60 seconds");

    assertThat(check("addBook", "listBooks").toText())
        .isEqualTo(
            """
            addBook, https://library.example.com/docs/apigateway-book-add
              addBook: body `loanSec` is now at most 60, was 3600 (looks breaking)
                openapi/ still allows more: 1..3600 (%1$s/openapi.yaml:23)
                recorded in %1$s/documents/book.txt:19

            listBooks, https://library.example.com/docs/apigateway-book-list
              edition en 2026-05-06, was older
              listBooks: path `library-id` is now at most 12 characters, was 10
                recorded in %1$s/documents/book.txt:49

            Changed: 2 of 2 pages, 1 of them in a way that looks breaking. New pages: 0.
            """
                .formatted(Location.name(folder)));
  }

  @Test
  void theJsonHasEveryMember() throws IOException {
    change("1 - 3600 seconds", "1 - 60 seconds");
    String json = check("addBook").toJson();
    JsonNode report = new ObjectMapper().readTree(json);

    assertThat(json).isEqualTo(check("addBook").toJson());
    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly("status", "compared", "operations", "appeared", "unread");
    assertThat(report.at("/operations/0").fieldNames())
        .toIterable()
        .containsExactly(
            "operation",
            "page",
            "language",
            "editions",
            "vanished",
            "changes",
            "unread",
            "contradictions");
    assertThat(report.at("/operations/0/changes/0").fieldNames())
        .toIterable()
        .containsExactly(
            "kind", "place", "then", "now", "breaking", "text", "recorded", "specified", "openapi");
    assertThat(report.at("/operations/0/changes/0/now/2").asText()).isEqualTo("1..60");
  }

  @Test
  void theHtmlEscapesWhatPagesSayAndLoadsNothing() throws IOException {
    change("1 - 3600 seconds", "1 - 60 seconds");
    change("Every call", "<script>alert('1 & 2')</script> Every call");
    String html = DriftPage.of(check("addBook"));

    assertThat(html)
        .contains("&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;")
        .contains(
            "<p class=\"breaking\">addBook: body <code>loanSec</code> is now at most 60, was 3600</p>")
        .contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
        .contains("name=\"viewport\"")
        .doesNotContain("<script")
        .doesNotContain(" src=")
        .doesNotContain("<link");
    assertThat(html.indexOf("Looks breaking")).isLessThan(html.indexOf("Not read"));
  }

  // --- the command

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "html"})
  void theCommandWritesAFile(String format) throws IOException {
    Path file = folder.resolve("report");
    Path committed = Files.createDirectory(folder.resolve("none"));

    int status =
        new CommandLine(new Drift())
            .execute("check", committed.toString(), "--format", format, "--output", "" + file);

    assertThat(status).isEqualTo(2);
    assertThat(Files.readString(file)).contains("no page in the folder of addGatewayResponse");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "check pages --operation lend | unknown operation: lend",
        "check none | no folder: ",
        "check pages --format xml | Invalid value for option '--format'",
        "accept pages lend | unknown operation: lend",
        "accept pages getApi --language fr | unknown language: fr",
        "accept pages getApi | getApi: no page that can be read",
        "accept none getApi | no folder: "
      })
  void theCommandSaysWhyItRefuses(String arguments, String message) {
    StringWriter errors = new StringWriter();
    CommandLine drift = new CommandLine(new Drift()).setErr(new PrintWriter(errors));
    String[] args = arguments.split(" ");
    args[1] = folder.resolve(args[1]).toString();

    assertThat(drift.execute(args)).isEqualTo(2);
    assertThat(errors.toString()).startsWith(message);
  }

  // --- accept

  @ParameterizedTest
  @MethodSource("changes")
  void anAcceptedChangeIsNoChangeAnyMore(ArgumentsAccessor change) throws IOException {
    change(change.getString(0), change.getString(1));
    List<String> before = Files.readAllLines(documents.resolve("book.txt"));
    int other = before.indexOf("listBooks: GET /libraries/{library-id}/books");

    assertThat(accept("addBook")).isNotEmpty();

    List<String> after = Files.readAllLines(documents.resolve("book.txt"));
    assertThat(check("addBook").operations()).allMatch(drift -> drift.changes().isEmpty());
    assertThat(check("addBook").status()).isZero();
    assertThat(after.subList(0, 4)).isEqualTo(before.subList(0, 4));
    assertThat(after.subList(after.size() - (before.size() - other), after.size()))
        .isEqualTo(before.subList(other, before.size()));
    assertThat(accept("addBook")).containsExactly("addBook: nothing to accept");
    assertThat(Files.readAllLines(documents.resolve("book.txt"))).isEqualTo(after);
  }

  static Stream<Arguments> acceptedLines() {
    return Stream.of(
        // What to replace in the page, the line before, and the line after.
        arguments(
            "library - 1 - 10",
            "library - 1 - 12",
            "  path library-id: required, string, 1..10 => 2..10  # one letter names nothing",
            "  path library-id: required, string, 1..12 => 2..10  # one letter names nothing"),
        arguments(
            "library - 1 - 10 characters",
            "library",
            "  path library-id: required, string, 1..10 => 2..10  # one letter names nothing",
            "  path library-id: required, string, nothing => 2..10  # one letter names nothing"),
        arguments(
            "library - 1 - 10",
            "library - 2 - 10",
            "  path library-id: required, string, 1..10 => 2..10  # one letter names nothing",
            "  path library-id: required, string, 2..10  # one letter names nothing"),
        arguments(
            "`true` (default)",
            "`true`",
            "  query notify: optional, boolean, default true => nothing  # not sent when it is not"
                + " set",
            "  query notify: optional, boolean  # not sent when it is not set"),
        arguments(
            "| `cover.color` | String",
            "| `cover.color` | Long",
            "  body cover.color: optional, string, nothing => 1..9  # colors are short",
            "  body cover.color: optional, int64, nothing => 1..9  # colors are short"),
        arguments(
            "| `cover.color` | String | Optional | Color of it - <Example> a shade of red |\n",
            "",
            "  body cover.color: optional, string, nothing => 1..9  # colors are short",
            "  body cover.color: string, nothing => 1..9  # colors are short"),
        arguments(
            "\"count\" : 6,",
            "\"count\" : 6, \"rooms\" : \"many\",",
            "  answer book.rooms: nothing => int32  # seen in answers",
            "  answer book.rooms: string => int32  # seen in answers"),
        arguments(
            "\"count\" : 6,",
            "\"count\" : 6, \"rooms\" : 3,",
            "  answer book.rooms: nothing => int32  # seen in answers",
            "  answer book.rooms: int32  # seen in answers"),
        arguments(
            "[ ],\n    \"shelf\" : \"LEFT\"",
            "[ ]",
            "  answer book.shelf: string, nothing => one of LEFT | RIGHT  # no page has the values",
            "  answer book.shelf: nothing => one of LEFT | RIGHT  # no page has the values"),
        arguments(
            "| `since` |",
            "| `from` | String | Optional | From (yyyyMMdd) |\n| `since` |",
            "  query since: optional, string, pattern yyyy-MM-dd => nothing  # in words on the page",
            "  query from: optional, string, pattern yyyyMMdd => nothing  # in words on the page;"
                + " the specification has no such word\n"
                + "  query since: optional, string, pattern yyyy-MM-dd => nothing  # in words on the"
                + " page"),
        arguments(
            "\"total\" : 0",
            "\"total\" : 0, \"shelves\" : 3, \"size\" : 0.5, \"list\" : [ ], \"none\" : null",
            "  answer total: int64\n",
            "  answer total: int64\n  answer shelves: int32\n  answer size: double\n"
                + "  answer list: array of object\n  answer none: string\n"),
        arguments(
            "| POST |",
            "| PUT |",
            "addBook: POST /libraries/{library-id}/books",
            "addBook: PUT /libraries/{library-id}/books"),
        arguments(
            "updated: 2026-03-04",
            "updated: 2026-11-05",
            "  edition: en 2026-03-04 whole, ko older",
            "  edition: en 2026-11-05 whole, ko older"));
  }

  @ParameterizedTest
  @MethodSource("acceptedLines")
  void onlyTheLinesOfTheChangeAreWritten(String old, String with, String before, String after)
      throws IOException {
    String text = Files.readString(documents.resolve("book.txt"));
    change(old, with);

    accept("addBook");

    assertThat(text).contains(before);
    assertThat(Files.readString(documents.resolve("book.txt")))
        .isEqualTo(text.replace(before, after));
    accept("addBook");
    assertThat(Files.readString(documents.resolve("book.txt")))
        .isEqualTo(text.replace(before, after));
  }

  @Test
  void aStandWhoseWordIsGoneIsKeptAndTold() throws IOException {
    change("library - 1 - 10 characters", "library");

    assertThat(accept("addBook"))
        .containsExactly(
            "addBook: %s:7 now says what the en page says"
                .formatted(Location.name(documents.resolve("book.txt"))),
            "  path library-id: the page no longer says \"1..10\", we still specify \"2..10\": look"
                + " at it",
            "  path library-id: is this still right? one letter names nothing");
  }

  @Test
  void anAcceptedChangeOfThePageContradictsTheSpecification() throws IOException {
    change("1 - 3600 seconds", "1 - 60 seconds");
    Documents before = Documents.read(documents);

    accept("addBook");

    Words words = Words.of(openapi, openapi.operations().get("addBook"));
    assertThat(before.document("addBook").facts().get("body loanSec").specified())
        .isEqualTo(words.items("body loanSec"));
    assertThat(
            Documents.read(documents).document("addBook").facts().get("body loanSec").specified())
        .containsExactly("optional", "int32", "1..60");
  }

  @Test
  void anotherLanguageCanBeAccepted() throws IOException {
    page("ko", ADD_BOOK, addBook("ko").replace("1~3600초", "1~60초"));

    accept("ko", false, "addBook");

    assertThat(Files.readString(documents.resolve("book.txt")))
        .contains("  edition: ko 2026-03-04 whole, en 2026-03-04 whole\n")
        .contains("  body loanSec: optional, int32, 1..60\n");
    assertThat(drift("addBook").language()).isEqualTo("ko");
    assertThat(drift("addBook").changes()).isEmpty();
  }

  @Test
  void anUnknownEditionAndNoneAreReplaced() throws IOException {
    String page =
        LIST_BOOKS
            .replace("GET", "DELETE")
            .replace("/books", "/books/{book-id}")
            .replace("12", "10");
    page("en", "apigateway-book-remove", page);
    accept("removeBook");
    assertThat(Files.readString(documents.resolve("book.txt")))
        .contains("book-remove\n  edition: en 2026-05-06 whole\n");

    change(documents.resolve("book.txt"), "  edition: en 2026-05-06 whole\n", "");
    accept("removeBook");
    assertThat(Files.readString(documents.resolve("book.txt")))
        .contains("book-remove\n  edition: en 2026-05-06 whole\n");
  }

  @Test
  void lineEndsStay() throws IOException {
    Path file = documents.resolve("book.txt");
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
    change("1 - 3600 seconds", "1 - 60 seconds");

    accept("addBook");

    assertThat(Files.readString(file).replace("\r\n", ""))
        .doesNotContain("\n")
        .contains("  body loanSec: optional, int32, 1..60  body note");
  }

  @Test
  void whatCannotBeAcceptedIsRefusedAndNothingIsWritten() throws IOException {
    change("1 - 3600 seconds", "1 - 60 seconds");
    String before = Files.readString(documents.resolve("book.txt"));

    assertRefused("unknown operation: lend", null, "addBook", "lend");
    assertRefused("listBooks: no page that can be read", null, "addBook", "listBooks");
    assertRefused("addBook: no page that can be read in ja", "ja", "addBook");
    assertRefused("unknown language: fr", "fr", "addBook");
    page("en", "apigateway-book-list", "<html>");
    assertRefused("listBooks: no page that can be read", null, "addBook", "listBooks");
    assertRefused("listBooks: %s/en/apigateway-book-list.md cannot be read", "en", "listBooks");
    change("1 - 60 seconds", "1 - 60 moons");
    assertRefused("addBook: %s/en/apigateway-book-add.md has lines that were not", null, "addBook");

    assertThat(Files.readString(documents.resolve("book.txt"))).isEqualTo(before);
  }

  private void assertRefused(String message, String language, String... operations) {
    assertThatThrownBy(() -> accept(language, false, operations))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message.formatted(Location.name(pages)));
  }

  @Test
  void aPageWithLinesThatWereNotUnderstoodIsAcceptedOnRequest() throws IOException {
    change("1 - 3600 seconds", "1 - 60 moons");

    accept(null, true, "addBook");

    assertThat(Files.readString(documents.resolve("book.txt")))
        .contains("  body loanSec: optional, int32\n");
  }

  @Test
  void everyCommittedLineIsWrittenAsItIsRead() throws IOException {
    for (Document document : Documents.committed().operations()) {
      List<String> lines = Files.readAllLines(document.location().file());
      for (Fact fact : document.facts().values()) {
        if (fact.location().line() != document.location().line()) {
          assertThat("  " + fact.place() + ": " + fact.text())
              .isEqualTo(lines.get(fact.location().line() - 1));
        }
      }
    }
  }

  @Test
  void everyCommittedDocumentSaysWhichEditionsItComesFrom() {
    assertThat(Documents.committed().operations())
        .allMatch(document -> document.facts().containsKey("edition"));
  }

  @Test
  void everyOperationCanBeCheckedAndAccepted() throws IOException {
    Documents committed = Documents.committed();
    for (Document document : committed.operations()) {
      Files.copy(
          document.location().file(),
          documents.resolve(document.location().file().getFileName()),
          StandardCopyOption.REPLACE_EXISTING);
      page("en", document.slug(), written(document));
    }
    Files.delete(documents.resolve("book.txt"));
    index(committed.operations().stream().map(Document::slug).toArray(String[]::new));
    page("en", "library", resource("/pages/overview.en.md"));
    openapi = Specification.split();

    assertThat(check().operations()).allMatch(drift -> drift.changes().isEmpty());
    assertThat(check().status()).isZero();

    for (Document document : committed.operations()) {
      change(
          pages.resolve("en").resolve(document.slug() + ".md"),
          "| --- | --- | --- | --- |\n",
          "| --- | --- | --- | --- |\n| `added` | Long | Required | Added - 1 - 9 |\n");
    }
    assertThat(check().operations())
        .hasSize(committed.operations().size())
        .allMatch(drift -> drift.changes().size() == 1);

    accept(committed.operationIds().toArray(String[]::new));
    assertThat(check().operations()).allMatch(drift -> drift.changes().isEmpty());
  }

  // --- pages and documents

  /** A page that says what it said by a document. */
  private static String written(Document document) {
    StringBuilder page = new StringBuilder("## Request\n| Method | URI |\n| --- | --- |\n");
    page.append("| %s |\n".formatted(words(document, "request line").replace(" ", " | ")));
    for (String place : List.of("query", "path", "body", "answer")) {
      String section = SECTIONS.get(place);
      page.append("%s\n| Field | Type | Required | Description |\n".formatted(section));
      page.append("| --- | --- | --- | --- |\n");
      for (Fact fact : document.facts().values()) {
        if (fact.place().matches(place + " (?!one of|together).+")
            && !fact.page().isEmpty()
            && !isInSyntaxOnly(fact)) {
          page.append(row(document, fact));
        }
      }
    }
    String syntax =
        document.facts().values().stream()
            .filter(DriftTest::isInSyntaxOnly)
            .map(fact -> "\"%s\": \"\"".formatted(fact.place().replace("body ", "")))
            .collect(Collectors.joining(", "));
    return page
        + (syntax.isEmpty() ? "" : "### Request syntax\n```\n{%s}\n```\n".formatted(syntax));
  }

  /** Where the table calls a member otherwise, the page does not say whether it is required. */
  private static boolean isInSyntaxOnly(Fact fact) {
    return fact.place().startsWith("body ") && fact.page().equals(List.of("string"));
  }

  private static String row(Document document, Fact fact) {
    String name = fact.place().replaceFirst("^\\w+ ", "");
    String required = "Required";
    String type = "";
    StringBuilder items = new StringBuilder();
    for (String word : fact.page()) {
      switch (WordKind.of(word)) {
        case PRESENCE -> required = word.equals("optional") ? "Optional" : required;
        case TYPE -> type = TYPES.getOrDefault(word, word);
        case RANGE -> items.append(" - ").append(word.replace("..", " - "));
        case VALUES ->
            items
                .append(" - ")
                .append(
                    word.replaceFirst("one of ", "")
                        .replaceAll("([^|]+?)( \\| |$)", "`$1`$2")
                        .replace("|", "\\|"));
        case DEFAULT -> items.append(" - ").append(word.replace("default ", "Default: "));
        case FORM -> items.append(word.replaceFirst("pattern (.*)", " - ($1)"));
        case ELEMENTS -> {} // No table has it.
        default -> throw new IllegalArgumentException(word);
      }
    }
    String together = words(document, "body together");
    String oneOf = words(document, "body one of");
    if (fact.place().equals("body " + name) && List.of(together.split(", ")).contains(name)) {
      for (String other : together.split(", ")) {
        items.append(other.equals(name) ? "" : " - Required when entering `" + other + "`");
      }
    }
    if (fact.place().equals("body " + name) && List.of(oneOf.split(", ")).contains(name)) {
      items.append(" - One of `").append(oneOf.replace(", ", "`, `")).append("` is required");
    }
    return "| `%s` | %s | %s | Text%s |\n".formatted(name, type, required, items);
  }

  private static String words(Document document, String place) {
    return document.facts().containsKey(place)
        ? Fact.shown(document.facts().get(place).page())
        : "";
  }

  private static final Map<String, String> SECTIONS =
      Map.of(
          "path",
          "### Request path parameters",
          "query",
          "### Request query parameters",
          "body",
          "### Request body",
          "answer",
          "### Response body");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          entry("string", "String"),
          entry("date-time", "String"),
          entry("password", "String"),
          entry("int32", "Integer"),
          entry("int64", "Long"),
          entry("float", "Float"),
          entry("boolean", "Boolean"),
          entry("object", "Object"),
          entry("array of string", "List<String>"),
          entry("array of object", "List<Object>"));

  private static final String LIST_BOOKS =
      """
      ---
      slug: "%s"
      updated: 2026-05-06T07:08:09Z
      ---
      ## Request
      | Method | URI |
      | --- | --- |
      | GET | /libraries/{library-id}/books |
      ### Request path parameters
      | Field | Type | Required | Description |
      | --- | --- | --- | --- |
      | `library-id` | String | Required | ID - 1 - 12 characters |
      """;

  private static String addBook(String language) {
    return resource("/pages/add-book." + language + ".md").replace("library-book-add", "%s");
  }

  private static String resource(String name) {
    try (InputStream file = DriftTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a page into the folder, {@code %s} in it is its name. */
  private void page(String language, String slug, String text) throws IOException {
    Path file = pages.resolve(language).resolve(slug + ".md");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.replace("%s", slug));
  }

  private void index(String... slugs) throws IOException {
    String lines =
        Stream.concat(Stream.of("library"), Stream.of(slugs))
            .map(slug -> "- [A page](https://library.example.com/docs/en/%s.md)\n".formatted(slug))
            .collect(Collectors.joining());
    Files.writeString(pages.resolve("llms.txt"), "# Index\n\n" + lines);
  }

  private void change(String old, String with) throws IOException {
    change(pages.resolve("en").resolve(ADD_BOOK + ".md"), old, with);
  }

  private static void change(Path file, String old, String with) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(with)));
  }

  private DriftReport check(String... operations) {
    return DriftReport.of(
        Documents.read(documents), openapi, new PageFolder(pages), Set.of(operations));
  }

  private OperationDrift drift(String operation) {
    List<OperationDrift> drifts = check(operation).operations();
    assertThat(drifts).hasSize(1);
    return drifts.get(0);
  }

  private ChangeDrift onlyChange() {
    List<ChangeDrift> changes = drift("addBook").changes();
    assertThat(changes).hasSize(1);
    return changes.get(0);
  }

  private List<String> accept(String... operations) {
    return accept(null, false, operations);
  }

  private List<String> accept(String language, boolean isDespiteUnread, String... operations) {
    return new DriftAcceptance(documents, openapi, new PageFolder(pages), language, isDespiteUnread)
        .accept(List.of(operations));
  }
}
