package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the client expects of each operation. Written by hand, from the documents and not from
 * {@code openapi/}: requests are spelled out as they go over the wire, answers are the documented
 * samples, or where there is none the members of the documented syntax that callers cannot do
 * without (what has no value is left out of answers, so that nobody can rely on all of them).
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

  /** An OpenAPI document, as a text in JSON. */
  static final String DOCUMENT =
      TextNode.valueOf(
              """
              {"openapi": "3.0.1", "info": {"title": "things", "version": "1"},
                "paths": {"/things": {"get": {"responses": {"200": {"description": "things"}}}}}}
              """)
          .toString();

  private Expectations() {}

  static List<Expectation> all() {
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
            DashboardExpectations.all())
        .flatMap(operations -> operations)
        .flatMap(operation -> operation.all().stream())
        .toList();
  }
}
