package io.github.ncloudcommunity.apigateway.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.model.ApiKey;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.AuthenticationPlatform;
import io.github.ncloudcommunity.apigateway.model.CreateApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.CreateMethodRequest;
import io.github.ncloudcommunity.apigateway.model.CreateModelRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.ListedMethod;
import io.github.ncloudcommunity.apigateway.model.MethodAuthenticationRequest;
import io.github.ncloudcommunity.apigateway.model.MethodName;
import io.github.ncloudcommunity.apigateway.model.MethodValidationRequest;
import io.github.ncloudcommunity.apigateway.model.MockEndpointRequest;
import io.github.ncloudcommunity.apigateway.model.Model;
import io.github.ncloudcommunity.apigateway.model.ProductApiKey;
import io.github.ncloudcommunity.apigateway.model.RequiredApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.Resource;
import io.github.ncloudcommunity.apigateway.model.SearchProductApiKeysRequest;
import io.github.ncloudcommunity.apigateway.model.SubscribeProductRequest;
import io.github.ncloudcommunity.apigateway.model.Subscription;
import io.github.ncloudcommunity.apigateway.model.SubscriptionStatus;
import io.github.ncloudcommunity.apigateway.model.UpdateApiKeyUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.UpdateResourceRequest;
import io.github.ncloudcommunity.apigateway.model.ValidationType;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import io.github.ncloudcommunity.apigateway.testing.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each recipe on the sandbox, and holds docs/cookbook.md to their code. */
class CookbookTest {

  private static final Path SOURCES =
      Path.of("src/test/java/io/github/ncloudcommunity/apigateway/cookbook");

  private final ApiGatewaySandbox sandbox = ApiGatewaySandbox.start();
  private final ApiGatewayClient gateway = client(sandbox);
  private final ApiGatewaySandbox.Seed seed = sandbox.seed();

  @AfterEach
  void close() {
    gateway.close();
    sandbox.close();
  }

