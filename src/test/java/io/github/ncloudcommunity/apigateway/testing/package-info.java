/**
 * Test doubles for the other end of a connection, and what the tests of the client check alike.
 * Entry point: {@link io.github.ncloudcommunity.apigateway.testing.ScriptedServer}.
 */
package io.github.ncloudcommunity.apigateway.testing;
