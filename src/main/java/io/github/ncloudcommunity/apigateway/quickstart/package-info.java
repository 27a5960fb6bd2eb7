/**
 * The main job, step by step, for someone who has just cloned the repository. It is not part of the
 * client jar. To run it: {@code mvn compile exec:java}.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.quickstart;

import org.jspecify.annotations.NullMarked;
