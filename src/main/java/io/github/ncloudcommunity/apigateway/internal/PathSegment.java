package io.github.ncloudcommunity.apigateway.internal;

import feign.Param;

/**
 * Turns the value of a path parameter into exactly one segment of a path. Stateless and
 * thread-safe.
 *
 * <p>A null, blank, {@code .} or {@code ..} would name another, larger resource, so they are
 * refused; a slash becomes {@code %2F}.
 */
public final class PathSegment implements Param.Expander {

  /** Made by Feign. */
  public PathSegment() {}

  /**
   * Encodes the value.
   *
   * @param value the value, as the caller gave it
   * @return the segment as it stands on the request line
   * @throws IllegalArgumentException if the value is blank, {@code .} or {@code ..}, or has an
   *     unpaired surrogate
   */
  @Override
  public String expand(Object value) {
    String text = value.toString();
    if (text.isBlank()) {
      throw new IllegalArgumentException("is blank: an id or a name is needed");
    }
    if (text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException(
          "is \"" + text + "\", which would name another resource: an id or a name is needed");
    }
    return PercentEncoding.encode(text);
  }
}
