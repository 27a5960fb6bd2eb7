package io.github.ncloudcommunity.apigateway.cookbook;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.model.ProductApiKey;
import io.github.ncloudcommunity.apigateway.model.SearchProductApiKeysRequest;
import io.github.ncloudcommunity.apigateway.model.Subscription;
import io.github.ncloudcommunity.apigateway.model.UsagePlanStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds the stages that offer a usage plan, and the API keys that have it there. */
final class FindUsagePlanUsers {

  /** A stage and the API keys that have the usage plan on it. */
  record Use(String stageId, String stageName, List<String> apiKeyNames) {}

  private FindUsagePlanUsers() {}

  static List<Use> find(ApiGatewayClient gateway, String usagePlanId) {
    try (Stream<UsagePlanStage> stages = gateway.usagePlans().streamUsagePlanStages(usagePlanId)) {
      return stages
          .map(
              stage ->
                  new Use(
                      stage.getStageId(),
                      stage.getStageName(),
                      apiKeys(gateway, stage, usagePlanId)))
          .toList();
    }
  }

  private static List<String> apiKeys(
      ApiGatewayClient gateway, UsagePlanStage stage, String usagePlanId) {
    List<String> names = new ArrayList<>();
    try (Stream<ProductApiKey> apiKeys =
        gateway
            .products()
            .streamProductApiKeys(stage.getProductId(), new SearchProductApiKeysRequest())) {
      apiKeys
          .filter(apiKey -> has(gateway, stage, usagePlanId, apiKey.getApiKeyId()))
          .forEach(apiKey -> names.add(apiKey.getApiKeyName()));
    }
    return names;
  }

  private static boolean has(
      ApiGatewayClient gateway, UsagePlanStage stage, String usagePlanId, String apiKeyId) {
    try (Stream<Subscription> subscriptions =
        gateway.products().streamProductSubscriptions(stage.getProductId(), apiKeyId)) {
      return subscriptions.anyMatch(
          subscription ->
              Objects.equals(subscription.getStageId(), stage.getStageId())
                  && Objects.equals(subscription.getUsagePlanId(), usagePlanId));
    }
  }
}
