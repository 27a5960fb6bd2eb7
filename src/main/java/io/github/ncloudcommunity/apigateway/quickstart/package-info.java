/**
 * The main job, step by step, for someone who has just cloned the repository. Not part of the
 * client jar. Entry point: {@code mvn compile exec:java}.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.quickstart;

import org.jspecify.annotations.NullMarked;
