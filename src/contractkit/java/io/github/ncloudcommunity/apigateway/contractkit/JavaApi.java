package io.github.ncloudcommunity.apigateway.contractkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public Java API as signatures: {@code auth.Credentials#of(String, String)} leads to {@code
 * static auth.Credentials}, and {@code auth.Credentials} to {@code final class}.
 */
final class JavaApi {

  private static final String ROOT = "io.github.ncloudcommunity.apigateway";

  private static final List<String> PACKAGES =
      List.of("", "auth", "api", "model", "paging", "sandbox");

  /** Of everything that is an object. */
  private static final Set<String> OF_OBJECTS =
      Set.of("equals(Object)", "hashCode()", "toString()");

  private static final Path CLASSES = Path.of("target", "classes");

  private final Set<String> operations;

  /**
   * For changes of a client.
   *
   * @param operations ids of the operations that it has or had
   */
  JavaApi(Set<String> operations) {
    this.operations = operations;
  }

  /** The signatures of the compiled client and sandbox. */
  static SortedMap<String, String> signatures() {
    Set<Class<?>> classes = new LinkedHashSet<>();
    for (String name : PACKAGES) {
      for (Class<?> type : classesOf(name)) {
        // What users see of the base classes, which are in no package of theirs, is here once.
        for (Class<?> c = type; c != null && c.getName().startsWith(ROOT); c = c.getSuperclass()) {
          classes.add(c);
        }
      }
    }
    return signatures(classes);
  }

