package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Feign;
import feign.Logger;
import feign.Request;
import feign.Retryer;
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
import io.github.ncloudcommunity.apigateway.auth.SigningInterceptor;
import io.github.ncloudcommunity.apigateway.internal.QueryParameters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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

  private final ProductOperations products;
  private final ApiOperations apis;
  private final ResourceOperations resources;
  private final MethodOperations methods;
  private final ModelOperations models;
  private final AuthorizerOperations authorizers;
  private final GatewayResponseOperations gatewayResponses;
  private final StageOperations stages;
  private final DeploymentOperations deployments;
  private final CanaryOperations canary;
  private final UsagePlanOperations usagePlans;
  private final ApiKeyOperations apiKeys;
  private final PublishedProductOperations publishedProducts;
  private final DashboardOperations dashboards;

  private final URI baseUrl;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor alarms;
  private final @Nullable Transport ownTransport;

  private ApiGatewayClient(Builder builder) {
    baseUrl = builder.checkedBaseUrl();
    alarms = alarms();
    Client transport;
    if (builder.httpClient == null) {
      Transport own =
          new Transport(
              builder.connectTimeout,
              builder.callTimeout,
              builder.maxConnections,
              builder.proxy,
              userAgent());
      transport = own;
      ownTransport = own;
    } else {
      transport = new ForeignTransport(builder.httpClient);
      ownTransport = null;
    }
    SkewedClock clock = new SkewedClock(builder.clock);
    CallHandler.Settings settings =
        new CallHandler.Settings(
            new Retry(builder.maxAttempts, bound -> ThreadLocalRandom.current().nextLong(bound)),
            builder.callTimeout,
            clock,
            builder.nanoClock,
            builder.sleeper,
            closed);
    Feign.Builder feign = Feign.builder();
    builder.customizer.accept(feign);
    ErrorAnswers errorAnswers = new ErrorAnswers(clock);
    JsonCodec codec = new JsonCodec(errorAnswers);
    Feign built =
        feign
            .client(new AttemptClient(transport, builder.maxAnswerBytes, alarms))
            .options(new Request.Options(builder.connectTimeout, builder.readTimeout, false))
            .encoder(codec)
            .decoder(codec)
            .errorDecoder(errorAnswers)
            .queryMapEncoder(query -> ((QueryParameters) query).encoded())
            .invocationHandlerFactory(
                (target, handlers) -> new CallHandler(target, handlers, settings))
            .retryer(Retryer.NEVER_RETRY) // CallHandler retries: Feign would repeat writes
            .logLevel(Logger.Level.NONE) // Feign would print the signature
            .requestInterceptor(
                new SigningInterceptor(reporting(builder.credentialsProvider), clock))
            .build();
    products = built.newInstance(target(ProductOperations.class));
    apis = built.newInstance(target(ApiOperations.class));
    resources = built.newInstance(target(ResourceOperations.class));
    methods = built.newInstance(target(MethodOperations.class));
    models = built.newInstance(target(ModelOperations.class));
    authorizers = built.newInstance(target(AuthorizerOperations.class));
    gatewayResponses = built.newInstance(target(GatewayResponseOperations.class));
    stages = built.newInstance(target(StageOperations.class));
    deployments = built.newInstance(target(DeploymentOperations.class));
    canary = built.newInstance(target(CanaryOperations.class));
    usagePlans = built.newInstance(target(UsagePlanOperations.class));
    apiKeys = built.newInstance(target(ApiKeyOperations.class));
    publishedProducts = built.newInstance(target(PublishedProductOperations.class));
    dashboards = built.newInstance(target(DashboardOperations.class));
  }

  private <T> feign.Target<T> target(Class<T> operations) {
    return new feign.Target.HardCodedTarget<>(operations, baseUrl.toString());
  }

  /**
   * One thread, there only while it is needed, that breaks connections whose call is past its
   * deadline.
   */
  private static ScheduledThreadPoolExecutor alarms() {
    ScheduledThreadPoolExecutor alarms =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "ncloud-apigateway-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    alarms.setRemoveOnCancelPolicy(true);
    alarms.setKeepAliveTime(10, TimeUnit.SECONDS);
    alarms.allowCoreThreadTimeOut(true);
    return alarms;
  }

  /**
   * A provider of the caller may throw anything; what comes out of a call is one kind of exception.
   */
  private static CredentialsProvider reporting(CredentialsProvider provider) {
    return () -> {
      try {
        return provider.credentials();
      } catch (ApiGatewayException e) {
        throw e;
      } catch (RuntimeException e) {
        throw ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE)
            .message("the provider failed with " + e.getClass().getSimpleName())
            .cause(e)
            .build();
      }
    };
  }

  private static String userAgent() {
    String version = ApiGatewayClient.class.getPackage().getImplementationVersion();
    return "ncloud-apigateway-client/"
        + (version == null ? "development" : version)
        + " (Java "
        + Runtime.version().feature()
        + ")";
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
    return products;
  }

  /**
   * APIs of a product.
   *
   * @return the operations, thread-safe
   */
  public ApiOperations apis() {
    return apis;
  }

  /**
   * Resources of an API (Resource): its paths, with their CORS settings.
   *
   * @return the operations, thread-safe
   */
  public ResourceOperations resources() {
    return resources;
  }

  /**
   * Methods of a resource (Method): what they take and what they answer with.
   *
   * @return the operations, thread-safe
   */
  public MethodOperations methods() {
    return methods;
  }

  /**
   * Models of an API (Model): the JSON Schemas of its bodies.
   *
   * @return the operations, thread-safe
   */
  public ModelOperations models() {
    return models;
  }

  /**
   * Authorizers (Authorizer), which decide who may call a method.
   *
   * @return the operations, thread-safe
   */
  public AuthorizerOperations authorizers() {
    return authorizers;
  }

  /**
   * Gateway responses of an API (Gateway Response): what the gateway itself answers with.
   *
   * @return the operations, thread-safe
   */
  public GatewayResponseOperations gatewayResponses() {
    return gatewayResponses;
  }

  /**
   * Stages of an API, the usage plans associated with them, and the settings of their methods.
   *
   * @return the operations, thread-safe
   */
  public StageOperations stages() {
    return stages;
  }

  /**
   * Deployments of a stage (Deployment).
   *
   * @return the operations, thread-safe
   */
  public DeploymentOperations deployments() {
    return deployments;
  }

  /**
   * The canary of a stage (Canary): a second deployment that gets a part of the requests.
   *
   * @return the operations, thread-safe
   */
  public CanaryOperations canary() {
    return canary;
  }

  /**
   * Usage plans (Usage Plan).
   *
   * @return the operations, thread-safe
   */
  public UsagePlanOperations usagePlans() {
    return usagePlans;
  }

  /**
   * API keys (API Key), and the products they subscribe to.
   *
   * @return the operations, thread-safe
   */
  public ApiKeyOperations apiKeys() {
    return apiKeys;
  }

  /**
   * Published products of all accounts, and their documents.
   *
   * @return the operations, thread-safe
   */
  public PublishedProductOperations publishedProducts() {
    return publishedProducts;
  }

  /**
   * Dashboards of products and API keys: how often they were called; and the history of events.
   *
   * @return the operations, thread-safe
   */
  public DashboardOperations dashboards() {
    return dashboards;
  }

  /**
   * Returns the address that requests go to.
   *
   * @return the base URL, {@code /api/v1} included
   */
  public URI baseUrl() {
    return baseUrl;
  }

  /**
   * Closes the connections. Calls under way and later ones end with an {@link ApiGatewayException}
   * of the kind {@link ApiGatewayException.Kind#CLIENT_CLOSED}. An HTTP client that was handed in
   * stays open. Closing again does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    alarms.shutdownNow();
    if (ownTransport != null) {
      ownTransport.close();
    }
  }

  /** Returns the address that requests go to; no credentials. */
  @Override
  public String toString() {
    return "ApiGatewayClient[" + baseUrl + "]";
  }

  /**
   * Settings of a client. Mutable, not thread-safe; may be used for several clients.
   *
   * <p>Every setter throws {@link NullPointerException} for null, unless it says otherwise.
   */
  public static final class Builder {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    private URI baseUrl = Cloud.PUBLIC.baseUrl();
    private boolean plainHttpAllowed;
    private CredentialsProvider credentialsProvider = CredentialsProvider.defaultChain();
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration readTimeout = Duration.ofSeconds(30);
    private Duration callTimeout = Duration.ofMinutes(2);
    private int maxAttempts = 3;
    private int maxConnections = 20;
    private int maxAnswerBytes = 16 * 1024 * 1024;
    private Clock clock = Clock.systemUTC();
    private @Nullable Client httpClient;
    private @Nullable URI proxy;
    private Consumer<Feign.Builder> customizer = feign -> {};
    private Call.NanoClock nanoClock = System::nanoTime;
    private CallHandler.Sleeper sleeper = pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos());

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
     * Sets where credentials come from. It is asked on every attempt, from the thread of the call.
     * What it throws comes out of the call as an {@link ApiGatewayException} of the kind {@link
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
     * Sets how long making a connection may take, TLS included. Default: 5 seconds.
     *
     * @param connectTimeout 1 millisecond to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = checkedTimeout("connectTimeout", connectTimeout);
      return this;
    }

    /**
     * Sets how long the service may stay silent while an answer is awaited or read. Default: 30
     * seconds.
     *
     * @param readTimeout 1 millisecond to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder readTimeout(Duration readTimeout) {
      this.readTimeout = checkedTimeout("readTimeout", readTimeout);
      return this;
    }

    /**
     * Sets the deadline of a whole call: waiting for a connection, all attempts and the pauses
     * between them. An answer that drips in byte by byte ends with it too. Default: 2 minutes. With
     * an HTTP client that was handed in, an attempt can be late by its own timeouts.
     *
     * @param callTimeout 1 millisecond to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = checkedTimeout("callTimeout", callTimeout);
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
      this.maxAttempts = checkedRange("maxAttempts", maxAttempts, 1, 10);
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
      this.maxConnections = checkedRange("maxConnections", maxConnections, 1, 1000);
      return this;
    }

    /**
     * Sets how much of an answer is read at most, unpacked. A longer one ends the call with {@link
     * ApiGatewayException.Kind#UNREADABLE_ANSWER}. Default: 16 MiB.
     *
     * @param maxAnswerBytes bytes, 1024 to 1 GiB
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxAnswerBytes(int maxAnswerBytes) {
      this.maxAnswerBytes = checkedRange("maxAnswerBytes", maxAnswerBytes, 1024, 1 << 30);
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
     * the settings of this client, so that signing comes last; encoder, decoder, retryer, logger
     * and HTTP client are overridden. An exception that an interceptor throws ends the call and is
     * thrown to the caller: as it is, but for an {@link IllegalArgumentException} before sending,
     * to which the name of the operation is added, and an {@link java.io.IOException}, which
     * becomes an {@link java.io.UncheckedIOException}. Default: nothing.
     *
     * @param customizer called once for each {@link #build()}
     * @return this builder
     */
    public Builder customize(Consumer<Feign.Builder> customizer) {
      this.customizer = Objects.requireNonNull(customizer, "customizer");
      return this;
    }

    Builder time(Call.NanoClock nanoClock, CallHandler.Sleeper sleeper) {
      this.nanoClock = nanoClock;
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
      return new ApiGatewayClient(this);
    }

    private URI checkedBaseUrl() {
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

    private static Duration checkedTimeout(String name, Duration timeout) {
      if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            name + " is " + timeout + ": 1 millisecond to 1 day is allowed");
      }
      return timeout;
    }

    private static int checkedRange(String name, int value, int from, int to) {
      if (value < from || value > to) {
        throw new IllegalArgumentException(
            name + " is " + value + ": " + from + " to " + to + " is allowed");
      }
      return value;
    }
  }
}
