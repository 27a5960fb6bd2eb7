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
 * The body of an answer, read whole. Feign's own gives its bytes only as a copy. Thread-safe;
 * nobody changes the array.
 */
final class AnswerBody implements Response.Body {

  private final byte[] bytes;

  AnswerBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes of any body; none for null. */
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
  @Deprecated
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
