package com.example;

import io.github.ncloudcommunity.apigateway.CallEvent;
import io.github.ncloudcommunity.apigateway.CallListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Times each call. */
final class GatewayMetrics implements CallListener {

  private final MeterRegistry registry;

  GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void callEnded(CallEvent call) {
    Timer.builder("ncloud.apigateway.calls")
        .tag("operation", call.operation())
        .tag("status", Integer.toString(call.httpStatus()))
        .tag("outcome", call.failure() == null ? "success" : "failure")
        .register(registry)
        .record(call.duration());
  }
}
