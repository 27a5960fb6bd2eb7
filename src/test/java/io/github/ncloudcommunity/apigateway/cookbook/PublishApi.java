package io.github.ncloudcommunity.apigateway.cookbook;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.AuthenticationPlatform;
import io.github.ncloudcommunity.apigateway.model.CreateApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.CreateApiRequest;
import io.github.ncloudcommunity.apigateway.model.CreateMethodRequest;
import io.github.ncloudcommunity.apigateway.model.CreateProductRequest;
import io.github.ncloudcommunity.apigateway.model.CreateResourceRequest;
import io.github.ncloudcommunity.apigateway.model.CreateStageRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.HttpEndpointRequest;
import io.github.ncloudcommunity.apigateway.model.MethodAuthenticationRequest;
import io.github.ncloudcommunity.apigateway.model.MethodName;
import io.github.ncloudcommunity.apigateway.model.MethodValidationRequest;
import io.github.ncloudcommunity.apigateway.model.PublishApiRequest;
import io.github.ncloudcommunity.apigateway.model.RequiredApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.StagePublication;
import io.github.ncloudcommunity.apigateway.model.SubscribeProductRequest;
import io.github.ncloudcommunity.apigateway.model.SubscriptionCode;
import io.github.ncloudcommunity.apigateway.model.SubscriptionDecision;
import io.github.ncloudcommunity.apigateway.model.UpdateApiKeyUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.UpdateProductApiKeyStatusRequest;
import io.github.ncloudcommunity.apigateway.model.ValidationType;

/** Publishes {@code GET /orders} of a backend, up to an API key that may call it. */
final class PublishApi {

  /** The ids that the service assigned. */
  record Published(
      String productId, String apiId, String stageId, String usagePlanId, String apiKeyId) {}

  private PublishApi() {}

  static Published publish(ApiGatewayClient gateway, String backendUrl) {
    String productId =
        gateway
            .products()
            .createProduct(
                new CreateProductRequest()
                    .productName("shop")
                    .subscriptionCode(SubscriptionCode.PROTECTED)) // the publisher accepts API keys
            .getProduct()
            .getProductId();
    String apiId =
        gateway
            .apis()
            .createApi(productId, new CreateApiRequest().apiName("orders"))
            .getApi()
            .getApiId();
    String resourceId =
        gateway
            .resources()
            .createResource(productId, apiId, new CreateResourceRequest().resourcePath("/orders"))
            .getResource()
            .getResourceId();
    gateway
        .methods()
        .createMethod(
            productId,
            apiId,
            resourceId,
            new CreateMethodRequest()
                .methodName(MethodName.GET)
                .httpEndPoint(
                    new HttpEndpointRequest().method(MethodName.GET).stream(false).url("/orders"))
                .requiredApiKey(new RequiredApiKeyRequest().required(true))
                .validation(new MethodValidationRequest().type(ValidationType.NONE))
                .authentication(
                    new MethodAuthenticationRequest().platform(AuthenticationPlatform.NONE)));

    // A stage is created with a deployment of what the API has now, so the method comes first.
    String stageId =
        gateway
            .stages()
            .createStage(
                productId,
                apiId,
                new CreateStageRequest().stageName("v1").endpointDomain(backendUrl))
            .getStage()
            .getStageId();
    gateway
        .apis()
        .publishApi(
            productId,
            apiId,
            new PublishApiRequest()
                .addStagesItem(new StagePublication().stageId(stageId).isPublished(true)));

    String usagePlanId =
        gateway
            .usagePlans()
            .createUsagePlan(
                new CreateUsagePlanRequest()
                    .usagePlanName("gold")
                    .rateRps(10)
                    .dayQuotaRequest(10_000L)
                    .monthQuotaRequest(200_000L))
            .getUsagePlan()
            .getUsagePlanId();
    gateway
        .stages()
        .associateUsagePlan(
            productId, apiId, stageId, new AssociateUsagePlanRequest().usagePlanId(usagePlanId));

    String apiKeyId =
        gateway
            .apiKeys()
            .createApiKey(new CreateApiKeyRequest().apiKeyName("partner"))
            .getApiKey()
            .getApiKeyId();
    gateway
        .apiKeys()
        .subscribeProduct(apiKeyId, new SubscribeProductRequest().productId(productId));
    gateway
        .products()
        .updateProductApiKeyStatus(
            productId,
            apiKeyId,
            new UpdateProductApiKeyStatusRequest().status(SubscriptionDecision.ACCEPTED));
    gateway
        .products()
        .updateApiKeyUsagePlan(
            productId,
            apiKeyId,
            stageId,
            new UpdateApiKeyUsagePlanRequest().usagePlanId(usagePlanId));
    return new Published(productId, apiId, stageId, usagePlanId, apiKeyId);
  }
}
