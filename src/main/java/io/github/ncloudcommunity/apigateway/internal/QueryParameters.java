package io.github.ncloudcommunity.apigateway.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Base of the generated query classes: the parameters that were set, in the order they were set.
 * Mutable, not thread-safe.
 */
public abstract class QueryParameters {

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** Makes a query in which nothing is set. */
  protected QueryParameters() {}

  /**
   * Makes a copy.
   *
   * @param original the query to copy
   */
  protected QueryParameters(QueryParameters original) {
    values.putAll(original.values);
  }

  /**
   * Sets a parameter.
   *
   * @param name the name on the wire
   * @param value the value; null leaves the parameter out
   */
  protected final void set(String name, @Nullable Object value) {
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
  }

  /**
   * Returns a parameter.
   *
   * @param <T> the type of the value
   * @param name the name on the wire
   * @param type the type of the value
   * @return the value, null if not set
   */
  protected final <T> @Nullable T get(String name, Class<T> type) {
    return type.cast(values.get(name));
  }

  /**
   * Returns what stands on the request line.
   *
   * @return names and strictly percent-encoded values, in the order they were set
   * @throws IllegalArgumentException if a value has an unpaired surrogate; the message names the
   *     parameter
   */
  public final Map<String, Object> encoded() {
    Map<String, Object> encoded = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          try {
            encoded.put(PercentEncoding.encode(name), PercentEncoding.encode(value.toString()));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
          }
        });
    return Collections.unmodifiableMap(encoded);
  }

  @Override
  public final boolean equals(@Nullable Object o) {
    return o != null && getClass() == o.getClass() && values.equals(((QueryParameters) o).values);
  }

  @Override
  public final int hashCode() {
    return values.hashCode();
  }

  /** Returns the parameters that are set. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + values;
  }
}
