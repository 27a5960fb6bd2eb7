package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the client expects of each operation. Written by hand: requests as they go over the wire,
 * and of answers the members that callers need. An expectation that named every member would fail
 * on answers that leave out members without a value. The values are those of the documented
 * samples, or of the examples in the specification.
 *
 * <p>What the gateway refuses before an operation matters stands once for each group of operations.
 */
final class Expectations {

  static final String PRODUCT = "/products/${productId}";
  static final String API = PRODUCT + "/apis/${apiId}";
  static final String RESOURCE = API + "/resources/${resourceId}";
  static final String METHOD = RESOURCE + "/methods/${methodName}";
  static final String RESPONSE = METHOD + "/responses/${statusCode}";
  static final String MODEL = API + "/models/${modelId}";
  static final String GATEWAY_RESPONSE = API + "/responses/${responseType}";
  static final String STAGE = API + "/stages/${stageId}";
  static final String DEPLOYMENT = STAGE + "/deployments/${deploymentNo}";
  static final String PLAN = "/usage-plans/${usagePlanId}";
  static final String KEY = "/api-keys/${apiKeyId}";
  static final String AUTHORIZER = "/authorizers/${authorizerId}";
  static final String PUBLISHED = "/published-products/${productId}";

  static final String SDK =
      "platform=JAVA_SDK&packageName=com.example.things&groupId=com.example&artifactId=things"
          + "&artifactVersion=1.0.0&license=MIT&version=1.0.0";
  static final String SUBSCRIPTIONS =
      "apiKeyRelations(total,content(apiId,apiName,stageId,stageName,apiKeyId,apiKeyName,"
          + "dayCallCount,monthCallCount))";

  /** An OpenAPI document, as a text in JSON. */
  static final String DOCUMENT =
      TextNode.valueOf(
              """
              {"openapi": "3.0.1", "info": {"title": "things", "version": "1"},
                "paths": {"/things": {"get": {"responses": {"200": {"description": "things"}}}}}}
              """)
          .toString();

  private Expectations() {}

  /** Those of the operations that there are. */
  static List<Expectation> all() {
    return groups()
        .map(group -> group.filter(Expectation.Builder::isSpecified))
        .flatMap(Expectations::withGatewayErrors)
        .toList();
  }

  /** What they name and openapi/ does not have. */
  static List<String> problems() {
    return groups()
        .flatMap(group -> group)
        .flatMap(operation -> operation.problems().stream())
        .toList();
  }

  /** Where to write those of an operation. */
  static String file(Specification.Operation operation) {
    String group = operation.node().path("tags").path(0).asText();
    return "src/test/java/%s/%sExpectations.java"
        .formatted(Expectations.class.getPackageName().replace('.', '/'), group);
  }

  private static Stream<Stream<Expectation.Builder>> groups() {
    return Stream.of(
        StageExpectations.all(),
        UsagePlanExpectations.all(),
        ProductExpectations.all(),
        ApiExpectations.all(),
        ResourceExpectations.all(),
        MethodExpectations.all(),
        ModelExpectations.all(),
        AuthorizerExpectations.all(),
        GatewayResponseExpectations.all(),
        DeploymentExpectations.all(),
        CanaryExpectations.all(),
        ApiKeyExpectations.all(),
        PublishedProductExpectations.all(),
        DashboardExpectations.all());
  }

  /**
   * One operation of a group that reads gets all errors of the gateway. One that writes gets those
   * about the caller too: a signature covers the HTTP method, and a caller who may read need not be
   * allowed to write. They are the ones that need the fewest states, so that most providers can be
   * asked.
   */
  private static Stream<Expectation> withGatewayErrors(Stream<Expectation.Builder> operations) {
    List<Expectation.Builder> group = operations.toList();
    simplest(group, true)
        .ifPresent(
            read ->
                refusedAsCaller(read)
                    .refused(States.SPENT, ErrorCode.QUOTA_EXCEEDED, "Quota Exceeded")
                    .refused(States.THROTTLED, ErrorCode.THROTTLE_LIMITED, "Throttle Limited"));
    simplest(group, false).ifPresent(Expectations::refusedAsCaller);
    return group.stream().flatMap(operation -> operation.all().stream());
  }

  private static Optional<Expectation.Builder> simplest(
      List<Expectation.Builder> group, boolean reads) {
    return group.stream()
        .filter(operation -> operation.reads() == reads)
        .min(Comparator.comparingInt(Expectation.Builder::states));
  }

  private static Expectation.Builder refusedAsCaller(Expectation.Builder operation) {
    return operation
        .refused(States.OTHER_KEY, ErrorCode.AUTHENTICATION_FAILED, "Authentication Failed")
        .refused(States.NO_PERMISSION, ErrorCode.PERMISSION_DENIED, "Permission Denied");
  }
}
