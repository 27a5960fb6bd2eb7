package io.github.ncloudcommunity.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs the Java of the README and of docs/, and compares their tables with the code.
 */
class GuideTest {

  private static final String IMPORTS =
      """
      import io.github.ncloudcommunity.apigateway.*;
      import io.github.ncloudcommunity.apigateway.auth.*;
      import io.github.ncloudcommunity.apigateway.model.*;
      import io.github.ncloudcommunity.apigateway.sandbox.*;
      import java.net.URI;
      import java.time.*;
      import java.util.stream.*;
      """;

  private static final Path ERRORS = Path.of("docs", "errors.md");

  private static final Pattern JAVA_BLOCK =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private static final String SECRET = "secret-of-the-test";

  @TempDir private Path classes;

  @Test
  void firstCallCompilesAsItStands_andAssociatesAndListsTheUsagePlan() throws Exception {
    String code = block("README.md", "ApiGatewayClient.create()");
    try (ApiGatewaySandbox sandbox =
            ApiGatewaySandbox.builder().credentials("test", SECRET).start();
        ApiGatewayClient gateway = client(sandbox)) {
      gateway.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("not here"));
      ApiGatewaySandbox.Seed seed = sandbox.seed();

      // The one change: create() would call the real service.
      String onSandbox =
          code.replace(
              "ApiGatewayClient.create()",
              """
              ApiGatewayClient.builder()
                  .baseUrl(java.net.URI.create("%s"))
                  .credentials(
                      io.github.ncloudcommunity.apigateway.auth.Credentials.of("test", "%s"))
                  .build()"""
                  .formatted(sandbox.baseUrl(), SECRET));
      String printed =
          run(
              "FirstCall",
              onSandbox,
              (Object)
                  new String[] {
                    seed.productId(), seed.apiId(), seed.stageId(), seed.usagePlanId()
                  });

      String name =
          gateway.usagePlans().getUsagePlan(seed.usagePlanId()).getUsagePlan().getUsagePlanName();
      assertThat(printed.lines()).containsExactly("0 usage plans with gold in their name", name);
    }
  }

  @Test
  void everySettingOfTheBuilderExampleCompilesAndIsAccepted() throws Exception {
    String code = block("docs/configuration.md", ".cloud(Cloud.FINANCIAL)");

    String printed =
        snippet(
            "String accessKey, String secretKey",
            code + "\nSystem.out.println(gateway.baseUrl());\ngateway.close();",
            "access-key",
            "secret-key");

    assertThat(printed.strip()).isEqualTo(Cloud.FINANCIAL.baseUrl().toString());
  }

  @Test
  void sandboxExamplesReadTheSeed() throws Exception {
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start()) {
      assertThat(snippet("", block("README.md", "ApiGatewaySandbox.start()")))
          .contains(sandbox.seed().productId());
      assertThat(snippet("", block("docs/sandbox.md", "ApiGatewaySandbox.start()")))
          .contains(sandbox.seed().usagePlanId());
    }
  }

  @Test
  void optionsExampleReadsTheProductOfTheSeed() throws Exception {
    try (ApiGatewaySandbox sandbox = ApiGatewaySandbox.start();
        ApiGatewayClient gateway = client(sandbox)) {
      String printed =
          snippet(
              "ApiGatewayClient gateway, String productId",
              block("docs/configuration.md", "gateway.with(options"),
              gateway,
              sandbox.seed().productId());

      assertThat(printed).contains(sandbox.seed().productId());
    }
  }

  /** CookbookTest and ExamplesTest hold the others, which are whole files. */
  @Test
  void everyJavaBlockHasATestHere() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : pages()) {
      blocks(page).stream()
          .filter(code -> !code.startsWith("package "))
          .forEach(code -> found.add(page.toString().replace('\\', '/')));
    }

    assertThat(found)
        .containsExactlyInAnyOrder(
            "README.md",
            "README.md",
            "docs/configuration.md",
            "docs/configuration.md",
            "docs/sandbox.md");
  }

  @Test
  void everyOptionOfTheBuilderIsExplained() throws IOException {
    String page = Files.readString(Path.of("docs", "configuration.md"));
    for (Method method : ApiGatewayClient.Builder.class.getMethods()) {
      if (method.getReturnType() == ApiGatewayClient.Builder.class) {
        assertThat(page).containsPattern("(?m)^\\|.*`" + method.getName() + "`.*\\|");
      }
    }
  }

  @Test
  void tableOfErrorCodesIsTheEnumeration() throws IOException {
    List<String> rows = new ArrayList<>();
    for (ErrorCode code : ErrorCode.values()) {
      if (code != ErrorCode.UNKNOWN) {
        rows.add("| " + code.httpStatus() + " | " + code.code() + " | `" + code + "` |");
      }
    }

    assertThat(
            Files.readString(ERRORS)
                .lines()
                .filter(line -> line.matches("\\| \\d{3} \\| \\d{3} \\| .*")))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void everyKindOfExceptionIsNamed() throws IOException {
    for (ApiGatewayException.Kind kind : ApiGatewayException.Kind.values()) {
      assertThat(Files.readString(ERRORS)).contains("| `" + kind + "` |");
    }
  }

  private static ApiGatewayClient client(ApiGatewaySandbox sandbox) {
    return ApiGatewayClient.builder()
        .baseUrl(sandbox.baseUrl())
        .credentials(sandbox.credentials())
        .build();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  private static String block(String page, String marker) throws IOException {
    return blocks(Path.of(page)).stream()
        .filter(code -> code.contains(marker))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> blocks(Path page) throws IOException {
    return JAVA_BLOCK
        .matcher(Files.readString(page))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** Runs statements that use parameters. */
  private String snippet(String parameters, String code, Object... arguments) throws Exception {
    return run(
        "Example",
        IMPORTS
            + "public class Example {\n  public static void run("
            + parameters
            + ") throws Exception {\n"
            + code
            + "\n  }\n}\n",
        arguments);
  }

  /** Runs the one method of a class, and returns what it prints. */
  private String run(String name, String source, Object... arguments) throws Exception {
    compile(name, source);
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      Method run = loader.loadClass(name).getMethods()[0];
      System.setOut(new PrintStream(printed, true, UTF_8));
      run.invoke(null, arguments);
    } finally {
      System.setOut(console);
    }
    return printed.toString(UTF_8);
  }

  private void compile(String name, String source) throws IOException {
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
                          URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
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
}
