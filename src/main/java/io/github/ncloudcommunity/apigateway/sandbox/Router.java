package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.sandbox.operations.Operations;
import io.github.ncloudcommunity.apigateway.sandbox.operations.ProviderStates;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Answer;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestBody;
import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestTarget;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Specification;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Authenticates requests and finds what answers them. Thread-safe. */
final class Router {

  private final Authentication authentication;
  private final @Nullable ProviderStates providerStates;
  private final Specification specification;
  private final Operations operations;

  /**
   * @param providerStates null to have no URL for provider states
   */
  Router(
      Authentication authentication,
      @Nullable ProviderStates providerStates,
      Specification specification,
      Operations operations) {
    this.authentication = authentication;
    this.providerStates = providerStates;
    this.specification = specification;
    this.operations = operations;
  }

  /**
   * Checks the request line and the headers, before the body is read.
   *
   * @param target the target of the request line as it arrived
   * @param headers returns all values of a header
   * @return a function that performs the request, given its body
   * @throws Problem if the request is not authenticated and that needs no explanation, or its path
   *     has no such operation
   */
  Function<RequestBody, Answer> route(
      String method, String target, Function<String, List<String>> headers) {
    if (providerStates != null && target.equals(ProviderStates.PATH)) {
      return body -> providerStates.change(method, body);
    }
    Problem refusal = providerStates == null ? null : providerStates.takeRefusal();
    Function<RequestBody, Problem> unauthenticated = authentication.check(method, target, headers);
    if (unauthenticated != null) {
      return body -> {
        throw unauthenticated.apply(body);
      };
    }
    if (refusal != null) {
      throw refusal;
    }
    RequestTarget parsed = RequestTarget.of(target);
    Specification.Match match = specification.find(method, parsed.segments());
    if (match == null) {
      throw Problem.notFound("There is no operation %s at this path.".formatted(method));
    }
    return body ->
        operations.perform(match.operation().check(match.pathValues(), parsed.query(), body));
  }
}
