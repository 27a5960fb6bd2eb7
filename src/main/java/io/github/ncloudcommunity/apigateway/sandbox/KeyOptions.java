package io.github.ncloudcommunity.apigateway.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the commands for signatures find a pair of keys. */
final class KeyOptions {

  private static final int MAX_KEY_FILE = 4_096;

  @Option(names = "--access-key", paramLabel = "KEY", description = "The access key.")
  private @Nullable String accessKey;

  @Option(
      names = "--secret-key-file",
      paramLabel = "FILE",
      description = "File with the secret key as its only line, in UTF-8.")
  private @Nullable Path secretKeyFile;

  /**
   * A pair of keys.
   *
   * @param accessKey the access key
   * @param secretKey the secret key
   */
  record Pair(String accessKey, String secretKey) {

    @Override
    public String toString() {
      return "Pair[" + accessKey + "]";
    }
  }

  /**
   * Returns the keys of the options, or else of the variables that the client reads.
   *
   * @return null if one of the two is missing
   * @throws IllegalArgumentException if the file cannot be read
   */
  @Nullable Pair pair(Function<String, @Nullable String> environment) {
    String access =
        accessKey == null
            ? first(environment, "NCLOUD_ACCESS_KEY_ID", "NCLOUD_ACCESS_KEY")
            : accessKey;
    String secret =
        secretKeyFile == null
            ? first(environment, "NCLOUD_SECRET_KEY", "NCLOUD_SECRET_ACCESS_KEY")
            : read(secretKeyFile);
    return access == null || secret == null ? null : new Pair(access, secret);
  }

  boolean areGiven() {
    return accessKey != null || secretKeyFile != null;
  }

  private static @Nullable String first(
      Function<String, @Nullable String> environment, String... names) {
    return Stream.of(names)
        .map(environment)
        .filter(value -> value != null && !value.isBlank())
        .map(String::trim)
        .findFirst()
        .orElse(null);
  }

  /**
   * Reads a secret key from a file.
   *
   * @throws IllegalArgumentException if that cannot be; the message shows nothing of the content
   */
  static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_KEY_FILE + 1);
      if (bytes.length > MAX_KEY_FILE) {
        throw new IllegalArgumentException(
            "--secret-key-file: %s has more than %s bytes".formatted(file, MAX_KEY_FILE));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.replaceFirst("\\R\\z", "");
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("--secret-key-file: %s is not UTF-8".formatted(file), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("--secret-key-file: %s cannot be read".formatted(file), e);
    }
  }
}
