/**
 * What the operations send and return, generated from the specification. Entry point: the methods
 * of {@link io.github.ncloudcommunity.apigateway.api}, which name the models that they need.
 *
 * <p>A model has a fluent setter, a getter and a bean setter for each member. A member is null if
 * it was not set, or if the service left it out.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.model;

import org.jspecify.annotations.NullMarked;
