package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.List;
import java.util.stream.Stream;

/** The models of an API. */
final class Models {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Models() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.MODEL)
        .uniqueName()
        .usedBy(Models::users)
        .list("listModels", "productPage.content")
        .create("createModel")
        .get("getModel")
        .update("updateModel")
        .delete("deleteModel");
    handlers.answer("previewModel", Models::preview);
  }

  /** The methods and responses with a body of a model. */
  static List<Row> users(Row model) {
    return Stream.of(Kind.METHOD, Kind.METHOD_RESPONSE)
        .flatMap(kind -> model.owner().all(kind).stream())
        .filter(row -> row.members().path(Methods.BODY).path("modelId").asText().equals(model.id()))
        .toList();
  }

  /** No document says that another text than that of an object is refused. */
  private static ObjectNode preview(Call call) {
    try {
      JsonNode schema = MAPPER.readTree(call.requiredText("modelSchema"));
      return schema.isObject() ? object("modelSchema", schema) : object();
    } catch (JsonProcessingException e) {
      return object();
    }
  }
}
