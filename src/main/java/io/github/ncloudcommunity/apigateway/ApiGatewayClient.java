package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Feign;
import io.github.ncloudcommunity.apigateway.api.ApiKeyOperations;
import io.github.ncloudcommunity.apigateway.api.ApiOperations;
import io.github.ncloudcommunity.apigateway.api.AuthorizerOperations;
import io.github.ncloudcommunity.apigateway.api.CanaryOperations;
import io.github.ncloudcommunity.apigateway.api.DashboardOperations;
import io.github.ncloudcommunity.apigateway.api.DeploymentOperations;
import io.github.ncloudcommunity.apigateway.api.GatewayResponseOperations;
import io.github.ncloudcommunity.apigateway.api.MethodOperations;
import io.github.ncloudcommunity.apigateway.api.ModelOperations;
import io.github.ncloudcommunity.apigateway.api.ProductOperations;
import io.github.ncloudcommunity.apigateway.api.PublishedProductOperations;
import io.github.ncloudcommunity.apigateway.api.ResourceOperations;
import io.github.ncloudcommunity.apigateway.api.StageOperations;
import io.github.ncloudcommunity.apigateway.api.UsagePlanOperations;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The client. Its accessors return the operations, grouped by resource. It signs requests, sends
 * them, retries where that is safe, and reads the answers.
 *
 * <pre>{@code
 * try (ApiGatewayClient gateway = ApiGatewayClient.create()) {
 *   gateway.stages().associateUsagePlan(productId, apiId, stageId,
 *       new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe. Share one instance between all threads and keep it: it holds the
 * connection pool. Operations block the calling thread. For a wrong argument they throw {@link
 * NullPointerException} or {@link IllegalArgumentException} and send nothing. For every other
 * failure they throw {@link ApiGatewayException}.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">Overview of the
 *     API</a>
 */
public final class ApiGatewayClient implements AutoCloseable {

  private final Shared shared;
  private final CallOptions options;
  private final boolean owner;
  private final Map<Class<?>, Object> operations = new ConcurrentHashMap<>();

  private ApiGatewayClient(Shared shared, CallOptions options, boolean owner) {
    this.shared = shared;
    this.options = options;
    this.owner = owner;
  }

  /**
   * Creates a client for the public cloud, with the credentials of {@link
   * CredentialsProvider#defaultChain()} and the defaults of {@link Builder}. It looks up and sends
   * nothing before the first call.
   *
   * @return a client; the caller must close it
   */
  public static ApiGatewayClient create() {
    return builder().build();
  }

  /**
   * Starts a client with other settings than the defaults.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Products.
   *
   * @return the operations, thread-safe
   */
  public ProductOperations products() {
    return operations(ProductOperations.class);
  }

  /**
   * APIs of a product.
   *
   * @return the operations, thread-safe
   */
  public ApiOperations apis() {
    return operations(ApiOperations.class);
  }

  /**
   * Resources of an API: its paths, with their CORS settings.
   *
   * @return the operations, thread-safe
   */
  public ResourceOperations resources() {
    return operations(ResourceOperations.class);
  }

  /**
   * Methods of a resource: their requests and responses.
   *
   * @return the operations, thread-safe
   */
  public MethodOperations methods() {
    return operations(MethodOperations.class);
  }

  /**
   * Models of an API: the JSON Schemas of its bodies.
   *
   * @return the operations, thread-safe
   */
  public ModelOperations models() {
    return operations(ModelOperations.class);
  }

  /**
   * Authorizers, which decide who may call a method.
   *
   * @return the operations, thread-safe
   */
  public AuthorizerOperations authorizers() {
    return operations(AuthorizerOperations.class);
  }

  /**
   * Gateway responses of an API: the answers of the gateway itself.
   *
   * @return the operations, thread-safe
   */
  public GatewayResponseOperations gatewayResponses() {
    return operations(GatewayResponseOperations.class);
  }

  /**
   * Stages of an API, their usage plans, and the settings of their methods.
   *
   * @return the operations, thread-safe
   */
  public StageOperations stages() {
    return operations(StageOperations.class);
  }

  /**
   * Deployments of a stage.
   *
   * @return the operations, thread-safe
   */
  public DeploymentOperations deployments() {
    return operations(DeploymentOperations.class);
  }

  /**
   * The canary of a stage: a second deployment that gets a share of the requests.
   *
   * @return the operations, thread-safe
   */
  public CanaryOperations canary() {
    return operations(CanaryOperations.class);
  }

  /**
   * Usage plans.
   *
   * @return the operations, thread-safe
   */
  public UsagePlanOperations usagePlans() {
    return operations(UsagePlanOperations.class);
  }

  /**
   * API keys, and the products they subscribe to.
   *
   * @return the operations, thread-safe
   */
  public ApiKeyOperations apiKeys() {
    return operations(ApiKeyOperations.class);
  }

  /**
   * Published products of all accounts, and their documents.
   *
   * @return the operations, thread-safe
   */
  public PublishedProductOperations publishedProducts() {
    return operations(PublishedProductOperations.class);
  }

  /**
   * Dashboards with the numbers of calls by product and API key, and the history of events.
   *
   * @return the operations, thread-safe
   */
  public DashboardOperations dashboards() {
    return operations(DashboardOperations.class);
  }

  /** Created on first use: most programs need only a few. */
  private <T> T operations(Class<T> type) {
    return type.cast(
        operations.computeIfAbsent(type, absent -> shared.operations(absent, options)));
  }

  /**
   * Creates a client with other call options, for a part of a program or a single call. It shares
   * everything else with this client: connections, credentials, clock, listener.
   *
   * <pre>{@code
   * gateway.with(options -> options.callTimeout(Duration.ofSeconds(3)).maxAttempts(1))
   *     .products().getProduct(productId);
   * }</pre>
   *
   * @param change changes the options, starting from those of this client; called once
   * @return a client that works until this one is closed; closing it has no effect
   * @throws IllegalArgumentException if a value is not allowed
   */
  public ApiGatewayClient with(Consumer<CallOptions> change) {
    CallOptions changed = new CallOptions(options);
    change.accept(changed);
    // Copies again, because the caller may keep and change the options.
    return new ApiGatewayClient(shared, new CallOptions(changed), false);
  }

  /**
   * Returns the base URL.
   *
   * @return the base URL, {@code /api/v1} included
   */
  public URI baseUrl() {
    return shared.baseUrl();
  }

  /**
   * Closes the connections. Running and later calls throw an {@link ApiGatewayException} of kind
   * {@link ApiGatewayException.Kind#CLIENT_CLOSED}. An HTTP client from {@link Builder#httpClient}
   * stays open. Closing again, or closing a client made by {@link #with}, has no effect.
   */
  @Override
  public void close() {
    if (owner) {
      shared.close();
    }
  }

  /** Returns a text with the base URL and without credentials. */
  @Override
  public String toString() {
    return "ApiGatewayClient[" + shared.baseUrl() + "]";
  }

  /**
   * Builds a client. Mutable, not thread-safe; it can build several clients.
   *
   * <p>Every setter throws {@link NullPointerException} for null.
   */
  public static final class Builder {

    private final CallOptions options = new CallOptions();
    private URI baseUrl = Cloud.PUBLIC.baseUrl();
    private boolean plainHttpAllowed;
    private @Nullable CredentialsProvider credentialsProvider;
    Duration connectTimeout = Duration.ofSeconds(5);
    int maxConnections = 20;
    int maxAnswerBytes = 16 * 1024 * 1024;
    Clock clock = Clock.systemUTC();
    @Nullable Client httpClient;
    @Nullable URI proxy;
    @Nullable Consumer<Feign.Builder> customizer;
    @Nullable CallListener listener;
    Connector.Names names = InetAddress::getAllByName;
    LongSupplier nanoTime = System::nanoTime;
    Retry.Sleeper sleeper = pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos());

    private Builder() {}

    /**
     * Sets the cloud of the account. Default: {@link Cloud#PUBLIC}. This and {@link #baseUrl}
     * replace each other.
     *
     * @param cloud the cloud
     * @return this builder
     */
    public Builder cloud(Cloud cloud) {
      this.baseUrl = cloud.baseUrl();
      return this;
    }

    /**
     * Sets the base URL, for example of a sandbox or a recording proxy.
     *
     * @param baseUrl an absolute https URL that includes {@code /api/v1} or its replacement,
     *     without user info, query and fragment. http is allowed for loopback addresses, and after
     *     {@link #allowPlainHttp()} for all. {@link #build()} throws IllegalArgumentException for
     *     others.
     * @return this builder
     */
    public Builder baseUrl(URI baseUrl) {
      this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
      return this;
    }

    /**
     * Allows http to hosts other than loopback. Anyone on the network path can then read and change
     * requests and answers, and replay a signed request while its timestamp is valid (5 minutes).
     *
     * @return this builder
     */
    public Builder allowPlainHttp() {
      this.plainHttpAllowed = true;
      return this;
    }

    /**
     * Sets fixed credentials. Default: those of {@link CredentialsProvider#defaultChain()}.
     *
     * @param credentials the credentials
     * @return this builder
     */
    public Builder credentials(Credentials credentials) {
      return credentialsProvider(CredentialsProvider.of(credentials));
    }

    /**
     * Sets where credentials come from. The client asks the provider on every attempt, on a thread
     * of the client, so that a slow provider cannot delay a call beyond its {@code callTimeout}.
     * Wrap a provider that reads a {@link ThreadLocal}, or that never blocks, in {@link
     * CredentialsProvider#onCallingThread}. If the provider throws an exception, the call throws an
     * {@link ApiGatewayException} of kind {@link ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE}.
     *
     * @param credentialsProvider a thread-safe provider
     * @return this builder
     */
    public Builder credentialsProvider(CredentialsProvider credentialsProvider) {
      this.credentialsProvider = Objects.requireNonNull(credentialsProvider, "credentialsProvider");
      return this;
    }

    /**
     * Sets how long connecting may take. The limit applies to the name look-up, and then again to
     * connecting and TLS for each address of the host. Default: 5 seconds.
     *
     * @param connectTimeout 1 millisecond to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = CallOptions.checkedTimeout("connectTimeout", connectTimeout);
      return this;
    }

    /**
     * Sets how long the service may send nothing while the client waits for an answer or reads it,
     * or accept nothing while the client sends. Default: 30 seconds.
     *
     * @param readTimeout 1 millisecond to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder readTimeout(Duration readTimeout) {
      options.readTimeout(readTimeout);
      return this;
    }

    /**
     * Sets the time limit of a whole call: credentials, waiting for a connection, all attempts and
     * the pauses between them. It also ends an answer that arrives byte by byte. Default: 2
     * minutes. With {@link #httpClient}, an attempt can exceed it by the timeouts of that client.
     *
     * @param callTimeout 1 millisecond to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder callTimeout(Duration callTimeout) {
      options.callTimeout(callTimeout);
      return this;
    }

    /**
     * Sets the maximum number of attempts, the first one included. Default: 3. The client repeats a
     * write only if it certainly was not processed.
     *
     * @param maxAttempts 1 to 10
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxAttempts(int maxAttempts) {
      options.maxAttempts(maxAttempts);
      return this;
    }

    /**
     * Sets the maximum number of connections. Further calls wait for one until their {@code
     * callTimeout}. Default: 20.
     *
     * @param maxConnections 1 to 1000
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxConnections(int maxConnections) {
      this.maxConnections = CallOptions.checkedRange("maxConnections", maxConnections, 1, 1000);
      return this;
    }

    /**
     * Sets the maximum length of an answer, both compressed and decompressed. It also limits the
     * number of JSON values in an answer: one per 16 bytes of this limit, but at least 65,536,
     * where an empty object or array counts as two. So reading an answer takes at most about ten
     * times this much memory. A call whose answer is larger fails with {@link
     * ApiGatewayException.Kind#UNREADABLE_ANSWER}. Default: 16 MiB.
     *
     * @param maxAnswerBytes bytes, 1024 to 1 GiB
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxAnswerBytes(int maxAnswerBytes) {
      this.maxAnswerBytes =
          CallOptions.checkedRange("maxAnswerBytes", maxAnswerBytes, 1024, 1 << 30);
      return this;
    }

    /**
     * Sets the clock for signing. Default: {@link Clock#systemUTC()}. If the service answers 401
     * with code 200 and its clock differs by more than 4 minutes, the client tries once more and
     * uses the time of the service until the clocks agree again.
     *
     * @param clock a thread-safe clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Replaces the built-in HTTP client. The replacement must be thread-safe, must send URL and
     * headers unchanged, and must neither follow redirects nor retry. Whoever made it closes it.
     * {@link #proxy} and {@link #maxConnections} have no effect on it.
     *
     * <p>Each of Feign's own clients breaks one of these rules: {@link Client.Default} cannot send
     * PATCH and sends some requests twice; those for OkHttp and the JDK's client retry; those for
     * Apache HttpClient rewrite the query. {@link #build()} logs a warning about them.
     *
     * @param httpClient the HTTP client
     * @return this builder
     */
    public Builder httpClient(Client httpClient) {
      this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
      return this;
    }

    /**
     * Sets an HTTP proxy. Default: none; system properties are ignored. The proxy cannot read https
     * traffic.
     *
     * @param proxy {@code http://host:port}
     * @return this builder
     * @throws IllegalArgumentException if it has any other form; for a proxy with a password use
     *     {@link #httpClient}
     */
    public Builder proxy(URI proxy) {
      if (!"http".equalsIgnoreCase(proxy.getScheme())
          || proxy.getHost() == null
          || proxy.getPort() < 1
          || proxy.getPort() > 65_535
          || proxy.getRawUserInfo() != null
          || proxy.getRawQuery() != null
          || proxy.getRawFragment() != null
          || !(proxy.getRawPath() == null
              || proxy.getRawPath().isEmpty()
              || proxy.getRawPath().equals("/"))) {
        throw new IllegalArgumentException("proxy must be http://host:port");
      }
      this.proxy = proxy;
      return this;
    }

    /**
     * Customises the Feign builder, for example with interceptors, or capabilities such as metrics.
     * This client then overrides encoder, decoder, retryer, logger and HTTP client. Signing comes
     * last: after every interceptor, and inside every client that a capability wraps around the
     * HTTP client.
     *
     * <p>Such a wrapper may use other threads. It must pass on the request options that it
     * receives, and must call the wrapped client once, because retries are up to this client.
     *
     * <p>If an interceptor throws an exception, the call throws that exception, with two changes:
     * an {@link IllegalArgumentException} before sending gets the name of the operation, and an
     * {@link java.io.IOException} becomes an {@link java.io.UncheckedIOException}. Default:
     * nothing. A customised client is a little slower, because Feign then builds every request.
     *
     * @param customizer called once for each {@link #build()}
     * @return this builder
     */
    public Builder customize(Consumer<Feign.Builder> customizer) {
      this.customizer = Objects.requireNonNull(customizer, "customizer");
      return this;
    }

    /**
     * Sets a listener for the end of every attempt and every call. Default: none.
     *
     * @param listener a thread-safe listener
     * @return this builder
     */
    public Builder listener(CallListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    Builder names(Connector.Names names) {
      this.names = names;
      return this;
    }

    Builder time(LongSupplier nanoTime, Retry.Sleeper sleeper) {
      this.nanoTime = nanoTime;
      this.sleeper = sleeper;
      return this;
    }

    /**
     * Creates the client. It looks up and sends nothing before the first call.
     *
     * @return a client; the caller must close it
     * @throws IllegalArgumentException if the base URL is not allowed; the message says why
     * @throws IllegalStateException if Jackson or Apache HttpClient is too old
     */
    public ApiGatewayClient build() {
      Libraries.check();
      return new ApiGatewayClient(new Shared(this), new CallOptions(options), true);
    }

    /** Creates the default chain only if needed: it looks for the home directory. */
    CredentialsProvider credentialsProvider() {
      return credentialsProvider == null ? CredentialsProvider.defaultChain() : credentialsProvider;
    }

    URI checkedBaseUrl() {
      String scheme =
          baseUrl.getScheme() == null ? "" : baseUrl.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("https") && !scheme.equals("http")) {
        throw refused("it must start with https://");
      }
      if (baseUrl.getHost() == null || baseUrl.getHost().isEmpty()) {
        throw refused("its host is missing or has an invalid character");
      }
      if (baseUrl.getPort() > 65_535) {
        throw refused("its port is over 65535");
      }
      if (!baseUrl.toString().chars().allMatch(c -> c < 0x7f)) {
        throw refused(
            "it has a character that is not ASCII; percent-encode it, as in "
                + baseUrl.toASCIIString());
      }
      if (baseUrl.getRawUserInfo() != null) {
        throw refused("it has user info; set credentials with credentials(…)");
      }
      if (baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
        throw refused("it has a query or a fragment");
      }
      if (scheme.equals("http") && !plainHttpAllowed && !isLoopback(baseUrl.getHost())) {
        throw refused(
            "plain http to a host other than loopback lets others read and replay requests;"
                + " use https, or call allowPlainHttp()");
      }
      String path = baseUrl.getPath() == null ? "" : baseUrl.getPath(); // decoded: %2e is a dot
      if (path.contains("//") || (path + "/").contains("/./") || (path + "/").contains("/../")) {
        throw refused("its path has an empty, . or .. segment");
      }
      String text = baseUrl.toString();
      return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : baseUrl;
    }

    /** The message shows scheme and host only: user info and query may be secrets. */
    private IllegalArgumentException refused(String why) {
      return new IllegalArgumentException(
          "baseUrl "
              + (baseUrl.getHost() == null
                  ? ""
                  : baseUrl.getScheme() + "://" + baseUrl.getHost() + " ")
              + "is not allowed: "
              + why);
    }

    /** Does not look up names, because their addresses can change. */
    private static boolean isLoopback(String host) {
      if (host.equalsIgnoreCase("localhost")) {
        return true;
      }
      String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      if (!literal.contains(":") && !literal.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
        return false;
      }
      try {
        return InetAddress.getByName(literal).isLoopbackAddress();
      } catch (IOException e) {
        return false;
      }
    }
  }
}
