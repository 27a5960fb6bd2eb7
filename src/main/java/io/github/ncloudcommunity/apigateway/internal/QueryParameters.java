package io.github.ncloudcommunity.apigateway.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
   * @param value the value, a list for a parameter that is repeated; null leaves the parameter out
   * @throws NullPointerException if an element of a list is null; the message names the parameter
   */
  protected final void set(String name, @Nullable Object value) {
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value instanceof List<?> list ? copy(name, list) : value);
    }
  }

  private static List<Object> copy(String name, List<?> list) {
    List<Object> copy = new ArrayList<>();
    for (Object element : list) {
      copy.add(Objects.requireNonNull(element, () -> name + " has an element that is null"));
    }
    return Collections.unmodifiableList(copy);
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
   * Returns a parameter that is repeated.
   *
   * @param <T> the type of the elements
   * @param name the name on the wire
   * @param type the type of the elements
   * @return the values, an immutable list; null if not set
   */
  protected final <T> @Nullable List<T> getList(String name, Class<T> type) {
    List<?> list = get(name, List.class);
    return list == null ? null : list.stream().<T>map(type::cast).toList();
  }

  /**
   * Returns what stands on the request line. A list without elements puts nothing there.
   *
   * @return names and strictly percent-encoded values, in the order they were set; a list of them
   *     for a parameter that is repeated
   * @throws IllegalArgumentException if a value has an unpaired surrogate, or an element of a list
   *     is empty; the message names the parameter
   */
  public final Map<String, Object> encoded() {
    Map<String, Object> encoded = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (value.equals(List.of())) {
            return; // there is nothing to repeat
          }
          try {
            encoded.put(PercentEncoding.encode(name), encode(value));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
          }
        });
    return Collections.unmodifiableMap(encoded);
  }

  private static Object encode(Object value) {
    return value instanceof List<?> list
        ? QueryValue.expandAll(list)
        : PercentEncoding.encode(value.toString());
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
