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
 *   <li>The stream ends when {@code total} rows lie behind it, or at an empty page. Without a
 *       {@code total}, a page shorter than asked for is the last.
 *   <li>A page that begins with the row that the first page or the page before began with says that
 *       the service ignores {@code offset}: the stream would not end, so it fails.
 *   <li>A {@code total} that becomes smaller while the list is read says that rows went, and that
 *       as many may have slipped past unseen: the stream fails.
 * </ul>
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
   *     when the service ignores the offset or the list shrinks while it is read.
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
    private boolean started;
    private boolean exhausted;
    private @Nullable T firstOfAll;
    private @Nullable T firstOfLastPage;
    private @Nullable Long lastTotal;

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
        exhausted = true;
        return;
      }
      T first = fetched.get(0);
      if (!started) {
        started = true;
        firstOfAll = first;
      } else if (Objects.equals(first, firstOfAll) || Objects.equals(first, firstOfLastPage)) {
        throw unstable(
            "the page at offset "
                + nextOffset
                + " begins with a row that an earlier page began with: the service ignores the"
                + " offset, and reading on would not end");
      }
      firstOfLastPage = first;
      page = fetched;
      nextOffset += fetched.size();
      exhausted = lastTotal == null ? fetched.size() < limit : nextOffset >= lastTotal;
    }

    private ApiGatewayException unstable(String message) {
      exhausted = true;
      return ApiGatewayException.builder(ApiGatewayException.Kind.UNSTABLE_PAGES)
          .operation(operation)
          .message(message)
          .build();
    }
  }
}
