/**
 * Credentials and the signature of requests; start at {@link
 * io.github.ncloudcommunity.apigateway.auth.Credentials#of Credentials.of} or {@link
 * io.github.ncloudcommunity.apigateway.auth.CredentialsProvider#defaultChain
 * CredentialsProvider.defaultChain}.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.auth;

import org.jspecify.annotations.NullMarked;
