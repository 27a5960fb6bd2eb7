package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the client asks, and what it can live with as an answer: one interaction of the pact.
 *
 * @param operation operationId
 * @param description the request in words
 * @param states facts that the provider makes true, see {@link #IDS}
 * @param request what is on the wire, with names in braces for ids: {@code ${productId}}
 * @param status HTTP status of the answer
 * @param error code of the error, or null for success
 * @param answer body of the answer, or null for none
 * @param call the call of the client that sends this request
 */
record Expectation(
    String operation,
    String description,
    List<String> states,
    Request request,
    int status,
    ErrorCode error,
    JsonNode answer,
    Call call) {

  static final String OTHER_KEY = "the secret key of the caller is not the one on record";
  static final String NO_PERMISSION = "the caller has no permission";
  static final String THROTTLED = "the caller is throttled";
  static final String SPENT = "the quota of the caller is spent";

  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("productId", "prod000001"),
          Map.entry("productName", "sandbox-product"),
          Map.entry("isPublished", "false"),
          Map.entry("subscriptionCode", "PROTECTED"),
          Map.entry("apiId", "apis000001"),
          Map.entry("apiName", "sandbox-api"),
          Map.entry("stageId", "stag000001"),
          Map.entry("stageName", "sandbox-stage"),
          Map.entry("usagePlanId", "plan000001"),
          Map.entry("usagePlanName", "sandbox-plan"));

  private static final String NONE = "none000000";

  /** What a state says of ids, where it is not the usual one: examples, a provider has others. */
  private static final Map<String, Map<String, String>> IDS =
      Map.of(
          "no product has the id", Map.of("productId", NONE),
          "no API has the id", Map.of("apiId", NONE),
          "no stage has the id", Map.of("stageId", NONE),
          "no usage plan has the id", Map.of("usagePlanId", NONE));

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

  /** A call of the client; gives what it returns, or null. */
  @FunctionalInterface
  interface Call {
    Object on(ApiGatewayClient gateway, Ids ids);
  }

  /** The ids to call with. */
  record Ids(Map<String, String> values) {

    String product() {
      return get("productId");
    }

    String api() {
      return get("apiId");
    }

    String stage() {
      return get("stageId");
    }

    String plan() {
      return get("usagePlanId");
    }

    String get(String name) {
      return Objects.requireNonNull(values.get(name), name);
    }
  }

  /** A request; the path stands below the base path, the body is JSON or null. */
  record Request(String method, String path, Map<String, String> query, String body) {

    /** Reads {@code METHOD /path?name=value}; values are written as they are, without escapes. */
    static Request read(String line, String body) {
      String[] words = line.split(" ", 2);
      String[] target = words[1].split("\\?", 2);
      Map<String, String> query = new TreeMap<>();
      if (target.length == 2) {
        for (String pair : target[1].split("&")) {
          query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
      }
      return new Request(words[0], target[0], query, body);
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

  Ids ids() {
    Map<String, String> ids = new TreeMap<>(USUAL);
    states.forEach(state -> ids.putAll(IDS.getOrDefault(state, Map.of())));
    return new Ids(ids);
  }

  /** Puts the ids of the example in the place of their names. */
  String example(String text) {
    Matcher names = PLACEHOLDER.matcher(text);
    return names.replaceAll(name -> Matcher.quoteReplacement(ids().get(name.group(1))));
  }

  static boolean hasPlaceholder(String text) {
    return PLACEHOLDER.matcher(text).find();
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
    private Call call;

    private Builder(String operation, String description) {
      this.operation = operation;
      this.description = description;
    }

    Builder given(String... states) {
      this.states = List.of(states);
      return this;
    }

    Builder asks(String line) {
      return asks(line, null);
    }

    Builder asks(String line, String body) {
      this.request = Request.read(line, body);
      return this;
    }

    Builder by(Call call) {
      this.call = call;
      return this;
    }

    /** A success without a body, and what every operation can be refused with. */
    Builder gets(int status) {
      return gets(status, (JsonNode) null);
    }

    /** A success with the documented sample as its body. */
    Builder getsSample(int status) {
      return gets(status, SampleFolder.sample(operation, status + "-sample.response.json"));
    }

    /** A success with the members of the documented syntax that callers cannot do without. */
    Builder gets(int status, String body) {
      return gets(status, SampleFolder.json(body));
    }

    private Builder gets(int status, JsonNode body) {
      add(description, states, request, status, null, body, call);
      refused(OTHER_KEY, ErrorCode.AUTHENTICATION_FAILED, "Authentication Failed");
      refused(NO_PERMISSION, ErrorCode.PERMISSION_DENIED, "Permission Denied");
      refused(SPENT, ErrorCode.QUOTA_EXCEEDED, "Quota Exceeded");
      refused(THROTTLED, ErrorCode.THROTTLE_LIMITED, "Throttle Limited");
      return this;
    }

    private void refused(String state, ErrorCode code, String message) {
      List<String> all = new ArrayList<>(states);
      all.add(state);
      add(description, all, request, code.httpStatus(), code, error(code, message), call);
    }

    /** The same request where an id in it names nothing. */
    Builder missing(String... states) {
      ErrorCode code = ErrorCode.NOT_FOUND;
      JsonNode body = error(code, "Not Found Exception");
      add(description, List.of(states), request, code.httpStatus(), code, body, call);
      return this;
    }

    /** Another request, one that contradicts the documents. */
    Builder wrong(String how, String line, String body, Call call) {
      ErrorCode code = ErrorCode.BAD_REQUEST;
      add(
          description + ", " + how,
          states,
          Request.read(line, body),
          code.httpStatus(),
          code,
          error(code, "Bad Request Exception"),
          call);
      return this;
    }

    List<Expectation> all() {
      return expectations;
    }

    private void add(
        String words,
        List<String> given,
        Request asked,
        int status,
        ErrorCode code,
        JsonNode body,
        Call by) {
      expectations.add(new Expectation(operation, words, given, asked, status, code, body, by));
    }

    private static JsonNode error(ErrorCode code, String message) {
      ObjectNode body = (ObjectNode) SampleFolder.json("{\"error\": {}}");
      body.withObject("/error").put("errorCode", code.code()).put("message", message);
      return body;
    }
  }
}
