package io.github.ncloudcommunity.apigateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt, or of a call. It holds no parameter, query, body or secret, so it is fit
 * for logs, and all but trace id and duration are fit for the tags of a metric. Immutable and
 * thread-safe.
 *
 * @param operation the operationId, for example {@code associateUsagePlan}
 * @param httpMethod the HTTP method in upper case
 * @param pathTemplate the path below the base URL, with the names of its parameters: {@code
 *     /products/{productId}}
 * @param attempts the number of the attempt; for a call, how many there were
 * @param httpStatus the HTTP status of the answer, 0 if none came
 * @param duration how long it took; for a call, the pauses between attempts included
 * @param traceId the answer's header {@code x-ncp-trace-id}, null if there was none
 * @param failure what the attempt or call ended with, null for a success. It is an {@link
 *     ApiGatewayException}, or what an interceptor of the user threw.
 */
public record CallEvent(
    String operation,
    String httpMethod,
    String pathTemplate,
    int attempts,
    int httpStatus,
    Duration duration,
    @Nullable String traceId,
    @Nullable Throwable failure) {}
