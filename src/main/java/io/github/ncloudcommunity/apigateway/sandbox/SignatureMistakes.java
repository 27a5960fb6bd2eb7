package io.github.ncloudcommunity.apigateway.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestTarget;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a signature is refused. It makes the usual mistakes, one or two at a time, until
 * that gives the signature of the request: so a mistake that it names was made. It never shows a
 * secret key or a signature. Thread-safe.
 */
final class SignatureMistakes {

  /** The difference, in milliseconds, from which on a timestamp is refused. */
  private static final long REFUSED_FROM = 300_000;

  private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,18}");

  /** Between these, a number is a time of our days in seconds, and one of 1970 in milliseconds. */
  private static final long LEAST_SECONDS = 100_000_000;

  private static final long LEAST_MILLIS = 100_000_000_000L;
  private static final long LEAST_MICROS = 100_000_000_000_000L;

  /** How far the time that was signed may be from the time of the header to be found. */
  private static final int NEAR_MILLIS = 2_000;

  /** The same where there is a second mistake, which makes many more strings. */
  private static final int VERY_NEAR_MILLIS = 100;

  private static final int MOST_PARAMETERS_TO_PERMUTE = 5;
  private static final int LONGEST_BODY = 64 * 1024;

  /** Method, target and the lines that follow. */
  private static final Pattern TEXT = Pattern.compile("([^ \n]+ )([^\n]*)(\n.*)", Pattern.DOTALL);

  private static final Pattern PATH_PART = Pattern.compile("[^/]+");
  private static final Pattern QUERY_PART = Pattern.compile("[^&=]+");
  private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");

  /** The bytes of HMAC-SHA1, HMAC-SHA256 and HMAC-SHA512. */
  private static final List<Integer> LENGTHS = List.of(20, 32, 64);

  private final String accessKey;
  private final String secretKey;

  SignatureMistakes(String accessKey, String secretKey) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  /**
   * Returns the mistakes of a request.
   *
   * @param now the time, in milliseconds, at which the request arrived
   * @return sentences; none if the request is signed correctly
   */
  List<String> of(SignedRequest request, long now) {
    List<String> mistakes = new ArrayList<>();
    if (request.accessKey().equals(secretKey)) {
      mistakes.add(
          "The header %s has the secret key; it must have the access key."
              .formatted(SignatureV2.ACCESS_KEY_HEADER));
    } else if (!request.accessKey().equals(accessKey)) {
      mistakes.add(
          "The header %s has %s; the access key is %s."
              .formatted(
                  SignatureV2.ACCESS_KEY_HEADER,
                  quote(request.accessKey()),
                  Problem.quote(accessKey)));
    }
    mistakes.addAll(ofTime(request.timestamp(), now));
    mistakes.addAll(ofSignature(request));
    return mistakes;
  }

  /** Returns the string that should have been signed, with a placeholder for what is no time. */
  String stringToSign(SignedRequest request) {
    String timestamp = request.timestamp();
    return text(request, isTimestamp(timestamp) ? timestamp : "{milliseconds}", accessKey);
  }

  private static String text(SignedRequest request, String timestamp, String accessKey) {
    return request.method().toUpperCase(Locale.ROOT)
        + ' '
        + request.target()
        + '\n'
        + timestamp
        + '\n'
        + accessKey;
  }

  /** Quotes what a client sent, unless it is the one thing that must not be shown. */
  private String quote(String text) {
    return text.contains(secretKey) ? "(a text with the secret key)" : Problem.quote(text);
  }

  // --- the time

  /**
   * Returns what is wrong with a timestamp.
   *
   * @param now the time, in milliseconds, at which the request arrived
   * @return a sentence, or none
   */
  List<String> ofTime(String timestamp, long now) {
    if (!isTimestamp(timestamp)) {
      return List.of(
          "The timestamp %s is not the milliseconds since 1970-01-01T00:00:00Z in decimal digits."
              .formatted(quote(timestamp)));
    }
    long time = Long.parseLong(timestamp);
    long ahead = time - now;
    if (Math.abs(ahead) < REFUSED_FROM) {
      return List.of();
    }
    if (time >= LEAST_SECONDS && time < LEAST_MILLIS) {
      return List.of("The timestamp %s is in seconds; it must be in milliseconds.".formatted(time));
    }
    if (time >= LEAST_MICROS) {
      return List.of(
          "The timestamp %s is in microseconds or nanoseconds; it must be in milliseconds."
              .formatted(time));
    }
    return List.of(
        "The timestamp %s is %s ms %s the clock (%s); from %s ms on it is refused."
            .formatted(
                timestamp, Math.abs(ahead), ahead < 0 ? "behind" : "ahead of", now, REFUSED_FROM));
  }

  static boolean isTimestamp(String text) {
    return TIMESTAMP.matcher(text).matches();
  }

  // --- the signature

  private List<String> ofSignature(SignedRequest request) {
    Sent sent = Sent.of(request.signature());
    if (sent == null) {
      return List.of(
          "The signature is not the Base64 of an HMAC-SHA256, which has 44 characters with its"
              + " padding.");
    }
    List<String> mistakes = new ArrayList<>(sent.mistakes);
    List<String> made = search(request, sent.bytes);
    if (made == null) {
      mistakes.add(
          "The signature does not fit the request, and no usual mistake explains it. Check the"
              + " secret key, and compare what you signed with the string to sign.");
    } else {
      mistakes.addAll(made);
    }
    return mistakes;
  }

  /**
   * A signature as it was sent.
   *
   * @param mistakes what is wrong with its form
   */
  private record Sent(byte[] bytes, List<String> mistakes) {

    /** Returns null if no form of a signature fits. */
    static @Nullable Sent of(String signature) {
      byte[] hex = hex(signature);
      if (hex != null) {
        return new Sent(hex, List.of("The signature is hexadecimal; it must be Base64."));
      }
      List<String> mistakes = new ArrayList<>();
      String text = signature;
      if (ESCAPE.matcher(text).find()) {
        text = decode(text.replace("+", "%2B"));
        mistakes.add("The signature is percent-encoded; send it as it is.");
      }
      if (text.matches(".*[-_].*")) {
        text = text.replace('-', '+').replace('_', '/');
        mistakes.add("The signature is Base64url; it must be Base64, with + and /.");
      }
      if (text.length() % 4 != 0) {
        text += "=".repeat(4 - text.length() % 4);
        mistakes.add("The signature lacks its padding, the = at the end.");
      }
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return null;
      }
      if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return null;
      }
      byte[] inner = hex(new String(bytes, ISO_8859_1));
      if (inner != null) {
        mistakes.add(
            "The signature is the Base64 of hexadecimal digits; it must be that of the bytes.");
        bytes = inner;
      }
      return LENGTHS.contains(bytes.length) ? new Sent(bytes, mistakes) : null;
    }

    private static byte @Nullable [] hex(String text) {
      boolean isHex =
          text.length() % 2 == 0
              && LENGTHS.contains(text.length() / 2)
              && text.matches("[0-9a-fA-F]+");
      return isHex ? HexFormat.of().parseHex(text) : null;
    }
  }

  /** A mistake in the string: makes wrong strings out of a string. */
  private record Slip(String mistake, Function<String, Stream<String>> texts) {}

  /**
   * Tells whether a string gives the signature: null if not, otherwise the mistake that it takes
   * besides, or none.
   */
  @FunctionalInterface
  private interface Check {

    @Nullable List<String> apply(String text);
  }

  /** Returns the fewest mistakes that lead to a signature, or null. */
  private @Nullable List<String> search(SignedRequest request, byte[] signature) {
    Function<String, byte[]> hmac = hmac("HmacSHA256", secretKey.getBytes(UTF_8));
    Check right = check(hmac, signature, List.of());
    List<Check> wrong = new ArrayList<>();
    wrongHashes().forEach((mistake, hash) -> wrong.add(check(hash, signature, List.of(mistake))));
    List<String> found = find(request, 0, right);
    for (int slips = 0; found == null && slips < 2; slips++) {
      found = find(request, slips + 1, right);
      for (int i = 0; found == null && i < wrong.size(); i++) {
        found = find(request, slips, wrong.get(i));
      }
      if (found == null) {
        int distance = slips == 0 ? NEAR_MILLIS : VERY_NEAR_MILLIS;
        found = find(request, slips, otherTime(request.timestamp(), distance, right));
      }
    }
    return found;
  }

  private static Check check(
      Function<String, byte[]> hash, byte[] signature, List<String> mistakes) {
    return text -> MessageDigest.isEqual(hash.apply(text), signature) ? mistakes : null;
  }

  /** The clock was read twice, once for the string and once for the header. */
  private static Check otherTime(String timestamp, int distance, Check right) {
    if (!isTimestamp(timestamp)) {
      return text -> null;
    }
    long time = Long.parseLong(timestamp);
    LongStream near =
        LongStream.rangeClosed(1, distance).flatMap(ms -> LongStream.of(time - ms, time + ms));
    LongStream withMillis =
        time < LEAST_MILLIS ? LongStream.range(time * 1000, (time + 1) * 1000) : LongStream.of();
    long[] others = LongStream.concat(near, withMillis).toArray();
    return text ->
        LongStream.of(others)
            .mapToObj(Long::toString)
            .filter(other -> right.apply(text.replace(timestamp, other)) != null)
            .findFirst()
            .map(
                other ->
                    List.of(
                        "The string has the timestamp %s, the header has %s; use the same in both."
                            .formatted(other, timestamp)))
            .orElse(null);
  }

  /** Checks all strings with a number of slips. */
  private @Nullable List<String> find(SignedRequest request, int slips, Check check) {
    List<String> found = find(request, request.accessKey(), slips, check);
    // A wrong header has been reported, so the string may have either key.
    return found == null && !request.accessKey().equals(accessKey)
        ? find(request, accessKey, slips, check)
        : found;
  }

  private @Nullable List<String> find(
      SignedRequest request, String accessKey, int slips, Check check) {
    String text = text(request, request.timestamp(), accessKey);
    return find(text, slips, slips(request, accessKey), check);
  }

  // Loops, because nested streams would keep all strings of a step in memory.
  private static @Nullable List<String> find(
      String text, int count, List<Slip> slips, Check check) {
    if (count == 0) {
      return check.apply(text);
    }
    for (Slip slip : slips) {
      for (String other : slip.texts.apply(text).toList()) {
        List<String> found =
            other.equals(text) ? null : find(other, count - 1, without(slip, slips), check);
        if (found != null) {
          return Stream.concat(Stream.of(slip.mistake), found.stream()).toList();
        }
      }
    }
    return null;
  }

  private static List<Slip> without(Slip slip, List<Slip> slips) {
    return slips.stream().filter(other -> !other.equals(slip)).toList();
  }

  // --- the mistakes

  private Map<String, Function<String, byte[]>> wrongHashes() {
    byte[] secret = secretKey.getBytes(UTF_8);
    Map<String, Function<String, byte[]>> wrong = new HashMap<>();
    wrong.put(
        "The key of the HMAC was the access key; it must be the secret key.",
        hmac("HmacSHA256", accessKey.getBytes(UTF_8)));
    wrong.put(
        "The key of the HMAC had a line feed after the secret key; remove it.",
        hmac("HmacSHA256", (secretKey + "\n").getBytes(UTF_8)));
    wrong.put(
        "The key of the HMAC had CR and LF after the secret key; remove them.",
        hmac("HmacSHA256", (secretKey + "\r\n").getBytes(UTF_8)));
    wrong.put(
        "Key and text of the HMAC were exchanged; the secret key is the key.",
        text -> hmac("HmacSHA256", text.getBytes(UTF_8)).apply(secretKey));
    wrong.put("HMAC-SHA1 was used; use HMAC-SHA256.", hmac("HmacSHA1", secret));
    wrong.put("HMAC-SHA512 was used; use HMAC-SHA256.", hmac("HmacSHA512", secret));
    byte[] decoded = base64(secretKey);
    if (decoded.length > 0) {
      wrong.put(
          "The secret key was decoded from Base64; its text is the key of the HMAC.",
          hmac("HmacSHA256", decoded));
    }
    return wrong;
  }

  private List<Slip> slips(SignedRequest request, String accessKey) {
    List<Slip> slips = new ArrayList<>();
    // The path and the query
    slips.add(
        new Slip(
            "The base path %s was left out.".formatted(RequestTarget.BASE_PATH),
            onTarget(SignatureMistakes::withoutBasePath)));
    slips.add(
        new Slip(
            "The query was left out.",
            onTarget(target -> Stream.of(target.replaceFirst("\\?.*", "")))));
    slips.add(
        new Slip(
            "Path or query was decoded; sign it percent-encoded, exactly as it is sent.",
            onTarget(SignatureMistakes::decoded)));
    slips.add(
        new Slip(
            "Path or query was percent-encoded in another way than it was sent.",
            onTarget(SignatureMistakes::encodedOtherwise)));
    slips.add(
        new Slip(
            "The parameters were signed in another order than they were sent.",
            onTarget(SignatureMistakes::inOtherOrder)));
    slips.add(
        new Slip(
            "The whole URL was signed; sign only its path and query.",
            onTarget(
                target ->
                    request.host().isEmpty()
                        ? Stream.of()
                        : Stream.of("http://", "https://", "")
                            .map(scheme -> scheme + request.host() + target))));
    slips.add(
        new Slip(
            "The query was escaped as HTML: &amp; in place of &.",
            onTarget(target -> Stream.of(target.replace("&", "&amp;")))));
    // The first line
    slips.add(
        new Slip(
            "The method was in lower case; it must be in upper case.",
            onMethod(method -> method.toLowerCase(Locale.ROOT))));
    for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      slips.add(
          new Slip("The method %s was signed.".formatted(method), onMethod(sent -> method + " ")));
    }
    slips.add(new Slip("The method was left out.", onMethod(method -> "")));
    slips.add(
        new Slip(
            "Between method and path was something other than one space.",
            text -> Stream.of("", "\n", "\t", "  ").map(gap -> text.replaceFirst(" ", gap))));
    // The lines
    String time = "\n" + request.timestamp();
    String key = "\n" + accessKey;
    slips.add(
        new Slip(
            "A line feed was at the end; there must be none.",
            text -> Stream.of(text + "\n", text + "\r\n")));
    slips.add(
        new Slip(
            "The lines ended with CR and LF; they must end with LF.",
            text -> Stream.of(text.replace("\n", "\r\n"))));
    slips.add(
        new Slip(
            "The lines were joined by a backslash and an n; they must be joined by a line feed.",
            text -> Stream.of(text.replace("\n", "\\n"))));
    slips.add(
        new Slip(
            "The lines were not joined by line feeds.",
            text -> Stream.of("", " ").map(gap -> text.replace("\n", gap))));
    slips.add(new Slip("The timestamp was left out.", text -> Stream.of(text.replace(time, ""))));
    slips.add(
        new Slip(
            "The access key was left out.",
            text -> Stream.of(text.replace(key, ""), text.replace(key, "\n"))));
    slips.add(
        new Slip(
            "Timestamp and access key were in the wrong order.",
            text -> Stream.of(text.replace(time + key, key + time))));
    slips.add(
        new Slip(
            "The string has the secret key in place of the access key.",
            text -> Stream.of(text.replace(key, "\n" + secretKey))));
    if (isTimestamp(request.timestamp())) {
      slips.add(
          new Slip(
              "The string has the timestamp in seconds; it must be that of the header, in"
                  + " milliseconds.",
              text ->
                  Stream.of(
                      text.replace(time, "\n" + Long.parseLong(request.timestamp()) / 1000))));
    }
    if (request.body().length() <= LONGEST_BODY) {
      slips.add(
          new Slip(
              "The body was signed too; it must not be.",
              text ->
                  Stream.of(request.body(), request.body().strip())
                      .filter(body -> !body.isEmpty())
                      .flatMap(body -> Stream.of(text + "\n" + body, text + body))));
    }
    return slips;
  }

  private static Function<String, Stream<String>> onTarget(
      Function<String, Stream<String>> change) {
    return text -> {
      Matcher parts = TEXT.matcher(text);
      return parts.matches()
          ? change.apply(parts.group(2)).map(target -> parts.group(1) + target + parts.group(3))
          : Stream.of();
    };
  }

  /** The method with the space after it. */
  private static Function<String, Stream<String>> onMethod(UnaryOperator<String> change) {
    return text -> {
      Matcher parts = TEXT.matcher(text);
      return parts.matches()
          ? Stream.of(change.apply(parts.group(1)) + parts.group(2) + parts.group(3))
          : Stream.of();
    };
  }

  private static Stream<String> withoutBasePath(String target) {
    String start = RequestTarget.BASE_PATH + "/";
    return target.startsWith(start)
        ? Stream.of(target.substring(start.length() - 1), target.substring(start.length()))
        : Stream.of();
  }

  private static Stream<String> decoded(String target) {
    String plusKept = target.replace("+", "%2B");
    return Stream.of(
        onQuery(target, SignatureMistakes::decode),
        onQuery(target, query -> decode(query.replace("+", "%2B"))),
        decode(target),
        decode(plusKept));
  }

  private static Stream<String> encodedOtherwise(String target) {
    UnaryOperator<String> form = text -> URLEncoder.encode(text, UTF_8);
    UnaryOperator<String> strict =
        text -> form.apply(text).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    UnaryOperator<String> javaScript =
        text ->
            strict
                .apply(text)
                .replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%2A", "*");
    Stream<String> recoded =
        Stream.of(form, strict, javaScript).map(encoding -> recoded(target, encoding));
    return Stream.concat(
        recoded,
        Stream.of(
            replaced(target, ESCAPE, text -> text.toLowerCase(Locale.ROOT)),
            replaced(target, ESCAPE, text -> text.toUpperCase(Locale.ROOT)),
            target.replace("%2F", "/").replace("%2f", "/"),
            target.replace("+", "%2B"),
            target.replace("%", "%25")));
  }

  private static String recoded(String target, UnaryOperator<String> encoding) {
    UnaryOperator<String> recode = part -> encoding.apply(decode(part));
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return replaced(path, PATH_PART, recode)
        + onQuery(target, text -> replaced(text, QUERY_PART, recode)).substring(path.length());
  }

  private static String replaced(String text, Pattern part, UnaryOperator<String> change) {
    return part.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(change.apply(match.group())));
  }

  private static String onQuery(String target, UnaryOperator<String> change) {
    int query = target.indexOf('?') + 1;
    return query == 0 ? target : target.substring(0, query) + change.apply(target.substring(query));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** All orders of a few parameters; of many, those that programs make. */
  private static Stream<String> inOtherOrder(String target) {
    int query = target.indexOf('?') + 1;
    if (query == 0) {
      return Stream.of();
    }
    List<String> parameters = List.of(target.substring(query).split("&", -1));
    Stream<List<String>> orders =
        parameters.size() <= MOST_PARAMETERS_TO_PERMUTE
            ? permutations(parameters)
            : Stream.of(
                parameters.stream().sorted().toList(),
                IntStream.rangeClosed(1, parameters.size())
                    .mapToObj(i -> parameters.get(parameters.size() - i))
                    .toList());
    return orders.map(order -> target.substring(0, query) + String.join("&", order));
  }

  private static Stream<List<String>> permutations(List<String> items) {
    if (items.size() <= 1) {
      return Stream.of(items);
    }
    return IntStream.range(0, items.size())
        .boxed()
        .flatMap(
            first -> {
              List<String> others = new ArrayList<>(items);
              String item = others.remove((int) first);
              return permutations(others)
                  .map(order -> Stream.concat(Stream.of(item), order.stream()).toList());
            });
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static Function<String, byte[]> hmac(String algorithm, byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return text -> mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is not available on this Java platform", e);
    }
  }
}
