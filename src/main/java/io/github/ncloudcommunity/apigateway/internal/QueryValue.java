package io.github.ncloudcommunity.apigateway.internal;

import feign.Param;

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
}
