package io.github.ncloudcommunity.apigateway.auth;

import feign.RequestInterceptor;
import feign.RequestTemplate;
import feign.Target;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import java.time.Clock;
import java.util.Objects;

/**
 * Signs every attempt of every Feign request with {@link SignatureV2}: asks for credentials and
 * time afresh and sets the three headers, each exactly once, in place of what an earlier attempt or
 * anyone else set.
 *
 * <p>Install one, and as the last interceptor: a path or query that changes afterwards no longer
 * fits the signature. The target must be one that sends to its own {@link Target#url()}, base path
 * included, such as {@link Target.HardCodedTarget}, and the HTTP client one that sends the URL
 * unchanged. Thread-safe.
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
   * @param clock tells the time that is signed; it must be less than 5 minutes from the service's
   * @throws NullPointerException if an argument is null
   */
  public SigningInterceptor(CredentialsProvider credentialsProvider, Clock clock) {
    this.credentialsProvider = Objects.requireNonNull(credentialsProvider, "credentialsProvider");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Signs the request.
   *
   * @param template the resolved request
   * @throws ApiGatewayException of kind {@link ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE} if
   *     the provider throws it or returns null; if it throws something else, with that as the cause
   * @throws IllegalArgumentException if the path or query of the request cannot stand on a request
   *     line
   * @throws IllegalStateException if the request has neither an absolute URL nor a target, or the
   *     URL of the target has a query
   */
  @Override
  public void apply(RequestTemplate template) {
    String pathWithQuery = pathWithQuery(template);
    Credentials credentials = credentials();
    String timestamp = Long.toString(clock.millis());
    SignatureV2 signature =
        SignatureV2.of(template.method(), pathWithQuery, timestamp, credentials);
    replaceHeader(template, SignatureV2.TIMESTAMP_HEADER, timestamp);
    replaceHeader(template, SignatureV2.ACCESS_KEY_HEADER, credentials.accessKey());
    replaceHeader(template, SignatureV2.SIGNATURE_HEADER, signature.signature());
  }

  private Credentials credentials() {
    Credentials credentials;
    try {
      credentials = credentialsProvider.credentials();
    } catch (Exception e) {
      if (e instanceof ApiGatewayException known && known.kind() == Kind.CREDENTIALS_UNAVAILABLE) {
        throw known;
      }
      // Feign would take what a call of the provider itself ended with for the end of this one.
      throw ApiGatewayException.builder(Kind.CREDENTIALS_UNAVAILABLE)
          .message("the provider failed with " + e.getClass().getSimpleName())
          .cause(e)
          .build();
    }
    if (credentials == null) {
      throw ApiGatewayException.builder(Kind.CREDENTIALS_UNAVAILABLE)
          .message("the credentials provider returned null")
          .build();
    }
    return credentials;
  }

  /** Feign adds to a header that is there, and takes braces in a value for a template. */
  private static void replaceHeader(RequestTemplate template, String name, String value) {
    template.removeHeader(name);
    template.headerLiteral(name, value);
  }

  /**
   * Feign gives the target's URL to a template after the interceptors ran: on the first attempt the
   * template's URL is relative and lacks the base path, on later ones it is absolute.
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
    // As RequestTemplate.target does: one slash, and no more than one.
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Works on the text: java.net.URI decodes, and refuses what a server may accept. */
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
