package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The extension {@code x-constraint}: which members of an object are sent together or alone. Most
 * code generators fail on {@code oneOf} and {@code anyOf} of {@code required}, which say the same.
 */
final class Constraint extends AbstractKeyword {

  static final String NAME = "x-constraint";

  Constraint() {
    super(NAME);
  }

  @Override
  public KeywordValidator newValidator(
      SchemaLocation location, JsonNode rule, Schema parent, SchemaContext context) {
    return new BaseKeywordValidator(this, rule, location, parent, context) {
      @Override
      public void validate(
          ExecutionContext execution, JsonNode value, JsonNode root, NodePath place) {
        if (broken(rule, value) != null) {
          execution.addError(
              error()
                  .instanceNode(value)
                  .instanceLocation(place)
                  .evaluationPath(execution.getEvaluationPath())
                  .build());
        }
      }
    };
  }

  /** Returns what is wrong, as the end of a sentence that begins with the place, or null. */
  static @Nullable String broken(JsonNode rule, JsonNode value) {
    for (Map.Entry<String, JsonNode> part : rule.properties()) {
      JsonNode names = part.getValue();
      long sent = names.valueStream().filter(name -> value.has(name.asText())).count();
      String must =
          switch (part.getKey()) {
            case "exactlyOneOf" -> sent == 1 ? null : "must have exactly one of ";
            case "allOrNoneOf" ->
                sent == 0 || sent == names.size() ? null : "must have all or none of ";
            default -> throw new IllegalArgumentException("unknown constraint: " + part.getKey());
          };
      if (must != null) {
        return must + Schemas.list(names);
      }
    }
    return null;
  }
}
