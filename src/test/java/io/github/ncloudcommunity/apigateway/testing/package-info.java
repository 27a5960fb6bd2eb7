/**
 * Test doubles, and checks that several tests share. Entry point: {@link
 * io.github.ncloudcommunity.apigateway.testing.ScriptedServer}.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.testing;

import org.jspecify.annotations.NullMarked;
