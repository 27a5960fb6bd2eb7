package io.github.ncloudcommunity.apigateway.internal;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Base of the generated models: compares and prints their members, and keeps the members of an
 * answer that the documentation does not name. Members that are not set are not written. Mutable,
 * not thread-safe.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public abstract class OpenModel {

  /** Null as long as there are none, so that they cost nothing. */
  private @Nullable Map<String, @Nullable Object> additionalProperties;

  /** Makes a model without additional properties. */
  protected OpenModel() {}

  /**
   * Returns the members that the service sent and the documentation does not name. They are written
   * back as they came when this object is sent.
   *
   * <p>A value is a {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code
   * BigInteger}, {@code BigDecimal} (any number with a fraction or an exponent), {@code List} or
   * {@code Map} of these, or null. It may be a secret: {@code toString} shows names only.
   *
   * @return an unmodifiable map from names to values, in the order in which they came; empty if
   *     there are none, never null
   */
  @JsonAnyGetter
  public final Map<String, @Nullable Object> getAdditionalProperties() {
    return additionalProperties == null
        ? Collections.emptyMap()
        : Collections.unmodifiableMap(additionalProperties);
  }

  @JsonAnySetter
  private void keep(String name, @Nullable Object value) {
    if (additionalProperties == null) {
      additionalProperties = new LinkedHashMap<>();
    }
    additionalProperties.put(name, value);
  }

  /**
   * Returns names and values of the documented members, for {@code equals}, {@code hashCode} and
   * {@code toString}.
   *
   * @return name, value, name, value and so on; null for a member that is not set
   */
  protected abstract @Nullable Object[] members();

  /**
   * Hides a value from {@link #toString()}.
   *
   * @param value the value of a member
   * @return an object for {@link #members()} that equals those for equal values, and whose text is
   *     {@code *}; null for null
   */
  protected static @Nullable Object secret(@Nullable Object value) {
    return value == null ? null : new Secret(value);
  }

  private record Secret(Object value) {

    @Override
    public String toString() {
      return "*";
    }
  }

  @Override
  public final boolean equals(@Nullable Object o) {
    return o != null
        && getClass() == o.getClass()
        && Arrays.equals(members(), ((OpenModel) o).members())
        && Objects.equals(additionalProperties, ((OpenModel) o).additionalProperties);
  }

  @Override
  public final int hashCode() {
    return 31 * Arrays.hashCode(members()) + Objects.hashCode(additionalProperties);
  }

  /**
   * Returns the members that are set, and the names of the additional properties. Secrets are shown
   * as {@code *}.
   */
  @Override
  public final String toString() {
    Map<String, Object> set = new LinkedHashMap<>();
    @Nullable Object[] members = members();
    for (int i = 0; i < members.length; i += 2) {
      Object value = members[i + 1];
      if (value != null) {
        set.put(String.valueOf(members[i]), value);
      }
    }
    if (additionalProperties != null) {
      set.put("additionalProperties", additionalProperties.keySet());
    }
    return getClass().getSimpleName() + set;
  }
}
