package io.github.ncloudcommunity.apigateway.cookbook;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.model.Api;
import io.github.ncloudcommunity.apigateway.model.CreateApiRequest;
import io.github.ncloudcommunity.apigateway.model.CreateMethodRequest;
import io.github.ncloudcommunity.apigateway.model.CreateModelRequest;
import io.github.ncloudcommunity.apigateway.model.CreateProductRequest;
import io.github.ncloudcommunity.apigateway.model.CreateResourceRequest;
import io.github.ncloudcommunity.apigateway.model.HttpEndpointRequest;
import io.github.ncloudcommunity.apigateway.model.ListedMethod;
import io.github.ncloudcommunity.apigateway.model.MethodAuthenticationRequest;
import io.github.ncloudcommunity.apigateway.model.MethodValidationRequest;
import io.github.ncloudcommunity.apigateway.model.MockEndpointRequest;
import io.github.ncloudcommunity.apigateway.model.Model;
import io.github.ncloudcommunity.apigateway.model.Product;
import io.github.ncloudcommunity.apigateway.model.RequiredApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies a product from one account to another: its APIs with their models, resources and methods.
 * A method that needs an authorizer or a NAVER Cloud service of the first account is skipped.
 */
final class CopyProduct {

  /**
   * What the copy came to.
   *
   * @param productId the new product
   * @param skipped the methods that were not copied, such as {@code GET /orders of shop-api}
   */
  record Copy(String productId, List<String> skipped) {}

  private final ApiGatewayClient from;
  private final ApiGatewayClient to;
  private final List<String> skipped = new ArrayList<>();

  private CopyProduct(ApiGatewayClient from, ApiGatewayClient to) {
    this.from = from;
    this.to = to;
  }

  static Copy copy(ApiGatewayClient from, String productId, ApiGatewayClient to) {
    CopyProduct copy = new CopyProduct(from, to);
    return new Copy(copy.product(productId), copy.skipped);
  }

  private String product(String productId) {
    Product product = from.products().getProduct(productId).getProduct();
    String newProductId =
        to.products()
            .createProduct(
                new CreateProductRequest()
                    .productName(product.getProductName())
                    .description(product.getProductDescription())
                    .subscriptionCode(product.getSubscriptionCode()))
            .getProduct()
            .getProductId();
    try (Stream<Api> apis = from.apis().streamApis(productId)) {
      apis.forEach(api -> api(productId, api, newProductId));
    }
    return newProductId;
  }

  private void api(String productId, Api api, String newProductId) {
    String apiId = api.getApiId();
    String newApiId =
        to.apis()
            .createApi(
                newProductId,
                new CreateApiRequest()
                    .apiName(api.getApiName())
                    .apiDescription(api.getApiDescription()))
            .getApi()
            .getApiId();
    try (Stream<Model> models = from.models().streamModels(productId, apiId)) {
      models.forEach(
          listed -> {
            // The list may leave out the schema.
            Model model = from.models().getModel(productId, apiId, listed.getModelId());
            to.models()
                .createModel(
                    newProductId,
                    newApiId,
                    new CreateModelRequest()
                        .modelName(model.getModelName())
                        .modelDescription(model.getModelDescription())
                        .modelSchema(model.getModelSchema()));
          });
    }
    for (Resource resource : from.resources().listResources(productId, apiId).getResourceList()) {
      String newResourceId = resource(newProductId, newApiId, resource);
      List<ListedMethod> methods =
          from.methods().listMethods(productId, apiId, resource.getResourceId()).getMethods();
      for (ListedMethod method : methods) {
        if (belongsToAccount(method)) {
          skipped.add(
              "%s %s of %s"
                  .formatted(method.getMethodName(), resource.getResourcePath(), api.getApiName()));
        } else {
          to.methods().createMethod(newProductId, newApiId, newResourceId, request(method));
        }
      }
    }
  }

  private String resource(String newProductId, String newApiId, Resource resource) {
    return to.resources()
        .createResource(
            newProductId,
            newApiId,
            new CreateResourceRequest()
                .resourcePath(resource.getResourcePath())
                .corsAllowCredentials(resource.getCorsAllowCredentials())
                .corsAllowHeaders(resource.getCorsAllowHeaders())
                .corsAllowMethods(resource.getCorsAllowMethods())
                .corsAllowOrigin(resource.getCorsAllowOrigin())
                .corsExposeHeaders(resource.getCorsExposeHeaders())
                .corsMaxAge(resource.getCorsMaxAge()))
        .getResource()
        .getResourceId();
  }

  private static boolean belongsToAccount(ListedMethod method) {
    return method.getNcpEndPoint() != null || method.getAuthentication().getAuthorizerId() != null;
  }

  private static CreateMethodRequest request(ListedMethod method) {
    CreateMethodRequest request =
        new CreateMethodRequest()
            .methodName(method.getMethodName())
            .methodDescription(method.getMethodDescription())
            .requiredApiKey(
                new RequiredApiKeyRequest().required(method.getRequiredApiKey().getRequired()))
            .validation(
                new MethodValidationRequest()
                    .type(method.getValidation().getType())
                    .headers(method.getValidation().getHeaders())
                    .queryStrings(method.getValidation().getQueryStrings()))
            .authentication(
                new MethodAuthenticationRequest()
                    .platform(method.getAuthentication().getPlatform()));
    if (method.getHttpEndPoint() != null) {
      request.httpEndPoint(
          new HttpEndpointRequest()
              .method(method.getHttpEndPoint().getMethod()).stream(
                      method.getHttpEndPoint().getStream())
                  .url(method.getHttpEndPoint().getUrl()));
    }
    if (method.getMockEndPoint() != null) {
      request.mockEndPoint(
          new MockEndpointRequest()
              .httpStatus(method.getMockEndPoint().getHttpStatus())
              .response(method.getMockEndPoint().getResponse())
              .headers(method.getMockEndPoint().getHeaders()));
    }
    return request;
  }
}
