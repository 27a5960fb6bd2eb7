/**
 * A local stand-in for the API Gateway management API, for tests and examples without an account.
 * Entry point: {@link io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox}.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.sandbox;

import org.jspecify.annotations.NullMarked;
