package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, in order. One without a value is left out. Not thread-safe. */
final class Members {

  private final Map<String, Object> members = new LinkedHashMap<>();

  Members with(String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
    return this;
  }

  @JsonValue
  Map<String, Object> asMap() {
    return members;
  }
}
