package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import feign.RequestTemplate;
import feign.Response;
import feign.codec.Decoder;
import feign.codec.Encoder;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bodies, both ways. Absent is absent: what is not set is not written. What a service adds is kept,
 * and what is of another type than the one that is due is unreadable. Immutable and thread-safe.
 *
 * <p>Feign's own decoder would replace malformed text by question marks, take null for an answer,
 * and put pieces of the answer into its exceptions.
 */
final class JsonCodec implements Encoder, Decoder {

  static final ObjectMapper MAPPER =
      StrictScalars.of(JsonMapper.builder())
          .addModule(new SimpleModule().setSerializerModifier(new RequiredMembers()))
          .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
          // Where a member may be any JSON: a double would cut 0.1234567890123456789 short, and
          // write 1e400 back as the text "Infinity".
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // getApi: the pages show the member api as an array, an older export as one object.
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .build();

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]+)\"?", Pattern.CASE_INSENSITIVE);

  private static final String UTF_8_AT_THE_END = "charset=utf-8";

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();
  private final ErrorAnswers errorAnswers;

  JsonCodec(ErrorAnswers errorAnswers) {
    this.errorAnswers = errorAnswers;
  }

  /** For Feign. */
  @Override
  public void encode(Object body, Type bodyType, RequestTemplate template) {
    template.body(write(body), StandardCharsets.UTF_8);
  }

  /**
   * Writes a body.
   *
   * @throws IllegalArgumentException if it cannot be written, above all because a required member
   *     is not set; the message names type and member
   */
  byte[] write(Object body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof IllegalArgumentException ours) {
          throw ours;
        }
      }
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Reads a body; one that is a file is handed over as it came.
   *
   * @throws ApiGatewayException of the kind UNREADABLE_ANSWER; it holds nothing of what was read,
   *     since that may be a secret; of the kind SERVICE_ERROR for an answer that is no success
   */
  @Override
  public Object decode(Response response, Type type) throws IOException {
    if (response.status() < 200 || response.status() >= 300) {
      throw errorAnswers.decode("", response); // a customizer has said dismiss404()
    }
    byte[] body = AnswerBody.bytes(response.body());
    Object value;
    try {
      if (body.length == 0) {
        value = null;
      } else if (type == byte[].class) {
        value = body;
      } else {
        value = read(body, charset(response), type);
      }
    } catch (JsonProcessingException e) {
      throw ErrorAnswers.unreadable(response, describe(e));
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw ErrorAnswers.unreadable(response, "its text is not what its charset says");
    }
    if (value == null) {
      throw ErrorAnswers.unreadable(response, "it is empty, where a body is due");
    }
    return value;
  }

  private @Nullable Object read(byte[] body, @Nullable Charset charset, Type type)
      throws IOException {
    ObjectReader reader =
        readers.computeIfAbsent(type, t -> MAPPER.readerFor(MAPPER.constructType(t)));
    if ((charset == null || charset.equals(StandardCharsets.UTF_8)) && isPlain(body)) {
      return reader.readValue(body);
    }
    Charset effective = charset == null ? StandardCharsets.UTF_8 : charset;
    // A decoder made like this reports what is malformed; Jackson's own lets some of it pass.
    String text = effective.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    return reader.readValue(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /** Whether it is ASCII, and no UTF-16 or UTF-32, which Jackson would find out and accept. */
  private static boolean isPlain(byte[] bytes) {
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    long signs = 0;
    int i = 0;
    for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
      signs |= (long) EIGHT_BYTES.get(bytes, i);
    }
    for (; i < bytes.length; i++) {
      signs |= bytes[i] & 0x80;
    }
    return (signs & 0x8080_8080_8080_8080L) == 0;
  }

  private static @Nullable Charset charset(Response response) {
    for (String contentType : response.headers().getOrDefault("Content-Type", List.of())) {
      int end = contentType.length() - UTF_8_AT_THE_END.length();
      if (contentType.regionMatches(true, end, UTF_8_AT_THE_END, 0, UTF_8_AT_THE_END.length())) {
        return StandardCharsets.UTF_8; // nearly always, and cheaper than the pattern
      }
      Matcher charset = CHARSET.matcher(contentType);
      if (charset.find()) {
        return Charset.forName(charset.group(1));
      }
    }
    return null;
  }

  private static String describe(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String where =
        location == null
            ? ""
            : String.format(
                Locale.ROOT, " (line %d, column %d)", location.getLineNr(), location.getColumnNr());
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "it is not the JSON that is due" + where;
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return "its member " + path + " is not of the type that is due" + where;
  }

  /** Refuses to write a bean in which a member that the specification requires is not set. */
  private static final class RequiredMembers extends BeanSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
      properties.replaceAll(
          property -> property.isRequired() ? new RequiredMember(property) : property);
      return properties;
    }
  }

  private static final class RequiredMember extends BeanPropertyWriter {

    private static final long serialVersionUID = 1L;

    RequiredMember(BeanPropertyWriter member) {
      super(member);
    }

    @Override
    public void serializeAsField(Object bean, JsonGenerator generator, SerializerProvider provider)
        throws Exception {
      if (get(bean) == null) {
        throw new IllegalArgumentException(
            bean.getClass().getSimpleName() + "." + getName() + " is required and not set");
      }
      super.serializeAsField(bean, generator, provider);
    }
  }
}
