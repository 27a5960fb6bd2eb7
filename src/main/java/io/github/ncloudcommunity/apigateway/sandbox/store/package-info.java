/** The rows that the sandbox keeps, in memory. Internal to the sandbox. */
@NullMarked
package io.github.ncloudcommunity.apigateway.sandbox.store;

import org.jspecify.annotations.NullMarked;
