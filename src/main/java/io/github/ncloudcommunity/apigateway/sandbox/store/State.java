package io.github.ncloudcommunity.apigateway.sandbox.store;

import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rows, in memory: an account and its parts. Rows keep the order in which they were created.
 * Lookups use maps, so their cost does not grow with the number of rows.
 *
 * <p>Not thread-safe.
 */
public final class State {

  /** So many of the smallest rows, with a list of them all, fit into a heap of 128 MB. */
  public static final int MAX_ROWS = 50_000;

  private final Clock clock;
  private final Row account;
  private final Map<Kind, Map<String, Row>> byGeneratedId = new EnumMap<>(Kind.class);

  /** The highest number in the generated ids of a kind. */
  private final Map<Kind, Integer> numbers = new EnumMap<>(Kind.class);

  private int size;
  private long serial;
  private long looks;

  public State(Clock clock) {
    this.clock = clock;
    this.account = Row.account(this);
  }

  /** Returns the row that owns all others. */
  public Row account() {
    return account;
  }

  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  void checkSpace(int more) {
    if (size + more > MAX_ROWS) {
      throw new Problem(
          ErrorCode.QUOTA_EXCEEDED,
          "The sandbox keeps at most %s things, parts such as methods and headers counted."
              .formatted(MAX_ROWS));
    }
  }

  String nextId(Kind kind) {
    return kind.id(numbers.getOrDefault(kind, 0) + 1);
  }

  long nextSerial() {
    return serial++;
  }

  @Nullable Row find(Kind kind, String generatedId) {
    return byGeneratedId.getOrDefault(kind, Map.of()).get(generatedId);
  }

  void added(Row row) {
    size++;
    Kind kind = row.kind();
    if (kind.hasGeneratedIds()) {
      byGeneratedId.computeIfAbsent(kind, added -> new HashMap<>()).put(row.id(), row);
      numbers.merge(kind, kind.number(row.id()), Math::max);
    }
  }

  void removed(Row row) {
    size--;
    if (row.kind().hasGeneratedIds()) {
      byGeneratedId.getOrDefault(row.kind(), Map.of()).remove(row.id());
    }
  }

  void look(int rows) {
    looks += rows;
  }

  /** The number of rows that were looked at so far, to measure the cost of an operation. */
  long looks() {
    return looks;
  }
}
