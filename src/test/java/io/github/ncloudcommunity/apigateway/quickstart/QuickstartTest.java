package io.github.ncloudcommunity.apigateway.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The main job as its user sees it. A second sandbox stands in for the real service. */
class QuickstartTest {

  private static final CredentialsProvider UNTOUCHED =
      () -> {
        throw new AssertionError("the caller's credentials were asked for");
      };

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();
  private final PrintStream console = System.out;
  private ApiGatewaySandbox service;

  @BeforeEach
  void start() {
    service = ApiGatewaySandbox.start();
    System.setOut(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(console);
    service.close();
  }

  @Test
  void withoutOptionsItRunsOnTheEmbeddedSandbox_withoutAskingForCredentials() {
    int exitCode = run(UNTOUCHED);

    assertThat(exitCode).isZero();
    assertThat(output())
        .contains(
            "embedded sandbox at http://127.0.0.1:",
            "> POST"
                + " /api/v1/products/prod000001/apis/apis000001/stages/stag000001/associate-usage-plan",
            "{\"usagePlanId\":\"plan000001\"}",
            "< 204, no body",
            "\"total\" : 1",
            "disassociate-usage-plan",
            "kind SERVICE_ERROR, code NOT_FOUND",
            "Done.")
        .doesNotContain("REAL");
  }

  @Test
  void onTheRealServiceItSaysSoFirstAndUndoesWhatItDid() {
    int exitCode = run(CredentialsProvider.of(service.credentials()), real());

    assertThat(exitCode).isZero();
    assertThat(output().strip()).startsWith("Main job on the REAL service at " + service.baseUrl());
    assertThat(output().indexOf("REAL")).isLessThan(output().indexOf("> GET"));
    assertThat(output())
        .contains(service.credentials().accessKey(), "associate-usage-plan", "Done.")
        .doesNotContain("sandbox-secret-key", "x-ncp-apigw-signature");
    assertThat(associated()).isEmpty();
  }

  @Test
  void onTheRealServiceItChangesNothing_whenTheUsagePlanIsAssociatedAlready() {
    try (ApiGatewayClient gateway = client()) {
      gateway
          .stages()
          .associateUsagePlan(
              service.seed().productId(),
              service.seed().apiId(),
              service.seed().stageId(),
              new AssociateUsagePlanRequest().usagePlanId(service.seed().usagePlanId()));
    }

    int exitCode = run(CredentialsProvider.of(service.credentials()), real());

    assertThat(exitCode).isZero();
    assertThat(output()).contains("nothing to do").doesNotContain("> POST");
    assertThat(associated()).containsExactly(service.seed().usagePlanId());
  }

  @Test
  void aRefusedCallEndsWithItsReasonAndAnExitCode() {
    Credentials wrong = Credentials.of("sandbox-access-key", "not-the-secret");

    int exitCode = run(CredentialsProvider.of(wrong), real());

    assertThat(exitCode).isEqualTo(1);
    assertThat(errors.toString()).contains("Failed: ", "HTTP 401");
    assertThat(errors + output()).doesNotContain("not-the-secret");
  }

  @Test
  void realWithoutAllItsIdsIsRefused_andNothingIsSent() {
    int exitCode = run(UNTOUCHED, "--real", "--product", "p");

    assertThat(exitCode).isEqualTo(2);
    assertThat(errors.toString()).contains("--api", "--stage", "--usage-plan");
    assertThat(output()).doesNotContain("> ");
  }

  @Test
  void idsWithoutRealAreRefused_andNothingIsSent() {
    int exitCode =
        run(UNTOUCHED, "--product", "p", "--api", "a", "--stage", "s", "--usage-plan", "u");

    assertThat(exitCode).isEqualTo(2);
    assertThat(errors.toString()).contains("--real");
    assertThat(output()).doesNotContain("> ");
  }

  private int run(CredentialsProvider credentials, String... args) {
    CommandLine commandLine = Quickstart.commandLine(credentials);
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(args);
  }

  private String[] real() {
    ApiGatewaySandbox.Seed seed = service.seed();
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--real", "--base-url", service.baseUrl().toString()));
    args.addAll(List.of("--product", seed.productId(), "--api", seed.apiId()));
    args.addAll(List.of("--stage", seed.stageId(), "--usage-plan", seed.usagePlanId()));
    return args.toArray(String[]::new);
  }

  private List<String> associated() {
    try (ApiGatewayClient gateway = client()) {
      return gateway
          .stages()
          .streamStageUsagePlans(
              service.seed().productId(), service.seed().apiId(), service.seed().stageId())
          .map(plan -> plan.getUsagePlanId())
          .toList();
    }
  }

  private ApiGatewayClient client() {
    return ApiGatewayClient.builder()
        .baseUrl(service.baseUrl())
        .credentials(service.credentials())
        .build();
  }

  private String output() {
    return printed.toString(UTF_8);
  }
}
