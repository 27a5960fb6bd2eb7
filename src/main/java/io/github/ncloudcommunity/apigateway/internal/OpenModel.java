package io.github.ncloudcommunity.apigateway.internal;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Base of the generated models: keeps the members of an answer that the documentation does not
 * name. Mutable, not thread-safe.
 */
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
   * Compares class and additional properties; the generated classes compare the rest.
   *
   * @param o the other object, may be null
   * @return whether both are of one class and have equal additional properties
   */
  @Override
  public boolean equals(@Nullable Object o) {
    return o != null
        && getClass() == o.getClass()
        && Objects.equals(additionalProperties, ((OpenModel) o).additionalProperties);
  }

  /** Returns the hash of the additional properties. */
  @Override
  public int hashCode() {
    return Objects.hashCode(additionalProperties);
  }

  /** Returns the names of the additional properties as a line of its own; empty without any. */
  @Override
  public String toString() {
    return additionalProperties == null
        ? ""
        : "    additionalProperties: " + additionalProperties.keySet() + "\n";
  }
}
