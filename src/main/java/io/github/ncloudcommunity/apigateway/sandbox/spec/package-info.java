/** The OpenAPI document, and requests and answers as it describes them. Internal to the sandbox. */
@NullMarked
package io.github.ncloudcommunity.apigateway.sandbox.spec;

import org.jspecify.annotations.NullMarked;
