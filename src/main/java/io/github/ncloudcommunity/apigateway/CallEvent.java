package io.github.ncloudcommunity.apigateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt or a call. It holds no parameter, query, body or secret, so it can be
 * logged. All members except trace id, duration and failure have few values and can be tags of a
 * metric. Immutable and thread-safe.
 *
 * @param operation the operationId, for example {@code associateUsagePlan}
 * @param httpMethod the HTTP method in upper case
 * @param pathTemplate the path below the base URL, with parameter names: {@code
 *     /products/{productId}}
 * @param attempts for an attempt, its number; for a call, the number of attempts
 * @param httpStatus the HTTP status of the answer, 0 without an answer
 * @param duration how long it took; for a call, pauses between attempts included
 * @param traceId the header {@code x-ncp-trace-id} of the answer, null if it has none
 * @param failure what the attempt or call threw, null for a success. It is an {@link
 *     ApiGatewayException}, or the exception of an interceptor of the user.
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
