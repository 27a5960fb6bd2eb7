package io.github.ncloudcommunity.apigateway.paging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;

/** Lists of any rows, behind services that keep to their word and services that do not. */
class PagesPropertyTest {

  /** What a service answers with. */
  record Page(List<Integer> rows, Long total) {}

  /** A service, asked for the n-th time, counted from 0. */
  @FunctionalInterface
  interface Service {
    Page page(int n, long offset, long limit);
  }

  /** What was read, and whether the stream ended as if all was well. */
  record Reading(List<Integer> rows, int requests, boolean quiet) {

    static Reading of(Service service, long offset, Long limit) {
      List<Integer> rows = new ArrayList<>();
      List<Long> offsets = new ArrayList<>();
      try {
        Pages.stream(
                "listThings",
                offset,
                limit,
                (from, most) -> {
                  assertThat(offsets).hasSizeLessThan(1_000);
                  offsets.add(from);
                  return service.page(offsets.size() - 1, from, most);
                },
                Page::rows,
                Page::total)
            .forEach(rows::add);
        return new Reading(rows, offsets.size(), true);
      } catch (ApiGatewayException e) {
        assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.UNSTABLE_PAGES);
        return new Reading(rows, offsets.size(), false);
      }
    }
  }

  @Property(seed = "2026")
  void aServiceThatKeepsToItsWordIsReadToTheLastRow(
      @ForAll @Size(max = 60) List<@WithNull @IntRange(max = 200) Integer> rows,
      @ForAll @LongRange(min = 0, max = 70) long offset,
      @ForAll @WithNull @LongRange(min = 1, max = 20) Long limit,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 20) Integer> pageSizes,
      @ForAll @Size(min = 1, max = 3) List<Boolean> saysTotal) {
    List<List<Integer>> pages = new ArrayList<>();
    Service service =
        (n, from, most) -> {
          int first = (int) Math.min(from, rows.size());
          int size = pageSizes.get(n % pageSizes.size()); // less or more than was asked for
          pages.add(rows.subList(first, Math.min(first + size, rows.size())));
          return new Page(
              pages.get(n), saysTotal.get(n % saysTotal.size()) ? (long) rows.size() : null);
        };

    Reading reading = Reading.of(service, offset, limit);

    List<Integer> expected = rows.subList((int) Math.min(offset, rows.size()), rows.size());
    if (new HashSet<>(pages).size() == pages.size()) {
      assertThat(reading.quiet()).isTrue();
      assertThat(reading.rows()).isEqualTo(expected);
    } else { // two pages that are equal cannot be told from one that is given twice
      assertThat(expected.subList(0, reading.rows().size())).isEqualTo(reading.rows());
      assertThat(reading.quiet()).isEqualTo(reading.rows().equals(expected));
    }
    assertThat(reading.requests()).isLessThanOrEqualTo(expected.size() + 1);
  }

  @Property(seed = "2026")
  void aServiceThatRepeatsItselfIsReadToAnEnd(
      @ForAll("pages") List<Page> once,
      @ForAll("pages") List<Page> again,
      @ForAll @LongRange(min = 0, max = 70) long offset,
      @ForAll @WithNull @LongRange(min = 1, max = 20) Long limit) {
    int circle = Math.max(1, again.size());
    List<Page> given = new ArrayList<>();
    Service service =
        (n, from, most) -> {
          given.add(
              n < once.size()
                  ? once.get(n)
                  : again.isEmpty() ? new Page(null, null) : again.get((n - once.size()) % circle));
          return given.get(n);
        };

    Reading reading = Reading.of(service, offset, limit);

    assertThat(reading.requests()).isLessThanOrEqualTo(4 * (once.size() + circle));
    List<Integer> rows = new ArrayList<>();
    given.stream().filter(page -> page.rows() != null).forEach(page -> rows.addAll(page.rows()));
    assertThat(rows.subList(0, reading.rows().size())).isEqualTo(reading.rows());
    if (reading.quiet()) {
      assertThat(rows).isEqualTo(reading.rows());
      assertThat(given)
          .allMatch(page -> page.total() == null || page.total() <= offset + rows.size());
    }
  }

  @Property(seed = "2026")
  void noRowIsMissedQuietlyByAServiceThatCountsTheOffsetInPages(
      @ForAll @IntRange(max = 100) int count, @ForAll @LongRange(min = 1, max = 20) long limit) {
    List<Integer> rows = IntStream.range(0, count).boxed().toList();

    Reading reading =
        Reading.of(
            (n, page, most) -> {
              int first = (int) Math.min(page * most, rows.size());
              int end = (int) Math.min(first + most, rows.size());
              return new Page(rows.subList(first, end), (long) rows.size());
            },
            0,
            limit);

    assertThat(reading.quiet()).isEqualTo(reading.rows().equals(rows));
  }

  @Property(seed = "2026")
  void noRowThatStaysIsMissedQuietlyWhileOthersComeOrWhileOthersGo(
      @ForAll @IntRange(max = 60) int count,
      @ForAll @LongRange(min = 1, max = 20) long limit,
      @ForAll boolean come,
      @ForAll @Size(max = 8) List<@IntRange(max = 100) Integer> changes) {
    List<Integer> rows = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    List<Integer> staying = new ArrayList<>(rows);

    Reading reading =
        Reading.of(
            (n, from, most) -> {
              if (n > 0 && n <= changes.size()) {
                int place = changes.get(n - 1);
                if (come) {
                  rows.add(place % (rows.size() + 1), -n);
                } else if (place < rows.size()) {
                  staying.remove(rows.remove(place));
                }
              }
              int first = (int) Math.min(from, rows.size());
              int end = (int) Math.min(first + most, rows.size());
              return new Page(List.copyOf(rows.subList(first, end)), (long) rows.size());
            },
            0,
            limit);

    if (reading.quiet()) {
      assertThat(reading.rows()).containsAll(staying);
    }
  }

  @Provide
  Arbitrary<List<Page>> pages() {
    Arbitrary<List<Integer>> rows =
        Arbitraries.integers().between(0, 3).injectNull(0.1).list().ofMaxSize(3).injectNull(0.05);
    Arbitrary<Long> totals =
        Arbitraries.oneOf(
                Arbitraries.longs().between(-1, 40), Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE))
            .injectNull(0.5);
    // Mostly one and the same total: one that shrinks ends the stream.
    return Combinators.combine(
            rows.list().ofMaxSize(10),
            totals,
            totals.list().ofSize(10),
            Arbitraries.integers().between(0, 3))
        .as(
            (lists, total, totalsInTurn, steady) ->
                IntStream.range(0, lists.size())
                    .mapToObj(i -> new Page(lists.get(i), steady > 0 ? total : totalsInTurn.get(i)))
                    .toList());
  }
}
