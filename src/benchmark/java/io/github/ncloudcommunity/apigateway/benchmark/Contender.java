package io.github.ncloudcommunity.apigateway.benchmark;

import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;

/** One way to do the work that is measured. Thread-safe. */
interface Contender extends AutoCloseable {

  String PRODUCT = "prod000001";
  String API = "apis000001";

  /** The one page of the single call. */
  String STAGE = "rows20";

  int PAGE = 20;
  int STREAM_PAGE = 1000;
  int CONNECTIONS = 64;
  String ACCESS_KEY = "AccessKeyOfTwenty000";
  String SECRET_KEY = "SecretKeyOfForty000000000000000000000000";

  /** Does the work once. */
  Object call() throws IOException, InterruptedException;

  /** Reads all usage plans of a stage that has so many, page by page. */
  default void rows(int total, Consumer<UsagePlan> reader)
      throws IOException, InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** How often the work is done between two looks at the clock. */
  default int batch() {
    return 1;
  }

  @Override
  default void close() {}

  static URI baseUrl() {
    return URI.create(System.getProperty("benchmark.server"));
  }

  /** Loads the classes of the one that is asked for, and of no other. */
  static Contender of(String name) {
    return switch (name) {
      case "client" -> new ByClient(false);
      case "customised client" -> new ByClient(true);
      case "HttpClient 5" -> new ByHttpClient5();
      case "JDK client" -> new ByJdkClient();
      case "plain Feign" -> new ByFeign();
      case "SignatureV2" -> signatureV2();
      case "Mac.doFinal" -> mac();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Contender signatureV2() {
    Credentials credentials = Credentials.of(ACCESS_KEY, SECRET_KEY);
    String path = ByHand.path(STAGE, PAGE, 0);
    return (Signing) () -> SignatureV2.of("GET", path, "1700000000000", credentials).signature();
  }

  private static Contender mac() {
    byte[] stringToSign = ByHand.stringToSign(ByHand.path(STAGE, PAGE, 0), "1700000000000");
    return (Signing) () -> ByHand.sign(stringToSign);
  }

  /** Takes a microsecond, against which a look at the clock would count. */
  interface Signing extends Contender {
    @Override
    default int batch() {
      return 256;
    }
  }
}
