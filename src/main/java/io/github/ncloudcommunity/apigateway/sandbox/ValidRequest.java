package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that fits the specification.
 *
 * @param parameters parameters of path and query by name, typed, documented defaults filled in
 * @param body the body, a missing node when there is none
 * @param identifiers all ids in it, those of the path first
 */
record ValidRequest(Map<String, JsonNode> parameters, JsonNode body, List<Identifier> identifiers) {

  /** A parameter that the specification requires. */
  String required(String name) {
    JsonNode value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the specification has no required parameter " + name);
    }
    return value.textValue();
  }

  @Nullable String text(String name) {
    JsonNode value = parameters.get(name);
    return value == null ? null : value.textValue();
  }

  @Nullable Boolean flag(String name) {
    JsonNode value = parameters.get(name);
    return value == null ? null : value.booleanValue();
  }

  /** Which rows the query asks for. */
  Page page() {
    return Page.of(parameters.get("offset"), parameters.get("limit"));
  }

  /** Which rows the body asks for. */
  Page pageInBody() {
    return Page.of(body.get("offset"), body.get("limit"));
  }

  @Nullable String memberText(String name) {
    JsonNode value = body.get(name);
    return value == null ? null : value.textValue();
  }

  @Nullable Long memberLong(String name) {
    JsonNode value = body.get(name);
    return value == null ? null : Long.valueOf(value.longValue());
  }
}
