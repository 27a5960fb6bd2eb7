package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.contains;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models of an API. */
final class Models {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final State state;

  Models(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "listModels", this::list,
        "createModel", this::create,
        "getModel", request -> request.row(Kind.MODEL).view(),
        "updateModel", this::update,
        "deleteModel", this::delete,
        "previewModel", this::preview);
  }

  private ObjectNode list(Request request) {
    List<Row> models =
        state.all(Kind.MODEL, request.row(Kind.API)).stream()
            .filter(model -> contains(model, "modelName", request.text("modelName")))
            .toList();
    return object("productPage", page("content", models, request.page(), Row::view));
  }

  private ObjectNode create(Request request) {
    Row api = request.row(Kind.API);
    state.refuseSecond(Kind.MODEL, api, "modelName", request.requiredMember("modelName"));
    return state.add(Kind.MODEL, api, request.body()).view();
  }

  private ObjectNode update(Request request) {
    Row model = request.row(Kind.MODEL);
    state.replace(model, request);
    return model.view();
  }

  private @Nullable ObjectNode delete(Request request) {
    Row model = request.row(Kind.MODEL);
    state.removeUnused(model, users(state, model));
    return null;
  }

  /** The methods and responses whose bodies are described by a model. */
  static List<Row> users(State state, Row model) {
    return Stream.of(Kind.METHOD, Kind.METHOD_RESPONSE)
        .flatMap(kind -> state.all(kind, model.owner()).stream())
        .filter(row -> row.members().path(Methods.BODY).path("modelId").asText().equals(model.id()))
        .toList();
  }

  private ObjectNode preview(Request request) {
    try {
      JsonNode schema = MAPPER.readTree(request.requiredMember("modelSchema"));
      if (schema.isObject()) {
        return object("modelSchema", schema);
      }
    } catch (JsonProcessingException e) {
      throw notAnObject();
    }
    throw notAnObject();
  }

  private static Problem notAnObject() {
    return Problem.badRequest("The member modelSchema must be the text of a JSON object.");
  }
}
