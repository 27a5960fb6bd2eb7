package io.github.ncloudcommunity.apigateway;

import feign.Param;
import feign.RequestLine;
import io.github.ncloudcommunity.apigateway.internal.PathSegment;
import io.github.ncloudcommunity.apigateway.internal.QueryValue;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an operation before it is called: a method of a generated interface. Immutable.
 */
final class Operation {

  private static final Map<Class<?>, Param.Expander> EXPANDERS =
      Map.of(PathSegment.class, new PathSegment(), QueryValue.class, new QueryValue());

  private final String id;
  private final String httpMethod;
  private final String pathTemplate;
  private final boolean read;
  private final String[] parameterNames;
  private final Param.@Nullable Expander[] expanders;

  Operation(Method method) {
    String[] requestLine = method.getAnnotation(RequestLine.class).value().split(" ", 2);
    id = method.getName();
    httpMethod = requestLine[0];
    pathTemplate = requestLine[1].replaceFirst("\\?.*", "");
    // A search is a list whose page is asked for in the body. The template decides, not the path of
    // a request:
    // an id may well be "search".
    read =
        httpMethod.equals("GET") || httpMethod.equals("POST") && pathTemplate.endsWith("/search");
    int count = method.getParameterCount();
    parameterNames = new String[count];
    expanders = new Param.Expander[count];
    for (int i = 0; i < count; i++) {
      Param param = param(method.getParameterAnnotations()[i]);
      parameterNames[i] =
          param == null ? method.getParameterTypes()[i].getSimpleName() : param.value();
      expanders[i] = param == null ? null : EXPANDERS.get(param.expander());
    }
  }

  private static @Nullable Param param(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof Param) {
        return (Param) annotation;
      }
    }
    return null;
  }

  /**
   * Refuses what must not reach the wire. Feign hands no null to an expander, so this is the place.
   */
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
      Param.Expander expander = expanders[i];
      if (expander != null) {
        try {
          if (argument instanceof List<?> list) {
            QueryValue.expandAll(list);
          } else {
            expander.expand(argument);
          }
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              id + ": " + parameterNames[i] + " " + e.getMessage(), e);
        }
      }
    }
  }

  /** The operationId of the specification. */
  String id() {
    return id;
  }

  String httpMethod() {
    return httpMethod;
  }

  String pathTemplate() {
    return pathTemplate;
  }

  /** Whether sending it twice does no harm. */
  boolean isRead() {
    return read;
  }
}
