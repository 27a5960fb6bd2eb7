package io.github.ncloudcommunity.apigateway.benchmark;

import io.github.ncloudcommunity.apigateway.model.StageUsagePlans;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** By hand on HttpClient 5. */
final class ByHttpClient5 implements Contender {

  private final String origin = Contender.baseUrl().resolve("/").toString().replaceAll("/$", "");
  private final CloseableHttpClient http = httpClient();

  static CloseableHttpClient httpClient() {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(30)).build())
        .build();
  }

  @Override
  public Object call() throws IOException {
    return get(ByHand.path(STAGE, PAGE, 0));
  }

  @Override
  public void rows(int total, Consumer<UsagePlan> reader) throws IOException, InterruptedException {
    ByHand.rows(total, this::get, reader);
  }

  private StageUsagePlans get(String path) throws IOException {
    String timestamp = Long.toString(System.currentTimeMillis());
    HttpGet request = new HttpGet(origin + path);
    request.setHeader("Accept", "application/json");
    request.setHeader("x-ncp-apigw-timestamp", timestamp);
    request.setHeader("x-ncp-iam-access-key", ACCESS_KEY);
    request.setHeader(
        "x-ncp-apigw-signature-v2", ByHand.sign(ByHand.stringToSign(path, timestamp)));
    return http.execute(request, ByHttpClient5::read);
  }

  private static StageUsagePlans read(ClassicHttpResponse response) throws IOException {
    if (response.getCode() != 200) {
      throw new IOException("HTTP " + response.getCode());
    }
    return ByHand.READER.readValue(response.getEntity().getContent());
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
