package com.example;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.util.List;
import java.util.stream.Stream;

/** Associates a usage plan with a stage, and prints the names of the plans on it. */
public final class FirstCall {

  private FirstCall() {}

  /** Takes the ids of product, API, stage and usage plan; the keys come from the environment. */
  public static void main(String[] args) {
    try (ApiGatewayClient gateway = ApiGatewayClient.create()) {
      associate(gateway, args[0], args[1], args[2], args[3]).forEach(System.out::println);
    }
  }

  static List<String> associate(
      ApiGatewayClient gateway,
      String productId,
      String apiId,
      String stageId,
      String usagePlanId) {
    gateway
        .stages()
        .associateUsagePlan(
            productId, apiId, stageId, new AssociateUsagePlanRequest().usagePlanId(usagePlanId));
    try (Stream<UsagePlan> plans =
        gateway.stages().streamStageUsagePlans(productId, apiId, stageId)) {
      return plans.map(UsagePlan::getUsagePlanName).toList();
    }
  }
}
