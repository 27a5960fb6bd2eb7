package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the libraries are new enough. A platform or BOM of the user may put older ones in
 * the place of those that this client was built with, which would otherwise end in a linkage error
 * at some later call.
 */
final class Libraries {

  private static final Version JACKSON = new Version(2, 15, 0, null, null, null);

  /** A class that HttpClient has since 5.2. */
  private static final String HTTP_CLIENT_5_2 =
      "org.apache.hc.client5.http.config.ConnectionConfig";

  private Libraries() {}

  /**
   * @throws IllegalStateException if one is too old; the message names it, and the version needed
   */
  static void check() {
    Version jackson = PackageVersion.VERSION;
    if (jackson.compareTo(JACKSON) < 0) {
      throw tooOld("Jackson (jackson-databind)", jackson.toString(), "2.15");
    }
    try {
      Class.forName(HTTP_CLIENT_5_2, false, Libraries.class.getClassLoader());
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
            + " is too old for this client: it needs "
            + needed
            + " or newer. Often a BOM or parent POM sets the older version; set a newer one in your"
            + " build.");
  }
}
