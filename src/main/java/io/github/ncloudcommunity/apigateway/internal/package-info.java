/**
 * What the generated interfaces need and users do not. It is public only because generated code
 * lies in another package; it changes without notice. Entry point: none.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.internal;

import org.jspecify.annotations.NullMarked;
