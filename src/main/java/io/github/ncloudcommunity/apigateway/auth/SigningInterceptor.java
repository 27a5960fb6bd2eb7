package io.github.ncloudcommunity.apigateway.auth;

import feign.RequestInterceptor;
import feign.RequestTemplate;
import feign.Target;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.time.Clock;
import java.util.Objects;

/**
 * Signs the requests of a Feign client of your own with {@link SignatureV2}; {@code
 * ApiGatewayClient} signs without it. On every attempt it asks for credentials and time, and sets
 * the three headers exactly once, in place of earlier values.
 *
 * <p>Install one, as the last interceptor: if the path or query changes afterwards, the signature
 * no longer matches. The target must send to its own {@link Target#url()}, base path included, as
 * {@link Target.HardCodedTarget} does. The HTTP client must send the URL unchanged. Thread-safe.
 *
 * <pre>{@code
 * CredentialsProvider keys = CredentialsProvider.defaultChain();
 * StageOperations stages = Feign.builder()
 *     .requestInterceptor(new SigningInterceptor(keys, Clock.systemUTC()))
 *     .target(StageOperations.class, "https://apigateway.apigw.ntruss.com/api/v1");
 * }</pre>
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public final class SigningInterceptor implements RequestInterceptor {

  private final CredentialsProvider credentialsProvider;
  private final Clock clock;

  /**
   * Makes an interceptor.
   *
   * @param credentialsProvider asked on every attempt
   * @param clock the clock to sign by; it must be less than 5 minutes off the clock of the service
   * @throws NullPointerException if an argument is null
   */
  public SigningInterceptor(CredentialsProvider credentialsProvider, Clock clock) {
    this.credentialsProvider =
        CredentialsProvider.onCallingThread(
            Objects.requireNonNull(credentialsProvider, "credentialsProvider"));
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Signs the request.
   *
   * @param template the resolved request
   * @throws ApiGatewayException of kind {@link ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE} if
   *     the provider returns null, or throws anything but an {@link Error}; another exception than
   *     this one becomes its cause
   * @throws IllegalArgumentException if the path or query has a character that a request line
   *     cannot have
   * @throws IllegalStateException if the request has neither an absolute URL nor a target, or if
   *     the URL of the target has a query
   */
  @Override
  public void apply(RequestTemplate template) {
    String pathWithQuery = pathWithQuery(template);
    Credentials credentials = credentialsProvider.credentials();
    String timestamp = Long.toString(clock.millis());
    SignatureV2 signature =
        SignatureV2.of(template.method(), pathWithQuery, timestamp, credentials);
    replaceHeader(template, SignatureV2.TIMESTAMP_HEADER, timestamp);
    replaceHeader(template, SignatureV2.ACCESS_KEY_HEADER, credentials.accessKey());
    replaceHeader(template, SignatureV2.SIGNATURE_HEADER, signature.signature());
  }

  /** {@code header} would append to existing values and expand braces as a template. */
  private static void replaceHeader(RequestTemplate template, String name, String value) {
    template.removeHeader(name);
    template.headerLiteral(name, value);
  }

  /**
   * Feign sets the target's URL after the interceptors ran. So the URL of the template is relative
   * and without the base path on the first attempt, and absolute on later ones.
   */
  private static String pathWithQuery(RequestTemplate template) {
    String url = template.url();
    if (!url.startsWith("http")) {
      url = targetUrl(template) + url;
    }
    return requestTarget(url);
  }

  private static String targetUrl(RequestTemplate template) {
    Target<?> target = template.feignTarget();
    if (target == null) {
      throw new IllegalStateException("a request without a target cannot be signed");
    }
    String url = target.url();
    if (url.indexOf('?') >= 0) {
      throw new IllegalStateException("the URL of the target has a query");
    }
    // Drops one trailing slash, as RequestTemplate.target does.
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Works on the text: java.net.URI would decode it, and rejects URLs that a server accepts. */
  private static String requestTarget(String url) {
    int start = url.indexOf("://") + 3;
    while (start < url.length() && "/?#".indexOf(url.charAt(start)) < 0) {
      start++;
    }
    int fragment = url.indexOf('#', start);
    String target = url.substring(start, fragment < 0 ? url.length() : fragment);
    return target.startsWith("/") ? target : "/" + target;
  }
}
