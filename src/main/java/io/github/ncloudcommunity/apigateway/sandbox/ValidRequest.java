package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A request that fits the specification.
 *
 * @param parameters parameters of path and query by name, typed, documented defaults filled in
 * @param body the body, a missing node when there is none
 * @param identifiers all ids in it, those of the path first
 */
record ValidRequest(
    Map<String, JsonNode> parameters, JsonNode body, List<Identifier> identifiers) {}
