package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request that the client sends, and the answer that it expects: one interaction of the pact.
 *
 * @param place where it is written
 * @param operation operationId
 * @param summary the request in words
 * @param variant what sets the request apart from others with the same outcome, or null
 * @param states the provider states, see {@link States}
 * @param request what is on the wire; values that the states give are names in braces: {@code
 *     ${productId}}
 * @param status HTTP status of the answer
 * @param error error code of the answer, or null for a success
 * @param answer body of the answer, the bytes of a file, or null for no body
 */
record Expectation(
    String place,
    String operation,
    String summary,
    String variant,
    List<String> states,
    Request request,
    int status,
    ErrorCode error,
    JsonNode answer) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

  /** States give texts; in a body, this one is a number. */
  private static final String NUMBER = "${deploymentNo}";

  /**
   * A request.
   *
   * @param path the path below the base path
   * @param body JSON, or null for no body
   */
  record Request(String method, String path, Map<String, List<String>> query, JsonNode body) {

    /** Reads {@code METHOD /path?name=value}; the values are not encoded. */
    static Request read(String line, JsonNode body) {
      String[] words = line.split(" ", 2);
      String[] target = words[1].split("\\?", 2);
      Map<String, List<String>> query = new TreeMap<>();
      for (int i = 1; i < target.length; i++) {
        for (String pair : target[i].split("&")) {
          String[] parts = pair.split("=", 2);
          query.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
        }
      }
      return new Request(words[0], target[0], query, body);
    }

    private Request withQuery(String name, String value) {
      Map<String, List<String>> changed = new TreeMap<>(query);
      changed.put(name, List.of(value));
      return new Request(method, path, changed, body);
    }

    private Request withBody(JsonNode other) {
      return new Request(method, path, query, other);
    }
  }

  /** Unique in the pact, and the same in every run. */
  String key() {
    return operation + " " + outcome() + (variant == null ? "" : " " + variant);
  }

  /** The whole request in words. */
  String description() {
    return variant == null ? summary : summary + ", " + variant;
  }

  /** The status with the error code: {@code 204}, {@code 401/210}. */
  String outcome() {
    return error == null ? Integer.toString(status) : status + "/" + error.code();
  }

  boolean answersWithAFile() {
    return answer != null && answer.isBinary();
  }

  /** The request with example values of the states. */
  Request example() {
    Map<String, String> values = States.values(states);
    Map<String, List<String>> query = new TreeMap<>();
    request
        .query()
        .forEach(
            (name, texts) ->
                query.put(name, texts.stream().map(text -> filled(text, values)).toList()));
    JsonNode body = request.body();
    if (body != null) {
      String text = body.toString().replace('"' + NUMBER + '"', NUMBER);
      body = SampleFolder.json(filled(text, values));
    }
    return new Request(request.method(), filled(request.path(), values), query, body);
  }

  /** Replaces the names in braces with their values. */
  static String filled(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            name ->
                Matcher.quoteReplacement(
                    Objects.requireNonNull(values.get(name.group(1)), name.group())));
  }

  static boolean hasPlaceholder(String text) {
    return PLACEHOLDER.matcher(text).find();
  }

  /** Whether a text of a body stands for a number that a state gives. */
  static boolean isNumber(String text) {
    return NUMBER.equals(text);
  }

  @Override
  public String toString() {
    return key();
  }

  /** Begins the expectations of one operation. */
  static Builder of(String operation, String summary) {
    StackWalker.StackFrame caller =
        StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst()).orElseThrow();
    String file = "src/test/java/" + caller.getClassName().replace('.', '/') + ".java";
    return new Builder(file + ":" + caller.getLineNumber(), operation, summary);
  }

  /** Builds the expectations of one operation: its successes, and the errors that apply to it. */
  static final class Builder {

    private final String place;
    private final String operation;
    private final String summary;
    private final List<Expectation> expectations = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private List<String> states = List.of();
    private Request request;
    private int success;

    private Builder(String place, String operation, String summary) {
      this.place = place;
      this.operation = operation;
      this.summary = summary;
      if (!isSpecified()) {
        problem("openapi/ has no such operation; if it was withdrawn, delete this expectation");
      }
    }

    Builder given(String... states) {
      this.states = List.of(states);
      return this;
    }

    /**
     * A request with the documented sample as its body. Where there is none, with the example of
     * the specification, and for an operation without a body with none.
     */
    Builder asks(String line) {
      JsonNode body =
          sample("sample.request.json")
              .or(() -> example(specified().requestContent()))
              .map(this::withoutMasks)
              .orElse(null);
      return asks(line, body);
    }

    Builder asks(String line, String body) {
      return asks(line, SampleFolder.json(body));
    }

    private Builder asks(String line, JsonNode body) {
      request = Request.read(line, body);
      return this;
    }

    /** A success with the documented sample as its body, if there is one. */
    Builder gets(int status) {
      return gets(status, sample(status + "-sample.response.json").map(this::withIds).orElse(null));
    }

    /**
     * A success with some members of the example of the specification.
     *
     * @param members those that callers need: {@code total,apis(apiId,apiName)}
     */
    Builder gets(int status, String members) {
      return gets(status, withIds(pick(status, members)));
    }

    Builder gets(int status, JsonNode body) {
      success = status;
      add(null, states, request, status, null, body);
      return this;
    }

    /** A success with a file of any content. */
    Builder getsFile(int status) {
      return gets(status, BinaryNode.valueOf("a file".getBytes(StandardCharsets.UTF_8)));
    }

    /** The same success for another body. */
    Builder also(String variant, String body, JsonNode answer) {
      add(variant, states, request.withBody(SampleFolder.json(body)), success, null, answer);
      return this;
    }

    /** The same success for another body, with some members of the example. */
    Builder also(String variant, String body, String members) {
      return also(variant, body, withIds(pick(success, members)));
    }

    /** The same request with an id that names nothing. */
    Builder notFound(String... states) {
      refused(null, List.of(states), request, ErrorCode.NOT_FOUND, "Not Found Exception");
      return this;
    }

    /** The same request with a query parameter that the documents do not allow. */
    Builder badQuery(String variant, String name, String value) {
      return bad(variant, request.withQuery(name, value));
    }

    /**
     * The same request with a member of the body that the documents do not allow.
     *
     * @param member its name, below that of another member with a slash between
     */
    Builder badMember(String variant, String member, Object value) {
      JsonNode body = request.body().deepCopy();
      JsonPointer pointer = JsonPointer.compile("/" + member);
      ((ObjectNode) body.at(pointer.head()))
          .set(pointer.last().getMatchingProperty(), JSON.valueToTree(value));
      return bad(variant, request.withBody(body));
    }

    /** The same request without a member of the body that another one needs. */
    Builder badWithout(String variant, String member) {
      ObjectNode body = request.body().deepCopy();
      if (body.remove(member) == null) {
        problem("the request has no member " + member);
      }
      return bad(variant, request.withBody(body));
    }

    /** The same request with a text in its body that is longer than the documents allow. */
    Builder tooLong(String what, String member, int length) {
      return badMember(
          "with %s of %s characters".formatted(what, length), member, "x".repeat(length));
    }

    private Builder bad(String variant, Request bad) {
      refused(variant, states, bad, ErrorCode.BAD_REQUEST, "Bad Request Exception");
      return this;
    }

    /** The same request, refused before the operation matters. */
    Builder refused(String state, ErrorCode code, String message) {
      List<String> all = new ArrayList<>(states);
      all.add(state);
      refused(null, all, request, code, message);
      return this;
    }

    boolean reads() {
      return specified().reads();
    }

    /** How many states it needs. */
    int states() {
      return states.size();
    }

    List<Expectation> all() {
      return expectations;
    }

    boolean isSpecified() {
      return Specification.bundled().operations().containsKey(operation);
    }

    /** What it names and openapi/ does not have, each with its place. */
    List<String> problems() {
      return problems;
    }

    private void problem(String what) {
      problems.add("%s: %s: %s".formatted(place, operation, what));
    }

    private void refused(
        String variant, List<String> given, Request asked, ErrorCode code, String message) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.putObject("error").put("errorCode", code.code()).put("message", message);
      add(variant, given, asked, code.httpStatus(), code, body);
    }

    private void add(
        String variant,
        List<String> given,
        Request asked,
        int status,
        ErrorCode code,
        JsonNode body) {
      expectations.add(
          new Expectation(place, operation, summary, variant, given, asked, status, code, body));
    }

    private Optional<JsonNode> sample(String file) {
      return Files.exists(SampleFolder.ROOT.resolve(operation).resolve(file))
          ? Optional.of(SampleFolder.sample(operation, file))
          : Optional.empty();
    }

    private Specification.Operation specified() {
      return Specification.bundled()
          .operations()
          .getOrDefault(
              operation,
              new Specification.Operation(operation, "", "", MissingNode.getInstance(), List.of()));
    }

    private static Optional<JsonNode> example(JsonNode content) {
      return Specification.examples(content).stream().findFirst();
    }

    private JsonNode pick(int status, String members) {
      JsonNode example =
          example(specified().responseContent(Integer.toString(status)))
              .orElseGet(JsonNodeFactory.instance::objectNode);
      Stream<MatchResult> words = Pattern.compile("\\w+|[()]").matcher(members).results();
      return pick(example, words.map(MatchResult::group).iterator());
    }

    /** The named members; of a list, those of the first element. */
    private JsonNode pick(JsonNode from, Iterator<String> words) {
      if (from.isArray()) {
        return JsonNodeFactory.instance.arrayNode().add(pick(from.path(0), words));
      }
      ObjectNode picked = JsonNodeFactory.instance.objectNode();
      String name = null;
      while (words.hasNext()) {
        String word = words.next();
        if (word.equals(")")) {
          break;
        } else if (word.equals("(")) {
          picked.set(name, pick(from.path(name), words));
        } else {
          name = word;
          if (from.has(name)) {
            picked.set(name, from.get(name));
          } else if (from.isObject() && isSpecified()) {
            problem("the example of the answer in openapi/ has no member " + name);
          }
        }
      }
      return picked;
    }

    /** A documented request with the ids of the states, and without the masks of the pages. */
    private JsonNode withoutMasks(JsonNode body) {
      Map<String, String> placeholders = new TreeMap<>();
      States.values(states).keySet().forEach(name -> placeholders.put(name, "${" + name + "}"));
      JsonNode changed = body.deepCopy();
      replaceIds(changed, specified().requestSchema(), placeholders);
      return SampleFolder.json(changed.toString().replace("***", "001"));
    }

    /** A documented answer with the ids of the states. */
    private JsonNode withIds(JsonNode body) {
      JsonNode changed = body.deepCopy();
      replaceIds(changed, MissingNode.getInstance(), States.values(states));
      return changed;
    }

    /** Of a request, the specification says what a member identifies; else its name does. */
    private static void replaceIds(JsonNode value, JsonNode schema, Map<String, String> ids) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        JsonNode inner = schema.path("properties").path(member.getKey());
        String kind = inner.path("x-identifies").asText();
        String name =
            kind.isEmpty() ? member.getKey() : kind + (kind.equals("deployment") ? "No" : "Id");
        String id = name.matches(".*Id|deploymentNo") ? ids.get(name) : null;
        if (id == null) {
          replaceIds(member.getValue(), inner, ids);
        } else {
          ((ObjectNode) value).put(member.getKey(), id);
        }
      }
      if (value.isArray()) {
        value.forEach(element -> replaceIds(element, schema.path("items"), ids));
      }
    }
  }
}
