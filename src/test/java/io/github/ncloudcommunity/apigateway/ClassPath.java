package io.github.ncloudcommunity.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/** The packaged jars, and class paths as users of them have. */
final class ClassPath {

  private ClassPath() {}

  /** A jar that this build has made; the client jar for an empty classifier. */
  static Path jar(String classifier) {
    return Path.of(System.getProperty("artifacts") + classifier + ".jar");
  }

  /** The names of the classes in a jar, as its entries have them. */
  static List<String> classes(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();
    }
  }

  /**
   * What Maven gives a user of the client jar: the runtime tree without what hangs on a dependency
   * that is optional here.
   */
  static List<String> artifactsOfUsers() throws IOException {
    List<String> artifacts = new ArrayList<>();
    boolean optional = false;
    Pattern line = Pattern.compile("^([|+\\\\ -]+)[^:]+:([^:]+):jar:.*$");
    for (String text : Files.readAllLines(Path.of("target/runtime-dependencies.txt"), UTF_8)) {
      Matcher matcher = line.matcher(text);
      if (!matcher.matches()) {
        continue; // the project itself
      }
      if (matcher.group(1).length() == 3) {
        optional = text.contains("optional");
      }
      if (!optional) {
        artifacts.add(matcher.group(2));
      }
    }
    return artifacts;
  }

  /** Those artifacts as files. */
  static List<Path> librariesOfUsers() throws IOException {
    return artifactsOfUsers().stream().map(ClassPath::library).toList();
  }

  /** A library of the tests, by its artifactId. */
  static Path library(String artifact) {
    Pattern jar = Pattern.compile(".*[/\\\\]" + Pattern.quote(artifact) + "-\\d[^/\\\\]*\\.jar");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : classPath.split(File.pathSeparator)) {
      if (jar.matcher(entry).matches()) {
        return Path.of(entry);
      }
    }
    throw new AssertionError(artifact + " is not on the class path");
  }

  /**
   * Runs a program of a user, a nested class of a test, with nothing but these jars and the JDK.
   *
   * @return what it returns, as text
   */
  static String run(Class<? extends Callable<?>> program, List<Path> jars) throws Exception {
    List<URL> path = new ArrayList<>();
    for (Path jar : jars) {
      path.add(jar.toUri().toURL());
    }
    try (URLClassLoader users =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.equals(program.getName())) {
              return super.findClass(name);
            }
            try {
              URI file =
                  program.getResource(name.substring(name.lastIndexOf('.') + 1) + ".class").toURI();
              byte[] bytes = Files.readAllBytes(Path.of(file));
              return defineClass(name, bytes, 0, bytes.length);
            } catch (Exception e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        }) {
      Constructor<?> user = users.loadClass(program.getName()).getDeclaredConstructor();
      user.setAccessible(true);
      return String.valueOf(((Callable<?>) user.newInstance()).call());
    }
  }
}
