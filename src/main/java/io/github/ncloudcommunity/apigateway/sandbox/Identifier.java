package io.github.ncloudcommunity.apigateway.sandbox;

/**
 * A value in a request that names something.
 *
 * @param kind what it names, as the specification's {@code x-identifies} says
 * @param value the id
 * @param inBody whether it stands in the body, not in path or query
 */
record Identifier(Kind kind, String value, boolean inBody) {}
