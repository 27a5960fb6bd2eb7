package io.github.ncloudcommunity.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.ClassType;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a program asks of classes by reflection: runs it under a debugger that stops at the methods
 * for it. In the words of GraalVM's reachability metadata.
 */
final class Reflection {

  private static final Pattern MEMBERS =
      Pattern.compile("get(?:Declared)?(Field|Method|Constructor)s?");

  private static final String PROXY = "of proxy ";

  private final String ours;
  private final Set<String> found = new TreeSet<>();

  private Reflection(String ours) {
    this.ours = ours;
  }

  /**
   * Runs a program with nothing but these jars, its own class and the JDK.
   *
   * @param ours the prefix of the classes that count: what they look up, and what others look up in
   *     them
   * @return lines such as {@code allDeclaredFields com.example.Type}
   */
  static Set<String> of(String ours, Class<?> program, String argument, List<Path> jars)
      throws Exception {
    List<String> classPath = new ArrayList<>(jars.stream().map(Path::toString).toList());
    classPath.add(
        Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    LaunchingConnector launcher = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = launcher.defaultArguments();
    arguments.get("options").setValue("-cp \"" + String.join(File.pathSeparator, classPath) + "\"");
    arguments.get("main").setValue(program.getName() + " " + argument);
    VirtualMachine machine = launcher.launch(arguments);
    Reflection reflection = new Reflection(ours);
    try {
      reflection.follow(machine);
    } catch (VMDisconnectedException e) {
      Process process = machine.process();
      String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(errors).isZero();
    } finally {
      machine.process().destroy();
    }
    return reflection.found;
  }

  private void follow(VirtualMachine machine) throws Exception {
    for (Class<?> type : List.of(Class.class, ClassLoader.class, Proxy.class)) {
      machine.classesByName(type.getName()).forEach(Reflection::stopAtMethods);
      ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
      loaded.addClassFilter(type.getName());
      loaded.enable();
    }
    while (true) {
      EventSet events = machine.eventQueue().remove();
      for (Event event : events) {
        if (event instanceof ClassPrepareEvent loaded) {
          stopAtMethods(loaded.referenceType());
        } else if (event instanceof BreakpointEvent call) {
          record(call.thread().frame(0), call.thread().frame(1).location().declaringType().name());
        }
      }
      events.resume();
    }
  }

  private static void stopAtMethods(ReferenceType type) {
    for (Method method : type.methods()) {
      if (asks(method) != null && method.isPublic() && !method.isNative()) {
        type.virtualMachine()
            .eventRequestManager()
            .createBreakpointRequest(method.location())
            .enable();
      }
    }
  }

  private void record(StackFrame call, String caller) {
    String what = asks(call.location().method());
    String of =
        call.thisObject() instanceof ClassObjectReference type
            ? name(type.reflectedType())
            : call.getArgumentValues().stream().map(Reflection::text).collect(Collectors.joining());
    // What the JDK does for lambdas, annotations, generics and proxies, a native image does on its
    // own; all but the look-up of a default method in a proxy.
    if (caller.matches("(java|jdk|sun)\\..*") && !of.startsWith(PROXY)) {
      return;
    }
    if (of.contains(ours) || caller.startsWith(ours)) {
      found.add(what + " " + of);
    }
  }

  /** What a method asks for, or null for any other method. */
  private static String asks(Method method) {
    Matcher members = MEMBERS.matcher(method.name());
    if (members.matches()) {
      return "allDeclared" + members.group(1) + "s";
    }
    return switch (method.name()) {
      case "forName" -> "type";
      case "newProxyInstance" -> "proxy";
      case "newInstance" -> "allDeclaredConstructors";
      case "getResource", "getResources", "getResourceAsStream" -> "resource";
      default -> null;
    };
  }

  private static String name(ReferenceType type) {
    return type.name().startsWith("jdk.proxy") && type.isPrepared()
        ? PROXY + ((ClassType) type).interfaces().get(0).name()
        : type.name();
  }

  private static String text(Value argument) {
    if (argument instanceof StringReference text) {
      return text.value();
    } else if (argument instanceof ClassObjectReference type) {
      return name(type.reflectedType());
    } else if (argument instanceof ArrayReference array) {
      return array.getValues().stream().map(Reflection::text).collect(Collectors.joining());
    }
    return "";
  }
}
