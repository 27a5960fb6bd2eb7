package io.github.ncloudcommunity.apigateway.sandbox;

import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources of an API. */
final class Resources {

  private final State state;

  Resources(State state) {
    this.state = state;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "listResources", this::list,
        "createResource", this::create,
        "updateResource", this::update,
        "deleteResource", this::delete,
        "importResources", this::importDocument);
  }

  private ObjectNode list(Request request) {
    return list(request.row(Kind.API));
  }

  private ObjectNode list(Row api) {
    return object("resourceList", array(state.all(Kind.RESOURCE, api), this::view));
  }

  /** A resource with its methods in short form. */
  ObjectNode view(Row resource) {
    return resource.view().set("methods", array(state.all(Kind.METHOD, resource), Row::view));
  }

  private ObjectNode create(Request request) {
    Row api = request.row(Kind.API);
    state.refuseSecond(Kind.RESOURCE, api, "resourcePath", request.requiredMember("resourcePath"));
    return object("resource", view(state.add(Kind.RESOURCE, api, request.body())));
  }

  private ObjectNode update(Request request) {
    Row resource = request.row(Kind.RESOURCE);
    state.change(resource, request.body());
    return object("resource", view(resource));
  }

  private @Nullable ObjectNode delete(Request request) {
    Row resource = request.row(Kind.RESOURCE);
    Deployments.forgetSettings(state, resource);
    state.remove(resource);
    return null;
  }

  private ObjectNode importDocument(Request request) {
    SwaggerImport document = SwaggerImport.read(request.requiredMember("swagger"));
    if (document.problem() != null) {
      return document.outcome();
    }
    add(request.row(Kind.API), document);
    return document.outcome().setAll(list(request.row(Kind.API)));
  }

  /**
   * Adds what an API does not have of the resources and methods of a document.
   *
   * @throws Problem if there are too many; nothing is added then
   */
  void add(Row api, SwaggerImport document) {
    Map<String, Row> byPath = new HashMap<>();
    state
        .all(Kind.RESOURCE, api)
        .forEach(resource -> byPath.putIfAbsent(resource.text("resourcePath"), resource));
    state.refuseMoreThanFits(missing(document, byPath));
    document
        .paths()
        .forEach(
            (path, methods) -> {
              Row resource =
                  byPath.computeIfAbsent(
                      path,
                      added -> state.add(Kind.RESOURCE, api, object().put("resourcePath", added)));
              for (String method : methods) {
                if (state.find(Kind.METHOD, resource, method) == null) {
                  Methods.add(state, resource, object().put("methodName", method));
                }
              }
            });
  }

  private int missing(SwaggerImport document, Map<String, Row> byPath) {
    return document.paths().entrySet().stream()
        .mapToInt(
            path -> {
              Row there = byPath.get(path.getKey());
              return there == null
                  ? 1 + path.getValue().size()
                  : (int)
                      path.getValue().stream()
                          .filter(method -> state.find(Kind.METHOD, there, method) == null)
                          .count();
            })
        .sum();
  }
}
