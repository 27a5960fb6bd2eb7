package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as it arrived.
 *
 * @param contentTypes the values of all Content-Type headers
 * @param bytes the body; empty if it is too large
 * @param isTooLarge whether it has more than {@link #MAX_BYTES} bytes
 */
public record RequestBody(List<String> contentTypes, byte[] bytes, boolean isTooLarge) {

  public static final int MAX_BYTES = 1 << 20;

  /** Limits the messages too: a part that is not valid makes many bytes of message. */
  private static final int MAX_TOKENS = 50_000;

  private static final ObjectMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  public RequestBody(List<String> contentTypes, byte[] bytes) {
    this(contentTypes, bytes, false);
  }

  public static RequestBody tooLarge(List<String> contentTypes) {
    return new RequestBody(contentTypes, new byte[0], true);
  }

  boolean isEmpty() {
    return bytes.length == 0;
  }

  void refuseTooLarge() {
    if (isTooLarge) {
      throw new Problem(
          ErrorCode.REQUEST_ENTITY_TOO_LARGE,
          "The body has more than %s bytes.".formatted(MAX_BYTES));
    }
  }

  /**
   * Parses the body strictly.
   *
   * @throws Problem if it is missing, not declared as JSON, or not JSON in UTF-8
   */
  public JsonNode json() {
    refuseTooLarge();
    if (isEmpty()) {
      throw Problem.badRequest("The body is missing; it must be JSON.");
    }
    if (contentTypes.size() != 1 || !isJson(contentTypes.get(0))) {
      throw Problem.badRequest(
          contentTypes.isEmpty()
              ? "The header Content-Type is missing; it must be application/json."
              : "The Content-Type must be application/json, in UTF-8, once.");
    }
    try {
      // Decoded here because Jackson would also accept UTF-16 and UTF-32.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode json = STRICT.readTree(text);
      if (json.isMissingNode()) {
        throw Problem.badRequest("The body is missing; it must be JSON.");
      }
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(STRICT.writeValueAsString(json))) {
        throw Problem.badRequest(
            "The body has an escape of a lone surrogate, which is half a character.");
      }
      return json;
    } catch (CharacterCodingException e) {
      throw Problem.badRequest("The body is not UTF-8.");
    } catch (JsonProcessingException e) {
      throw Problem.badRequest(
          "The body is not JSON: %s%s.".formatted(reason(e), place(e.getLocation())));
    }
  }

  /** In our own words, because those of the library name its classes; a duplicate name is kept. */
  private static String reason(JsonProcessingException e) {
    if (e instanceof MismatchedInputException) {
      return "there is text after its end";
    }
    if (e instanceof StreamConstraintsException) {
      return "it is nested too deeply, or a name or value is too long, or it has more than %s parts"
          .formatted(MAX_TOKENS);
    }
    return e.getOriginalMessage().startsWith("Duplicate")
        ? e.getOriginalMessage()
        : "it ends too early, or has an unexpected character";
  }

  private static String place(@Nullable JsonLocation place) {
    return place == null
        ? ""
        : " (line %s, column %s)".formatted(place.getLineNr(), place.getColumnNr());
  }

  private static boolean isJson(String contentType) {
    try {
      ContentType type = ContentType.parse(contentType);
      return type != null
          && type.getMimeType().equalsIgnoreCase(ContentType.APPLICATION_JSON.getMimeType())
          && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return false;
    }
  }
}
