package io.github.ncloudcommunity.apigateway;

import feign.Client;
import feign.Feign;
import feign.InvocationHandlerFactory.MethodHandler;
import feign.Logger;
import feign.Request;
import feign.Response;
import feign.Retryer;
import feign.Target;
import io.github.ncloudcommunity.apigateway.internal.QueryParameters;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a client shares with the clients made from it by {@link ApiGatewayClient#with}:
 * all but the call options. It implements the generated interfaces. Thread-safe.
 */
final class Shared {

  private final URI baseUrl;
  private final Duration connectTimeout;
  private final SkewedClock clock;
  private final LongSupplier nanoTime;
  private final Retry.Sleeper sleeper;
  private final Retry retry = new Retry(bound -> ThreadLocalRandom.current().nextLong(bound));
  private final @Nullable CallListener listener;
  private final @Nullable Transport transport;
  private final SigningClient client;
  private final ErrorAnswers errorAnswers;
  private final JsonCodec codec;
  private final Map<Method, Operation> operations = new ConcurrentHashMap<>();

  /** Null if the user did not customise it; then requests are built without Feign. */
  private final @Nullable Feign feign;

  private volatile boolean closed;

  Shared(ApiGatewayClient.Builder builder) {
    baseUrl = builder.checkedBaseUrl();
    connectTimeout = builder.connectTimeout;
    clock = new SkewedClock(builder.clock);
    nanoTime = builder.nanoTime;
    sleeper = builder.sleeper;
    listener = builder.listener;
    AnswerReader answerReader = new AnswerReader(builder.maxAnswerBytes);
    Client httpClient;
    if (builder.httpClient == null) {
      transport =
          new Transport(
              baseUrl,
              builder.names,
              connectTimeout,
              builder.maxConnections,
              builder.proxy,
              userAgent(),
              answerReader);
      httpClient = transport;
    } else {
      transport = null;
      httpClient = new ForeignTransport(builder.httpClient, answerReader);
    }
    client = new SigningClient(httpClient, builder.credentialsProvider(), clock);
    errorAnswers = new ErrorAnswers(clock);
    codec = new JsonCodec(errorAnswers, builder.maxAnswerBytes);
    feign = builder.customizer == null ? null : feign(builder.customizer);
  }

  private static String userAgent() {
    String version = ApiGatewayClient.class.getPackage().getImplementationVersion();
    return "ncloud-apigateway-client/"
        + (version == null ? "development" : version)
        + " (Java "
        + Runtime.version().feature()
        + ")";
  }

  private Feign feign(Consumer<Feign.Builder> customizer) {
    Feign.Builder builder = Feign.builder();
    customizer.accept(builder);
    return builder
        .client(client)
        .encoder(codec)
        .decoder(codec)
        .errorDecoder(errorAnswers)
        .queryMapEncoder(query -> ((QueryParameters) query).encoded())
        .invocationHandlerFactory(
            (target, handlers) ->
                new CallHandler(
                    target.type(), this, through(handlers), ((OptionsTarget<?>) target).options))
        .retryer(Retryer.NEVER_RETRY) // CallHandler retries; Feign would also repeat writes
        .logLevel(Logger.Level.NONE) // Feign would log the signature
        .build();
  }

  /** Implements a generated interface. */
  <T> T operations(Class<T> type, CallOptions options) {
    if (feign != null) {
      return feign.newInstance(new OptionsTarget<>(type, baseUrl.toString(), options));
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new CallHandler(type, this, this::send, options)));
  }

  private @Nullable Object send(Attempt attempt, Method method, Object[] arguments)
      throws IOException {
    Operation operation = attempt.operation();
    Request request = operation.request(arguments, baseUrl.toString(), codec);
    Response response = client.execute(request, attempt);
    if (response.status() < 200 || response.status() >= 300) {
      throw errorAnswers.decode(operation.id(), response);
    }
    Type type = operation.returnType();
    return type == void.class ? null : codec.decode(response, type);
  }

  /** Feign takes the attempt from the arguments and passes it to the HTTP client. */
  private static CallHandler.Sender through(Map<Method, MethodHandler> handlers) {
    return (attempt, method, arguments) -> {
      Object[] withAttempt = Arrays.copyOf(arguments, arguments.length + 1);
      withAttempt[arguments.length] = attempt;
      return Objects.requireNonNull(handlers.get(method)).invoke(withAttempt);
    };
  }

  /** Carries the options of a client to the {@link CallHandler} that Feign creates. */
  private static final class OptionsTarget<T> extends Target.HardCodedTarget<T> {

    private final CallOptions options;

    OptionsTarget(Class<T> type, String url, CallOptions options) {
      super(type, url);
      this.options = options;
    }
  }

  void close() {
    closed = true;
    client.close();
    if (transport != null) {
      transport.close();
    }
  }

  boolean isClosed() {
    return closed;
  }

  URI baseUrl() {
    return baseUrl;
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  SkewedClock clock() {
    return clock;
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  Retry.Sleeper sleeper() {
    return sleeper;
  }

  Retry retry() {
    return retry;
  }

  @Nullable CallListener listener() {
    return listener;
  }

  Operation operation(Method method) {
    return operations.computeIfAbsent(method, Operation::new);
  }
}
