/**
 * What the operations do: their behaviour, the rows at the start and the provider states. Internal
 * to the sandbox.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.sandbox.operations;

import org.jspecify.annotations.NullMarked;
