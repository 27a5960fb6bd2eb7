package io.github.ncloudcommunity.apigateway.sandbox.spec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The parsed target of a request line.
 *
 * @param segments the path below {@code /api/v1}, still percent-encoded
 * @param query the parameters of the query, decoded, in the order sent
 */
public record RequestTarget(List<String> segments, List<QueryParameter> query) {

  public static final String BASE_PATH = "/api/v1";

  /** A parameter; its value is the empty string if it has no equals sign. */
  public record QueryParameter(String name, String value) {}

  /**
   * Parses a target.
   *
   * @param raw the target as it arrived, its bytes read as ISO-8859-1
   * @throws Problem if it is not a path below {@code /api/v1}, or its percent-encoding is wrong
   */
  public static RequestTarget of(String raw) {
    if (!raw.startsWith("/") || raw.indexOf('#') >= 0) {
      throw Problem.notFound(
          "The request target must be a path with an optional query, without a host or a"
              + " fragment.");
    }
    if (!raw.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw Problem.badRequest(
          "The request target has a character that must be percent-encoded: only visible ASCII is"
              + " allowed.");
    }
    decode(raw);
    int questionMark = raw.indexOf('?');
    String path = questionMark < 0 ? raw : raw.substring(0, questionMark);
    if (!path.startsWith(BASE_PATH + "/")) {
      throw Problem.notFound("There is nothing at this path; all paths start with /api/v1/.");
    }
    return new RequestTarget(
        List.of(path.substring(BASE_PATH.length() + 1).split("/", -1)),
        query(questionMark < 0 ? "" : raw.substring(questionMark + 1)));
  }

  private static List<QueryParameter> query(String raw) {
    List<QueryParameter> parameters = new ArrayList<>();
    for (String pair : raw.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      parameters.add(
          equals < 0
              ? new QueryParameter(decodeQuery(pair), "")
              : new QueryParameter(
                  decodeQuery(pair.substring(0, equals)), decodeQuery(pair.substring(equals + 1))));
    }
    return List.copyOf(parameters);
  }

  /** In a query, and only there, a plus sign is a space, as HTML forms send it. */
  private static String decodeQuery(String encoded) {
    return decode(encoded.replace('+', ' '));
  }

  /**
   * Decodes percent-escapes as UTF-8.
   *
   * @throws Problem if an escape is cut short or the bytes are not UTF-8
   */
  static String decode(String encoded) {
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c != '%') {
        bytes.put((byte) c);
        continue;
      }
      int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
      int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw Problem.badRequest(
            "The request target has a % without two hexadecimal digits after it.");
      }
      bytes.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw Problem.badRequest("The percent-escapes in the request target are not UTF-8.");
    }
  }
}
