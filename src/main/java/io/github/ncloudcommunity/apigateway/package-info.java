/**
 * A client for the API Gateway management API of NAVER Cloud Platform. Unofficial.
 *
 * <p>Start at {@link io.github.ncloudcommunity.apigateway.ApiGatewayClient}. Failed calls throw
 * {@link io.github.ncloudcommunity.apigateway.ApiGatewayException}; its {@link
 * io.github.ncloudcommunity.apigateway.ErrorCode} explains a 401. Requests are signed as {@link
 * io.github.ncloudcommunity.apigateway.auth.SignatureV2} says. {@code CallHandler} shows the way of
 * a call through this package.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway;

import org.jspecify.annotations.NullMarked;
