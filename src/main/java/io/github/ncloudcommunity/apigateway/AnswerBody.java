package io.github.ncloudcommunity.apigateway;

import feign.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, in memory. Unlike Feign's own class it gives out its bytes without a copy.
 * Nobody may change them. Thread-safe.
 */
final class AnswerBody implements Response.Body {

  private final byte[] bytes;

  AnswerBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes of any body, an empty array for null. */
  static byte[] bytes(Response.@Nullable Body body) throws IOException {
    if (body == null) {
      return new byte[0];
    }
    return body instanceof AnswerBody ours ? ours.bytes : body.asInputStream().readAllBytes();
  }

  @Override
  public Integer length() {
    return bytes.length;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public InputStream asInputStream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  @SuppressWarnings("deprecation") // Feign declares it abstract
  public Reader asReader() {
    return asReader(StandardCharsets.UTF_8);
  }

  @Override
  public Reader asReader(Charset charset) {
    return new InputStreamReader(asInputStream(), charset);
  }

  @Override
  public void close() {}
}
