package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a signed request as people have it at hand: the text of the HTTP request, what {@code curl
 * -v} printed, or the curl command.
 */
final class RequestText {

  /** HTTP/1.1 at the end is optional. */
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Za-z]+) +(\\S.*?)(?: +HTTP/[0-9.]+)?");

  private static final Pattern HEADER = Pattern.compile("([!-9;-~]+):[ \t]*(.*?)[ \t]*");

  /** A word of a shell: bare, escaped or quoted parts without a space between them. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?:[^\\s'\"\\\\]++|\\\\.|'[^']*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\")++",
          Pattern.DOTALL);

  private static final Pattern WORD_PART =
      Pattern.compile(
          "'([^']*+)'|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|\\\\(.)|([^'\"\\\\]++)",
          Pattern.DOTALL);

  /** An option of curl with a value: a long one, or letters of which the last has the value. */
  private static final Pattern OPTION =
      Pattern.compile(
          "--(request|header|data|data-raw|data-binary|json)|-[a-zA-Z&&[^XHd]]*([XHd])(.*)",
          Pattern.DOTALL);

  private static final Pattern NOT_UNDERSTOOD =
      Pattern.compile("-[FGKT]|--(?:form|get|config|upload-file|data-urlencode|url-query)");

  private RequestText() {}

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException if it is not one, or lacks a header of the signature
   */
  static SignedRequest parse(String text) {
    String trimmed = text.stripLeading();
    return trimmed.startsWith("curl ") ? curl(trimmed) : http(trimmed);
  }

  private static SignedRequest http(String text) {
    // curl -v puts > before each line that it sends, and * before what it does.
    String sent = text;
    if (text.startsWith("*") || text.startsWith(">")) {
      sent =
          text.lines()
              .filter(line -> line.startsWith(">"))
              .map(line -> line.replaceFirst("^> ?", ""))
              .collect(Collectors.joining("\n"));
    }
    // Lines of the head end with CR LF or LF; the body keeps its own.
    String[] headAndBody = sent.split("\r?\n\r?\n", 2);
    List<String> lines = headAndBody[0].lines().toList();
    Matcher first = REQUEST_LINE.matcher(lines.isEmpty() ? "" : lines.get(0));
    if (!first.matches()) {
      throw new IllegalArgumentException(
          "the first line is not a request line such as GET /api/v1/products?limit=1, nor a curl"
              + " command");
    }
    return request(
        first.group(1),
        first.group(2),
        lines.subList(1, lines.size()),
        headAndBody.length == 2 ? headAndBody[1] : "");
  }

  private static SignedRequest request(
      String method, String target, List<String> headers, String body) {
    String host = target.replaceFirst("^\\w+://", "").replaceFirst("/.*", "");
    return new SignedRequest(
        method,
        SignedRequest.pathOf(target),
        host.isEmpty() ? String.join("", values("Host", headers)) : host,
        single(SignatureV2.TIMESTAMP_HEADER, headers),
        single(SignatureV2.ACCESS_KEY_HEADER, headers),
        single(SignatureV2.SIGNATURE_HEADER, headers),
        body);
  }

  private static List<String> values(String name, List<String> headers) {
    return headers.stream()
        .map(HEADER::matcher)
        .filter(header -> header.matches() && header.group(1).equalsIgnoreCase(name))
        .map(header -> header.group(2))
        .toList();
  }

  private static String single(String name, List<String> headers) {
    List<String> values = values(name, headers);
    if (values.size() != 1 || values.get(0).isEmpty()) {
      throw new IllegalArgumentException(
          values.size() > 1
              ? "the header %s is there %s times".formatted(name, values.size())
              : "the header %s is missing or empty".formatted(name));
    }
    return values.get(0);
  }

  /** Takes what counts for the signature, and passes over all other options. */
  private static SignedRequest curl(String command) {
    String method = "";
    String url = "";
    String body = "";
    List<String> headers = new ArrayList<>();
    Iterator<String> words = words(command).iterator();
    while (words.hasNext()) {
      String word = words.next();
      Matcher option = OPTION.matcher(word);
      if (NOT_UNDERSTOOD.matcher(word).matches()) {
        throw new IllegalArgumentException(
            "the option %s of curl is not understood here: write the request without it"
                .formatted(word));
      } else if (word.matches("https?://.*")) {
        url = word;
      } else if (option.matches()) {
        boolean isLong = option.group(1) != null;
        String name = isLong ? option.group(1) : option.group(2);
        boolean isNext = isLong || option.group(3).isEmpty();
        String value = isNext ? next(word, words) : option.group(3);
        switch (name) {
          case "X", "request" -> method = value;
          case "H", "header" -> headers.add(value);
          default -> body = value;
        }
      }
    }
    if (url.isEmpty()) {
      throw new IllegalArgumentException("the curl command has no URL with http:// or https://");
    }
    return request(
        method.isEmpty() ? (body.isEmpty() ? "GET" : "POST") : method, url, headers, body);
  }

  private static String next(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException("the option %s of curl has no value".formatted(option));
    }
    return words.next();
  }

  private static List<String> words(String command) {
    return WORD.matcher(command.replaceAll("\\\\\r?\n", " "))
        .results()
        .map(
            word ->
                WORD_PART
                    .matcher(word.group())
                    .replaceAll(part -> Matcher.quoteReplacement(unquoted(part))))
        .toList();
  }

  private static String unquoted(MatchResult part) {
    if (part.group(2) != null) {
      return part.group(2).replaceAll("\\\\([\\\\\"$`])", "$1");
    }
    return IntStream.of(1, 3, 4)
        .mapToObj(part::group)
        .filter(Objects::nonNull)
        .collect(Collectors.joining());
  }
}
