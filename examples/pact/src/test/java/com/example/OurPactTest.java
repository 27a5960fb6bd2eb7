package com.example;

import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.State;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import io.github.ncloudcommunity.apigateway.sandbox.SandboxExtension;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What our service expects of the API is what the sandbox does. */
@Provider("ncloud-apigateway")
@PactFolder("pacts")
class OurPactTest {

  @RegisterExtension
  static final SandboxExtension gateway =
      SandboxExtension.create(ApiGatewaySandbox.builder().anySignature(true));

  @BeforeEach
  void useTheSandbox(PactVerificationContext context) {
    URI sandbox = gateway.sandbox().baseUrl();
    // The paths of the pact begin with /api/v1.
    context.setTarget(new HttpTestTarget(sandbox.getHost(), sandbox.getPort()));
  }

  @TestTemplate
  @ExtendWith(PactVerificationInvocationContextProvider.class)
  void interaction(PactVerificationContext context) {
    context.verifyInteraction();
  }

  /** The sandbox is as new before each interaction, so these states need nothing. */
  @State({"a usage plan exists", "no usage plan has the id"})
  void asSeeded() {}

  @State("a usage plan is associated with the stage")
  void associated() {
    ApiGatewaySandbox.Seed seed = gateway.sandbox().seed();
    gateway
        .client()
        .stages()
        .associateUsagePlan(
            seed.productId(),
            seed.apiId(),
            seed.stageId(),
            new AssociateUsagePlanRequest().usagePlanId(seed.usagePlanId()));
  }
}
