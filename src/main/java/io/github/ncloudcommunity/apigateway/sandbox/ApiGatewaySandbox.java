package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.sandbox.operations.Operations;
import io.github.ncloudcommunity.apigateway.sandbox.operations.ProviderStates;
import io.github.ncloudcommunity.apigateway.sandbox.operations.SeedRows;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Specification;
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
 * A local stand-in for the API Gateway management API, for tests without an account. It is an HTTP
 * server that verifies signatures, validates requests against the OpenAPI document of the client,
 * and answers every operation.
 *
 * <pre>{@code
 * try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
 *   // send requests to sandbox.baseUrl(), signed with sandbox.credentials()
 * }
 * }</pre>
 *
 * <p>It keeps products, APIs, resources, methods, models, authorizers, gateway responses, stages,
 * deployments, canaries, usage plans, API keys, associations and subscriptions in memory. Exports,
 * Swagger documents and events are the documented examples. Charts list the existing stages but
 * reuse the data of the example. The sandbox starts with a few objects, see {@link #seed()}.
 *
 * <p>It checks a request in this order: signature and time (HTTP 401, code 200); path and method
 * (404, code 300); parameters and body (400, code 100); ids (404, code 300). Errors have the
 * documented body and say in {@code error.details} what is wrong. Every answer has a {@code Date},
 * by the clock of the sandbox, and an {@code x-ncp-trace-id}.
 *
 * <p><b>The real service may differ.</b> Where the documents leave something open, the sandbox
 * decides:
 *
 * <ul>
 *   <li>A filter by name matches names that contain it. Lists are in the order of creation, and
 *       complete without a {@code limit}.
 *   <li>Repeating an association or a subscription succeeds and changes nothing.
 *   <li>An object in use cannot be deleted (400, code 100). Its parts are deleted with it.
 *   <li>A second object with the same path or name in one place is refused (400, code 100).
 *   <li>A PUT clears the members that it leaves out; a PATCH keeps them.
 *   <li>Unknown members and query parameters are refused (400, code 100).
 * </ul>
 *
 * <p>{@code docs/sandbox.md} has the whole list. Thread-safe. Its threads are daemons, so they do
 * not keep a program alive.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public final class ApiGatewaySandbox implements AutoCloseable {

  /** Public knowledge; the keys protect nothing. */
  static final String DEFAULT_ACCESS_KEY = "sandbox-access-key";

  static final String DEFAULT_SECRET_KEY = "sandbox-secret-key";

  private final Credentials credentials;
  private final String secretKey;
  private final Clock clock;
  private final Operations operations;
  private final @Nullable ProviderStates providerStates;
  private final SandboxServer server;

  private ApiGatewaySandbox(Builder builder) {
    this.credentials = Credentials.of(builder.accessKey, builder.secretKey);
    this.secretKey = builder.secretKey;
    this.clock = builder.clock;
    Authentication authentication =
        new Authentication(
            builder.accessKey, secretKey, clock, builder.explain, builder.anySignature);
    this.operations = new Operations(clock);
    this.providerStates = builder.providerStates ? new ProviderStates(operations) : null;
    this.server =
        new SandboxServer(
            new InetSocketAddress(builder.address, builder.port),
            builder.exchangeLimit,
            builder.room,
            clock,
            new Router(authentication, providerStates, Specification.bundled(), operations));
  }

  /**
   * The ids of the objects that a sandbox starts with: ten lower-case letters and digits each, the
   * same in every run.
   *
   * @param productId id of the product
   * @param apiId id of the API, which belongs to the product
   * @param stageId id of the stage, which belongs to the API
   * @param usagePlanId id of the usage plan, which is not associated with the stage
   * @param resourceId id of the resource, which belongs to the API and has the one method GET
   * @param apiKeyId id of the API key, which does not subscribe to the product
   * @param modelId id of a model, which belongs to the API and which no body uses
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
   * @return a running sandbox
   * @throws UncheckedIOException if no port can be opened, or the specification is not on the class
   *     path
   */
  public static ApiGatewaySandbox start() {
    return builder().start();
  }

  /**
   * Returns a builder for a sandbox with other settings.
   *
   * @return a builder with the defaults: a free port, the default credentials, the system clock, no
   *     explanations
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the URL to send requests to.
   *
   * @return {@code http://127.0.0.1:PORT/api/v1}, with the address of the builder
   */
  public URI baseUrl() {
    return server.baseUrl();
  }

  /**
   * Returns the URL where Pact verifiers set provider states: an unsigned {@code POST} of a JSON
   * object with {@code state}, or with the {@code action} {@code teardown} to go back to the start.
   * The answer has the ids to use.
   *
   * @return {@code http://127.0.0.1:PORT/provider-states}; it works only with {@link
   *     Builder#providerStates}
   */
  public URI providerStatesUrl() {
    return server.baseUrl().resolve(ProviderStates.PATH);
  }

  /**
   * Returns the credentials that requests must be signed with.
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
   * properties, environment variables, a client in another language. The default one is made up,
   * the same in every sandbox, and opens nothing but the sandbox.
   *
   * @return the secret key, never null
   */
  public String secretKey() {
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
   * Returns the ids of the objects that the sandbox started with.
   *
   * @return ids, the same for all sandboxes
   */
  public Seed seed() {
    return new Seed(
        SeedRows.PRODUCT_ID,
        SeedRows.API_ID,
        SeedRows.STAGE_ID,
        SeedRows.USAGE_PLAN_ID,
        SeedRows.RESOURCE_ID,
        SeedRows.API_KEY_ID,
        SeedRows.MODEL_ID,
        SeedRows.AUTHORIZER_ID);
  }

  /**
   * Stops the sandbox at once, closes its connections and forgets its objects. Closing again does
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
    private String accessKey = DEFAULT_ACCESS_KEY;
    private String secretKey = DEFAULT_SECRET_KEY;
    private boolean explain;
    private boolean anySignature;
    private boolean providerStates;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /**
     * Sets the port to listen on.
     *
     * @param port 0, the default, for any free port
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
     * Sets the address to listen on. With an address that is not loopback, other machines reach the
     * sandbox, and anyone who knows the credentials can change its objects.
     *
     * @param address {@code 127.0.0.1} by default
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public Builder address(InetAddress address) {
      this.address = Objects.requireNonNull(address, "address");
      return this;
    }

    /** For tests that cannot wait for a minute. */
    Builder exchangeLimit(Duration exchangeLimit) {
      this.exchangeLimit = exchangeLimit;
      return this;
    }

    /** For tests that cannot fill the usual room. */
    Builder room(Room room) {
      this.room = room;
      return this;
    }

    /** By its bytes: "localhost" may be an IPv6 address, which fewer clients try. */
    private static InetAddress loopback() {
      try {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }

    /**
     * Sets the credentials that requests must be signed with: the only accepted pair. Do not use
     * one of a real account.
     *
     * @param accessKey {@code sandbox-access-key} by default: printable ASCII without spaces
     * @param secretKey {@code sandbox-secret-key} by default
     * @return this builder
     * @throws NullPointerException if either is null
     * @throws IllegalArgumentException if either is blank or has a character that no such key has;
     *     the message holds neither value
     */
    public Builder credentials(String accessKey, String secretKey) {
      Credentials.of(accessKey, secretKey);
      this.accessKey = accessKey;
      this.secretKey = secretKey;
      return this;
    }

    /**
     * Sets whether a 401 says what is wrong: which header is missing, how far off the time is,
     * which string to sign, and which mistake was made in signing. The secret key and the right
     * signature are never shown. The sandbox then reads the body of a request before it answers
     * 401, to see whether it was signed.
     *
     * @param explain false, the default, for the two texts that the real gateway uses
     * @return this builder
     */
    public Builder explain(boolean explain) {
      this.explain = explain;
      return this;
    }

    /**
     * Sets whether any signature is accepted, for tools that can send fixed headers but not sign.
     * The three headers must still be there, once each: an access key without spaces, a timestamp
     * of any time in decimal digits, and a signature of 44 characters of Base64.
     *
     * @param anySignature false by default
     * @return this builder
     */
    public Builder anySignature(boolean anySignature) {
      this.anySignature = anySignature;
      return this;
    }

    /**
     * Sets whether the sandbox has provider states, to verify contracts against it. Anyone who
     * reaches its port can then make it refuse requests and forget its objects.
     *
     * @param providerStates false by default
     * @return this builder
     * @see ApiGatewaySandbox#providerStatesUrl()
     */
    public Builder providerStates(boolean providerStates) {
      this.providerStates = providerStates;
      return this;
    }

    /**
     * Sets the clock for the check of timestamps and for the {@code Date} of answers.
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
     * @return a running sandbox
     * @throws UncheckedIOException if the port cannot be opened, for example because it is in use,
     *     or the specification is not on the class path
     */
    public ApiGatewaySandbox start() {
      return new ApiGatewaySandbox(this);
    }
  }
}
