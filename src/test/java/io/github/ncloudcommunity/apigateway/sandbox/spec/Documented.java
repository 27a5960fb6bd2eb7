package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** For tests of other packages: values against the schemas of the specification. */
public final class Documented {

  private Documented() {}

  /**
   * What is wrong with a value.
   *
   * @throws Problem if it has a member that is not documented
   */
  public static List<String> violations(
      JsonNode document, JsonNode schema, JsonNode value, String operationId) {
    Schemas.Checked checked = new Schemas(document).checked(schema);
    checked.identifiers(value, operationId);
    return checked.violations(value).stream().map(Schemas.Violation::toString).toList();
  }
}
