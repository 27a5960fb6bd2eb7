package io.github.ncloudcommunity.apigateway.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import feign.Feign;
import feign.InvocationContext;
import feign.RequestInterceptor;
import feign.RequestTemplate;
import feign.Response;
import feign.ResponseInterceptor;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Prints each request and its answer. Added to a client with {@code customize}, it runs before the
 * request is signed, so it has no signature to print.
 */
final class Exchanges implements RequestInterceptor, ResponseInterceptor {

  private static final int LINE = 90;

  private final PrintStream out;
  private final String basePath;

  Exchanges(PrintStream out, String basePath) {
    this.out = out;
    this.basePath = basePath;
  }

  void addTo(Feign.Builder feign) {
    feign.requestInterceptor(this).responseInterceptor(this);
  }

  @Override
  public void apply(RequestTemplate template) {
    out.printf("   > %s %s%s%n", template.method(), basePath, template.url());
    if (template.body() != null) {
      print(template.body());
    }
  }

  @Override
  public Object intercept(InvocationContext context, Chain chain) throws Exception {
    Response response = context.response();
    if (isEmpty(response)) {
      out.printf("   < %d, no body%n", response.status());
    } else {
      out.printf("   < %d%n", response.status());
      print(response.body().asInputStream().readAllBytes()); // in memory, so it can be read again
    }
    return chain.next(context);
  }

  private static boolean isEmpty(Response response) {
    return response.body() == null || Integer.valueOf(0).equals(response.body().length());
  }

  /** JSON goes on one line if it fits there, and is indented otherwise. */
  private void print(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      JsonNode json = new ObjectMapper().readTree(text);
      text = json.toString().length() <= LINE ? json.toString() : json.toPrettyString();
    } catch (JsonProcessingException e) {
      // not JSON: printed as it is
    }
    text.lines().forEach(line -> out.println("     " + line));
  }
}
