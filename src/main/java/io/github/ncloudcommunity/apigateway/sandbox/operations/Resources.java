package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.array;
import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The resources of an API. */
final class Resources {

  private Resources() {}

  static void register(Handlers handlers) {
    handlers
        .crud(Kind.RESOURCE)
        .envelope("resource")
        .view(Resources::view)
        .uniqueName()
        .beforeDelete(Deployments::forgetSettings)
        .list("listResources", "resourceList")
        .create("createResource")
        .update("updateResource")
        .delete("deleteResource");
    handlers.answer("importResources", Resources::importDocument);
  }

  /** A resource with its methods. */
  static ObjectNode view(Row resource) {
    return resource.view().set("methods", array(resource.all(Kind.METHOD), Row::view));
  }

  private static ObjectNode importDocument(Call call) {
    SwaggerImport document = SwaggerImport.read(call.requiredText("swagger"));
    if (document.problem() != null) {
      return document.outcome();
    }
    add(call.row(Kind.API), document);
    return document
        .outcome()
        .setAll(call.page("resourceList", call.rows(Kind.RESOURCE), Resources::view));
  }

  /**
   * Adds the resources and methods of a document that an API does not have yet.
   *
   * @throws Problem if there is not enough space; nothing is added then
   */
  static void add(Row api, SwaggerImport document) {
    Map<String, Row> byPath = new HashMap<>();
    for (Row resource : api.all(Kind.RESOURCE)) {
      byPath.putIfAbsent(resource.text("resourcePath"), resource);
    }
    int missing = 0;
    for (Map.Entry<String, List<String>> path : document.paths().entrySet()) {
      Row resource = byPath.get(path.getKey());
      missing += resource == null ? 1 : 0;
      for (String method : path.getValue()) {
        missing += resource == null || !resource.has(Kind.METHOD, method) ? 1 : 0;
      }
    }
    api.checkSpace(missing);
    document
        .paths()
        .forEach(
            (path, methods) -> {
              Row resource =
                  byPath.computeIfAbsent(
                      path, added -> api.add(Kind.RESOURCE, object().put("resourcePath", added)));
              for (String method : methods) {
                if (!resource.has(Kind.METHOD, method)) {
                  Methods.add(resource, object().put("methodName", method));
                }
              }
            });
  }
}
