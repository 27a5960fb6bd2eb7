/**
 * Credentials, and {@link io.github.ncloudcommunity.apigateway.auth.SignatureV2 the signature} of
 * requests. Start at {@link io.github.ncloudcommunity.apigateway.auth.Credentials#of
 * Credentials.of} or {@link
 * io.github.ncloudcommunity.apigateway.auth.CredentialsProvider#defaultChain
 * CredentialsProvider.defaultChain}.
 */
@NullMarked
package io.github.ncloudcommunity.apigateway.auth;

import org.jspecify.annotations.NullMarked;
