package io.github.ncloudcommunity.apigateway.contractkit;

import io.github.ncloudcommunity.apigateway.contractkit.Page.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A curl command of a page.
 *
 * @param request the call, null if there is no address that can be read
 * @param body the text of the body, null if there is none
 * @param rest what was not understood, mostly empty
 */
record CurlCommand(@Nullable Request request, @Nullable String body, String rest) {

  /** Parts of a command. Some pages break the address before {@code ?} and {@code &}. */
  private static final Pattern PART =
      Pattern.compile(
          "\\bcurl(?=\\s)|(?<=\\s)(?:--location|-L)(?=\\s)|\\\\(?=\\R)"
              + "|(?<=\\s)(?:--request|-X)\\s+(?<method>[A-Z]+)(?=\\s)"
              + "|(?<=\\s)'https?://[^/?\\s']+(?<path>[^?\\s'\"]*)(?:\\s*\\?(?<query>[^'\"]*))?'"
              + "|(?<=\\s)(?:--data|--data-raw|-d)\\s+'(?<body>[^']*)'"
              + "|(?<=\\s)(?:--header|-H)\\s+'(?i:x-ncp-apigw-timestamp|x-ncp-iam-access-key"
              + "|x-ncp-apigw-signature-v2|content-type):[^']*'");

  static CurlCommand read(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    Matcher matcher = PART.matcher(text);
    String rest =
        matcher.replaceAll(
            part -> {
              for (String name : new String[] {"method", "path", "query", "body"}) {
                if (matcher.group(name) != null
                    && parts.putIfAbsent(name, matcher.group(name)) != null) {
                  return Matcher.quoteReplacement(part.group());
                }
              }
              return "";
            });
    Map<String, String> query = new LinkedHashMap<>();
    if (parts.containsKey("query")) {
      for (String parameter : parts.get("query").split("\\s*&")) {
        String[] pair = (parameter + "=").split("=", 3);
        try {
          query.put(decoded(pair[0]), decoded(pair[1]));
        } catch (IllegalArgumentException e) {
          rest += " " + parameter;
        }
      }
    }
    String method = parts.getOrDefault("method", parts.containsKey("body") ? "POST" : "GET");
    String path = parts.get("path");
    return new CurlCommand(
        path == null ? null : new Request(method, PageReader.belowBasePath(path), query),
        parts.get("body"),
        path == null ? "no address" : rest.strip());
  }

  /** A blank is no part of an address. A page that does not encode a plus still means one. */
  private static String decoded(String text) {
    if (text.matches("(?s).*\\s.*")) {
      throw new IllegalArgumentException();
    }
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
