package com.example;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

@ConfigurationProperties("ncloud.apigateway")
record GatewayProperties(URI baseUrl, String accessKey, String secretKey, Duration callTimeout) {

  /** Without the secret key, so that it gets into no log. */
  @Override
  public String toString() {
    return "GatewayProperties[baseUrl=" + baseUrl + ", callTimeout=" + callTimeout + "]";
  }
}