  @Test
  void publishedApiIsOnAPublishedStage_withAnAcceptedApiKeyOnItsUsagePlan() {
    PublishApi.Published published = PublishApi.publish(gateway, "https://backend.example");

    String productId = published.productId();
    assertThat(gateway.products().getProduct(productId).getProduct().getIsPublished()).isTrue();
    Resource resource =
        gateway.resources().listResources(productId, published.apiId()).getResourceList().get(0);
    assertThat(resource.getResourcePath()).isEqualTo("/orders");
    assertThat(
            gateway
                .methods()
                .listMethods(productId, published.apiId(), resource.getResourceId())
                .getMethods())
        .singleElement()
        .satisfies(
            method -> {
              assertThat(method.getMethodName()).isEqualTo(MethodName.GET);
              assertThat(method.getRequiredApiKey().getRequired()).isTrue();
            });
    assertThat(
            gateway
                .stages()
                .getStage(productId, published.apiId(), published.stageId())
                .getStage()
                .getEndpointDomain())
        .isEqualTo("https://backend.example");
    assertThat(apiKeys(productId))
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.getApiKeyId()).isEqualTo(published.apiKeyId());
              assertThat(key.getStatus()).isEqualTo(SubscriptionStatus.ACCEPTED);
            });
    try (Stream<Subscription> subscriptions =
        gateway.products().streamProductSubscriptions(productId, published.apiKeyId())) {
      assertThat(subscriptions)
          .singleElement()
          .satisfies(
              subscription -> {
                assertThat(subscription.getStageId()).isEqualTo(published.stageId());
                assertThat(subscription.getUsagePlanId()).isEqualTo(published.usagePlanId());
              });
    }
  }

  @Test
  void rotationReplacesTheSecondaryKeyFirstAndThePrimaryKeyAfterIt() {
    ApiKey before = gateway.apiKeys().getApiKey(seed.apiKeyId());

    String secondary = RotateApiKey.replaceSecondary(gateway, seed.apiKeyId());

    ApiKey between = gateway.apiKeys().getApiKey(seed.apiKeyId());
    assertThat(secondary).isEqualTo(between.getSecondaryKey());
    assertThat(secondary).isNotEqualTo(before.getSecondaryKey());
    assertThat(between.getPrimaryKey()).isEqualTo(before.getPrimaryKey());

    String primary = RotateApiKey.replacePrimary(gateway, seed.apiKeyId());

    ApiKey after = gateway.apiKeys().getApiKey(seed.apiKeyId());
    assertThat(primary).isEqualTo(after.getPrimaryKey());
    assertThat(primary).isNotEqualTo(before.getPrimaryKey());
    assertThat(after.getSecondaryKey()).isEqualTo(secondary);
  }

  @Test
  void copiedProductHasTheSameApisModelsResourcesAndMethods() {
    gateway
        .models()
        .createModel(
            seed.productId(),
            seed.apiId(),
            new CreateModelRequest().modelName("order").modelSchema("{\"type\": \"string\"}"));
    gateway
        .resources()
        .updateResource(
            seed.productId(),
            seed.apiId(),
            seed.resourceId(),
            new UpdateResourceRequest().corsAllowOrigin("*").corsMaxAge("60"));
    createMethod(MethodName.POST, new MethodAuthenticationRequest());
    createMethod(MethodName.PUT, new MethodAuthenticationRequest().authorizerId("auth000001"));
    try (ApiGatewaySandbox otherAccount = ApiGatewaySandbox.start();
        ApiGatewayClient other = client(otherAccount)) {

      CopyProduct.Copy copy = CopyProduct.copy(gateway, seed.productId(), other);

      assertThat(copy.skipped()).containsExactly("PUT / of sandbox-api");
      String apiId = other.apis().listApis(copy.productId()).getApis().get(0).getApiId();
      assertThat(models(other, copy.productId(), apiId))
          .isEqualTo(models(gateway, seed.productId(), seed.apiId()))
          .hasSize(3);
      assertThat(other.resources().listResources(copy.productId(), apiId).getResourceList())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
              "apiId", "resourceId", "methods")
          .isEqualTo(
              gateway.resources().listResources(seed.productId(), seed.apiId()).getResourceList());
      assertThat(methods(other, copy.productId(), apiId))
          .isEqualTo(
              methods(gateway, seed.productId(), seed.apiId()).stream()
                  .filter(method -> !method.getMethodName().equals(MethodName.PUT))
                  .map(CookbookTest::withoutIds)
                  .toList())
          .hasSize(2);
      assertThat(other.products().getProduct(copy.productId()).getProduct())
          .usingRecursiveComparison()
          .comparingOnlyFields("productName", "productDescription", "subscriptionCode")
          .isEqualTo(gateway.products().getProduct(seed.productId()).getProduct());
    }
  }

  @Test
  void usersOfAUsagePlanAreTheApiKeysThatHaveItOnAStage() {
    String other =
        gateway
            .usagePlans()
            .createUsagePlan(new CreateUsagePlanRequest().usagePlanName("other"))
            .getUsagePlan()
            .getUsagePlanId();
    assertThat(FindUsagePlanUsers.find(gateway, seed.usagePlanId())).isEmpty();
    associate(seed.usagePlanId());
    associate(other);
    subscribe(seed.apiKeyId(), seed.usagePlanId());
    String secondKey =
        gateway
            .apiKeys()
            .createApiKey(new CreateApiKeyRequest().apiKeyName("second"))
            .getApiKey()
            .getApiKeyId();
    subscribe(secondKey, other);

    assertThat(FindUsagePlanUsers.find(gateway, seed.usagePlanId()))
        .containsExactly(
            new FindUsagePlanUsers.Use(
                seed.stageId(), "sandbox-stage", List.of("sandbox-api-key")));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void cookbookShowsTheCodeThatRuns(Path recipe) throws IOException {
    GeneratedPart.check(
        Path.of("docs", "cookbook.md"), recipe, "```java\n" + Files.readString(recipe) + "```\n");
  }

  static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.filter(file -> !file.endsWith("CookbookTest.java")).sorted().toList();
    }
  }

  private void createMethod(MethodName name, MethodAuthenticationRequest authentication) {
    gateway
        .methods()
        .createMethod(
            seed.productId(),
            seed.apiId(),
            seed.resourceId(),
            new CreateMethodRequest()
                .methodName(name)
                .mockEndPoint(
                    new MockEndpointRequest()
                        .httpStatus(201)
                        .response("created")
                        .headers(Map.of("X-Mock", "yes")))
                .requiredApiKey(new RequiredApiKeyRequest().required(true))
                .validation(
                    new MethodValidationRequest()
                        .type(ValidationType.QUERYSTRING_HEADERS)
                        .headers(List.of("X-Team")))
                .authentication(
                    authentication.platform(
                        authentication.getAuthorizerId() == null
                            ? AuthenticationPlatform.IAM
                            : AuthenticationPlatform.AUTHORIZER)));
  }

  private void associate(String usagePlanId) {
    gateway
        .stages()
        .associateUsagePlan(
            seed.productId(),
            seed.apiId(),
            seed.stageId(),
            new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
  }

  private void subscribe(String apiKeyId, String usagePlanId) {
    gateway
        .apiKeys()
        .subscribeProduct(apiKeyId, new SubscribeProductRequest().productId(seed.productId()));
    gateway
        .products()
        .updateApiKeyUsagePlan(
            seed.productId(),
            apiKeyId,
            seed.stageId(),
            new UpdateApiKeyUsagePlanRequest().usagePlanId(usagePlanId));
  }

  private List<ProductApiKey> apiKeys(String productId) {
    return gateway
        .products()
        .searchProductApiKeys(productId, new SearchProductApiKeysRequest())
        .getApiKeyPage()
        .getContent();
  }

  private static List<List<String>> models(
      ApiGatewayClient gateway, String productId, String apiId) {
    try (Stream<Model> models = gateway.models().streamModels(productId, apiId)) {
      return models.map(model -> List.of(model.getModelName(), model.getModelSchema())).toList();
    }
  }

  private static List<ListedMethod> methods(
      ApiGatewayClient gateway, String productId, String apiId) {
    return gateway.resources().listResources(productId, apiId).getResourceList().stream()
        .flatMap(
            resource ->
                gateway
                    .methods()
                    .listMethods(productId, apiId, resource.getResourceId())
                    .getMethods()
                    .stream())
        .map(CookbookTest::withoutIds)
        .toList();
  }

  private static ListedMethod withoutIds(ListedMethod method) {
    return method.apiId(null).resourceId(null);
  }

  private static ApiGatewayClient client(ApiGatewaySandbox sandbox) {
    return ApiGatewayClient.builder()
        .baseUrl(sandbox.baseUrl())
        .credentials(sandbox.credentials())
        .build();
  }
}
