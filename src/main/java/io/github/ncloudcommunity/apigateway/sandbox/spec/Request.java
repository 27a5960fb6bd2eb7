package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A request that is valid by the specification.
 *
 * @param parameters the parameters of path and query by name, typed, with documented defaults
 * @param body the body; a missing node if there is none
 * @param identifiers all ids in the request, those of the path first
 */
public record Request(
    SpecifiedOperation operation,
    Map<String, JsonNode> parameters,
    JsonNode body,
    List<Identifier> identifiers) {

  /**
   * An id in a request.
   *
   * @param kind what it identifies, in the words of {@code x-identifies}
   * @param inBody whether it is in the body, not in the path or query
   */
  public record Identifier(String kind, String value, boolean inBody) {}
}
