package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the API Gateway management API: a small HTTP server, on the loopback interface
 * unless told otherwise, that checks signatures, validates requests against the same OpenAPI
 * document that the client is made from, and answers all operations. What they make is kept in
 * memory: products, APIs, resources, methods, models, authorizers, gateway responses, stages,
 * deployments, canaries, usage plans, API keys, associations and subscriptions. Exports, API
 * documents in Swagger, charts and events are checked in the same way and come from the documented
 * examples.
 *
 * <pre>{@code
 * try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
 *   // send requests to sandbox.baseUrl(), signed with sandbox.credentials()
 * }
 * }</pre>
 *
 * <p>Requests are checked in this order: signature and time (HTTP 401, code 200), path and method
 * (404, code 300), both before the body is read; then parameters and body (400, code 100), ids that
 * must name something (404, code 300). All errors have the documented body, with what was wrong in
 * {@code error.details}. Every answer carries {@code Date}, by the clock of the sandbox, and {@code
 * x-ncp-trace-id}.
 *
 * <p><b>The real service may differ.</b> Where the documents leave something open, the sandbox
 * settles it: a filter by name keeps rows whose name contains it; rows come in the order made;
 * without {@code limit} a list is whole; what is so already (associated, subscribed) is done again
 * without an effect; what something else uses is not deleted (400, code 100), and what is a part
 * goes with the whole; a second of the same path or name in one place is refused (400, code 100); a
 * PUT replaces, so that what it leaves out is cleared, and a PATCH keeps that; what does not fit
 * the specification is refused with code 100, members and query parameters that it does not know
 * included. {@code docs/sandbox.md} has the whole list.
 *
 * <p>It begins with one of each, see {@link #seed()}. Thread-safe. Its threads are daemons: they do
 * not keep a program alive.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public final class ApiGatewaySandbox implements AutoCloseable {

  /** Documented, and in every copy of this class: they guard nothing. */
  static final String DEFAULT_ACCESS_KEY = "sandbox-access-key";

  static final String DEFAULT_SECRET_KEY = "sandbox-secret-key";

  private final Credentials credentials;
  private final @Nullable String secretKey;
  private final Clock clock;
  private final Operations operations;
  private final @Nullable ProviderStates providerStates;
  private final SandboxServer server;

  private ApiGatewaySandbox(Builder builder) {
    this.credentials = builder.credentials;
    this.secretKey = builder.secretKey;
    this.clock = builder.clock;
    Authentication authentication = new Authentication(credentials, clock, builder.explain);
    this.operations = new Operations(clock);
    this.providerStates =
        builder.providerStates
            ? new ProviderStates(operations, authentication, credentials, clock)
            : null;
    this.server =
        new SandboxServer(
            new InetSocketAddress(builder.address, builder.port),
            builder.exchangeLimit,
            builder.room,
            clock,
            authentication,
            providerStates,
            Specification.bundled(),
            operations);
  }

  /**
   * The ids of what a sandbox begins with: ten lower-case letters and digits each, the same in
   * every run.
   *
   * @param productId id of the product
   * @param apiId id of the API, which belongs to the product
   * @param stageId id of the stage, which belongs to the API
   * @param usagePlanId id of the usage plan, which is not associated with the stage
   * @param resourceId id of the resource, which belongs to the API and has the one method GET
   * @param apiKeyId id of the API key, which does not subscribe to the product
   * @param modelId id of a model, which belongs to the API and describes no body
   * @param authorizerId id of the authorizer, which no method uses
   */
  public record Seed(
      String productId,
      String apiId,
      String stageId,
      String usagePlanId,
      String resourceId,
      String apiKeyId,
      String modelId,
      String authorizerId) {}

  /**
   * Starts a sandbox on a free port with the default credentials.
   *
   * @return a sandbox that takes requests
   * @throws UncheckedIOException if no port can be opened, or the specification is not on the class
   *     path
   */
  public static ApiGatewaySandbox start() {
    return builder().start();
  }

  /**
   * Begins the settings of a sandbox.
   *
   * @return a builder with the defaults: a free port, the default credentials, the system clock, no
   *     explanations
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The URL to send requests to.
   *
   * @return {@code http://127.0.0.1:PORT/api/v1}, or that of the address that was asked for
   */
  public URI baseUrl() {
    return server.baseUrl();
  }

  /**
   * The URL at which Pact verifiers ask for provider states, unsigned: {@code POST} with a JSON
   * object of {@code state} and, to go back to the beginning, {@code action} {@code teardown}. It
   * answers with the ids to use.
   *
   * @return {@code http://127.0.0.1:PORT/provider-states}; there is nothing at it unless {@link
   *     Builder#providerStates} was asked for
   */
  public URI providerStatesUrl() {
    return server.baseUrl().resolve(ProviderStates.PATH);
  }

  /**
   * The credentials that requests must be signed with.
   *
   * @return those of the builder, or else the access key {@code sandbox-access-key} with the secret
   *     key {@code sandbox-secret-key}
   */
  public Credentials credentials() {
    return credentials;
  }

  /**
   * The access key of {@link #credentials()}, for settings that take text.
   *
   * @return the access key, never null
   */
  public String accessKey() {
    return credentials.accessKey();
  }

  /**
   * The secret key of {@link #credentials()}, for settings that take text: configuration
   * properties, environment variables, a client in another language. It is made up, the same in
   * every sandbox, and opens nothing but the sandbox.
   *
   * @return {@code sandbox-secret-key}
   * @throws IllegalStateException if the builder was given credentials: those do not show their
   *     secret key
   */
  public String secretKey() {
    if (secretKey == null) {
      throw new IllegalStateException(
          "the sandbox uses the credentials that its builder was given, and these do not show their"
              + " secret key");
    }
    return secretKey;
  }

  /** The clock that timestamps are compared with. */
  Clock clock() {
    return clock;
  }

  /**
   * Puts everything back as it was at the start: only the {@link #seed()} is left, and new objects
   * get the first ids again.
   */
  public void reset() {
    if (providerStates == null) {
      operations.reset();
    } else {
      providerStates.reset();
    }
  }

  /**
   * What the sandbox began with.
   *
   * @return ids that a fresh sandbox knows; they are the same for all
   */
  public Seed seed() {
    return SeedRows.IDS;
  }

  /**
   * Stops the sandbox at once; connections are closed, and what it kept is gone. Closing again does
   * nothing.
   */
  @Override
  public void close() {
    server.close();
  }

  /** The settings of a sandbox. Not thread-safe. */
  public static final class Builder {

    private static final int MAX_PORT = 65_535;
    private static final int ROOM_BYTES = 8 << 20;
    private static final Duration ROOM_WAIT = Duration.ofSeconds(30);

    private int port;
    private InetAddress address = loopback();
    private Duration exchangeLimit = Duration.ofMinutes(1);
    private Room room = new Room(ROOM_BYTES, ROOM_WAIT);
    private Credentials credentials = Credentials.of(DEFAULT_ACCESS_KEY, DEFAULT_SECRET_KEY);
    private @Nullable String secretKey = DEFAULT_SECRET_KEY;
    private boolean explain;
    private boolean providerStates;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /**
     * Sets the port to listen on.
     *
     * @param port 0, the default, for any that is free
     * @return this builder
     * @throws IllegalArgumentException if it is not from 0 to 65535
     */
    public Builder port(int port) {
      if (port < 0 || port > MAX_PORT) {
        throw new IllegalArgumentException("the port is not from 0 to 65535: " + port);
      }
      this.port = port;
      return this;
    }

    /**
     * Sets the address to listen on. Any but a loopback address lets other machines reach the
     * sandbox; whoever knows the credentials can then change what it keeps.
     *
     * @param address {@code 127.0.0.1} by default
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public Builder address(InetAddress address) {
      this.address = Objects.requireNonNull(address, "address");
      return this;
    }

    /** For tests, which cannot wait for a minute. */
    Builder exchangeLimit(Duration exchangeLimit) {
      this.exchangeLimit = exchangeLimit;
      return this;
    }

    /** For tests, which cannot fill the usual one. */
    Builder room(Room room) {
      this.room = room;
      return this;
    }

    /** By its bytes, for "localhost" may be the address of IPv6, which fewer clients try. */
    private static InetAddress loopback() {
      try {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }

    /**
     * Sets the credentials that requests must be signed with.
     *
     * @param credentials the only pair that is accepted
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public Builder credentials(Credentials credentials) {
      this.credentials = Objects.requireNonNull(credentials, "credentials");
      this.secretKey = null;
      return this;
    }

    /**
     * Sets whether a 401 says what was wrong: which header is missing, how far off the time is, or
     * which string was to be signed. The secret key and the right signature are never shown.
     *
     * @param explain false, the default, for the two texts that the gateway was seen to give
     * @return this builder
     */
    public Builder explain(boolean explain) {
      this.explain = explain;
      return this;
    }

    /**
     * Sets whether the sandbox takes provider states, so that contracts can be verified against it.
     * Whoever reaches its port can then make it refuse requests, and forget what it keeps.
     *
     * @param providerStates false, the default, for no such URL
     * @return this builder
     * @see ApiGatewaySandbox#providerStatesUrl()
     */
    public Builder providerStates(boolean providerStates) {
      this.providerStates = providerStates;
      return this;
    }

    /**
     * Sets the clock that timestamps are compared with and that tells the {@code Date} of answers.
     *
     * @param clock the system clock by default
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Starts a sandbox with these settings.
     *
     * @return a sandbox that takes requests
     * @throws UncheckedIOException if the port cannot be opened, for example because it is taken,
     *     or the specification is not on the class path
     */
    public ApiGatewaySandbox start() {
      return new ApiGatewaySandbox(this);
    }
  }
}
