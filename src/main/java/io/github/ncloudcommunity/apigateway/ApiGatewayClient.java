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
 * The client. It signs, sends, retries where that does no harm, and reads; its accessors give the
 * operations, resource by resource.
 *
 * <pre>{@code
 * try (ApiGatewayClient gateway = ApiGatewayClient.create()) {
 *   gateway.stages().associateUsagePlan(productId, apiId, stageId,
 *       new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe: one instance for all threads, kept as long as it is needed, since
 * it holds the pool of connections. Operations block the calling thread. They throw {@link
 * NullPointerException} or {@link IllegalArgumentException} for wrong arguments, before anything is
 * sent, and {@link ApiGatewayException} for everything else.
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
   * Makes a client for the public cloud, with the credentials of {@link
   * CredentialsProvider#defaultChain()} and the defaults of {@link Builder}. Nothing is looked up
   * or sent yet.
   *
   * @return a client, to be closed by the caller
   */
  public static ApiGatewayClient create() {
    return builder().build();
  }

  /**
   * Starts a client that differs from the defaults.
   *
   * @return a builder in which nothing is set
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Products (Product).
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
   * Resources of an API (Resource): its paths, with their CORS settings.
   *
   * @return the operations, thread-safe
   */
  public ResourceOperations resources() {
    return operations(ResourceOperations.class);
  }

  /**
   * Methods of a resource (Method): what they take and what they answer with.
   *
   * @return the operations, thread-safe
   */
  public MethodOperations methods() {
    return operations(MethodOperations.class);
  }

  /**
   * Models of an API (Model): the JSON Schemas of its bodies.
   *
   * @return the operations, thread-safe
   */
  public ModelOperations models() {
    return operations(ModelOperations.class);
  }

  /**
   * Authorizers (Authorizer), which decide who may call a method.
   *
   * @return the operations, thread-safe
   */
  public AuthorizerOperations authorizers() {
    return operations(AuthorizerOperations.class);
  }

  /**
   * Gateway responses of an API (Gateway Response): what the gateway itself answers with.
   *
   * @return the operations, thread-safe
   */
  public GatewayResponseOperations gatewayResponses() {
    return operations(GatewayResponseOperations.class);
  }

  /**
   * Stages of an API, the usage plans associated with them, and the settings of their methods.
   *
   * @return the operations, thread-safe
   */
  public StageOperations stages() {
    return operations(StageOperations.class);
  }

  /**
   * Deployments of a stage (Deployment).
   *
   * @return the operations, thread-safe
   */
  public DeploymentOperations deployments() {
    return operations(DeploymentOperations.class);
  }

  /**
   * The canary of a stage (Canary): a second deployment that gets a part of the requests.
   *
   * @return the operations, thread-safe
   */
  public CanaryOperations canary() {
    return operations(CanaryOperations.class);
  }

  /**
   * Usage plans (Usage Plan).
   *
   * @return the operations, thread-safe
   */
  public UsagePlanOperations usagePlans() {
    return operations(UsagePlanOperations.class);
  }

  /**
   * API keys (API Key), and the products they subscribe to.
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
   * Dashboards of products and API keys: how often they were called; and the history of events.
   *
   * @return the operations, thread-safe
   */
  public DashboardOperations dashboards() {
    return operations(DashboardOperations.class);
  }

  /** Made when it is first asked for: most programs use a few of them. */
  private <T> T operations(Class<T> type) {
    return type.cast(
        operations.computeIfAbsent(type, absent -> shared.operations(absent, options)));
  }

  /**
   * Makes a client for a part of a program, or for a single call, that differs from this one in its
   * options and shares everything else: connections, credentials, clock, listener.
   *
   * <pre>{@code
   * gateway.with(options -> options.callTimeout(Duration.ofSeconds(3)).maxAttempts(1))
   *     .products().getProduct(productId);
   * }</pre>
   *
   * @param change changes the options, which begin as those of this client; called once
   * @return a client that needs no closing: closing it does nothing, and it ends with this one
   * @throws IllegalArgumentException if an option is not allowed
   */
  public ApiGatewayClient with(Consumer<CallOptions> change) {
    CallOptions changed = new CallOptions(options);
    change.accept(changed);
    // A copy: whoever kept the options can no longer change the client.
    return new ApiGatewayClient(shared, new CallOptions(changed), false);
  }

  /**
   * Returns the address that requests go to.
   *
   * @return the base URL, {@code /api/v1} included
   */
  public URI baseUrl() {
    return shared.baseUrl();
  }

  /**
   * Closes the connections. Calls under way and later ones end with an {@link ApiGatewayException}
   * of the kind {@link ApiGatewayException.Kind#CLIENT_CLOSED}. An HTTP client that was handed in
   * stays open. Closing again does nothing, nor does closing a client made by {@link #with}.
   */
  @Override
  public void close() {
    if (owner) {
      shared.close();
    }
  }

  /** Returns the address that requests go to; no credentials. */
  @Override
  public String toString() {
    return "ApiGatewayClient[" + shared.baseUrl() + "]";
  }

  /**
   * Settings of a client. Mutable, not thread-safe; may be used for several clients.
   *
   * <p>Every setter throws {@link NullPointerException} for null, unless it says otherwise.
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
     * Sets the cloud that the account belongs to. Default: {@link Cloud#PUBLIC}. The last one of
     * this and {@link #baseUrl} holds.
     *
     * @param cloud the cloud
     * @return this builder
     */
    public Builder cloud(Cloud cloud) {
      this.baseUrl = cloud.baseUrl();
      return this;
    }

    /**
     * Sets the address of the API: a sandbox, a gateway of one's own, a recording proxy.
     *
     * @param baseUrl an absolute https URL with {@code /api/v1} or what stands for it, without user
     *     info, query and fragment; http only for a loopback address, or after {@link
     *     #allowPlainHttp()}. {@link #build()} refuses others with IllegalArgumentException.
     * @return this builder
     */
    public Builder baseUrl(URI baseUrl) {
      this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
      return this;
    }

    /**
     * Allows http to hosts that are not loopback. Everybody on the way can read and change what is
     * sent then, and send a signed request again for as long as its time is valid (5 minutes).
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
     * of its own, so that a call ends in time whatever the provider waits for. Wrap a provider that
     * reads a {@link ThreadLocal}, or that never waits, in {@link
     * CredentialsProvider#onCallingThread}. Whatever the provider throws, the call ends with an
     * {@link ApiGatewayException} of the kind {@link
     * ApiGatewayException.Kind#CREDENTIALS_UNAVAILABLE}.
     *
     * @param credentialsProvider a thread-safe provider
     * @return this builder
     */
    public Builder credentialsProvider(CredentialsProvider credentialsProvider) {
      this.credentialsProvider = Objects.requireNonNull(credentialsProvider, "credentialsProvider");
      return this;
    }

    /**
     * Sets how long making a connection may take: looking up the name, and then, for each address
     * of the host, connecting and TLS. Default: 5 seconds.
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
     * Sets how long the service may stay silent while an answer is awaited or read, or while it
     * takes none of what is sent. Default: 30 seconds.
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
     * Sets the deadline of a whole call: credentials, waiting for a connection, all attempts and
     * the pauses between them. An answer that drips in byte by byte ends with it too. Default: 2
     * minutes. With an HTTP client that was handed in, an attempt can be late by its own timeouts.
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
     * Sets how often a request is sent at most, the first time included. Default: 3. Writes are
     * sent again only when it is certain that they were not processed.
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
     * Sets how many connections there are at most; further calls wait for one until their deadline.
     * Default: 20.
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
     * Sets how long an answer may be, as it comes and unpacked. What JSON becomes in memory is
     * bounded with it: an answer may hold a value for each 16 bytes of this, and 65,536 in any
     * case, where an empty object or array counts as two. So an answer takes about ten times as
     * much memory at most while it is read. A longer one ends the call with {@link
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
     * Sets the clock that requests are signed by. Default: {@link Clock#systemUTC()}. When the
     * service refuses a request as unauthenticated and its own time is more than 4 minutes away,
     * the client goes by the time of the service until the clocks agree again.
     *
     * @param clock a thread-safe clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sends through an HTTP client of the caller instead of the built-in one. It must be
     * thread-safe and send URL and headers unchanged, must not follow redirects or retry, and is
     * closed by who made it. {@link #proxy} and {@link #maxConnections} do not reach it.
     *
     * <p>The clients that come with Feign break one of these rules or another: {@link
     * Client.Default} cannot send PATCH and sends some requests twice, those on OkHttp and on the
     * JDK's client send again by themselves, those on Apache HttpClient write the query anew.
     * {@link #build()} warns about them in the log.
     *
     * @param httpClient the HTTP client
     * @return this builder
     */
    public Builder httpClient(Client httpClient) {
      this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
      return this;
    }

    /**
     * Sends through an HTTP proxy. Default: none, whatever the system properties say. What is sent
     * to https addresses stays unreadable to it.
     *
     * @param proxy {@code http://host:port}
     * @return this builder
     * @throws IllegalArgumentException if it is anything else; a proxy that wants a password needs
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
     * Adds to the Feign builder: interceptors, capabilities such as metrics. It is applied before
     * the settings of this client; encoder, decoder, retryer, logger and HTTP client are
     * overridden. Signing comes last, after every interceptor and every client that a capability
     * puts around the HTTP client.
     *
     * <p>Such a client may run on other threads. It must hand on the request options that it is
     * given, which carry the attempt, and must call the client within once: retries belong to this
     * client.
     *
     * <p>An exception that an interceptor throws ends the call and is thrown to the caller: as it
     * is, but for an {@link IllegalArgumentException} before sending, to which the name of the
     * operation is added, and an {@link java.io.IOException}, which becomes an {@link
     * java.io.UncheckedIOException}. Default: nothing. A customised client is a little slower,
     * since Feign then makes every request.
     *
     * @param customizer called once for each {@link #build()}
     * @return this builder
     */
    public Builder customize(Consumer<Feign.Builder> customizer) {
      this.customizer = Objects.requireNonNull(customizer, "customizer");
      return this;
    }

    /**
     * Sets who is told of every attempt and call. Default: nobody.
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
     * Makes the client. Nothing is looked up or sent yet.
     *
     * @return a client, to be closed by the caller
     * @throws IllegalArgumentException if the base URL is not allowed; the message says what is
     */
    public ApiGatewayClient build() {
      Libraries.check();
      return new ApiGatewayClient(new Shared(this), new CallOptions(options), true);
    }

    /** Made only now: with credentials of the user, no home directory is looked for. */
    CredentialsProvider credentialsProvider() {
      return credentialsProvider == null ? CredentialsProvider.defaultChain() : credentialsProvider;
    }

    URI checkedBaseUrl() {
      String scheme =
          baseUrl.getScheme() == null ? "" : baseUrl.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("https") && !scheme.equals("http")) {
        throw refused("it must begin with https://");
      }
      if (baseUrl.getHost() == null || baseUrl.getHost().isEmpty()) {
        throw refused("its host is missing, or has characters that a host name cannot have");
      }
      if (baseUrl.getPort() > 65_535) {
        throw refused("its port is over 65535");
      }
      if (!baseUrl.toString().chars().allMatch(c -> c < 0x7f)) {
        throw refused(
            "its path has a character that is not ASCII; write it percent-encoded, as in "
                + baseUrl.toASCIIString());
      }
      if (baseUrl.getRawUserInfo() != null) {
        throw refused("it has user info; credentials go into credentials(…)");
      }
      if (baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
        throw refused("it has a query or a fragment");
      }
      if (scheme.equals("http") && !plainHttpAllowed && !isLoopback(baseUrl.getHost())) {
        throw refused(
            "plain http to a host that is not loopback would let others read and replay requests;"
                + " use https, or say allowPlainHttp()");
      }
      String path = baseUrl.getPath() == null ? "" : baseUrl.getPath(); // %2e is a dot, too
      if (path.contains("//") || (path + "/").contains("/./") || (path + "/").contains("/../")) {
        throw refused("its path has an empty, . or .. segment");
      }
      String text = baseUrl.toString();
      return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : baseUrl;
    }

    /** The message keeps to scheme and host: user info and query may be secrets. */
    private IllegalArgumentException refused(String why) {
      return new IllegalArgumentException(
          "baseUrl "
              + (baseUrl.getHost() == null
                  ? ""
                  : baseUrl.getScheme() + "://" + baseUrl.getHost() + " ")
              + "is not allowed: "
              + why);
    }

    /** Looks at the text: a name that is looked up can change what it stands for. */
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
