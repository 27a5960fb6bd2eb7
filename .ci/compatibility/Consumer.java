import com.sun.net.httpserver.HttpServer;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.DisassociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.StageUsagePlans;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A user's program with the client alone on its class path. It ends with "ok", or with what went
 * wrong.
 */
public final class Consumer {

  private static final String PRODUCT = "prod000001";
  private static final String API = "apis000001";
  private static final String STAGE = "stag000001";

  private Consumer() {}

  /** Takes the origin, the access key and the secret key of a sandbox. */
  public static void main(String[] args) throws Exception {
    // Before the client is touched: where it cannot start, the versions say why.
    System.out.println(versions());

    Credentials credentials = Credentials.of(args[1], args[2]);
    try (ApiGatewayClient gateway = client(URI.create(args[0] + "/api/v1"), credentials)) {
      firstCallAndPages(gateway);
      error(gateway);
    }
    retry(credentials);
    System.out.println("ok");
  }

  private static ApiGatewayClient client(URI baseUrl, Credentials credentials) {
    return ApiGatewayClient.builder().baseUrl(baseUrl).credentials(credentials).build();
  }

  /** The first call of the README, with two usage plans and a page for each. */
  private static void firstCallAndPages(ApiGatewayClient gateway) {
    List<String> plans =
        Stream.of("gold", "silver")
            .map(name -> new CreateUsagePlanRequest().usagePlanName(name))
            .map(request -> gateway.usagePlans().createUsagePlan(request))
            .map(created -> created.getUsagePlan().getUsagePlanId())
            .collect(Collectors.toList());
    for (String plan : plans) {
      gateway
          .stages()
          .associateUsagePlan(
              PRODUCT, API, STAGE, new AssociateUsagePlanRequest().usagePlanId(plan));
    }

    ListStageUsagePlansQuery onePlanAPage = new ListStageUsagePlansQuery().limit(1L);
    StageUsagePlans page = gateway.stages().listStageUsagePlans(PRODUCT, API, STAGE, onePlanAPage);
    try (Stream<UsagePlan> all =
        gateway.stages().streamStageUsagePlans(PRODUCT, API, STAGE, onePlanAPage)) {
      List<String> read = all.map(UsagePlan::getUsagePlanId).collect(Collectors.toList());
      check(read.containsAll(plans) && read.size() == page.getTotal(), "streamed " + read);
    }

    // The next class path meets the sandbox as this one did.
    for (String plan : plans) {
      gateway
          .stages()
          .disassociateUsagePlan(
              PRODUCT, API, STAGE, new DisassociateUsagePlanRequest().usagePlanId(plan));
      gateway.usagePlans().deleteUsagePlan(plan);
    }
  }

  private static void error(ApiGatewayClient gateway) {
    try {
      gateway.usagePlans().getUsagePlan("nothing");
    } catch (ApiGatewayException e) {
      check(e.httpStatus() == 404 && e.errorCode() == ErrorCode.NOT_FOUND, "an error: " + e);
      return;
    }
    throw new IllegalStateException("no error for an id that names nothing");
  }

  /** A server that answers 503 once, since the sandbox never does. */
  private static void retry(Credentials credentials) throws Exception {
    byte[] plan = "{\"usagePlan\":{\"usagePlanName\":\"gold\"}}".getBytes(StandardCharsets.UTF_8);
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(requests.incrementAndGet() == 1 ? 503 : 200, plan.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(plan);
          }
        });
    server.start();
    URI baseUrl = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1");
    try (ApiGatewayClient gateway = client(baseUrl, credentials)) {
      String name = gateway.usagePlans().getUsagePlan("plan").getUsagePlan().getUsagePlanName();
      check("gold".equals(name) && requests.get() == 2, name + " after " + requests);
    } finally {
      server.stop(0);
    }
  }

  private static void check(boolean condition, String found) {
    if (!condition) {
      throw new IllegalStateException("not as expected: " + found);
    }
  }

  /** By the jars that the classes are loaded from: libraries do not all say their version. */
  private static String versions() throws Exception {
    return String.join(
        " ",
        version("feign.Feign"),
        version("org.apache.hc.client5.http.classic.HttpClient"),
        version("org.apache.hc.core5.http.HttpHost"),
        version("com.fasterxml.jackson.databind.ObjectMapper"),
        version("org.slf4j.LoggerFactory"));
  }

  private static String version(String type) throws Exception {
    Class<?> loaded = Class.forName(type, false, Consumer.class.getClassLoader());
    URI jar = loaded.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(jar).getFileName().toString().replaceAll("^.*-(?=\\d)|\\.jar$", "");
  }
}
