package io.github.ncloudcommunity.apigateway.sandbox;

/**
 * A value in a request that names something.
 *
 * @param kind what it names, as the specification's {@code x-identifies} says: {@code product},
 *     {@code api}, {@code stage}, {@code usagePlan} or a kind the sandbox keeps nothing of
 * @param value the id
 * @param inPath whether it stands in the path, where each id belongs to the one before it
 * @param possible whether it is within the documented length and so could name anything at all
 */
record Identifier(String kind, String value, boolean inPath, boolean possible) {}
