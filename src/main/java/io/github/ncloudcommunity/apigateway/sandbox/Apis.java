package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.contains;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.fits;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** APIs: what they are made from, where they are deployed to, and their documents. */
final class Apis {

  /** The parts that a clone has, too; each kind after those that it is a part of or refers to. */
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

  private final State state;
  private final Resources resources;

  Apis(State state, Resources resources) {
    this.state = state;
    this.resources = resources;
  }

  Map<String, Handler> handlers() {
    return Map.ofEntries(
        Map.entry("listApis", this::list),
        Map.entry("listApiInfos", this::list),
        Map.entry("filterApis", this::listAll),
        Map.entry("getApi", this::get),
        Map.entry("createApi", this::create),
        Map.entry("cloneApi", this::copy),
        Map.entry("importApi", this::importDocument),
        Map.entry("updateApi", this::update),
        Map.entry("deleteApi", this::delete),
        Map.entry("publishApi", this::publish),
        Map.entry("getApiDocument", this::document),
        Map.entry("getPublishedApiDocument", this::document),
        Map.entry("updateApiDocument", this::update));
  }

  private ObjectNode list(Request request) {
    String withoutPlan = request.text("hasStageNotAssociatedWithUsagePlanId");
    boolean withStage = Boolean.TRUE.equals(request.flag("withStage"));
    List<Row> apis =
        state.all(Kind.API, request.row(Kind.PRODUCT)).stream()
            .filter(api -> contains(api, "apiName", request.text("apiName")))
            .filter(api -> fits(!state.all(Kind.STAGE, api).isEmpty(), request.flag("hasStage")))
            .filter(
                api -> withoutPlan == null || !Stages.without(state, withoutPlan, api).isEmpty())
            .toList();
    return page(
        "apis",
        apis,
        request.page(),
        api -> withStage ? withStages(api, Stages.without(state, withoutPlan, api)) : api.view());
  }

  private ObjectNode listAll(Request request) {
    List<Row> apis = state.all(Kind.API, request.row(Kind.PRODUCT));
    return page("apis", apis, Page.ALL, Row::view);
  }

  private ObjectNode get(Request request) {
    Row api = request.row(Kind.API);
    return page("api", List.of(api), Page.ALL, row -> withStages(row, state.all(Kind.STAGE, row)));
  }

  private static ObjectNode withStages(Row api, List<Row> stages) {
    return api.view().set("stages", array(stages, Stages::view));
  }

  private ObjectNode create(Request request) {
    return object("api", add(state, request.row(Kind.PRODUCT), request.body()).view());
  }

  static Row add(State state, Row product, ObjectNode members) {
    state.refuseMoreThanFits(1 + ErrorCode.values().length);
    Row api = state.add(Kind.API, product, members);
    GatewayResponses.addTo(state, api);
    return api;
  }

  private ObjectNode copy(Request request) {
    ObjectNode members = request.body();
    members.remove("originApiId");
    Row origin = request.row(Kind.API);
    state.refuseMoreThanFits(
        1 + CLONED.stream().mapToInt(kind -> state.all(kind, origin).size()).sum());
    Row clone = state.add(Kind.API, request.row(Kind.PRODUCT), members);
    Map<Row, Row> copies = new HashMap<>(Map.of(origin, clone));
    Map<String, String> models = new HashMap<>();
    for (Kind kind : CLONED) {
      for (Row row : state.all(kind, origin)) {
        Row owner = copies.get(row.owner());
        ObjectNode copied = row.members().deepCopy();
        Row made =
            kind.hasIdsOfItsOwn()
                ? state.add(kind, owner, copied)
                : state.add(kind, owner, row.id(), copied);
        made.continueNumbersOf(row);
        copies.put(row, made);
        if (kind == Kind.MODEL) {
          models.put(row.id(), made.id());
        }
        if (copied.get(Methods.BODY) instanceof ObjectNode body) {
          body.put("modelId", models.get(body.path("modelId").asText()));
        }
      }
    }
    return object("api", clone.view());
  }

  private ObjectNode importDocument(Request request) {
    ObjectNode members = request.body();
    members.remove(List.of("importValidateType", "swagger"));
    SwaggerImport document = SwaggerImport.read(request.requiredMember("swagger"));
    if (document.problem() != null) {
      return document.outcome();
    }
    state.refuseMoreThanFits(1 + ErrorCode.values().length + document.size());
    Row api = add(state, request.row(Kind.PRODUCT), members);
    resources.add(api, document);
    return document.outcome().set("api", api.view());
  }

  private @Nullable ObjectNode update(Request request) {
    state.change(request.row(Kind.API), request.body());
    return null;
  }

  private @Nullable ObjectNode delete(Request request) {
    Row api = request.row(Kind.API);
    state.removeUnused(api, state.all(Kind.STAGE, api));
    return null;
  }

  /** Stages that are not named stay as they are. */
  private @Nullable ObjectNode publish(Request request) {
    for (JsonNode stage : request.body().path("stages")) {
      state
          .get(Kind.STAGE, stage.path("stageId").asText())
          .members()
          .set("isPublished", stage.path("isPublished"));
    }
    return null;
  }

  private ObjectNode document(Request request) {
    Row api = request.row(Kind.API);
    return object("documentMd", JsonNodeFactory.instance.textNode("")).setAll(api.view());
  }
}
