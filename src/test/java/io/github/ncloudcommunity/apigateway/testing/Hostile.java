package io.github.ncloudcommunity.apigateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** What is put together so that a reader does far more with it than its size says. */
public final class Hostile {

  private Hostile() {}

  /** One member of gzip after the other. */
  public static byte[] gzip(String... members) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (String member : members) {
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write(member.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return packed.toByteArray();
  }

  /** Many members of gzip in which there is nothing. */
  public static byte[] emptyMembers(int count) {
    byte[] member = gzip("");
    ByteArrayOutputStream packed = new ByteArrayOutputStream(member.length * count);
    for (int i = 0; i < count; i++) {
      packed.writeBytes(member);
    }
    return packed.toByteArray();
  }

  /** One member of gzip, of as many blocks with nothing in them, and then a text. */
  public static byte[] emptyBlocks(int count, String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
    for (int i = 0; i < count; i++) {
      packed.writeBytes(new byte[] {0, 0, 0, (byte) 0xff, (byte) 0xff});
    }
    byte[] whole = gzip(text);
    packed.write(whole, 10, whole.length - 10);
    return packed.toByteArray();
  }

  /**
   * Names that collide in Jackson's table for bytes, whatever its seed: behind the third group of
   * four, the groups are only added up.
   */
  public static List<String> namesThatCollideAsBytes(int count) {
    List<String> names = new ArrayList<>();
    permute("namenamename", List.of("aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff", "gggg"), names);
    return names.subList(0, count);
  }

  private static void permute(String start, List<String> rest, List<String> names) {
    if (rest.isEmpty()) {
      names.add(start);
    }
    for (String next : rest) {
      permute(start + next, rest.stream().filter(other -> !other.equals(next)).toList(), names);
    }
  }

  /** Names that collide in Jackson's table for characters: 33 times the first, and the second. */
  public static List<String> namesThatCollideAsCharacters(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        name.append((i >> bit & 1) == 0 ? "az" : "bY");
      }
      names.add(name.toString());
    }
    return names;
  }

  /** As many names that collide in both tables of Jackson. */
  public static List<String> namesThatCollide(int count) {
    List<String> names = new ArrayList<>(namesThatCollideAsBytes(count));
    names.addAll(namesThatCollideAsCharacters(Math.min(count, 4096)));
    return names;
  }

  /** Members, ready to stand in an object. */
  public static String members(List<String> names) {
    return names.stream().map(name -> "\"" + name + "\":1").collect(Collectors.joining(","));
  }

  /** An array with as many equal elements. */
  public static String array(int length, String element) {
    return "[" + String.join(",", Collections.nCopies(length, element)) + "]";
  }
}
