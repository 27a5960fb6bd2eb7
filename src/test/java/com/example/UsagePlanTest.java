package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ncloudcommunity.apigateway.api.StageOperations;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import io.github.ncloudcommunity.apigateway.sandbox.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsagePlanTest {

  @RegisterExtension static final SandboxExtension gateway = SandboxExtension.create();

  @Test
  void associatedPlanIsListed() {
    ApiGatewaySandbox.Seed seed = gateway.sandbox().seed();
    StageOperations stages = gateway.client().stages();

    stages.associateUsagePlan(
        seed.productId(),
        seed.apiId(),
        seed.stageId(),
        new AssociateUsagePlanRequest().usagePlanId(seed.usagePlanId()));

    List<UsagePlan> plans =
        stages.listStageUsagePlans(seed.productId(), seed.apiId(), seed.stageId()).getContent();
    assertEquals("sandbox-plan", plans.get(0).getUsagePlanName());
  }
}
