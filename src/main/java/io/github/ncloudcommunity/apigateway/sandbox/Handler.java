package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Does what an operation does. */
@FunctionalInterface
interface Handler {

  /**
   * Does it.
   *
   * @return the body of the answer, null for none; what it has more than the documented members is
   *     left out
   * @throws Problem if what is kept does not allow it
   */
  @Nullable ObjectNode handle(Request request);
}
