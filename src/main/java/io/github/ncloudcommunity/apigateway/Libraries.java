package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the libraries are new enough. The build of a user may put older ones in the place
 * of those that this client was built with, through a BOM or a parent, and without a word. That
 * would end in a linkage error at some later call.
 */
final class Libraries {

  /** A class that HttpClient has since 5.2. */
  private static final String OF_HTTP_CLIENT_5_2 =
      "org.apache.hc.client5.http.config.ConnectionConfig";

  private Libraries() {}

  /**
   * @throws IllegalStateException if one is too old; the message names it, the version found and
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
      Class.forName(OF_HTTP_CLIENT_5_2, false, loader);
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
