/**
 * The contract kit: a model of the specification in {@code openapi/}, the documentation pages as
 * facts, and what compares the two. {@link
 * io.github.ncloudcommunity.apigateway.contractkit.ContractKit} is the tool of the build; the tests
 * use the rest. Nothing here depends on generated code.
 */
package io.github.ncloudcommunity.apigateway.contractkit;
