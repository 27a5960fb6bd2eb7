package io.github.ncloudcommunity.apigateway.contractkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of documentation pages, as {@code drift fetch} writes it: {@code ko/<slug>.md}, {@code
 * en/<slug>.md}, {@code ja/<slug>.md}, and the index {@code llms.txt}.
 */
final class PageFolder {

  static final List<String> LANGUAGES = List.of("ko", "en", "ja");

  private static final Pattern INDEXED = Pattern.compile("/docs/(?:(?:ko|en|ja)/)?([\\w-]+)");

  private final Path folder;

  PageFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A folder that is there.
   *
   * @throws IllegalArgumentException if it is not
   */
  static PageFolder existing(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("no folder: " + folder);
    }
    return new PageFolder(folder);
  }

  Path file(String language, String slug) {
    return folder.resolve(language).resolve(slug + ".md");
  }

  Path index() {
    return folder.resolve("llms.txt");
  }

  /** The editions of a page that are there, by language. */
  Map<String, Page> pages(String slug) {
    Map<String, Page> pages = new LinkedHashMap<>();
    for (String language : LANGUAGES) {
      text(file(language, slug)).ifPresent(text -> pages.put(language, PageReader.read(text)));
    }
    return pages;
  }

  /** The slugs of the pages that the index names; empty if there is no index. */
  SortedSet<String> indexed() {
    SortedSet<String> slugs = new TreeSet<>();
    Matcher matcher = INDEXED.matcher(text(index()).orElse(""));
    while (matcher.find()) {
      slugs.add(matcher.group(1));
    }
    return slugs;
  }

  /** Bytes that are no UTF-8 make a page that cannot be read. */
  private static Optional<String> text(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.of("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
