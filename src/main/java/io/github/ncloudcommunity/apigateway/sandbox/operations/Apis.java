package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** APIs, their copies and imports, their publication and their documents. */
final class Apis {

  /** The parts that a clone gets; each kind after the kinds that it is a part of or refers to. */
  private static final List<Kind> CLONED =
      List.of(
          Kind.MODEL,
          Kind.RESOURCE,
          Kind.METHOD,
          Kind.METHOD_PARAMETER,
          Kind.METHOD_RESPONSE,
          Kind.METHOD_RESPONSE_HEADER,
          Kind.GATEWAY_RESPONSE,
          Kind.GATEWAY_RESPONSE_HEADER,
          Kind.GATEWAY_RESPONSE_TEMPLATE);

  private Apis() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.API)
        .envelope("api")
        .usedBy(api -> api.all(Kind.STAGE))
        .list("filterApis", "apis")
        .create("createApi", (call, members) -> add(call.row(Kind.PRODUCT), members))
        .update("updateApi")
        .update("updateApiDocument")
        .delete("deleteApi");
    handlers
        .answer("listApis", Apis::list)
        .answer("listApiInfos", Apis::list)
        .answer("getApi", Apis::get)
        .answer("cloneApi", Apis::copy)
        .answer("importApi", Apis::importDocument)
        .run("publishApi", Apis::publish)
        .answer("getApiDocument", Apis::document)
        .answer("getPublishedApiDocument", Apis::document);
  }

  static Row add(Row product, ObjectNode members) {
    product.checkSpace(1 + ErrorCode.values().length);
    Row api = product.add(Kind.API, members);
    GatewayResponses.addTo(api);
    return api;
  }

  private static ObjectNode list(Call call) {
    List<Row> apis =
        call.rows(Kind.API).stream()
            .filter(api -> call.admits("hasStage", !api.all(Kind.STAGE).isEmpty()))
            .filter(api -> Stages.admits(call, api))
            .toList();
    return call.page(
        "apis",
        apis,
        api -> call.flag("withStage") ? withStages(api, Stages.admitted(call, api)) : api.view());
  }

  private static ObjectNode get(Call call) {
    return call.page(
        "api", List.of(call.row(Kind.API)), api -> withStages(api, api.all(Kind.STAGE)));
  }

  static ObjectNode withStages(Row api, List<Row> stages) {
    return api.view().set("stages", array(stages, Stages::view));
  }

  private static ObjectNode copy(Call call) {
    Row origin = call.row(Kind.API);
    int parts = CLONED.stream().mapToInt(kind -> origin.all(kind).size()).sum();
    call.account().checkSpace(1 + parts);
    Row clone = call.add(Kind.API, call.body("originApiId"));
    Map<Row, Row> copies = new HashMap<>(Map.of(origin, clone));
    for (Kind kind : CLONED) {
      for (Row row : origin.all(kind)) {
        // The kinds are in an order in which owners and models are copied before their users.
        Row copied = row.copyTo(Objects.requireNonNull(copies.get(row.owner())));
        copies.put(row, copied);
        if (copied.members().get(Methods.BODY) instanceof ObjectNode body) {
          Row model = call.account().get(Kind.MODEL, body.path("modelId").asText());
          body.put("modelId", Objects.requireNonNull(copies.get(model)).id());
        }
      }
    }
    return object("api", clone.view());
  }

  private static ObjectNode importDocument(Call call) {
    SwaggerImport document = SwaggerImport.read(call.requiredText("swagger"));
    if (document.problem() != null) {
      return document.outcome();
    }
    call.account().checkSpace(1 + ErrorCode.values().length + document.size());
    Row api = add(call.row(Kind.PRODUCT), call.body("importValidateType", "swagger"));
    Resources.add(api, document);
    return document.outcome().set("api", api.view());
  }

  /** Stages that the request does not name stay as they are. */
  private static void publish(Call call) {
    for (JsonNode stage : call.value("stages")) {
      call.account()
          .get(Kind.STAGE, stage.path("stageId").asText())
          .members()
          .set("isPublished", stage.path("isPublished"));
    }
  }

  private static ObjectNode document(Call call) {
    return object().put("documentMd", "").setAll(call.row(Kind.API).view());
  }
}
