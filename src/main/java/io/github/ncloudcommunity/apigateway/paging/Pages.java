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
 * A list that is paged by {@code offset} and {@code limit}, read as one stream. The {@code stream…}
 * methods of the operations are made with it. Stateless and thread-safe; the streams it makes are
 * not.
 *
 * <p>The documentation says little about pages: no default, no order, no end marker, and not
 * whether a service may give fewer rows than asked for. The rules here need none of it:
 *
 * <ul>
 *   <li>The next page starts after the rows read so far, however many rows were asked for.
 *   <li>The stream ends when as many rows as {@code total} says lie behind it. Without a {@code
 *       total}, or with one that is smaller than what was read, it ends at an empty page.
 *   <li>An empty page before {@code total} says that there are rows that cannot be reached: the
 *       stream fails.
 *   <li>A {@code total} that becomes smaller while the list is read says that rows went, and that
 *       as many may have slipped past unseen: the stream fails.
 *   <li>A page that is equal, row for row, to an earlier one says that the service ignores {@code
 *       offset}, and that the stream might not end: it fails. Not each earlier page is compared,
 *       but enough of them to find any cycle.
 * </ul>
 *
 * <p>A list that grows at its beginning gives rows twice; that is no failure, unless it is a whole
 * page of them. Rows that have nothing to tell them apart can make two pages equal: ask for more
 * rows at once.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/apigateway-stage-getstageusageplan">View usage
 *     plan associated with stage, an operation with pages</a>
 */
public final class Pages {

  /** Rows asked for at once if the caller says nothing; no default is documented. */
  public static final long DEFAULT_PAGE_SIZE = 100;

  private Pages() {}

  /**
   * Makes a stream that fetches pages while it is read.
   *
   * @param <P> the answer that holds a page
   * @param <T> a row
   * @param operation the operation that fetches a page, for messages
   * @param offset the index of the first row; null for 0
   * @param limit how many rows to ask for at once; null for {@value #DEFAULT_PAGE_SIZE}
   * @param fetch fetches a page; called from the thread that reads the stream
   * @param rows takes the rows out of an answer; null stands for no rows
   * @param total takes the number of rows in all out of an answer; null if the answer does not say
   * @return a lazy, sequential, ordered stream. Reading it throws what {@code fetch} throws, and an
   *     {@link ApiGatewayException} of the kind {@link ApiGatewayException.Kind#UNSTABLE_PAGES}
   *     when rows would be missed, or repeated without end.
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
   * @param <P> the answer that holds a page
   */
  @FunctionalInterface
  public interface Fetch<P> {

    /**
     * Fetches one page.
     *
     * @param offset the index of the first row, 0 or more
     * @param limit how many rows to ask for
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
        page = List.of(); // so that no more than one page is held while the next one arrives
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
                + " rows while it was read, so that rows may have been skipped; read it again");
      }
      lastTotal = totalNow == null ? lastTotal : totalNow;
      if (fetched == null || fetched.isEmpty()) {
        if (lastTotal != null && nextOffset < lastTotal) {
          throw unstable(
              "the page at offset "
                  + nextOffset
                  + " is empty, although the list has "
                  + lastTotal
                  + " rows by its total: the others cannot be reached");
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
                + " is equal to an earlier one, as if the service ignored the offset: reading on"
                + " might not end");
      }
      pages++;
      firstPage = firstPage == null ? fetched : firstPage;
      lastPage = fetched;
      if (Long.bitCount(pages) == 1) {
        markedPage = fetched; // at powers of two, so that a cycle of any length meets its mark
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

  /** What is left of a page when its rows are gone, so that no more than one page is held. */
  private record Fingerprint(@Nullable Object firstRow, int size, int hash) {

    static Fingerprint of(List<?> rows) {
      return new Fingerprint(rows.get(0), rows.size(), rows.hashCode());
    }
  }
}
