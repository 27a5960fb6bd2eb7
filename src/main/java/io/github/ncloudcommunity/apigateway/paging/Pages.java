package io.github.ncloudcommunity.apigateway.paging;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list that is paged by {@code offset} and {@code limit} as one stream, for the {@code
 * stream…} methods of the operations. Stateless and thread-safe; the streams are not.
 *
 * <p>The documentation says little about pages: no default size, no order, no end marker, and not
 * whether a page may have fewer rows than requested. So these rules rely on none of that:
 *
 * <ul>
 *   <li>The next page starts after the rows read so far, whatever the requested page size.
 *   <li>The stream ends after {@code total} rows. Without a {@code total}, or if it is below the
 *       number of rows already read, the stream ends at an empty page.
 *   <li>The stream fails at an empty page before {@code total} rows: the other rows are
 *       unreachable.
 *   <li>The stream fails if {@code total} decreases: rows were removed, so others may have moved to
 *       pages that were already read.
 *   <li>The stream fails at a page that equals an earlier one row for row: the service probably
 *       ignores {@code offset}, so the stream might never end. It compares enough earlier pages to
 *       find any cycle.
 * </ul>
 *
 * <p>If rows are inserted at the start meanwhile, the stream returns some rows twice; it fails only
 * if a whole page repeats. Rows without distinct values can make two pages equal: use larger pages.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/apigateway-stage-getstageusageplan">View usage
 *     plan associated with stage, an operation with pages</a>
 */
public final class Pages {

  /** The page size if the caller sets none; the documentation has no default. */
  public static final long DEFAULT_PAGE_SIZE = 100;

  private Pages() {}

  /**
   * Creates a stream that fetches pages while it is read.
   *
   * @param <P> the type of an answer, which holds a page
   * @param <T> the type of a row
   * @param operation the operation that fetches a page, for messages
   * @param offset the index of the first row; null for 0
   * @param limit the page size; null for {@value #DEFAULT_PAGE_SIZE}
   * @param fetch fetches a page, on the thread that reads the stream
   * @param rows returns the rows of an answer; null means no rows
   * @param total returns the total number of rows from an answer; null if the answer has none
   * @return a lazy, sequential, ordered stream. Reading it throws whatever {@code fetch} throws,
   *     and an {@link ApiGatewayException} of kind {@link ApiGatewayException.Kind#UNSTABLE_PAGES}
   *     if rows would be missed, or repeated endlessly
   */
  public static <P, T> Stream<T> stream(
      String operation,
      @Nullable Long offset,
      @Nullable Long limit,
      Fetch<P> fetch,
      Function<P, @Nullable List<T>> rows,
      Function<P, @Nullable Long> total) {
    Iterator<T> iterator =
        new PageIterator<>(
            Objects.requireNonNull(operation, "operation"),
            offset == null ? 0 : offset,
            limit == null ? DEFAULT_PAGE_SIZE : limit,
            Objects.requireNonNull(fetch, "fetch"),
            Objects.requireNonNull(rows, "rows"),
            Objects.requireNonNull(total, "total"));
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false);
  }

  /**
   * Fetches one page.
   *
   * @param <P> the type of an answer, which holds a page
   */
  @FunctionalInterface
  public interface Fetch<P> {

    /**
     * Fetches one page.
     *
     * @param offset the index of the first row, 0 or more
     * @param limit the page size
     * @return the answer, never null
     */
    P fetch(long offset, long limit);
  }

  private static final class PageIterator<P, T> implements Iterator<T> {

    private final String operation;
    private final long limit;
    private final Fetch<P> fetch;
    private final Function<P, @Nullable List<T>> rows;
    private final Function<P, @Nullable Long> total;

    private List<T> page = List.of();
    private int inPage;
    private long nextOffset;
    private long pages;
    private boolean exhausted;
    private @Nullable Long lastTotal;
    private @Nullable Fingerprint firstPage;
    private @Nullable Fingerprint lastPage;
    private @Nullable Fingerprint markedPage;

    PageIterator(
        String operation,
        long offset,
        long limit,
        Fetch<P> fetch,
        Function<P, @Nullable List<T>> rows,
        Function<P, @Nullable Long> total) {
      this.operation = operation;
      this.nextOffset = offset;
      this.limit = limit;
      this.fetch = fetch;
      this.rows = rows;
      this.total = total;
    }

    @Override
    public boolean hasNext() {
      if (inPage == page.size() && !exhausted) {
        page = List.of(); // frees its rows before the next page arrives
        inPage = 0;
        fetchPage();
      }
      return inPage < page.size();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.get(inPage++);
    }

    private void fetchPage() {
      P answer = fetch.fetch(nextOffset, limit);
      List<T> fetched = rows.apply(answer);
      Long totalNow = total.apply(answer);
      if (totalNow != null && lastTotal != null && totalNow < lastTotal) {
        throw unstable(
            "the list shrank from "
                + lastTotal
                + " to "
                + totalNow
                + " rows while it was read, so rows may have been skipped; read it again");
      }
      lastTotal = totalNow == null ? lastTotal : totalNow;
      if (fetched == null || fetched.isEmpty()) {
        if (lastTotal != null && nextOffset < lastTotal) {
          throw unstable(
              "the page at offset "
                  + nextOffset
                  + " is empty, but the total is "
                  + lastTotal
                  + " rows: the others cannot be reached");
        }
        exhausted = true;
        return;
      }
      refuseIfRepeated(Fingerprint.of(fetched));
      page = fetched;
      nextOffset =
          nextOffset > Long.MAX_VALUE - fetched.size()
              ? Long.MAX_VALUE
              : nextOffset + fetched.size();
      exhausted = lastTotal != null && nextOffset == lastTotal;
    }

    private void refuseIfRepeated(Fingerprint fetched) {
      if (fetched.equals(firstPage) || fetched.equals(lastPage) || fetched.equals(markedPage)) {
        throw unstable(
            "the page at offset "
                + nextOffset
                + " equals an earlier one, as if the service ignored the offset: the stream might"
                + " never end");
      }
      pages++;
      firstPage = firstPage == null ? fetched : firstPage;
      lastPage = fetched;
      if (Long.bitCount(pages) == 1) {
        markedPage = fetched; // at powers of two, to find a cycle of any length
      }
    }

    private ApiGatewayException unstable(String message) {
      exhausted = true;
      return ApiGatewayException.builder(ApiGatewayException.Kind.UNSTABLE_PAGES)
          .operation(operation)
          .message(message)
          .build();
    }
  }

  /** Stands for an earlier page, so that the stream keeps the rows of one page only. */
  private record Fingerprint(@Nullable Object firstRow, int size, int hash) {

    static Fingerprint of(List<?> rows) {
      return new Fingerprint(rows.get(0), rows.size(), rows.hashCode());
    }
  }
}
