package io.github.ncloudcommunity.apigateway;

import feign.Headers;
import feign.Param;
import feign.QueryMap;
import feign.Request;
import feign.RequestLine;
import io.github.ncloudcommunity.apigateway.internal.PathSegment;
import io.github.ncloudcommunity.apigateway.internal.QueryParameters;
import io.github.ncloudcommunity.apigateway.internal.QueryValue;
import io.github.ncloudcommunity.apigateway.internal.ReadOnly;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an operation before it is called: a method of a generated interface. It makes
 * the request that Feign would make, but reads the annotations once and resolves no templates.
 * Immutable and thread-safe.
 */
final class Operation {

  private static final Map<Class<?>, Param.Expander> EXPANDERS =
      Map.of(PathSegment.class, new PathSegment(), QueryValue.class, new QueryValue());

  private final String id;
  private final Request.HttpMethod httpMethod;
  private final String pathTemplate;
  private final boolean read;
  private final Type returnType;
  private final Map<String, Collection<String>> headers;
  private final String[] parameterNames;
  private final Param.@Nullable Expander[] expanders;
  private final List<Piece> path = new ArrayList<>();
  private final List<Piece> query = new ArrayList<>();
  private final int queryMap;
  private final int body;

  /**
   * A part of the request line.
   *
   * @param text what stands before the parameter: a part of the path, or a name in the query
   * @param parameter the index of the parameter, -1 for none
   */
  private record Piece(String text, int parameter) {}

  Operation(Method method) {
    String[] requestLine = method.getAnnotation(RequestLine.class).value().split("[ ?]", 3);
    id = method.getName();
    httpMethod = Request.HttpMethod.valueOf(requestLine[0]);
    pathTemplate = requestLine[1];
    read = httpMethod == Request.HttpMethod.GET || method.isAnnotationPresent(ReadOnly.class);
    returnType = method.getGenericReturnType();
    int count = method.getParameterCount();
    parameterNames = new String[count];
    expanders = new Param.Expander[count];
    int queryMapIndex = -1;
    int bodyIndex = -1;
    for (int i = 0; i < count; i++) {
      parameterNames[i] = method.getParameterTypes()[i].getSimpleName();
      bodyIndex = i;
      for (Annotation annotation : method.getParameterAnnotations()[i]) {
        if (annotation instanceof Param param) {
          parameterNames[i] = param.value();
          expanders[i] = EXPANDERS.get(param.expander());
          bodyIndex = -1;
        } else if (annotation instanceof QueryMap) {
          queryMapIndex = i;
          bodyIndex = -1;
        }
      }
    }
    queryMap = queryMapIndex;
    body = bodyIndex;
    headers = headers(method);
    for (String text : pathTemplate.split("(?<=})")) {
      path.add(piece(text, ""));
    }
    if (requestLine.length == 3) {
      for (String text : requestLine[2].split("&")) {
        query.add(piece(text, "="));
      }
    }
  }

  private static Map<String, Collection<String>> headers(Method method) {
    Map<String, Collection<String>> headers = new TreeMap<>();
    Headers annotation = method.getAnnotation(Headers.class);
    if (annotation != null) {
      for (String header : annotation.value()) {
        String[] nameAndValue = header.split(": ", 2);
        headers.put(nameAndValue[0], List.of(nameAndValue[1]));
      }
    }
    return headers;
  }

  private Piece piece(String text, String separator) {
    int brace = text.indexOf(separator + "{");
    return brace < 0
        ? new Piece(text, -1)
        : new Piece(
            text.substring(0, brace),
            List.of(parameterNames)
                .indexOf(text.substring(brace + separator.length() + 1, text.length() - 1)));
  }

  /** Refuses arguments that must not reach the wire. Feign hands no null to an expander. */
  void check(@Nullable Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      if (argument == null) {
        throw new NullPointerException(id + ": " + parameterNames[i] + " is null");
      }
      if (argument instanceof List<?> list && list.stream().anyMatch(Objects::isNull)) {
        throw new NullPointerException(
            id + ": " + parameterNames[i] + " has an element that is null");
      }
      if (expanders[i] != null) {
        try {
          expanded(argument, i);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              id + ": " + parameterNames[i] + " " + e.getMessage(), e);
        }
      }
    }
  }

  private Object expanded(Object argument, int parameter) {
    return argument instanceof List<?> list
        ? QueryValue.expandAll(list)
        : Objects.requireNonNull(expanders[parameter]).expand(argument);
  }

  /**
   * Makes the request.
   *
   * @param arguments checked arguments
   * @throws IllegalArgumentException if required members of the body are not set, or text in the
   *     query cannot be sent
   */
  Request request(Object[] arguments, String baseUrl, JsonCodec codec) {
    StringBuilder url = new StringBuilder(baseUrl.length() + 160).append(baseUrl);
    for (Piece piece : path) {
      url.append(piece.text);
      if (piece.parameter >= 0) {
        url.append(expanded(arguments[piece.parameter], piece.parameter));
      }
    }
    int start = url.length();
    for (Piece piece : query) {
      append(url, piece.text, expanded(arguments[piece.parameter], piece.parameter));
    }
    if (queryMap >= 0) {
      ((QueryParameters) arguments[queryMap])
          .encoded()
          .forEach((name, value) -> append(url, name, value));
    }
    if (url.length() > start) {
      url.setCharAt(start, '?');
    }
    if (body < 0) {
      return Request.create(httpMethod, url.toString(), headers, null, null, null);
    }
    byte[] json = codec.write(arguments[body]);
    Map<String, Collection<String>> withLength = new TreeMap<>(headers);
    withLength.put("Content-Length", List.of(Integer.toString(json.length)));
    return Request.create(
        httpMethod, url.toString(), withLength, json, StandardCharsets.UTF_8, null);
  }

  private static void append(StringBuilder url, String name, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(element -> append(url, name, element));
      return;
    }
    url.append('&').append(name);
    String text = (String) value;
    if (!text.isEmpty()) { // an empty value is a bare name, as Feign sends it
      url.append('=').append(text);
    }
  }

  /** The operationId of the specification. */
  String id() {
    return id;
  }

  Request.HttpMethod httpMethod() {
    return httpMethod;
  }

  String pathTemplate() {
    return pathTemplate;
  }

  /** Whether the operation only reads, so that the client may send it twice. */
  boolean isRead() {
    return read;
  }

  /** What the answer is read as; {@code void} for nothing. */
  Type returnType() {
    return returnType;
  }
}
