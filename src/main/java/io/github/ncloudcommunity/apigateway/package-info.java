/**
 * A client for the API Gateway management API of NAVER Cloud Platform. Unofficial. Entry point:
 * {@link io.github.ncloudcommunity.apigateway.ApiGatewayClient}.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway;

import org.jspecify.annotations.NullMarked;
