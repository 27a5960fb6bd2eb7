package io.github.ncloudcommunity.apigateway.contractkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the overview page says of all operations: base URL, headers, success and error codes. */
final class Overview {

  private static final Pattern URL = Pattern.compile("https://[\\w.-]+(?:/api/v1)?/?");
  private static final Pattern NAME = Pattern.compile("`?([A-Za-z][\\w-]*)`?");
  private static final Pattern STATUS = Pattern.compile("`?([1-5]\\d\\d)`?");
  private static final Pattern CODE = Pattern.compile("\\d+");
  private static final Pattern MESSAGE = Pattern.compile("[A-Za-z][\\w '-]*");

  // --- what the description of a header can say

  private static final Pattern EPOCH =
      Pattern.compile("(?:January 1, )?1970\\D{0,3}(?:1\\D{1,3}1\\D{1,3})?00:00:00");
  private static final Pattern MILLISECONDS =
      Pattern.compile("밀리초|milliseconds?|ミリ秒", Pattern.CASE_INSENSITIVE);
  private static final Pattern SKEW = Pattern.compile("(\\d+) ?(?:분 이상|minutes|分以上)");
  private static final Pattern HMAC =
      Pattern.compile("HMAC-?SHA-?(\\d+)", Pattern.CASE_INSENSITIVE);

  private final Map<String, PageFact> facts = new LinkedHashMap<>();

  /** All facts in page order. */
  List<PageFact> facts() {
    return new ArrayList<>(facts.values());
  }

  /**
   * Reads a base URL. Editions without {@code /api/v1} in it have that in the request lines of the
   * operations.
   *
   * @return false if it is none
   */
  boolean base(String url, int line) {
    if (!URL.matcher(url).matches()) {
      return false;
    }
    String cloud =
        url.contains("gov-ntruss") ? "government" : url.contains("fin-") ? "financial" : "public";
    return add("base " + cloud, url.replaceFirst("(/api/v1)?/?$", "/api/v1"), line);
  }

  /**
   * Reads a header.
   *
   * @return what is not understood, null if that is nothing
   */
  @Nullable String header(String name, String required, String description, int line) {
    Matcher header = NAME.matcher(name);
    if (!header.matches()) {
      return "the name is not understood";
    }
    if (!required.matches("Required|Optional")) {
      return "whether it is required is not understood";
    }
    if (!add("header " + header.group(1), required.toLowerCase(Locale.ROOT), line)) {
      return "said twice";
    }
    String rest = EPOCH.matcher(description).replaceAll("");
    if (!rest.equals(description) && MILLISECONDS.matcher(description).find()) {
      add("signature timestamp unit", "milliseconds since 1970-01-01T00:00:00Z", line);
    }
    Matcher skew = SKEW.matcher(rest);
    if (skew.find()) {
      String seconds = String.valueOf(60 * Integer.parseInt(skew.group(1)));
      add("signature timestamp refusedFromSeconds", seconds, line);
      rest = skew.replaceFirst("");
    }
    Matcher hmac = HMAC.matcher(rest);
    if (hmac.find()) {
      add("signature algorithm", "HMAC-SHA" + hmac.group(1), line);
      rest = hmac.replaceAll("");
    }
    return Field.NOTABLE.matcher(rest).find() ? "the description is not understood" : null;
  }

  /**
   * Reads a status.
   *
   * @param code code of an error; null for a success
   * @return false if it is not understood
   */
  boolean status(String status, @Nullable String code, String message, int line) {
    Matcher number = STATUS.matcher(status);
    if (!number.matches()
        || !MESSAGE.matcher(message).matches()
        || (code != null && !CODE.matcher(code).matches())) {
      return false;
    }
    if (code == null) {
      return add("success " + number.group(1), message, line);
    }
    String subject = "error " + number.group(1);
    String words = code + " " + message;
    facts.merge(
        subject,
        new PageFact(subject, words, line),
        (said, more) -> new PageFact(subject, said.words() + ", " + words, said.line()));
    return true;
  }

  private boolean add(String subject, String words, int line) {
    return facts.putIfAbsent(subject, new PageFact(subject, words, line)) == null;
  }
}
