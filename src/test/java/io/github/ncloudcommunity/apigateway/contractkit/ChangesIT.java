package io.github.ncloudcommunity.apigateway.contractkit;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is built here against {@code contracts/baseline/}. */
class ChangesIT {

  @Test
  void nothingThatTheBaselinePromisesBreaksUnlessTheVersionSaysSo() {
    Changes changes = Changes.between(Release.baseline(), Release.current());
    changes.write(Path.of("target"));
    changes.requireVersion();
  }
}
