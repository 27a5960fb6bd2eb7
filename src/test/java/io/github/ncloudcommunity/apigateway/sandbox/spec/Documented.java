package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** For tests of other packages: values against the schemas of the specification. */
public final class Documented {

  private Documented() {}

  /**
   * Returns what is wrong with a value first, or null.
   *
   * @throws Problem if it has a member that is not documented
   */
  public static @Nullable Object violation(
      JsonNode document, JsonNode schema, JsonNode value, String operationId) {
    Schemas.Checked checked = new Schemas(document).checked(schema);
    checked.identifiers(value, operationId);
    return checked.firstViolation(value, Set.of());
  }
}
