package com.example;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {

  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }

  /** One client for the whole program. Spring closes it at the end. */
  @Bean
  ApiGatewayClient gateway(GatewayProperties properties, MeterRegistry registry) {
    return ApiGatewayClient.builder()
        .baseUrl(properties.baseUrl())
        .credentials(Credentials.of(properties.accessKey(), properties.secretKey()))
        .callTimeout(properties.callTimeout())
        .listener(new GatewayMetrics(registry))
        .build();
  }
}
