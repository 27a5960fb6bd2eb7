package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one edition of a documentation page says. Immutable, apart from the JSON of its samples.
 *
 * @param slug name of the page in its address, null if the page names none
 * @param language {@code ko}, {@code en} or {@code ja}, null if no heading of the page is known
 * @param title title of the front matter, else the first heading, null if there is neither
 * @param updated when the page was changed, as the front matter has it, or null
 * @param published when the page was published, as the front matter has it, or null
 * @param facts the request line, then parameters and members in page order: path, query, body,
 *     answer; of the overview page base URL, headers, successes and errors
 * @param samples the code blocks in page order
 * @param findings what was not understood, and where the page contradicts itself, by line
 */
public record Page(
    @Nullable String slug,
    @Nullable String language,
    @Nullable String title,
    @Nullable String updated,
    @Nullable String published,
    List<PageFact> facts,
    List<Sample> samples,
    List<Finding> findings) {

  /** Whether the page speaks of a subject. */
  boolean has(String subject) {
    return facts.stream().anyMatch(fact -> fact.subject().equals(subject));
  }

  /** What a code block is. */
  public enum SampleKind {
    REQUEST_SYNTAX,
    REQUEST_EXAMPLE,
    RESPONSE_SYNTAX,
    RESPONSE_EXAMPLE
  }

  /**
   * A code block.
   *
   * @param line number of its first line, from 1
   * @param request the call of a request example, null if it could not be read or this is none
   * @param body the JSON, null if it could not be read or there is none
   * @param repairs how text that is not quite JSON was read, one sentence each; mostly empty
   */
  public record Sample(
      SampleKind kind,
      int line,
      @Nullable Request request,
      @Nullable JsonNode body,
      List<String> repairs) {}

  /**
   * A call by curl.
   *
   * @param path path below {@code /api/v1}, as the page has it
   * @param query parameters by name, decoded, in order
   */
  public record Request(String method, String path, Map<String, String> query) {}

  /**
   * Something that a person has to look at.
   *
   * @param line number of the first line that it is about, from 1
   * @param lastLine number of the last one
   * @param message what is wrong
   * @param text what the page says there, the first line of it if there are several
   * @param isRead whether the lines were understood, and contradict others of the page
   */
  public record Finding(int line, int lastLine, String message, String text, boolean isRead) {
    @Override
    public String toString() {
      return "line %d: %s: %s".formatted(line, message, text);
    }
  }
}
