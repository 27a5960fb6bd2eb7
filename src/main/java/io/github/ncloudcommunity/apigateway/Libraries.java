package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the libraries are new enough. A BOM or parent in the user's build can silently
 * replace them with older ones, which would cause a linkage error in some later call.
 */
final class Libraries {

  private static final String CLASS_SINCE_HTTP_CLIENT_5_2 =
      "org.apache.hc.client5.http.config.ConnectionConfig";

  private Libraries() {}

  /**
   * @throws IllegalStateException if a library is too old; the message names it, its version and
   *     the version needed
   */
  static void check() {
    check(PackageVersion.VERSION, Libraries.class.getClassLoader());
  }

  static void check(Version jackson, ClassLoader loader) {
    if (jackson.getMajorVersion() == 2 && jackson.getMinorVersion() < 15) {
      throw tooOld("Jackson (jackson-databind)", jackson.toString(), "2.15");
    }
    try {
      Class.forName(CLASS_SINCE_HTTP_CLIENT_5_2, false, loader);
    } catch (ClassNotFoundException e) {
      throw tooOld(
          "Apache HttpClient (httpclient5)",
          HttpClientBuilder.class.getPackage().getImplementationVersion(),
          "5.2");
    }
  }

  private static IllegalStateException tooOld(
      String library, @Nullable String found, String needed) {
    return new IllegalStateException(
        library
            + (found == null ? "" : " " + found)
            + " is too old for this client, which needs "
            + needed
            + " or newer. A BOM or parent POM may set the older version: set a newer one in your"
            + " build.");
  }
}
