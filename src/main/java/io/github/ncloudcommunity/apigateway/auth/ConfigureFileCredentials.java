package io.github.ncloudcommunity.apigateway.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials from the file {@code ~/.ncloud/configure}, which the vendor's command line tool
 * writes: {@code key = value} lines, perhaps under {@code [section]}s that are profiles. What
 * stands before any section belongs to the profile DEFAULT. Errors name the line, never what is on
 * it.
 */
final class ConfigureFileCredentials implements CredentialsSource {

  static final String ACCESS_KEY = "ncloud_access_key_id";
  static final String SECRET_KEY = "ncloud_secret_access_key";
  static final String PROFILE_VARIABLE = "NCLOUD_PROFILE";

  private static final String DEFAULT_PROFILE = "DEFAULT";
  private static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final Function<String, @Nullable String> environment;
  private final Logger log;
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile @Nullable Reading last;

  ConfigureFileCredentials(Function<String, @Nullable String> environment) {
    this(
        Path.of(System.getProperty("user.home", ""), ".ncloud", "configure"),
        environment,
        LoggerFactory.getLogger(ConfigureFileCredentials.class));
  }

  ConfigureFileCredentials(Path file, Function<String, @Nullable String> environment, Logger log) {
    this.file = file;
    this.environment = environment;
    this.log = log;
  }

  @Override
  public String name() {
    return "file " + file;
  }

  @Override
  public Answer look() {
    if (!file.isAbsolute()) {
      // What user.home says in a container without a user: never take a file near by for it.
      return Answer.absent("the home directory is not known");
    }
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      if (Files.isRegularFile(file.getParent())) { // an exception of its own before JDK 25
        throw broken("cannot be read (its folder is a file)");
      }
      return Answer.absent("does not exist");
    } catch (IOException e) {
      throw broken("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    String profile = chosenProfile();
    Reading reading = last;
    if (reading == null || !reading.isOf(now, profile)) {
      // The attributes are older than the text: a write in between is seen by the next look.
      reading = new Reading(now.lastModifiedTime(), now.size(), profile, read(now, profile));
      last = reading;
    }
    return reading.answer;
  }

  /** The profile that the environment names, or null when it names none. */
  private @Nullable String chosenProfile() {
    String name = environment.apply(PROFILE_VARIABLE);
    return name == null || name.isBlank() ? null : profileOf(name);
  }

  private static String profileOf(String name) {
    String trimmed = name.trim();
    return trimmed.equalsIgnoreCase(DEFAULT_PROFILE) ? DEFAULT_PROFILE : trimmed;
  }

  private Answer read(BasicFileAttributes attributes, @Nullable String chosen) {
    Map<String, Map<String, Line>> profiles = parse(text(attributes));
    Map<String, Line> keys = profiles.get(chosen == null ? DEFAULT_PROFILE : chosen);
    if (keys == null) {
      if (chosen != null) {
        throw broken("has no profile " + chosen + ", which " + PROFILE_VARIABLE + " names");
      }
      return Answer.absent("has no default profile, and " + PROFILE_VARIABLE + " is not set");
    }
    Line accessKey = keys.get(ACCESS_KEY);
    Line secretKey = keys.get(SECRET_KEY);
    String where = chosen == null ? "the default profile" : "profile " + chosen;
    if (accessKey == null && secretKey == null) {
      if (chosen != null) {
        throw broken(where + " has neither " + ACCESS_KEY + " nor " + SECRET_KEY);
      }
      return Answer.absent(where + " has neither " + ACCESS_KEY + " nor " + SECRET_KEY);
    }
    if (secretKey == null) {
      throw broken(where + " has " + ACCESS_KEY + at(accessKey) + " but no " + SECRET_KEY);
    }
    if (accessKey == null) {
      throw broken(where + " has " + SECRET_KEY + at(secretKey) + " but no " + ACCESS_KEY);
    }
    Credentials credentials;
    try {
      credentials = Credentials.of(accessKey.value, secretKey.value);
    } catch (IllegalArgumentException e) {
      throw broken(
          "lines " + accessKey.number + " and " + secretKey.number + ": " + e.getMessage());
    }
    warnIfOthersCanRead();
    return Answer.found(credentials);
  }

  private String text(BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      throw broken("is not a regular file");
    }
    if (attributes.size() > MAX_BYTES) {
      throw broken("is larger than " + MAX_BYTES + " bytes");
    }
    try {
      // Not the strict decoder: a comment in another encoding does no harm.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw broken("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Map<String, Map<String, Line>> parse(String text) {
    Map<String, Map<String, Line>> profiles = new HashMap<>();
    String profile = DEFAULT_PROFILE;
    int number = 0;
    for (String raw : (text.startsWith("\ufeff") ? text.substring(1) : text).split("\r\n|\r|\n")) {
      number++;
      String line = raw.trim();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[")) {
        if (!line.endsWith("]") || line.substring(1, line.length() - 1).isBlank()) {
          throw broken("line " + number + " is no [section]");
        }
        profile = profileOf(line.substring(1, line.length() - 1));
        profiles.computeIfAbsent(profile, name -> new HashMap<>());
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw broken("line " + number + " is neither key = value, nor a [section], nor a comment");
      }
      keep(
          profiles.computeIfAbsent(profile, name -> new HashMap<>()),
          line.substring(0, equals).trim(),
          new Line(number, line.substring(equals + 1).trim()));
    }
    return profiles;
  }

  private void keep(Map<String, Line> keys, String key, Line line) {
    if (!key.equals(ACCESS_KEY) && !key.equals(SECRET_KEY)) {
      return;
    }
    if (line.value.isEmpty()) {
      return;
    }
    if (line.value.indexOf('\ufffd') >= 0) {
      throw broken("line " + line.number + " is not UTF-8");
    }
    Line before = keys.putIfAbsent(key, line);
    if (before != null) {
      // Readers disagree on which one holds, and a guess could pick another account.
      throw broken("lines " + before.number + " and " + line.number + " both give " + key);
    }
  }

  private static String at(Line line) {
    return " (line " + line.number + ")";
  }

  private void warnIfOthersCanRead() {
    try {
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (view == null) {
        return;
      }
      Set<PosixFilePermission> permissions = view.readAttributes().permissions();
      boolean open =
          permissions.contains(PosixFilePermission.GROUP_READ)
              || permissions.contains(PosixFilePermission.OTHERS_READ);
      if (open && warned.compareAndSet(false, true)) {
        log.warn("{} holds a secret key and can be read by others: run chmod 600 {}", file, file);
      }
    } catch (IOException e) {
      log.debug("permissions of {} are not known", file);
    }
  }

  private record Line(int number, String value) {

    /** The value may be a secret key. */
    @Override
    public String toString() {
      return "line " + number;
    }
  }

  private record Reading(FileTime modified, long size, @Nullable String profile, Answer answer) {

    boolean isOf(BasicFileAttributes now, @Nullable String nowProfile) {
      return modified.equals(now.lastModifiedTime())
          && size == now.size()
          && Objects.equals(profile, nowProfile);
    }
  }
}
