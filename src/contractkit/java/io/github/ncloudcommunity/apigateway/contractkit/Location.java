package io.github.ncloudcommunity.apigateway.contractkit;

import java.nio.file.Path;

/**
 * Where something stands.
 *
 * @param line the first is 1
 */
record Location(Path file, int line) {

  /** {@code openapi/paths/stage.yaml:12}. */
  @Override
  public String toString() {
    return name(file) + ":" + line;
  }

  /** A path with slashes on every system. */
  static String name(Path file) {
    return file.toString().replace('\\', '/');
  }
}
