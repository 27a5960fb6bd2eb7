package io.github.ncloudcommunity.apigateway.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials from the file {@code ~/.ncloud/configure}, which the vendor's command line tool
 * writes: {@code key = value} lines, perhaps under {@code [section]}s that are profiles. What
 * stands before any section belongs to the profile DEFAULT. The file is UTF-8. Errors name the
 * line, never what is on it.
 */
final class ConfigureFileCredentials implements CredentialsSource {

  static final String ACCESS_KEY = "ncloud_access_key_id";
  static final String SECRET_KEY = "ncloud_secret_access_key";
  static final String PROFILE_VARIABLE = "NCLOUD_PROFILE";

  private static final String DEFAULT_PROFILE = "DEFAULT";
  private static final long MAX_BYTES = 1 << 20;
  private static final Duration KNOWN_FOR = Duration.ofSeconds(1);
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
  private static final Pattern ASSIGNMENT = Pattern.compile("^(?:export|set|\\$env:)");
  private static final String SAVE_AS_UTF_8 =
      ": save it as UTF-8, in PowerShell with Set-Content -Encoding utf8 and not with >";

  private final String home;
  private final @Nullable Path file;
  private final Function<String, @Nullable String> environment;
  private final LongSupplier nanoTime;
  private final Logger log;
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile @Nullable Reading last;
  private volatile @Nullable Known known;

  ConfigureFileCredentials(Function<String, @Nullable String> environment) {
    this(
        System.getProperty("user.home", ""),
        environment,
        System::nanoTime,
        LoggerFactory.getLogger(ConfigureFileCredentials.class));
  }

  /**
   * @param home the home directory as Java tells it
   * @param nanoTime elapsed time, so that a test need not wait
   */
  ConfigureFileCredentials(
      String home,
      Function<String, @Nullable String> environment,
      LongSupplier nanoTime,
      Logger log) {
    this.home = home;
    this.file = fileIn(home);
    this.environment = environment;
    this.nanoTime = nanoTime;
    this.log = log;
  }

  @Override
  public String name() {
    return "file " + (file == null ? "~/.ncloud/configure" : file);
  }

  /** Null when the home directory has a name that Java could not read or cannot write. */
  private static @Nullable Path fileIn(String home) {
    if (home.indexOf('\ufffd') >= 0) {
      return null;
    }
    try {
      return Path.of(home, ".ncloud", "configure");
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * What the file had a moment ago. Even to ask whether it changed can take any time: a home
   * directory may be on a file server.
   */
  @Override
  public @Nullable Answer known() {
    Known current = known;
    return current != null && nanoTime.getAsLong() - current.since < KNOWN_FOR.toNanos()
        ? current.answer
        : null;
  }

  @Override
  public Answer look() {
    if (home.equals("?") || (file != null && !file.isAbsolute())) {
      // What user.home says in a container without a user: never take a file near by for it.
      return Answer.absent("the home directory is not known");
    }
    if (file == null) {
      // The file may well be there, so the search must not go on to another account.
      throw broken(
          "the name of the home directory does not fit the encoding of this Java process, "
              + System.getProperty("sun.jnu.encoding")
              + ": start Java in a locale that fits, such as LC_ALL=C.UTF-8, or set"
              + " NCLOUD_ACCESS_KEY_ID and NCLOUD_SECRET_KEY");
    }
    long since = nanoTime.getAsLong();
    Answer answer = look(file);
    known = new Known(answer, since);
    return answer;
  }

  private Answer look(Path file) {
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
      reading = new Reading(now.lastModifiedTime(), now.size(), profile, read(file, now, profile));
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

  private Answer read(Path file, BasicFileAttributes attributes, @Nullable String chosen) {
    Map<String, Map<String, Line>> profiles = parse(text(file, attributes));
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
    Credentials credentials =
        Credentials.of(written(ACCESS_KEY, accessKey), written(SECRET_KEY, secretKey));
    warnIfOthersCanRead(file);
    return Answer.found(credentials);
  }

  private String written(String key, Line line) {
    return written("line " + line.number + ": " + key, line.value);
  }

  private String text(Path file, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      throw broken("is not a regular file");
    }
    if (attributes.size() > MAX_BYTES) {
      throw broken("is larger than " + MAX_BYTES + " bytes");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw broken("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    return decoded(bytes);
  }

  private String decoded(byte[] bytes) {
    if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
      throw broken("is UTF-16, as its byte order mark shows" + SAVE_AS_UTF_8);
    }
    for (byte b : bytes) {
      if (b == 0) {
        throw broken("has zero bytes, as UTF-16 has them" + SAVE_AS_UTF_8);
      }
    }
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult end =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    String decoded = text.flip().toString();
    if (end.isError()) {
      int line = LINE_END.split(decoded, -1).length;
      throw broken("line " + line + " is not UTF-8: save the file as UTF-8");
    }
    return decoded;
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  private Map<String, Map<String, Line>> parse(String text) {
    Map<String, Map<String, Line>> profiles = new HashMap<>();
    String profile = DEFAULT_PROFILE;
    int number = 0;
    for (String raw : LINE_END.split(text.startsWith("\ufeff") ? text.substring(1) : text)) {
      number++;
      String line = raw.trim();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[")) {
        profile = section(line, number);
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

  private String section(String line, int number) {
    String name = line.endsWith("]") ? line.substring(1, line.length() - 1).trim() : "";
    if (name.codePoints().allMatch(WrittenKey::isInvisible)) {
      throw broken("line " + number + " is no [section]");
    }
    if (name.codePoints().anyMatch(c -> c != ' ' && WrittenKey.isInvisible(c))) {
      // DEFAULT with a no-break space would be another profile, and the search would go on.
      throw broken("line " + number + " has an invisible character in its [section]");
    }
    return profileOf(name);
  }

  private void keep(Map<String, Line> keys, String key, Line line) {
    String bare = bare(key);
    if (!bare.equals(ACCESS_KEY) && !bare.equals(SECRET_KEY)) {
      return;
    }
    if (!key.equals(bare)) {
      throw broken(
          "line "
              + line.number
              + " has more than the name "
              + bare
              + " before its =, such as quotes or export: write the name alone");
    }
    if (line.value.isEmpty()) {
      return;
    }
    Line before = keys.putIfAbsent(key, line);
    if (before != null) {
      // Readers disagree on which one holds, and a guess could pick another account.
      throw broken("lines " + before.number + " and " + line.number + " both give " + key);
    }
  }

  /** The name of a key without what people put around it. */
  private static String bare(String key) {
    StringBuilder bare = new StringBuilder();
    key.codePoints()
        .filter(c -> !WrittenKey.isQuote(c) && !WrittenKey.isInvisible(c))
        .forEach(bare::appendCodePoint);
    return ASSIGNMENT.matcher(bare).replaceFirst("");
  }

  private static String at(Line line) {
    return " (line " + line.number + ")";
  }

  private void warnIfOthersCanRead(Path file) {
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

  private record Known(Answer answer, long since) {}

  private record Reading(FileTime modified, long size, @Nullable String profile, Answer answer) {

    boolean isOf(BasicFileAttributes now, @Nullable String nowProfile) {
      return modified.equals(now.lastModifiedTime())
          && size == now.size()
          && Objects.equals(profile, nowProfile);
    }
  }
}
