package io.github.ncloudcommunity.apigateway.benchmark;

import io.github.ncloudcommunity.apigateway.model.StageUsagePlans;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/** By hand on the client of the JDK, whose pool has no bound. */
final class ByJdkClient implements Contender {

  private final URI baseUrl = Contender.baseUrl();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public Object call() throws IOException, InterruptedException {
    return get(ByHand.path(STAGE, PAGE, 0));
  }

  @Override
  public void rows(int total, Consumer<UsagePlan> reader) throws IOException, InterruptedException {
    ByHand.rows(total, this::get, reader);
  }

  private StageUsagePlans get(String path) throws IOException, InterruptedException {
    String timestamp = Long.toString(System.currentTimeMillis());
    HttpRequest request =
        HttpRequest.newBuilder(baseUrl.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json")
            .header("x-ncp-apigw-timestamp", timestamp)
            .header("x-ncp-iam-access-key", ACCESS_KEY)
            .header("x-ncp-apigw-signature-v2", ByHand.sign(ByHand.stringToSign(path, timestamp)))
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode());
    }
    return ByHand.READER.readValue(response.body());
  }
}
