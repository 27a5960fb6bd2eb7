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
 * Credentials from the file {@code ~/.ncloud/configure} of NAVER Cloud's command line tool. It has
 * {@code key = value} lines, optionally in {@code [section]}s, which are profiles. Lines before the
 * first section belong to the profile DEFAULT. The file is UTF-8. Error messages name a line but
 * never quote it.
 */
final class ConfigureFileCredentials implements CredentialsSource {

  static final String ACCESS_KEY = "ncloud_access_key_id";
  static final String SECRET_KEY = "ncloud_secret_access_key";
  static final String PROFILE_VARIABLE = "NCLOUD_PROFILE";

  private static final String DEFAULT_PROFILE = "DEFAULT";
  private static final long MAX_BYTES = 1 << 20;
  private static final Duration CACHED_FOR = Duration.ofSeconds(1);
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
   * @param home the home directory: the system property user.home
   * @param nanoTime tells elapsed time; a test sets it
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

  /** Returns null if Java cannot represent the name of the home directory. */
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
   * Returns the last answer for one second. Even checking the file for changes can block, because a
   * home directory may be on a file server.
   */
  @Override
  public @Nullable Answer known() {
    Known current = known;
    return current != null && nanoTime.getAsLong() - current.since < CACHED_FOR.toNanos()
        ? current.answer
        : null;
  }

  @Override
  public Answer look() {
    if (home.equals("?") || (file != null && !file.isAbsolute())) {
      // In a container without a user, user.home is "?": do not resolve it against another
      // directory.
      return Answer.absent("the home directory is not known");
    }
    if (file == null) {
      // The file may exist, so the search must not continue to another account.
      throw broken(
          "the name of the home directory cannot be represented in the encoding of this Java process, "
              + System.getProperty("sun.jnu.encoding")
              + ": start Java in another locale, such as LC_ALL=C.UTF-8, or set"
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
      if (Files.isRegularFile(file.getParent())) { // before JDK 25 another exception
        throw broken("cannot be read (its directory is a file)");
      }
      return Answer.absent("does not exist");
    } catch (IOException e) {
      throw broken("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    String profile = chosenProfile();
    Reading reading = last;
    if (reading == null || !reading.isOf(now, profile)) {
      // The attributes were read before the text, so the next look notices a write in between.
      reading = new Reading(now.lastModifiedTime(), now.size(), profile, read(file, now, profile));
      last = reading;
    }
    return reading.answer;
  }

  /** Returns the profile that the environment selects, or null if it selects none. */
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
        throw broken("has no profile " + chosen + ", which " + PROFILE_VARIABLE + " selects");
      }
      return Answer.absent("has no default profile, and " + PROFILE_VARIABLE + " is not set");
    }
    Line accessKey = keys.get(ACCESS_KEY);
    Line secretKey = keys.get(SECRET_KEY);
    String where = chosen == null ? "the default profile" : "profile " + chosen;
    if (accessKey != null && secretKey != null) {
      Credentials credentials =
          Credentials.of(written(ACCESS_KEY, accessKey), written(SECRET_KEY, secretKey));
      warnIfOthersCanRead(file);
      return Answer.found(credentials);
    }
    if (accessKey != null) {
      throw broken(where + " has " + ACCESS_KEY + at(accessKey) + " but no " + SECRET_KEY);
    }
    if (secretKey != null) {
      throw broken(where + " has " + SECRET_KEY + at(secretKey) + " but no " + ACCESS_KEY);
    }
    String neither = where + " has neither " + ACCESS_KEY + " nor " + SECRET_KEY;
    if (chosen != null) {
      throw broken(neither);
    }
    return Answer.absent(neither);
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
        throw broken("has zero bytes, so it may be UTF-16" + SAVE_AS_UTF_8);
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
      throw broken("line " + number + " is not a valid [section]");
    }
    if (name.codePoints().anyMatch(c -> c != ' ' && WrittenKey.isInvisible(c))) {
      // DEFAULT with a no-break space would be another profile, and the search would continue.
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
              + " has more than "
              + bare
              + " before the =, such as quotes or export: write the name alone");
    }
    if (line.value.isEmpty()) {
      return;
    }
    Line before = keys.putIfAbsent(key, line);
    if (before != null) {
      // Tools disagree on which one counts, and a guess could select another account.
      throw broken("lines " + before.number + " and " + line.number + " both set " + key);
    }
  }

  /** Strips from a name what people put around it, such as quotes. */
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
      log.debug("cannot read the permissions of {}", file);
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
