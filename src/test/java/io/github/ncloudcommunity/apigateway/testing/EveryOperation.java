package io.github.ncloudcommunity.apigateway.testing;

import com.fasterxml.jackson.annotation.JsonProperty;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import io.github.ncloudcommunity.apigateway.ApiGatewayClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The operations of all generated interfaces, found and called by reflection, so that a new one is
 * tested too.
 */
public final class EveryOperation {

  /**
   * An operation.
   *
   * @param accessor the method of the client that gives its interface
   * @param method its method of the interface
   */
  public record Callable(Method accessor, Method method) {

    /** Calls it; what it throws comes out as it is. */
    public Object call(ApiGatewayClient client, Object... arguments) {
      return invoke(method, operations(client), arguments);
    }

    /** The interface of the client that it belongs to. */
    public Object operations(ApiGatewayClient client) {
      return invoke(accessor, client);
    }

    /** Arguments that are right: a body has what is required and nothing else. */
    public Object[] arguments() {
      return Arrays.stream(method.getParameters()).map(EveryOperation::argument).toArray();
    }

    /** Where in the arguments the body is; -1 if there is none. */
    public int body() {
      return index(parameter -> parameter.getAnnotations().length == 0);
    }

    /** Where in the arguments the optional query parameters are; -1 if there are none. */
    public int query() {
      return index(parameter -> parameter.isAnnotationPresent(QueryMap.class));
    }

    private int index(Predicate<Parameter> isWanted) {
      Parameter[] parameters = method.getParameters();
      for (int i = 0; i < parameters.length; i++) {
        if (isWanted.test(parameters[i])) {
          return i;
        }
      }
      return -1;
    }

    /** Whether its answer is a file. */
    public boolean answersWithAFile() {
      return method.getReturnType() == byte[].class;
    }

    /** Method and path of the specification, with the parameters in braces. */
    public String requestLine() {
      return method.getAnnotation(RequestLine.class).value();
    }

    /** Method and path with arguments that need no encoding in place of the parameters. */
    public String requestLine(Object... arguments) {
      String line = requestLine();
      for (int i = 0; i < arguments.length; i++) {
        Param param = method.getParameters()[i].getAnnotation(Param.class);
        if (param != null) {
          line = line.replace("{" + param.value() + "}", arguments[i].toString());
        }
      }
      return line;
    }

    @Override
    public String toString() {
      return method.getName();
    }
  }

  private static final Map<Class<?>, Object> VALUES =
      Map.of(
          String.class,
          "text",
          Object.class,
          "text",
          Long.class,
          7L,
          Integer.class,
          7,
          Boolean.class,
          true,
          Float.class,
          7.5f,
          Double.class,
          7.5,
          BigDecimal.class,
          BigDecimal.TEN,
          OffsetDateTime.class,
          OffsetDateTime.parse("2024-05-07T17:08:51+09:00"));

  private EveryOperation() {}

  /** All operations, by name. */
  public static Stream<Callable> all() {
    List<Callable> all = new ArrayList<>();
    for (Method accessor : ApiGatewayClient.class.getMethods()) {
      if (accessor.getReturnType().getPackageName().endsWith(".api")) {
        for (Method method : accessor.getReturnType().getMethods()) {
          if (!method.isDefault()) {
            all.add(new Callable(accessor, method));
          }
        }
      }
    }
    return all.stream().sorted(Comparator.comparing(Callable::toString));
  }

  /** The setters of the parameters of a query, which are named as on the wire. */
  public static List<Method> querySetters(Class<?> query) {
    return Arrays.stream(query.getDeclaredMethods())
        .filter(method -> method.getReturnType() == query && method.getParameterCount() == 1)
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  /** The bean setters of the members of a model. */
  public static List<Method> setters(Class<?> model) {
    return accessors(model, "set");
  }

  /** The getters of the members of a model. */
  public static List<Method> getters(Class<?> model) {
    return accessors(model, "get");
  }

  private static List<Method> accessors(Class<?> model, String prefix) {
    return members(model)
        .flatMap(
            member ->
                Arrays.stream(model.getMethods())
                    .filter(method -> method.getName().equalsIgnoreCase(prefix + member.value())))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  /** The member that a getter or a setter belongs to, with its name on the wire. */
  public static JsonProperty member(Method accessor) {
    return members(accessor.getDeclaringClass())
        .filter(member -> member.value().equalsIgnoreCase(accessor.getName().substring(3)))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<JsonProperty> members(Class<?> model) {
    return Arrays.stream(model.getDeclaredFields())
        .map(field -> field.getAnnotation(JsonProperty.class))
        .filter(Objects::nonNull);
  }

  /** The setters of the members that are required. */
  public static List<Method> requiredSetters(Class<?> model) {
    return setters(model).stream().filter(setter -> member(setter).required()).toList();
  }

  /** A model with what is required and nothing else, one member left out. */
  public static Object model(Class<?> type, Method leftOut) {
    Object model = make(type);
    for (Method setter : requiredSetters(type)) {
      if (!setter.equals(leftOut)) {
        invoke(setter, model, value(setter.getGenericParameterTypes()[0]));
      }
    }
    return model;
  }

  /** A value of a type that a member or parameter has. */
  public static Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? Map.of("key", value(generic.getActualTypeArguments()[1]))
          : List.of(value(generic.getActualTypeArguments()[0]));
    }
    Class<?> plain = (Class<?>) type;
    if (VALUES.containsKey(plain)) {
      return VALUES.get(plain);
    }
    return isModel(plain) ? model(plain, null) : valueOf(plain, "text");
  }

  private static Object argument(Parameter parameter) {
    return value(parameter.getParameterizedType());
  }

  private static boolean isModel(Class<?> type) {
    return Arrays.stream(type.getConstructors()).anyMatch(c -> c.getParameterCount() == 0)
        && type.getPackageName().startsWith("io.github.ncloudcommunity.apigateway");
  }

  /** A text as it is, or as a value of an open enumeration. */
  public static Object valueOf(Class<?> type, String text) {
    try {
      return type == String.class ? text : type.getMethod("of", String.class).invoke(null, text);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no value is known for " + type, e);
    }
  }

  private static Object make(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object invoke(Method method, Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
