/**
 * A stand-in for the API Gateway management API on the loopback interface, for tests and examples
 * that have no account. Entry point: {@link
 * io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox}.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.sandbox;

import org.jspecify.annotations.NullMarked;
