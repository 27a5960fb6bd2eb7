package io.github.ncloudcommunity.apigateway.internal;

import feign.Param;
import java.util.List;

/**
 * Turns the value of a query parameter into the text that stands on the request line. Stateless and
 * thread-safe.
 */
public final class QueryValue implements Param.Expander {

  /** Made by Feign. */
  public QueryValue() {}

  /**
   * Encodes the value.
   *
   * @param value the value, as the caller gave it
   * @return the value as it stands on the request line
   * @throws IllegalArgumentException if the value has an unpaired surrogate
   */
  @Override
  public String expand(Object value) {
    return PercentEncoding.encode(value.toString());
  }

  /**
   * Encodes the elements of a list, each of which is sent as a parameter of its own.
   *
   * @param elements the elements, none of them null
   * @return the elements as they stand on the request line, in the same order
   * @throws IllegalArgumentException if there is no element, for which Feign would send the bare
   *     name; if an element is empty, since Feign would leave it out without a word; or if one has
   *     an unpaired surrogate
   */
  public static List<String> expandAll(List<?> elements) {
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("has no element");
    }
    return elements.stream().map(QueryValue::expandElement).toList();
  }

  private static String expandElement(Object element) {
    String text = element.toString();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("has an element that is empty");
    }
    return PercentEncoding.encode(text);
  }
}
