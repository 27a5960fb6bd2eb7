/**
 * The operations of the service, one generated interface for each kind of resource. Entry point:
 * {@link io.github.ncloudcommunity.apigateway.ApiGatewayClient}, which has an instance of each.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.api;

import org.jspecify.annotations.NullMarked;
