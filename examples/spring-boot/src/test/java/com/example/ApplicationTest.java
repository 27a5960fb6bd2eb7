package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.sandbox.SandboxExtension;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
@ExtendWith(OutputCaptureExtension.class)
class ApplicationTest {

  @RegisterExtension static final SandboxExtension sandbox = SandboxExtension.create();

  @DynamicPropertySource
  static void useTheSandbox(DynamicPropertyRegistry properties) {
    properties.add("ncloud.apigateway.base-url", () -> sandbox.sandbox().baseUrl());
    properties.add("ncloud.apigateway.access-key", () -> sandbox.sandbox().accessKey());
    properties.add("ncloud.apigateway.secret-key", () -> sandbox.sandbox().secretKey());
  }

  @Autowired private ApiGatewayClient gateway;
  @Autowired private GatewayHealthIndicator health;
  @Autowired private GatewayProperties properties;
  @Autowired private MeterRegistry meters;

  @Test
  void healthIsUpAndLoggedAtStart(CapturedOutput output) {
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
    assertThat(output).contains("API Gateway: UP").doesNotContain(properties.secretKey());
    assertThat(properties.toString()).doesNotContain(properties.secretKey());
  }

  @Test
  void healthIsDownWithWrongCredentials() {
    try (ApiGatewayClient stranger =
        ApiGatewayClient.builder()
            .baseUrl(properties.baseUrl())
            .credentials(Credentials.of("nobody", "nothing"))
            .build()) {
      assertThat(new GatewayHealthIndicator(stranger).health())
          .asString()
          .startsWith("DOWN")
          .contains("401");
    }
  }

  @Test
  void callsAreTimed() {
    gateway.usagePlans().getUsagePlan(sandbox.sandbox().seed().usagePlanId());

    assertThat(
            meters
                .get("ncloud.apigateway.calls")
                .tags("operation", "getUsagePlan", "status", "200", "outcome", "success")
                .timer()
                .count())
        .isEqualTo(1);
  }
}
