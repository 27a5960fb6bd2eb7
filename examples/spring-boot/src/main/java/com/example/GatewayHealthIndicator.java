package com.example;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.api.ProductOperations.ListProductsQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells whether the service accepts the credentials: reads one product. */
@Component
class GatewayHealthIndicator implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayHealthIndicator.class);

  private final ApiGatewayClient gateway;

  GatewayHealthIndicator(ApiGatewayClient gateway) {
    this.gateway = gateway;
  }

  @Override
  public Health health() {
    try {
      gateway.products().listProducts(new ListProductsQuery().limit(1L));
      return Health.up().build();
    } catch (ApiGatewayException e) {
      return Health.down(e).build(); // its message holds no secret
    }
  }

  /** Wrong credentials are in the log right after the start, not only when somebody asks. */
  @EventListener(ApplicationReadyEvent.class)
  void logHealth() {
    LOG.info("API Gateway: {}", health());
  }
}
