package io.github.ncloudcommunity.apigateway.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request exactly as it arrived.
 *
 * @param requestLine the bytes of the first line, read as ISO-8859-1
 * @param headerLines the header lines, in order
 * @param body the bytes of the body
 * @param connection which connection it came on, counted from 1
 */
public record Received(String requestLine, List<String> headerLines, byte[] body, int connection) {

  /** In place of a request that has not arrived yet. */
  static final Received NOTHING = new Received("", List.of(), new byte[0], 0);

  /** The method of the request line. */
  public String method() {
    return requestLine.substring(0, requestLine.indexOf(' '));
  }

  /** Path and query as they stand on the request line. */
  public String target() {
    return requestLine.substring(requestLine.indexOf(' ') + 1, requestLine.lastIndexOf(' '));
  }

  /** The path as it stands on the request line. */
  public String path() {
    return target().replaceFirst("\\?.*", "");
  }

  /**
   * The segments of the path, still encoded; the first one is the empty text before the first
   * slash.
   */
  public List<String> segments() {
    return List.of(path().split("/", -1));
  }

  /** The query as it stands on the request line; empty if there is none. */
  public String query() {
    int questionMark = target().indexOf('?');
    return questionMark < 0 ? "" : target().substring(questionMark + 1);
  }

  /** The decoded values of a query parameter, in order; a bare name has an empty value. */
  public List<String> queryValues(String name) {
    return List.of(query().split("&")).stream()
        .map(pair -> pair.split("=", 2))
        .filter(pair -> Wire.decode(pair[0]).equals(name))
        .map(pair -> pair.length == 1 ? "" : Wire.decode(pair[1]))
        .toList();
  }

  /** The decoded value of a query parameter that is there once; a bare name has an empty value. */
  public String queryValue(String name) {
    List<String> values = queryValues(name);
    if (values.size() != 1) {
      throw new AssertionError(name + " is there " + values.size() + " times in " + requestLine);
    }
    return values.get(0);
  }

  /** All values of a header, whatever the case of its name. */
  public List<String> header(String name) {
    return headerLines.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** When it says that it was signed. */
  public long timestamp() {
    return Long.parseLong(header(Wire.TIMESTAMP).get(0));
  }
}
