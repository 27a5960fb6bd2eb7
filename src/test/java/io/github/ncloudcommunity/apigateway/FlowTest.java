package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ncloudcommunity.apigateway.api.ApiKeyOperations.ListApiKeysQuery;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.model.ApiKey;
import io.github.ncloudcommunity.apigateway.model.ApiKeyProduct;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.AuthenticationPlatform;
import io.github.ncloudcommunity.apigateway.model.CreateApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.CreateApiRequest;
import io.github.ncloudcommunity.apigateway.model.CreateMethodRequest;
import io.github.ncloudcommunity.apigateway.model.CreateProductRequest;
import io.github.ncloudcommunity.apigateway.model.CreateResourceRequest;
import io.github.ncloudcommunity.apigateway.model.CreateStageRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.DeployApiRequest;
import io.github.ncloudcommunity.apigateway.model.DeployStageRequest;
import io.github.ncloudcommunity.apigateway.model.DisassociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.KeyType;
import io.github.ncloudcommunity.apigateway.model.MethodAuthenticationRequest;
import io.github.ncloudcommunity.apigateway.model.MethodName;
import io.github.ncloudcommunity.apigateway.model.MethodValidationRequest;
import io.github.ncloudcommunity.apigateway.model.MockEndpointRequest;
import io.github.ncloudcommunity.apigateway.model.PublishApiRequest;
import io.github.ncloudcommunity.apigateway.model.RegenerateApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.RequiredApiKeyRequest;
import io.github.ncloudcommunity.apigateway.model.SearchPublishedProductsRequest;
import io.github.ncloudcommunity.apigateway.model.SearchStagesRequest;
import io.github.ncloudcommunity.apigateway.model.StageDeployment;
import io.github.ncloudcommunity.apigateway.model.StagePublication;
import io.github.ncloudcommunity.apigateway.model.SubscribeProductRequest;
import io.github.ncloudcommunity.apigateway.model.Subscription;
import io.github.ncloudcommunity.apigateway.model.SubscriptionCode;
import io.github.ncloudcommunity.apigateway.model.SubscriptionDecision;
import io.github.ncloudcommunity.apigateway.model.SubscriptionStatus;
import io.github.ncloudcommunity.apigateway.model.UnsubscribeProductRequest;
import io.github.ncloudcommunity.apigateway.model.UpdateApiKeyUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.UpdateProductApiKeyStatusRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import io.github.ncloudcommunity.apigateway.model.ValidationType;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From an empty product to a subscribed API key and back, through the client. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlowTest {

  private static final SubscribeProductRequest NOTHING_TO_SUBSCRIBE =
      new SubscribeProductRequest().productId("none000000");

  private ApiGatewaySandbox sandbox;
  private ApiGatewayClient gateway;

  private String product;
  private String api;
  private String stage;
  private String plan;
  private String key;

  @BeforeEach
  void makeOneOfEach() {
    sandbox = ApiGatewaySandbox.start();
    gateway =
        ApiGatewayClient.builder()
            .baseUrl(sandbox.baseUrl())
            .credentials(sandbox.credentials())
            .build();
    product =
        gateway
            .products()
            .createProduct(
                new CreateProductRequest()
                    .productName("flow")
                    .description("made by a flow")
                    .subscriptionCode(SubscriptionCode.PROTECTED))
            .getProduct()
            .getProductId();
    api =
        gateway
            .apis()
            .createApi(product, new CreateApiRequest().apiName("flow-api"))
            .getApi()
            .getApiId();
    stage = createStage("v1");
    plan = createPlan("gold");
    key =
        gateway
            .apiKeys()
            .createApiKey(new CreateApiKeyRequest().apiKeyName("flow-key"))
            .getApiKey()
            .getApiKeyId();
  }

  @AfterEach
  void close() {
    gateway.close();
    sandbox.close();
  }

  private String createStage(String name) {
    return gateway
        .stages()
        .createStage(
            product,
            api,
            new CreateStageRequest().stageName(name).endpointDomain("https://backend.example"))
        .getStage()
        .getStageId();
  }

  private String createPlan(String name) {
    return gateway
        .usagePlans()
        .createUsagePlan(new CreateUsagePlanRequest().usagePlanName(name).rateRps(5))
        .getUsagePlan()
        .getUsagePlanId();
  }

  private void associate(String usagePlanId) {
    gateway
        .stages()
        .associateUsagePlan(
            product, api, stage, new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
  }

  private void disassociate(String usagePlanId) {
    gateway
        .stages()
        .disassociateUsagePlan(
            product, api, stage, new DisassociateUsagePlanRequest().usagePlanId(usagePlanId));
  }

  private void subscribe() {
    gateway.apiKeys().subscribeProduct(key, new SubscribeProductRequest().productId(product));
  }

  private void decide(SubscriptionDecision decision) {
    gateway
        .products()
        .updateProductApiKeyStatus(
            product, key, new UpdateProductApiKeyStatusRequest().status(decision));
  }

  private void unsubscribe() {
    gateway.apiKeys().unsubscribeProduct(key, new UnsubscribeProductRequest().productId(product));
  }

  private static void assertNotFound(ThrowingCallable call) {
    assertThat(catchThrowableOfType(ApiGatewayException.class, call).errorCode())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  private static void assertRefused(ThrowingCallable call, String... named) {
    ApiGatewayException refusal = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(refusal.errorCode()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal.details()).contains(named);
  }

  @Test
  void whatWasMadeIsListedAndRead() {
    assertThat(gateway.products().getProduct(product).getProduct().getProductDescription())
        .isEqualTo("made by a flow");
    assertThat(gateway.apis().listApis(product).getApis())
        .singleElement()
        .satisfies(listed -> assertThat(listed.getApiName()).isEqualTo("flow-api"));
    assertThat(gateway.stages().getStage(product, api, stage).getStage().getStageName())
        .isEqualTo("v1");
    assertThat(gateway.usagePlans().getUsagePlan(plan).getUsagePlan().getRateRps()).isEqualTo(5);
    assertThat(gateway.apiKeys().listApiKeys(new ListApiKeysQuery().apiKeyName("flow")).getTotal())
        .isEqualTo(1);

    assertNotFound(() -> gateway.products().getProduct("none000000"));
    assertNotFound(() -> gateway.apis().getApi(sandbox.seed().productId(), api));
    assertNotFound(() -> gateway.stages().getStage(product, api, sandbox.seed().stageId()));
    assertNotFound(() -> gateway.apiKeys().getApiKey(plan));
  }

  @Test
  void resourcesAndMethodsAreDeployed() {
    String resource =
        gateway
            .resources()
            .createResource(product, api, new CreateResourceRequest().resourcePath("/users"))
            .getResource()
            .getResourceId();
    CreateMethodRequest method =
        new CreateMethodRequest()
            .methodName(MethodName.GET)
            .mockEndPoint(new MockEndpointRequest().httpStatus(200))
            .requiredApiKey(new RequiredApiKeyRequest().required(true))
            .validation(new MethodValidationRequest().type(ValidationType.NONE))
            .authentication(
                new MethodAuthenticationRequest().platform(AuthenticationPlatform.NONE));
    gateway.methods().createMethod(product, api, resource, method);

    gateway
        .apis()
        .deployApi(
            product,
            api,
            new DeployApiRequest().stageId(stage).deploymentDescription("with users"));

    assertThat(gateway.deployments().listStageDeployments(product, api, stage).getContent())
        .extracting(
            StageDeployment::getStageDeploymentNo, StageDeployment::getDeploymentDescription)
        .containsExactly(tuple(1L, null), tuple(2L, "with users"));
    assertThat(
            gateway
                .stages()
                .listStageMethodSettings(product, api, stage, 2L, resource)
                .getStageMethods())
        .singleElement()
        .satisfies(settings -> assertThat(settings.getMethodName()).isEqualTo(MethodName.GET));

    assertRefused(() -> gateway.methods().createMethod(product, api, resource, method), "GET");
    assertRefused(
        () ->
            gateway
                .resources()
                .createResource(product, api, new CreateResourceRequest().resourcePath("/users")),
        "/users");
    assertNotFound(
        () ->
            gateway
                .apis()
                .deployApi(product, api, new DeployApiRequest().stageId(sandbox.seed().stageId())));
  }

  @Test
  void anEarlierDeploymentIsPutLive() {
    gateway.apis().deployApi(product, api, new DeployApiRequest().stageId(stage));
    assertRefused(
        () -> gateway.deployments().deleteStageDeployment(product, api, stage, 2L), "deployment 2");

    assertThat(
            gateway
                .stages()
                .deployStage(product, api, stage, new DeployStageRequest().deploymentNo(1L))
                .getStage()
                .getDeployedStageDeploymentNo())
        .isEqualTo(1);
    gateway.deployments().deleteStageDeployment(product, api, stage, 2L);
    gateway.apis().deployApi(product, api, new DeployApiRequest().stageId(stage));

    assertThat(gateway.deployments().listStageDeployments(product, api, stage).getContent())
        .extracting(StageDeployment::getStageDeploymentNo)
        .containsExactly(1L, 3L);
    assertNotFound(
        () ->
            gateway
                .stages()
                .deployStage(product, api, stage, new DeployStageRequest().deploymentNo(2L)));
  }

  @Test
  void usagePlansOfAStageComeInPages() {
    for (int i = 0; i < 5; i++) {
      associate(createPlan("silver-" + i));
    }
    associate(plan);
    associate(plan);

    assertThat(
            gateway
                .stages()
                .listStageUsagePlans(
                    product,
                    api,
                    stage,
                    new ListStageUsagePlansQuery().offset(4L).limit(4L).usagePlanName("silver"))
                .getContent())
        .extracting(UsagePlan::getUsagePlanName)
        .containsExactly("silver-4");
    try (Stream<UsagePlan> plans = gateway.stages().streamStageUsagePlans(product, api, stage)) {
      assertThat(plans).hasSize(6);
    }
    assertThat(
            gateway
                .stages()
                .searchStages(product, api, new SearchStagesRequest().usagePlanId(plan))
                .getStages())
        .hasSize(1);
    disassociate(plan);
    disassociate(plan);
    assertThat(gateway.usagePlans().listUsagePlanStages(plan).getTotal()).isZero();
    assertNotFound(() -> associate("none000000"));
  }

  @Test
  void anApiKeySubscribesAndIsAccepted() {
    subscribe();
    subscribe();
    assertThat(gateway.apiKeys().listApiKeyProducts(key).getApiKeyRelateProductDtos())
        .extracting(ApiKeyProduct::getProductId, ApiKeyProduct::getStatus)
        .containsExactly(tuple(product, SubscriptionStatus.REQUEST));
    decide(SubscriptionDecision.ACCEPTED);
    assertThat(gateway.products().getProductOverview(product).getApiKeyCountInfo().getAccepted())
        .isEqualTo(1);

    unsubscribe();
    unsubscribe();
    assertThat(gateway.apiKeys().listApiKeyProducts(key).getTotal()).isZero();
    assertNotFound(() -> decide(SubscriptionDecision.REJECTED));
    assertNotFound(() -> gateway.apiKeys().subscribeProduct(key, NOTHING_TO_SUBSCRIBE));
  }

  @Test
  void aSubscriptionHasAUsagePlanOnEachStage() {
    String other = createPlan("platinum");
    UpdateApiKeyUsagePlanRequest choice = new UpdateApiKeyUsagePlanRequest().usagePlanId(other);
    associate(plan);
    subscribe();
    assertThat(planOfTheKey()).isEqualTo(plan);
    assertRefused(
        () -> gateway.products().updateApiKeyUsagePlan(product, key, stage, choice), other, stage);

    associate(other);
    gateway.products().updateApiKeyUsagePlan(product, key, stage, choice);
    assertThat(planOfTheKey()).isEqualTo(other);
    disassociate(other);
    assertThat(planOfTheKey()).isEqualTo(plan);
  }

  private String planOfTheKey() {
    Subscription relation =
        gateway
            .apiKeys()
            .getApiKeySubscriptionDetail(key, product)
            .getApiKeyRelations()
            .getContent()
            .get(0);
    assertThat(relation.getStageId()).isEqualTo(stage);
    return relation.getUsagePlanId();
  }

  @Test
  void aProductIsPublishedByItsStages() {
    SearchPublishedProductsRequest ours = new SearchPublishedProductsRequest().productName("flow");
    assertThat(
            gateway.publishedProducts().searchPublishedProducts(ours).getProductPage().getTotal())
        .isZero();
    publish(true);
    assertThat(
            gateway.publishedProducts().searchPublishedProducts(ours).getProductPage().getTotal())
        .isEqualTo(1);
    assertThat(gateway.products().getProduct(product).getProduct().getIsPublished()).isTrue();
    publish(false);
    assertThat(gateway.products().getProduct(product).getProduct().getIsPublished()).isFalse();
  }

  private void publish(boolean published) {
    gateway
        .apis()
        .publishApi(
            product,
            api,
            new PublishApiRequest()
                .addStagesItem(new StagePublication().stageId(stage).isPublished(published)));
  }

  @Test
  void keysAreDifferentAndIssuedAnew() {
    ApiKey before = gateway.apiKeys().getApiKey(key);
    ApiKey after =
        gateway
            .apiKeys()
            .regenerateApiKey(key, new RegenerateApiKeyRequest().keyType(KeyType.PRIMARY))
            .getApiKey();

    assertThat(before.getPrimaryKey()).hasSize(40).isNotEqualTo(before.getSecondaryKey());
    assertThat(after.getPrimaryKey()).hasSize(40).isNotEqualTo(before.getPrimaryKey());
    assertThat(after.getSecondaryKey()).isEqualTo(before.getSecondaryKey());
    assertThat(gateway.apiKeys().getApiKey(key)).isEqualTo(after);
    assertThat(gateway.apiKeys().listApiKeys().getApiKeys())
        .isNotEmpty()
        .allSatisfy(listed -> assertThat(listed.getPrimaryKey()).isNull());
  }

  @Test
  void whatIsInUseIsDeletedAfterItsUsers() {
    associate(plan);
    subscribe();

    assertRefused(() -> gateway.products().deleteProduct(product), api, key);
    assertRefused(() -> gateway.apis().deleteApi(product, api), stage);
    assertRefused(() -> gateway.stages().deleteStage(product, api, stage), plan);
    assertRefused(() -> gateway.usagePlans().deleteUsagePlan(plan), stage);

    disassociate(plan);
    gateway.usagePlans().deleteUsagePlan(plan);
    gateway.stages().deleteStage(product, api, stage);
    gateway.apis().deleteApi(product, api);
    assertRefused(() -> gateway.products().deleteProduct(product), key);
    gateway.apiKeys().deleteApiKey(key);
    gateway.products().deleteProduct(product);

    assertNotFound(() -> gateway.products().deleteProduct(product));
    assertNotFound(() -> gateway.usagePlans().deleteUsagePlan(plan));
    assertNotFound(() -> gateway.apiKeys().deleteApiKey(key));
    assertThat(gateway.products().listProducts().getProductPage().getTotal()).isEqualTo(1);
  }
}
