package io.github.ncloudcommunity.apigateway.benchmark;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ncloudcommunity.apigateway.model.StageUsagePlans;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What everyone needs who writes the call by hand. */
final class ByHand {

  static final ObjectReader READER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readerFor(StageUsagePlans.class);

  private static final String BASE_PATH = "/api/v1";
  private static final Mac MAC = mac();

  private ByHand() {}

  private static Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(Contender.SECRET_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String path(String stageId, int limit, int offset) {
    String path =
        BASE_PATH
            + ("/products/" + Contender.PRODUCT + "/apis/" + Contender.API)
            + ("/stages/" + stageId + "/usage-plans?limit=" + limit);
    return offset == 0 ? path : path + "&offset=" + offset;
  }

  static byte[] stringToSign(String path, String timestamp) {
    return ("GET " + path + '\n' + timestamp + '\n' + Contender.ACCESS_KEY)
        .getBytes(StandardCharsets.UTF_8);
  }

  static String sign(byte[] stringToSign) {
    try {
      return Base64.getEncoder().encodeToString(((Mac) MAC.clone()).doFinal(stringToSign));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  interface Get {
    StageUsagePlans get(String path) throws IOException, InterruptedException;
  }

  /** Reads page after page until all rows are there. */
  static void rows(int total, Get get, Consumer<UsagePlan> reader)
      throws IOException, InterruptedException {
    long rows = 0;
    StageUsagePlans page;
    do {
      page = get.get(path("rows" + total, Contender.STREAM_PAGE, (int) rows));
      page.getContent().forEach(reader);
      rows += page.getContent().size();
    } while (rows < page.getTotal());
  }
}
