package io.github.ncloudcommunity.apigateway.contractkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ncloudcommunity.apigateway.contractkit.PageFetcher.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page in a file, and beside it a file {@code .http} with what the server needs in order to say
 * whether the page changed: its address, {@code ETag}, {@code Last-Modified} and its hash. They
 * count only together, so a run that is killed between the two, a page that was edited and a page
 * from another server only cost one more download.
 */
final class StoredPage {

  private static final Map<String, String> CONDITIONS =
      Map.of("etag", "If-None-Match", "last-modified", "If-Modified-Since");

  private static final Pattern NOTE = Pattern.compile("([a-z0-9-]+): ([\\x20-\\x7e]+)");

  private final Path file;
  private final URI address;

  StoredPage(Path file, URI address) {
    this.file = file;
    this.address = address;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Headers for a request that is answered only if the page changed; empty if it is not stored. */
  Map<String, String> conditions() throws IOException {
    Map<String, String> notes = new TreeMap<>();
    if (exists() && Files.exists(notesFile())) {
      for (String line : new String(Files.readAllBytes(notesFile()), UTF_8).split("\n")) {
        Matcher note = NOTE.matcher(line);
        if (note.matches()) {
          notes.put(note.group(1), note.group(2));
        }
      }
    }
    Map<String, String> conditions = new TreeMap<>();
    if (address.toString().equals(notes.get("address"))
        && sha256(Files.readAllBytes(file)).equals(notes.get("sha-256"))) {
      CONDITIONS.forEach(
          (name, condition) -> {
            if (notes.containsKey(name)) {
              conditions.put(condition, notes.get(name));
            }
          });
    }
    return conditions;
  }

  /**
   * Stores a page. A file is never there in part.
   *
   * @param headers those that came with the page
   */
  Outcome store(byte[] page, HttpHeaders headers) throws IOException {
    Outcome outcome = Outcome.NEW;
    if (exists()) {
      boolean same = Arrays.equals(page, Files.readAllBytes(file));
      outcome = same ? Outcome.UNCHANGED : Outcome.CHANGED;
    }
    if (outcome != Outcome.UNCHANGED) {
      write(file, page);
    }
    Map<String, String> notes = new TreeMap<>();
    notes.put("address", address.toString());
    notes.put("sha-256", sha256(page));
    CONDITIONS
        .keySet()
        .forEach(name -> headers.firstValue(name).ifPresent(value -> notes.put(name, value)));
    String lines =
        notes.entrySet().stream()
            .map(note -> note.getKey() + ": " + note.getValue() + "\n")
            .collect(Collectors.joining());
    write(notesFile(), lines.getBytes(UTF_8));
    return outcome;
  }

  private Path notesFile() {
    return file.resolveSibling(file.getFileName() + ".http");
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, content);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
