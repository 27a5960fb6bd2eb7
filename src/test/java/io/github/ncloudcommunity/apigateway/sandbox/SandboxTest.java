package io.github.ncloudcommunity.apigateway.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh sandbox for each test, at a time that stands still. */
abstract class SandboxTest {

  static final Instant NOW = Instant.parse("2024-05-08T06:29:48.123Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  static final String PRODUCT = "prod000001";
  static final String API = "apis000001";
  static final String STAGE = "stag000001";
  static final String PLAN = "plan000001";
  static final String STAGE_PATH = "/products/" + PRODUCT + "/apis/" + API + "/stages/" + STAGE;

  ApiGatewaySandbox sandbox;
  RawClient client;

  @BeforeEach
  void startSandbox() {
    sandbox = configure(ApiGatewaySandbox.builder().clock(CLOCK)).start();
    client = new RawClient(sandbox.baseUrl(), sandbox.credentials(), CLOCK);
  }

  @AfterEach
  void closeSandbox() {
    sandbox.close();
  }

  ApiGatewaySandbox.Builder configure(ApiGatewaySandbox.Builder builder) {
    return builder;
  }

  /** Makes a usage plan of that name and gives its id. */
  String createPlan(String name) {
    return client
        .send("POST", "/usage-plans", "{\"usagePlanName\":\"" + name + "\"}")
        .json()
        .at("/usagePlan/usagePlanId")
        .textValue();
  }

  void associate(String plan) {
    client.send("POST", STAGE_PATH + "/associate-usage-plan", planId(plan));
  }

  static String planId(String plan) {
    return "{\"usagePlanId\":\"" + plan + "\"}";
  }
}
