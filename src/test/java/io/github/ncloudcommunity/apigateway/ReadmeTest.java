package io.github.ncloudcommunity.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the Java of the README, and checks its tables against the code. */
class ReadmeTest {

  private static final String IMPORTS =
      """
      import io.github.ncloudcommunity.apigateway.*;
      import io.github.ncloudcommunity.apigateway.api.StageOperations.*;
      import io.github.ncloudcommunity.apigateway.auth.*;
      import io.github.ncloudcommunity.apigateway.model.*;
      import io.github.ncloudcommunity.apigateway.sandbox.*;
      import io.micrometer.core.instrument.Timer;
      import java.net.URI;
      import java.time.*;
      import java.util.stream.*;
      """;

  private final String readme = read();

  @TempDir private Path classes;

  @Test
  void firstCallAssociatesAndListsTheUsagePlan() throws Exception {
    String code = block("ApiGatewayClient.create()");
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start();
        ApiGatewayClient gateway = client(sandbox)) {
      gateway.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("not here"));

      // The one change: create() would talk to the real service.
      String onSandbox =
          code.replace(
              "ApiGatewayClient.create()",
              "ApiGatewayClient.builder().baseUrl(baseUrl).credentials(credentials).build()");
      String printed =
          run(
              "URI baseUrl, Credentials credentials, String productId, String apiId,"
                  + " String stageId, String usagePlanId",
              onSandbox,
              sandbox.baseUrl(),
              sandbox.credentials(),
              sandbox.seed().productId(),
              sandbox.seed().apiId(),
              sandbox.seed().stageId(),
              sandbox.seed().usagePlanId());

      String name =
          gateway
              .usagePlans()
              .getUsagePlan(sandbox.seed().usagePlanId())
              .getUsagePlan()
              .getUsagePlanName();
      assertThat(printed.lines()).containsExactly("0 usage plans with gold in their name", name);
    }
  }

  @Test
  void everySettingOfTheBuilderExampleCompilesAndIsAccepted() throws Exception {
    String code = block(".cloud(Cloud.FINANCIAL)");

    String printed =
        run(
            "String accessKey, String secretKey",
            code + "\nSystem.out.println(gateway.baseUrl());\ngateway.close();",
            "access-key",
            "secret-key");

    assertThat(printed.strip()).isEqualTo(Cloud.FINANCIAL.baseUrl().toString());
  }

  @Test
  void sandboxExampleReadsTheUsagePlanOfTheSeed() throws Exception {
    String printed = run("", block("ApiGatewaySandbox.start()"));

    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
      assertThat(printed).contains(sandbox.seed().usagePlanId());
    }
  }

  @Test
  void optionsExampleReadsTheProductOfTheSeed() throws Exception {
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start();
        ApiGatewayClient gateway = client(sandbox)) {
      String printed =
          run(
              "ApiGatewayClient gateway, String productId",
              block("gateway.with(options"),
              gateway,
              sandbox.seed().productId());

      assertThat(printed).contains(sandbox.seed().productId());
    }
  }

  @Test
  void metricsExampleTimesCallsByOperationStatusAndOutcome() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
      run(
          "URI baseUrl, Credentials credentials, io.micrometer.core.instrument.MeterRegistry registry",
          block("new CallListener()")
              + """
              try (ApiGatewayClient gateway =
                  ApiGatewayClient.builder()
                      .baseUrl(baseUrl)
                      .credentials(credentials)
                      .listener(metrics)
                      .build()) {
                gateway.products().listProducts();
                gateway.products().listProducts();
                try {
                  gateway.products().getProduct("nothing");
                } catch (ApiGatewayException e) {
                  System.out.println(e.errorCode());
                }
              }
              """,
          sandbox.baseUrl(),
          sandbox.credentials(),
          registry);
    }

    assertThat(
            registry
                .get("ncloud.apigateway.calls")
                .tags("operation", "listProducts", "status", "200", "outcome", "success")
                .timer()
                .count())
        .isEqualTo(2);
    assertThat(
            registry
                .get("ncloud.apigateway.calls")
                .tags("operation", "getProduct", "status", "404", "outcome", "failure")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void noJavaBlockIsLeftUntested() {
    assertThat(blocks("java")).hasSize(5);
  }

  @Test
  void tableOfErrorCodesIsTheEnumeration() {
    List<String> rows = new ArrayList<>();
    for (ErrorCode code : ErrorCode.values()) {
      if (code != ErrorCode.UNKNOWN) {
        rows.add("| " + code.httpStatus() + " | " + code.code() + " | `" + code + "` |");
      }
    }

    assertThat(readme.lines().filter(line -> line.matches("\\| \\d{3} \\| \\d{3} \\| .*")))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void everyKindOfExceptionIsNamed() {
    for (ApiGatewayException.Kind kind : ApiGatewayException.Kind.values()) {
      assertThat(readme).contains("`" + kind + "`");
    }
  }

  private static ApiGatewayClient client(ApiGatewaySandbox sandbox) {
    return ApiGatewayClient.builder()
        .baseUrl(sandbox.baseUrl())
        .credentials(sandbox.credentials())
        .build();
  }

  private String block(String marker) {
    return blocks("java").stream().filter(code -> code.contains(marker)).findFirst().orElseThrow();
  }

  private List<String> blocks(String language) {
    Matcher matcher =
        Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(readme);
    List<String> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private String run(String parameters, String code, Object... arguments) throws Exception {
    compile(
        IMPORTS
            + "public class Example {\n  public static void run("
            + parameters
            + ") throws Exception {\n"
            + code
            + "\n  }\n}\n");
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      Method run = loader.loadClass("Example").getMethods()[0];
      System.setOut(new PrintStream(printed, true, UTF_8));
      run.invoke(null, arguments);
    } finally {
      System.setOut(console);
    }
    return printed.toString(UTF_8);
  }

  private void compile(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(messages, null, UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  messages,
                  List.of("-d", classes.toString(), "-proc:none", "-classpath", classPath()),
                  null,
                  List.of(
                      new SimpleJavaFileObject(
                          URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                          return source;
                        }
                      }))
              .call();
      assertThat(compiled)
          .withFailMessage(() -> source + "\n" + describe(messages.getDiagnostics()))
          .isTrue();
    }
  }

  /** Surefire may put the class path into the manifest of one jar, and keeps it here. */
  private static String classPath() {
    Map<Object, Object> properties = System.getProperties();
    return (String)
        properties.getOrDefault("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String describe(List<Diagnostic<? extends JavaFileObject>> messages) {
    return String.join("\n", messages.stream().map(Object::toString).toList());
  }

  private static String read() {
    try {
      return Files.readString(Path.of("README.md"), UTF_8);
    } catch (IOException e) {
      throw new AssertionError("README.md", e);
    }
  }
}
