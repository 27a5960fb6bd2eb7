package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a pact promises: its interactions and provider states, what the requests of an operation
 * send, and what the client reads of its answers. {@code getStage#answer stage.stageId} leads to
 * {@code string}. Sample values promise nothing.
 */
final class PactPromises {

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
    String operation = key[0] + "#";
    promises.put(operation + "interaction " + key[1], "");
    interaction
        .path("providerStates")
        .forEach(
            state -> promises.put("provider states#`" + state.path("name").asText() + "`", ""));
    JsonNode request = interaction.path("request");
    request
        .path("query")
        .fieldNames()
        .forEachRemaining(name -> promises.put(operation + "query " + name, ""));
    body(operation + "body ", request.at("/body/content"));
    JsonNode response = interaction.path("response");
    boolean isError = response.path("status").asInt() >= 400;
    body(operation + (isError ? "error body " : "answer "), response.at("/body/content"));
  }

  private void body(String place, JsonNode value) {
    if (value.isMissingNode()) {
      return;
    }
    String type = value.getNodeType().name().toLowerCase(Locale.ROOT);
    promises.merge(place.strip(), type, (a, b) -> a.contains(b) ? a : a + " or " + b);
    String prefix = place.endsWith(" ") ? place : place + ".";
    value.properties().forEach(member -> body(prefix + member.getKey(), member.getValue()));
    if (value.isArray()) {
      value.forEach(element -> body(place + "[]", element));
    }
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
        String what = "is %s in the pact, was %s".formatted(is, was);
        if (was == null || is == null) {
          what = is == null ? "is gone from the pact" : "is new in the pact";
        }
        String place = Change.about(name[1]);
        changes.add(new ReleaseChange(name[0], place, what, was != null, keys(name[0], name[1])));
      }
    }
    return changes;
  }

  /** Keys of a place and of all that it lies in, up to the whole operation. */
  private static Set<String> keys(String operation, String place) {
    Set<String> keys =
        Pattern.compile("[ ./\\[]|$")
            .matcher(place)
            .results()
            .map(end -> key(operation, place.substring(0, end.start())))
            .collect(Collectors.toSet());
    keys.add(key(operation, ""));
    return keys;
  }

  /** Key of a place of an operation. */
  static String key(String operation, String place) {
    return operation + "#" + place.replaceFirst("^status ", "interaction ");
  }
}
