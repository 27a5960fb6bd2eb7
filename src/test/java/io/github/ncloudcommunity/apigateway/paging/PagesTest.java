package io.github.ncloudcommunity.apigateway.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

  @Test
  void nothingIsFetchedBeforeTheStreamIsRead() {
    Service service = Service.of(5);

    Stream<String> stream = service.stream(null, null).map(String::strip).filter(row -> true);

    assertThat(service.requests).isEmpty();
    assertThat(stream).hasSize(5);
    assertThat(service.requests).isNotEmpty();
  }

  @Test
  void readingNoMoreThanAPageFetchesNoMoreThanAPage() {
    Service service = Service.of(10);

    assertThat(service.stream(null, 2L).limit(2)).containsExactly("row 0", "row 1");

    assertThat(service.requests).containsExactly("0+2");
  }

  @Test
  void theNextPageIsFetchedOnlyWhenTheLastRowOfThePageWasRead() {
    Service service = Service.of(5);
    Iterator<String> rows = service.stream(null, 2L).iterator();

    assertThat(rows.next()).isEqualTo("row 0");
    assertThat(rows.hasNext()).isTrue();
    assertThat(service.requests).containsExactly("0+2");
    assertThat(rows.next()).isEqualTo("row 1");
    assertThat(service.requests).containsExactly("0+2");

    assertThat(rows.next()).isEqualTo("row 2");
    assertThat(service.requests).containsExactly("0+2", "2+2");
  }

  @Test
  void askingForTheNextRowTwiceFetchesOnce() {
    Service service = Service.of(3);
    Iterator<String> rows = service.stream(null, 3L).iterator();

    assertThat(rows.hasNext()).isTrue();
    assertThat(rows.hasNext()).isTrue();

    assertThat(service.requests).containsExactly("0+3");
  }

  @Test
  void afterTheLastRowThereIsNoneAndNothingIsFetched() {
    Service service = Service.of(1);
    Iterator<String> rows = service.stream(null, null).iterator();
    rows.next();

    assertThat(rows.hasNext()).isFalse();
    assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);

    assertThat(service.requests).containsExactly("0+100");
  }

  @Test
  void rowsComeInTheOrderOfTheService() {
    Service service = Service.of(7);

    assertThat(service.stream(null, 3L)).containsExactlyElementsOf(service.rows);

    assertThat(service.requests).containsExactly("0+3", "3+3", "6+3");
  }

  @Test
  void aHundredRowsAreAskedForUnlessTheCallerSaysOtherwise() {
    Service service = Service.of(250);

    assertThat(service.stream(null, null)).hasSize(250);

    assertThat(service.requests).containsExactly("0+100", "100+100", "200+100");
    assertThat(Pages.DEFAULT_PAGE_SIZE).isEqualTo(100);
  }

  @Test
  void theOffsetOfTheCallerIsWhereTheStreamBegins() {
    Service service = Service.of(6);

    assertThat(service.stream(3L, null)).containsExactly("row 3", "row 4", "row 5");

    assertThat(service.requests).containsExactly("3+100");
  }

  @Test
  void theLimitOfTheCallerIsThePageSizeAndNotTheEnd() {
    Service service = Service.of(5);

    assertThat(service.stream(1L, 2L)).containsExactly("row 1", "row 2", "row 3", "row 4");

    assertThat(service.requests).containsExactly("1+2", "3+2");
  }

  @Test
  void anOffsetBeyondTheRangeOfIntIsPassedOn() {
    long offset = Long.MAX_VALUE - 1;
    List<Long> offsets = new ArrayList<>();

    Stream<String> stream =
        Pages.stream(
            "listThings",
            offset,
            Long.MAX_VALUE,
            (from, limit) -> {
              offsets.add(from);
              assertThat(limit).isEqualTo(Long.MAX_VALUE);
              return new Page(List.of("last"), Long.MAX_VALUE);
            },
            Page::rows,
            Page::total);

    assertThat(stream).containsExactly("last");
    assertThat(offsets).containsExactly(offset);
  }

  @Test
  void theOffsetDoesNotOverflow() {
    List<Long> offsets = new ArrayList<>();

    Stream<Integer> stream =
        Pages.<List<Integer>, Integer>stream(
            "listThings",
            Long.MAX_VALUE - 1,
            3L,
            (from, limit) -> {
              offsets.add(from);
              return offsets.size() < 3 ? List.of(offsets.size(), 0, 0) : List.of();
            },
            page -> page,
            page -> null);

    assertThat(stream).containsExactly(1, 0, 0, 2, 0, 0);
    assertThat(offsets).containsExactly(Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  @Test
  void withoutATotalAShortPageIsNotTheLast() {
    Service service = Service.of(5);
    service.total = null;
    service.mostRowsAPage = 2;

    assertThat(service.stream(null, null)).containsExactlyElementsOf(service.rows);

    assertThat(service.requests).containsExactly("0+100", "2+100", "4+100", "5+100");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, Long.MAX_VALUE})
  void anEmptyPageBeforeTheTotalIsNoQuietEnd(long total) {
    Service service = Service.of(3);
    service.total = total;
    List<String> read = new ArrayList<>();

    ApiGatewayException failure =
        catchThrowableOfType(
            ApiGatewayException.class, () -> service.stream(null, 2L).forEach(read::add));

    assertThat(failure.kind()).isEqualTo(ApiGatewayException.Kind.UNSTABLE_PAGES);
    assertThat(failure)
        .hasMessageContaining("offset 3")
        .hasMessageContaining("empty")
        .hasMessageContaining(total + " rows");
    assertThat(read).containsExactlyElementsOf(service.rows);
    assertThat(service.requests).containsExactly("0+2", "2+2", "3+2");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 2})
  void aTotalThatIsSmallerThanWhatWasReadIsNoEnd(long total) {
    Service service = Service.of(7);
    service.total = total;

    assertThat(service.stream(null, 3L)).containsExactlyElementsOf(service.rows);

    assertThat(service.requests).containsExactly("0+3", "3+3", "6+3", "7+3");
  }

  @Test
  void aTotalThatIsSaidOnceHolds() {
    List<String> requests = new ArrayList<>();

    Stream<String> stream =
        stream(1L, requests, new Page(List.of("a", "b"), 3L), new Page(List.of("c"), null), NEVER);

    assertThat(stream).containsExactly("a", "b", "c");
    assertThat(requests).containsExactly("0+1", "2+1");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"0", "-1", "none"})
  void noListOfRowsIsAnEmptyPage(Long total) {
    List<String> requests = new ArrayList<>();

    assertThat(stream(2L, requests, new Page(null, total), NEVER)).isEmpty();

    assertThat(requests).containsExactly("0+2");
  }

  @Test
  void noListOfRowsIsNoEndWhereATotalSaysThatThereAreSome() {
    assertThatThrownBy(() -> stream(2L, new ArrayList<>(), new Page(null, 5L), NEVER).toList())
        .isInstanceOf(ApiGatewayException.class)
        .hasMessageContaining("5 rows");
  }

  @Test
  void noListOfRowsAfterAPageIsTheEnd() {
    List<String> requests = new ArrayList<>();

    Stream<String> stream =
        stream(2L, requests, new Page(List.of("a", "b"), null), new Page(null, null), NEVER);

    assertThat(stream).containsExactly("a", "b");
    assertThat(requests).containsExactly("0+2", "2+2");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"4", "none"})
  void aServiceThatIgnoresTheOffsetIsFoundOutOnTheSecondPage(Long total) {
    Service service = Service.of(2);
    service.total = total;
    service.ignoresOffset = true;
    List<String> read = new ArrayList<>();

    ApiGatewayException failure =
        catchThrowableOfType(
            ApiGatewayException.class, () -> service.stream(null, 2L).forEach(read::add));

    assertThat(failure.kind()).isEqualTo(ApiGatewayException.Kind.UNSTABLE_PAGES);
    assertThat(failure).hasMessageContaining("offset 2").hasMessageContaining("ignored");
    assertThat(read).containsExactly("row 0", "row 1");
    assertThat(service.requests).containsExactly("0+2", "2+2");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"100", "none"})
  void aLastPageThatIsRepeatedForEverIsFoundOut(Long total) {
    List<String> requests = new ArrayList<>();
    List<String> read = new ArrayList<>();
    Page last = new Page(List.of("c", "d"), total);

    assertThatThrownBy(
            () ->
                stream(2L, requests, new Page(List.of("a", "b"), total), last, last, NEVER)
                    .forEach(read::add))
        .isInstanceOf(ApiGatewayException.class)
        .hasMessageContaining("offset 4");
    assertThat(read).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aCircleThatTheFirstPageIsNoPartOfIsFoundOut() {
    assertThatThrownBy(
            () -> stream(1L, new ArrayList<>(), A, B, C, D, B, C, D, NEVER).forEach(row -> {}))
        .isInstanceOf(ApiGatewayException.class)
        .hasMessageContaining("offset 6");
  }

  @Test
  void equalRowsAreNoRepetitionAsLongAsTheirPagesDiffer() {
    Page first = new Page(List.of("same", "one"), 6L);
    Page second = new Page(List.of("same", "two"), 6L);
    Page third = new Page(List.of("two", "same"), 6L);

    assertThat(stream(2L, new ArrayList<>(), first, second, third, NEVER))
        .containsExactly("same", "one", "same", "two", "two", "same");
  }

  @Test
  void aListThatGrowsAtItsBeginningGivesRowsTwice() {
    assertThat(
            stream(
                2L,
                new ArrayList<>(),
                new Page(List.of("a", "b"), 3L),
                new Page(List.of("b", "c"), 4L),
                NEVER))
        .containsExactly("a", "b", "b", "c");
  }

  @Test
  void aTotalThatShrinksEndsTheStreamAndTheMessageSaysTheNumbers() {
    List<String> read = new ArrayList<>();

    ApiGatewayException failure =
        catchThrowableOfType(
            ApiGatewayException.class,
            () ->
                stream(
                        2L,
                        new ArrayList<>(),
                        new Page(List.of("a", "b"), 42L),
                        new Page(List.of("d", "e"), 41L),
                        NEVER)
                    .forEach(read::add));

    assertThat(failure.kind()).isEqualTo(ApiGatewayException.Kind.UNSTABLE_PAGES);
    assertThat(failure).hasMessageContaining("from 42 to 41");
    assertThat(read).containsExactly("a", "b");
  }

  @Test
  void aTotalThatShrinksToWhatWasReadIsNoQuietEnd() {
    assertThatThrownBy(
            () ->
                stream(
                        2L,
                        new ArrayList<>(),
                        new Page(List.of("a", "b"), 4L),
                        new Page(List.of(), 2L),
                        NEVER)
                    .forEach(row -> {}))
        .isInstanceOf(ApiGatewayException.class)
        .hasMessageContaining("from 4 to 2");
  }

  @Test
  void aTotalThatIsLeftOutInBetweenStillMustNotShrink() {
    assertThatThrownBy(
            () ->
                stream(
                        1L,
                        new ArrayList<>(),
                        new Page(List.of("a"), 9L),
                        new Page(List.of("b"), null),
                        new Page(List.of("c"), 8L),
                        NEVER)
                    .forEach(row -> {}))
        .isInstanceOf(ApiGatewayException.class)
        .hasMessageContaining("from 9 to 8");
  }

  @Test
  void aTotalThatGrowsIsFollowed() {
    List<String> requests = new ArrayList<>();

    Stream<String> stream =
        stream(
            2L,
            requests,
            new Page(List.of("a", "b"), 3L),
            new Page(List.of("c", "d"), 5L),
            new Page(List.of("e"), 5L),
            NEVER);

    assertThat(stream).containsExactly("a", "b", "c", "d", "e");
    assertThat(requests).containsExactly("0+2", "2+2", "4+2");
  }

  @Test
  void anUnstableListDoesNotGoOnAfterTheException() {
    Service service = Service.of(2);
    service.total = 9L;
    service.ignoresOffset = true;
    Iterator<String> rows = service.stream(null, null).iterator();
    rows.next();
    rows.next();
    assertThatThrownBy(rows::hasNext).isInstanceOf(ApiGatewayException.class);
    service.requests.clear();

    assertThat(rows.hasNext()).isFalse();

    assertThat(service.requests).isEmpty();
  }

  @Test
  void anExceptionOfTheReaderEndsTheFetching() {
    Service service = Service.of(10);

    assertThatThrownBy(
            () ->
                service.stream(null, 2L)
                    .forEach(
                        row -> {
                          throw new IllegalStateException(row);
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("row 0");
    assertThat(service.requests).containsExactly("0+2");
  }

  @Test
  void aPageIsFreeBeforeTheNextOneIsFetched() {
    List<WeakReference<List<String>>> pages = new ArrayList<>();
    List<Integer> heldWhileFetching = new ArrayList<>();

    Stream<String> stream =
        Pages.stream(
            "listThings",
            null,
            2L,
            (offset, limit) -> {
              heldWhileFetching.add(stillHeld(pages, 0));
              List<String> rows = new ArrayList<>(List.of("row " + offset, "row " + (offset + 1)));
              pages.add(new WeakReference<>(rows));
              return new Page(rows, 8L);
            },
            Page::rows,
            Page::total);

    assertThat(stream.count()).isEqualTo(8);
    assertThat(heldWhileFetching).containsExactly(0, 0, 0, 0);
  }

  @Test
  void streamsAreIndependentOfEachOther() {
    Service service = Service.of(4);
    Iterator<String> one = service.stream(null, 2L).iterator();
    Iterator<String> other = service.stream(2L, 2L).iterator();

    assertThat(one.next()).isEqualTo("row 0");
    assertThat(other.next()).isEqualTo("row 2");
    assertThat(one.next()).isEqualTo("row 1");
    assertThat(other.next()).isEqualTo("row 3");
    assertThat(other.hasNext()).isFalse();
    assertThat(one.next()).isEqualTo("row 2");
  }

  @Test
  void theStreamIsSequentialAndOrdered() {
    assertThat(Service.of(1).stream(null, null).isParallel()).isFalse();
    assertThat(
            Service.of(1).stream(null, null).spliterator().hasCharacteristics(Spliterator.ORDERED))
        .isTrue();
  }

  @Test
  void aParallelStreamHasTheSameRowsInTheSameOrder() {
    Service service = Service.of(20_000);

    List<String> read = service.stream(null, 70L).parallel().map(row -> row + "!").toList();

    assertThat(read).containsExactlyElementsOf(service.rows.stream().map(r -> r + "!").toList());
  }

  @Test
  void allButOffsetAndLimitAreNeeded() {
    Pages.Fetch<Page> fetch = (offset, limit) -> NEVER;
    assertThatNullPointerException()
        .isThrownBy(() -> Pages.stream(null, 0L, 1L, fetch, Page::rows, Page::total))
        .withMessage("operation");
    assertThatNullPointerException()
        .isThrownBy(() -> Pages.stream("o", 0L, 1L, null, Page::rows, Page::total))
        .withMessage("fetch");
    assertThatNullPointerException()
        .isThrownBy(() -> Pages.stream("o", 0L, 1L, fetch, null, Page::total))
        .withMessage("rows");
    assertThatNullPointerException()
        .isThrownBy(() -> Pages.stream("o", 0L, 1L, fetch, Page::rows, null))
        .withMessage("total");
  }

  /** How many there are after garbage collection, which is repeated until there are few enough. */
  private static int stillHeld(List<? extends WeakReference<?>> pages, int fewEnough) {
    int held = Integer.MAX_VALUE;
    for (int i = 0; i < 20 && held > fewEnough; i++) {
      System.gc();
      held = (int) pages.stream().filter(page -> page.get() != null).count();
    }
    return held;
  }

  /** The pages in turn, whatever is asked for; {@link #NEVER} must not be reached. */
  private static Stream<String> stream(long limit, List<String> requests, Page... pages) {
    Iterator<Page> next = List.of(pages).iterator();
    return Pages.stream(
        "listThings",
        null,
        limit,
        (from, rows) -> {
          requests.add(from + "+" + rows);
          Page page = next.next();
          assertThat(page).as("page at offset " + from).isNotSameAs(NEVER);
          return page;
        },
        Page::rows,
        Page::total);
  }

  private static final Page A = new Page(List.of("a"), null);
  private static final Page B = new Page(List.of("b"), null);
  private static final Page C = new Page(List.of("c"), null);
  private static final Page D = new Page(List.of("d"), null);
  private static final Page NEVER = new Page(List.of("one page too many"), null);

  private record Page(List<String> rows, Long total) {}

  /** A list that is paged as documented, with the liberties that the documents leave. */
  private static final class Service {

    private final List<String> rows;
    private final List<String> requests = new ArrayList<>();
    private Long total;
    private int mostRowsAPage = Integer.MAX_VALUE;
    private boolean ignoresOffset;

    private Service(List<String> rows) {
      this.rows = rows;
      this.total = (long) rows.size();
    }

    static Service of(int count) {
      return new Service(IntStream.range(0, count).mapToObj(i -> "row " + i).toList());
    }

    Stream<String> stream(Long offset, Long limit) {
      return Pages.stream("listThings", offset, limit, this::page, Page::rows, Page::total);
    }

    private Page page(long offset, long limit) {
      requests.add(offset + "+" + limit);
      int from = (int) Math.min(ignoresOffset ? 0 : offset, rows.size());
      int to = (int) Math.min(from + Math.min(limit, mostRowsAPage), rows.size());
      return new Page(List.copyOf(rows.subList(from, to)), total);
    }
  }
}