  private static List<Class<?>> classesOf(String name) {
    Path folder = CLASSES.resolve(ROOT.replace('.', '/')).resolve(name);
    try (Stream<Path> files = Files.list(folder)) {
      List<Class<?>> found = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String path =
            CLASSES.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
        if (path.endsWith("package-info.class")) {
          continue;
        }
        String className = path.substring(0, path.length() - ".class".length());
        Class<?> type = Class.forName(className, false, JavaApi.class.getClassLoader());
        if (isVisible(type)) {
          found.add(type);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("target/classes is not on the class path", e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers())
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  static SortedMap<String, String> signatures(Iterable<Class<?>> classes) {
    SortedMap<String, String> signatures = new TreeMap<>();
    for (Class<?> type : classes) {
      String name = shown(type);
      signatures.put(name, kind(type));
      if (type.getSuperclass() != null && type.getSuperclass() != Object.class) {
        signatures.put(name + " extends " + shown(type.getGenericSuperclass()), "");
      }
      for (Type parent : type.getGenericInterfaces()) {
        String word = type.isInterface() ? " extends " : " implements ";
        signatures.put(name + word + shown(parent), "");
      }
      for (Field field : type.getDeclaredFields()) {
        if (isApi(field)) {
          signatures.put(
              name + "#" + field.getName(), modifiers(field) + shown(field.getGenericType()));
        }
      }
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (isApi(constructor)) {
          String key = name + "#new" + parameters(constructor);
          signatures.put(key, (modifiers(constructor) + thrown(constructor)).strip());
        }
      }
      for (Method method : type.getDeclaredMethods()) {
        String called = method.getName() + parameters(method);
        if (isApi(method) && !method.isBridge() && !OF_OBJECTS.contains(called)) {
          String returned = variables(method) + shown(method.getGenericReturnType());
          signatures.put(name + "#" + called, modifiers(method) + returned + thrown(method));
        }
      }
    }
    return signatures;
  }

  private static boolean isApi(Member member) {
    Class<?> type = member.getDeclaringClass();
    // Generated classes and what they build on have protected members for each other only.
    boolean forSubclasses =
        !Modifier.isFinal(type.getModifiers())
            && !type.getName().matches(Pattern.quote(ROOT) + "\\.(api|internal|model)\\..*");
    return !member.isSynthetic()
        && (Modifier.isPublic(member.getModifiers())
            || Modifier.isProtected(member.getModifiers()) && forSubclasses);
  }

  private static String kind(Class<?> type) {
    String word =
        type.isInterface()
            ? "interface"
            : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    int ignored = type.isInterface() ? Modifier.INTERFACE | Modifier.ABSTRACT : 0;
    String variables =
        type.getTypeParameters().length == 0
            ? ""
            : Arrays.stream(type.getTypeParameters())
                .map(JavaApi::shown)
                .collect(Collectors.joining(", ", "<", ">"));
    return modifiers(type.getModifiers() & Modifier.classModifiers() & ~ignored) + word + variables;
  }

  private static String modifiers(Member member) {
    int mask = member instanceof Field ? Modifier.fieldModifiers() : Modifier.methodModifiers();
    int unseen = Modifier.SYNCHRONIZED | Modifier.NATIVE | Modifier.TRANSIENT | Modifier.VOLATILE;
    String words = modifiers(member.getModifiers() & mask & ~unseen);
    return member instanceof Method method && method.isDefault() ? "default " + words : words;
  }

  private static String modifiers(int modifiers) {
    String words = Modifier.toString(modifiers & ~Modifier.PUBLIC);
    return words.isEmpty() ? "" : words + " ";
  }

  private static String parameters(Executable executable) {
    return Arrays.stream(executable.getGenericParameterTypes())
        .map(JavaApi::shown)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String variables(Executable executable) {
    TypeVariable<?>[] variables = executable.getTypeParameters();
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(v -> shown(v) + " extends " + shown(v.getBounds()[0]))
            .collect(Collectors.joining(", ", "<", "> "));
  }

  private static String thrown(Executable executable) {
    Type[] types = executable.getGenericExceptionTypes();
    return types.length == 0
        ? ""
        : Arrays.stream(types)
            .map(JavaApi::shown)
            .sorted()
            .collect(Collectors.joining(", ", " throws ", ""));
  }

  private static String shown(Type type) {
    return type.getTypeName()
        .replace(ROOT + ".", "")
        .replace('$', '.')
        .replaceAll("\\bjava\\.(lang|util|util\\.function|util\\.stream)\\.(?=[A-Z])", "");
  }

  /** Key of a generated class. */
  static String model(String name) {
    return "model." + name;
  }

  /** Keys of the accessors of a member; none if its schema has no name and so no class. */
  static Set<String> member(String schema, String name) {
    return schema == null ? Set.of() : Set.of(model(schema) + "#" + canonical(name));
  }

  /** Key of the constants of an open set of values. */
  static String constants(String schema) {
    return model(schema) + "#=";
  }

  /** Key of the methods of an operation. */
  static String operation(String id) {
    return "api." + id;
  }

  /** Keys of a parameter of an operation, which is one of a method or of a query class. */
  static Set<String> parameter(String operation, String name) {
    return Set.of(operation(operation), operation(operation) + "#" + canonical(name));
  }

  private static String canonical(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  /** What changed from one set of signatures to another. */
  List<ReleaseChange> changes(Map<String, String> before, Map<String, String> after) {
    List<ReleaseChange> changes = new ArrayList<>();
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (String signature : all) {
      String was = before.get(signature);
      String is = after.get(signature);
      String type = signature.split("[# ]", 2)[0];
      // A class that came or went says so for its members.
      boolean reported =
          !signature.equals(type) && before.containsKey(type) != after.containsKey(type);
      if (!Objects.equals(was, is) && !reported) {
        changes.add(change(type, signature.substring(type.length()), was, is));
      }
    }
    return changes;
  }

  private ReleaseChange change(String type, String member, String was, String is) {
    String what;
    boolean breaking;
    if (is == null) {
      what = "removed";
      breaking = true;
    } else if (was == null) {
      // Users implement interfaces of ours, but not the generated ones.
      breaking = words(is).contains("abstract") && !type.startsWith("api.") && !member.isEmpty();
      what = breaking ? "added, and to be implemented" : "added";
    } else {
      what = "is now `%s`, was `%s`".formatted(is, was);
      breaking = !isRelaxed(words(was), words(is));
    }
    String name = member.replaceAll("^[# ]", "");
    Optional<String> operation = operation(type, name);
    String subject = operation.orElse(type);
    String place = name.isEmpty() ? "" : "`%s`".formatted(name);
    if (operation.isPresent()) {
      place = "Java `%s`".formatted((type + member).replaceAll("^api\\.\\w+[.#]", ""));
    }
    return new ReleaseChange(subject, place, what, breaking, keys(type, name, operation));
  }

  private static Set<String> words(String text) {
    return new HashSet<>(Arrays.asList(text.split(" ")));
  }

  /** Whether whoever could use it still can. */
  private static boolean isRelaxed(Set<String> was, Set<String> is) {
    Set<String> gone = new HashSet<>(was);
    gone.removeAll(is);
    Set<String> come = new HashSet<>(is);
    come.removeAll(was);
    return Set.of("final", "abstract", "protected").containsAll(gone)
        && Set.of("default").containsAll(come);
  }

  /** The operation that a generated method or query class is of. */
  private Optional<String> operation(String type, String member) {
    String[] names = type.split("\\.");
    if (!names[0].equals("api")) {
      return Optional.empty();
    }
    String name = names.length > 2 ? names[2].replaceAll("Query$", "") : member.split("\\(")[0];
    String subject = name.replaceAll("^stream", "");
    return operations.stream()
        .filter(id -> id.equalsIgnoreCase(name) || !subject.equals(name) && id.endsWith(subject))
        .findFirst();
  }

  private static Set<String> keys(String type, String member, Optional<String> operation) {
    String name = member.split("\\(")[0];
    if (operation.isPresent()) {
      String ofMethod = operation(operation.get());
      boolean ofQuery = type.split("\\.").length > 2 && !name.isEmpty() && !name.equals("new");
      return Set.of(
          SpecificationChanges.key(operation.get(), ""),
          ofQuery ? ofMethod + "#" + canonical(name) : ofMethod);
    }
    if (!type.startsWith("model.")) {
      return Set.of();
    }
    if (member.isEmpty()) {
      return Set.of(type);
    }
    if (!member.contains("(")) {
      return Set.of(type + "#=");
    }
    return Stream.of(
            name, name.replaceAll("^(get|set|is)", ""), name.replaceAll("^(add|put)|Item$", ""))
        .map(variant -> type + "#" + canonical(variant))
        .collect(Collectors.toSet());
  }
}
