package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the client asks, and what it can live with as an answer: one interaction of the pact.
 *
 * @param operation operationId
 * @param description the request in words
 * @param states facts that the provider makes true, see {@link States}
 * @param request what is on the wire, with names in braces for what the states give: {@code
 *     ${productId}}
 * @param status HTTP status of the answer
 * @param error code of the error, or null for success
 * @param answer body of the answer, bytes for a file, or null for none
 */
record Expectation(
    String operation,
    String description,
    List<String> states,
    Request request,
    int status,
    ErrorCode error,
    JsonNode answer) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

  /** Values of states are texts; this one is a number in bodies. */
  private static final String NUMBER = "${deploymentNo}";

  /** A request; the path stands below the base path, the body is JSON or null. */
  record Request(String method, String path, Map<String, List<String>> query, String body) {

    /** Reads {@code METHOD /path?name=value}; values are written as they are, without escapes. */
    static Request read(String line, String body) {
      String[] words = line.split(" ", 2);
      String[] target = words[1].split("\\?", 2);
      return new Request(words[0], target[0], query(target.length == 2 ? target[1] : ""), body);
    }

    /** The same with another query, which begins with a question mark, or with another body. */
    Request with(String other) {
      return other.startsWith("?")
          ? new Request(method, path, query(other.substring(1)), body)
          : new Request(method, path, query, other);
    }

    private static Map<String, List<String>> query(String text) {
      Map<String, List<String>> query = new TreeMap<>();
      for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
        String[] parts = pair.split("=", 2);
        query.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
      }
      return query;
    }
  }

  /** Unique in the pact, and the same in every run. */
  String key() {
    return operation + " " + outcome() + (description.contains(", ") ? " " + variant() : "");
  }

  private String variant() {
    return description.substring(description.indexOf(", ") + 2);
  }

  /** The status, with the code of the error: {@code 204}, {@code 401/210}. */
  String outcome() {
    return error == null ? Integer.toString(status) : status + "/" + error.code();
  }

  /** The request with what the states give as examples. */
  Request example() {
    Map<String, String> values = States.values(states);
    Map<String, List<String>> query = new TreeMap<>();
    request
        .query()
        .forEach(
            (name, texts) ->
                query.put(name, texts.stream().map(text -> filled(text, values)).toList()));
    String body = request.body();
    return new Request(
        request.method(),
        filled(request.path(), values),
        query,
        body == null ? null : filled(body.replace('"' + NUMBER + '"', NUMBER), values));
  }

  /** The text with values in the place of their names. */
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
  static Builder of(String operation, String description) {
    return new Builder(operation, description);
  }

  /** The expectations of one operation: its success, and the errors that apply to it. */
  static final class Builder {

    private final String operation;
    private final String description;
    private final List<Expectation> expectations = new ArrayList<>();
    private List<String> states = List.of();
    private Request request;
    private int success;

    private Builder(String operation, String description) {
      this.operation = operation;
      this.description = description;
    }

    Builder given(String... states) {
      this.states = List.of(states);
      return this;
    }

    /** A request with the documented sample as its body, if there is one. */
    Builder asks(String line) {
      return asks(line, sample("sample.request.json").map(Builder::withoutMasks).orElse(null));
    }

    Builder asks(String line, String body) {
      request = Request.read(line, body);
      return this;
    }

    /** A success with the documented sample as its body, if there is one. */
    Builder gets(int status) {
      return gets(
          status, sample(status + "-sample.response.json").map(SampleFolder::json).orElse(null));
    }

    /** A success with the members of the documented syntax that callers cannot do without. */
    Builder gets(int status, String body) {
      return gets(status, SampleFolder.json(body));
    }

    /** A success with a file, whatever is in it. */
    Builder getsFile(int status) {
      return gets(status, BinaryNode.valueOf("a file".getBytes(StandardCharsets.UTF_8)));
    }

    /** A success, and what every operation can be refused with. */
    private Builder gets(int status, JsonNode body) {
      success = status;
      add(description, states, request, status, null, body);
      refused(States.OTHER_KEY, ErrorCode.AUTHENTICATION_FAILED, "Authentication Failed");
      refused(States.NO_PERMISSION, ErrorCode.PERMISSION_DENIED, "Permission Denied");
      refused(States.SPENT, ErrorCode.QUOTA_EXCEEDED, "Quota Exceeded");
      refused(States.THROTTLED, ErrorCode.THROTTLE_LIMITED, "Throttle Limited");
      return this;
    }

    private void refused(String state, ErrorCode code, String message) {
      List<String> all = new ArrayList<>(states);
      all.add(state);
      add(description, all, request, code, message);
    }

    /** The same success of a request with another query or body. */
    Builder also(String how, String other, String body) {
      JsonNode answer = SampleFolder.json(body);
      add(description + ", " + how, states, request.with(other), success, null, answer);
      return this;
    }

    /** The same request where an id in it names nothing. */
    Builder missing(String... states) {
      add(description, List.of(states), request, ErrorCode.NOT_FOUND, "Not Found Exception");
      return this;
    }

    /** A request whose query or body contradicts the documents. */
    Builder wrong(String how, String other) {
      Request wrong = request.with(other);
      ErrorCode code = ErrorCode.BAD_REQUEST;
      add(description + ", " + how, states, wrong, code, "Bad Request Exception");
      return this;
    }

    /** The same request with a text in its body that is longer than the documents allow. */
    Builder tooLong(String what, String member, int length) {
      ObjectNode body = (ObjectNode) SampleFolder.json(request.body());
      body.put(member, "x".repeat(length));
      return wrong("with %s of %s characters".formatted(what, length), body.toString());
    }

    List<Expectation> all() {
      return expectations;
    }

    private void add(
        String words, List<String> given, Request asked, ErrorCode code, String message) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.putObject("error").put("errorCode", code.code()).put("message", message);
      add(words, given, asked, code.httpStatus(), code, body);
    }

    private void add(
        String words,
        List<String> given,
        Request asked,
        int status,
        ErrorCode code,
        JsonNode body) {
      expectations.add(new Expectation(operation, words, given, asked, status, code, body));
    }

    private Optional<String> sample(String file) {
      Path sample = SampleFolder.ROOT.resolve(operation).resolve(file);
      return Files.exists(sample) ? Optional.of(SampleFolder.text(sample)) : Optional.empty();
    }

    /** Ids, which the pages mask or which are of another account, are those of the states. */
    private static String withoutMasks(String sample) {
      return sample
          .replaceAll("\"(\\w+Id)\" *: *\"[^\"]*\"", "\"$1\": \"\\${$1}\"")
          .replace("${originApiId}", "${apiId}")
          .replace("***", "001");
    }
  }
}
