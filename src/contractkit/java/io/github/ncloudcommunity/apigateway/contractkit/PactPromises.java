package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.contractkit.SpecificationChanges.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a pact promises: its interactions and provider states, what the requests of an operation
 * send, and what the client reads of its answers. {@code getStage#response member `stage.stageId`}
 * leads to {@code string}. Sample values promise nothing.
 */
final class PactPromises {

  private static final String STATES = "provider states";

  private final SortedMap<String, String> promises = new TreeMap<>();

  private PactPromises() {}

  /** The promises of a pact of version 4. */
  static SortedMap<String, String> of(JsonNode pact) {
    PactPromises promises = new PactPromises();
    pact.path("interactions").forEach(promises::add);
    return promises.promises;
  }

  private void add(JsonNode interaction) {
    String[] key = interaction.path("key").asText().split(" ", 2);
    String operation = key[0];
    promises.put(operation + "#interaction " + key[1], "");
    for (JsonNode state : interaction.path("providerStates")) {
      promises.put(STATES + "#`" + state.path("name").asText() + "`", "");
    }
    JsonNode request = interaction.path("request");
    for (Map.Entry<String, JsonNode> parameter : request.path("query").properties()) {
      promises.put(operation + "#" + Part.parameter("query", parameter.getKey()), "");
    }
    body(operation, Part.requestBody(), request.at("/body/content"));
    JsonNode response = interaction.path("response");
    Part body = Part.responseBody(response.path("status").asText());
    body(operation, body, response.at("/body/content"));
  }

  private void body(String operation, Part part, JsonNode value) {
    if (value.isMissingNode()) {
      return;
    }
    String type = value.getNodeType().name().toLowerCase(Locale.ROOT);
    promises.merge(operation + "#" + part, type, (a, b) -> a.contains(b) ? a : a + " or " + b);
    value
        .properties()
        .forEach(member -> body(operation, part.member(member.getKey()), member.getValue()));
    value.forEach(
        element -> {
          if (value.isArray()) {
            body(operation, part.elements(), element);
          }
        });
  }

  /** What changed from one set of promises to another. */
  static List<ReleaseChange> changes(Map<String, String> before, Map<String, String> after) {
    List<ReleaseChange> changes = new ArrayList<>();
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (String promise : all) {
      String was = before.get(promise);
      String is = after.get(promise);
      if (!Objects.equals(was, is)) {
        String[] name = promise.split("#", 2);
        String what =
            is == null
                ? "removed from the pact"
                : was == null
                    ? "added to the pact"
                    : "is %s in the pact, was %s".formatted(is, was);
        changes.add(new ReleaseChange(name[0], name[1], what, was != null, keys(name[0], name[1])));
      }
    }
    return changes;
  }

  private static Set<String> keys(String operation, String place) {
    if (!place.startsWith("interaction ")) {
      return SpecificationChanges.keys(operation, Part.parse(place));
    }
    String status = place.substring("interaction ".length()).split("[/ ]")[0];
    Set<String> keys = new HashSet<>();
    keys.add(SpecificationChanges.key(operation, ""));
    keys.add(SpecificationChanges.key(operation, Part.responseBody(status)));
    return keys;
  }
}
