package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import io.github.ncloudcommunity.apigateway.sandbox.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FirstCallTest {

  @RegisterExtension static final SandboxExtension gateway = SandboxExtension.create();

  @Test
  void associatedPlanIsListed() {
    assertEquals(List.of("sandbox-plan"), associate(gateway.sandbox().seed().usagePlanId()));
  }

  @Test
  void unknownPlanIsRefused() {
    ApiGatewayException refused =
        assertThrows(ApiGatewayException.class, () -> associate("nothing"));

    assertEquals(ErrorCode.NOT_FOUND, refused.errorCode());
  }

  private static List<String> associate(String usagePlanId) {
    ApiGatewaySandbox.Seed seed = gateway.sandbox().seed();
    return FirstCall.associate(
        gateway.client(), seed.productId(), seed.apiId(), seed.stageId(), usagePlanId);
  }
}
