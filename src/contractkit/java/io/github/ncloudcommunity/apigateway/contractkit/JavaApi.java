package io.github.ncloudcommunity.apigateway.contractkit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public Java API as signatures, which {@code javap} reads from the compiled classes: {@code
 * auth.Credentials#of(String, String)} leads to {@code static auth.Credentials}, and {@code
 * auth.Credentials} to {@code final class}.
 */
final class JavaApi {

  private static final String ROOT = "io.github.ncloudcommunity.apigateway";

  private static final Path CLASSES = Path.of("target", "classes").resolve(ROOT.replace('.', '/'));

  private static final List<String> PACKAGES =
      List.of("", "auth", "api", "model", "paging", "sandbox");

  /** What users see of generated classes, in a package that is not theirs. */
  private static final List<String> BASES = List.of("OpenModel", "QueryParameters");

  private static final Pattern TYPE =
      Pattern.compile("(public )?(.*?(?:class|interface)) ([\\w.$]+)(.*?) *\\{");

  private static final Pattern MEMBER =
      Pattern.compile(" *public (.*?)([\\w.$]+)(\\(.*\\))?( throws .*)?;");

  /** Of everything that is an object. */
  private static final Set<String> OF_OBJECTS =
      Set.of("equals(Object)", "hashCode()", "toString()");

  private JavaApi() {}

  /** The signatures of the compiled client and sandbox. */
  static SortedMap<String, String> signatures() {
    List<Path> files = new ArrayList<>();
    BASES.forEach(name -> files.add(CLASSES.resolve("internal").resolve(name + ".class")));
    for (String name : PACKAGES) {
      try (Stream<Path> classes = Files.list(CLASSES.resolve(name))) {
        classes.filter(file -> file.toString().endsWith(".class")).forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return signatures(files);
  }

  static SortedMap<String, String> signatures(List<Path> classes) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    String[] arguments =
        Stream.concat(Stream.of("-public"), classes.stream().map(Path::toString))
            .toArray(String[]::new);
    if (ToolProvider.findFirst("javap").orElseThrow().run(out, out, arguments) != 0) {
      throw new IllegalStateException(text.toString());
    }
    SortedMap<String, String> signatures = new TreeMap<>();
    List<String> hidden = new ArrayList<>();
    String type = null;
    for (String line : text.toString().lines().map(JavaApi::shown).toList()) {
      Matcher header = TYPE.matcher(line);
      Matcher member = MEMBER.matcher(line);
      if (line.endsWith("{")) {
        if (!header.matches()) {
          throw new IllegalStateException("javap says: " + line);
        }
        type = header.group(3);
        if (header.group(1) == null) {
          hidden.add(type);
        }
        signatures.put(type, header.group(2) + header.group(4));
      } else if (type != null && member.matches()) {
        String parameters = Objects.requireNonNullElse(member.group(3), "");
        String name = (member.group(2).equals(type) ? "new" : member.group(2)) + parameters;
        if (!OF_OBJECTS.contains(name)) {
          String thrown = Objects.requireNonNullElse(member.group(4), "");
          signatures.put(type + "#" + name, (member.group(1).strip() + thrown).strip());
        }
      }
    }
    signatures
        .keySet()
        .removeIf(
            s -> hidden.stream().anyMatch(h -> (s.replace('#', '.') + ".").startsWith(h + ".")));
    return signatures;
  }

  private static String shown(String line) {
    return line.replace(ROOT + ".", "")
        .replace('$', '.')
        .replaceAll("\\bjava\\.(lang|util|util\\.function|util\\.stream)\\.(?=[A-Z])", "");
  }

  /** What changed from one set of signatures to another. */
  static List<ReleaseChange> changes(Map<String, String> before, Map<String, String> after) {
    List<ReleaseChange> changes = new ArrayList<>();
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (String signature : all) {
      String was = before.get(signature);
      String is = after.get(signature);
      String[] parts = signature.split("#");
      boolean isType = parts.length == 1;
      // A class that came or went says so for its members.
      boolean isTold = !isType && before.containsKey(parts[0]) != after.containsKey(parts[0]);
      if (!isTold && !Objects.equals(was, is)) {
        String what = "is now `%s`, was `%s`".formatted(is, was);
        boolean breaking = was != null && (is == null || !isRelaxed(isType, words(was), words(is)));
        if (is == null) {
          what = "is gone";
        } else if (was == null) {
          // Users implement interfaces of ours, but not the generated ones.
          breaking = !isType && words(is).contains("abstract") && !parts[0].startsWith("api.");
          what = breaking ? "is new and to be implemented" : "is new";
        }
        String place = isType ? "" : "`%s`".formatted(parts[1]);
        changes.add(new ReleaseChange(parts[0], place, what, breaking, keys(parts)));
      }
    }
    return changes;
  }

  private static Set<String> words(String text) {
    return new HashSet<>(Arrays.asList(text.split("[ ,]+")));
  }

  /** Whether whoever could use it still can. */
  private static boolean isRelaxed(boolean isType, Set<String> was, Set<String> is) {
    Set<String> gone = new HashSet<>(was);
    gone.removeAll(is);
    Set<String> come = new HashSet<>(is);
    come.removeAll(was);
    return Set.of("final", "abstract").containsAll(gone)
        && (isType
            ? come.stream().noneMatch(Set.of("final", "abstract")::contains)
            : Set.of("default").containsAll(come));
  }

  /** What a generated class or member is called in the specification. */
  private static Set<String> keys(String[] signature) {
    if (!signature[0].matches("(api|model)\\..*")) {
      return Set.of();
    }
    String type = signature[0].replaceAll(".*\\.", "");
    String member = signature.length == 1 ? "new(" : signature[1];
    // A field is a value of an open set.
    boolean ofType = member.startsWith("new(") || !member.contains("(");
    String name = ofType ? type : member.replaceAll("\\(.*", "");
    return Stream.of("", "^(get|set|is|add|put)", "^(add|put)|Item$", "Query$")
        .map(affix -> key(name.replaceAll(affix, "")))
        .collect(Collectors.toSet());
  }

  /** Key of all that is generated under a name. */
  static String key(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
