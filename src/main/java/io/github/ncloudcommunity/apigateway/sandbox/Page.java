package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows from {@code offset} on, {@code limit} of them at most. */
record Page(long offset, long limit) {

  static final Page ALL = of(null, null);

  /** No default is documented: without an offset from the first row, without a limit all. */
  static Page of(@Nullable JsonNode offset, @Nullable JsonNode limit) {
    return new Page(
        offset == null ? 0 : offset.longValue(),
        limit == null ? Long.MAX_VALUE : limit.longValue());
  }

  <T> List<T> of(List<T> rows) {
    return rows.stream().skip(offset).limit(limit).toList();
  }
}
