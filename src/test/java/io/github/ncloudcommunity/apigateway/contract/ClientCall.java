package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import feign.Param;
import feign.QueryMap;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation.Callable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Calls the client so that it sends a given request. The method has the name of the operation, and
 * its arguments are the values of the request by their names. Only the client decides what goes
 * over the wire.
 */
final class ClientCall {

  private static final Map<String, Callable> OPERATIONS =
      EveryOperation.all().collect(Collectors.toMap(Callable::toString, Function.identity()));

  private static final JsonMapper TEXTS = new JsonMapper();

  private ClientCall() {}

  /** The request line of an operation, with names in braces for its parameters. */
  static String line(String operation) {
    return OPERATIONS.get(operation).requestLine().replace("{", "${");
  }

  /**
   * Sends a request.
   *
   * @return what the client returns
   */
  static Object send(ApiGatewayClient gateway, String operation, Expectation.Request request) {
    Callable callable = OPERATIONS.get(operation);
    Map<String, List<String>> texts = new TreeMap<>(request.query());
    texts.putAll(path(callable.requestLine(), request.path()));
    Object[] arguments =
        Arrays.stream(callable.method().getParameters())
            .map(parameter -> argument(parameter, texts, request.body()))
            .toArray();
    if (!texts.isEmpty()) {
      throw new AssertionError(operation + " of the client does not take " + texts);
    }
    return callable.call(gateway, arguments);
  }

  /** The parts of the path that have a name in the template. */
  private static Map<String, List<String>> path(String requestLine, String path) {
    Map<String, List<String>> named = new TreeMap<>();
    String[] names = requestLine.split("[ ?]")[1].split("/");
    String[] values = path.split("/");
    for (int i = 0; i < names.length; i++) {
      if (names[i].startsWith("{")) {
        named.put(names[i].substring(1, names[i].length() - 1), List.of(values[i]));
      }
    }
    return named;
  }

  private static Object argument(
      Parameter parameter, Map<String, List<String>> texts, JsonNode body) {
    Param param = parameter.getAnnotation(Param.class);
    if (param != null) {
      return value(parameter.getParameterizedType(), texts.remove(param.value()));
    }
    return parameter.isAnnotationPresent(QueryMap.class)
        ? query(parameter.getType(), texts)
        : body(parameter.getType(), body);
  }

  private static Object query(Class<?> type, Map<String, List<String>> texts) {
    try {
      Object query = type.getConstructor().newInstance();
      for (Method setter : EveryOperation.querySetters(type)) {
        List<String> values = texts.remove(setter.getName());
        if (values != null) {
          setter.invoke(query, value(setter.getGenericParameterTypes()[0], values));
        }
      }
      return query;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** A value of a path or a query, where all values are texts. */
  private static Object value(Type type, List<String> texts) {
    return TEXTS.convertValue(
        type instanceof Class ? texts.get(0) : texts, TEXTS.constructType(type));
  }

  /** A model; a member that the model does not have is an error. */
  private static Object body(Class<?> type, JsonNode body) {
    try {
      Object model = SampleChecks.MAPPER.treeToValue(body, type);
      assertThat(SampleChecks.undocumented(model))
          .as("%s does not fit %s", body, type.getSimpleName())
          .isEmpty();
      return model;
    } catch (JsonProcessingException e) {
      throw new AssertionError(body + " does not fit " + type.getSimpleName(), e);
    }
  }
}
