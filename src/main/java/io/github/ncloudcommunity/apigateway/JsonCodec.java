package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** Remembers no names: those of one answer are nothing to the next one, nor to other clients. */
  static final ObjectMapper MAPPER =
      StrictScalars.of(JsonMapper.builder(factory(false, false)))
          .addModule(new SimpleModule().setSerializerModifier(new RequiredMembers()))
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

  /** A small answer may have as many values whatever the bound is: that is a few megabytes. */
  private static final int MIN_MAX_VALUES = 64 * 1024;

  private static final int BYTES_A_VALUE = 16;

  private final ErrorAnswers errorAnswers;
  private final int maxValues;
  private volatile Names names = new Names(true);

  /**
   * @param maxAnswerBytes what an answer may be long; it bounds what JSON becomes in memory, too
   */
  JsonCodec(ErrorAnswers errorAnswers, int maxAnswerBytes) {
    this.errorAnswers = errorAnswers;
    maxValues = Math.max(MIN_MAX_VALUES, maxAnswerBytes / BYTES_A_VALUE);
  }

  private static JsonFactory factory(boolean remembersNames, boolean internsNames) {
    return JsonFactory.builder()
        .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, remembersNames)
        .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, internsNames)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(1000)
                .maxNumberLength(1000)
                .maxStringLength(Integer.MAX_VALUE) // the answer is bounded already
                .build())
        .build();
  }

  /** For Feign. */
  @Override
  public void encode(Object body, Type bodyType, RequestTemplate template) {
    template.body(write(body), StandardCharsets.UTF_8);
  }

  /**
   * Writes a body.
   *
   * @throws IllegalArgumentException if it cannot be written, above all because required members
   *     are not set; the message names all of them
   */
  byte[] write(Object body) {
    Unset unset = new Unset(new ArrayList<>());
    byte[] json;
    try {
      json = MAPPER.writer().withAttribute(Unset.class, unset).writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!unset.paths.isEmpty()) {
      throw new IllegalArgumentException(
          "required members are not set: " + String.join(", ", unset.paths));
    }
    return json;
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
    if (body.length == 0) {
      throw ErrorAnswers.unreadable(response, "it is empty, where a body is due");
    }
    return type == byte[].class ? body : decode(response, body, type);
  }

  /** What a decoder throws is never what the caller gets: it may hold a piece of the answer. */
  private Object decode(Response response, byte[] body, Type type) {
    byte[] json;
    try {
      json = utf8(body, charset(response));
    } catch (CharacterCodingException | RuntimeException e) {
      throw ErrorAnswers.unreadable(response, "its text is not what its charset says");
    }
    if (hasTooManyValues(json)) {
      throw ErrorAnswers.unreadable(response, "it holds more than " + maxValues + " values");
    }
    Object value;
    try {
      value = read(json, type);
    } catch (JsonProcessingException e) {
      throw ErrorAnswers.unreadable(response, describe(e));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw ErrorAnswers.unreadable(response, "it cannot be decoded");
    }
    if (value == null) {
      throw ErrorAnswers.unreadable(response, "it is null, where a body is due");
    }
    return value;
  }

  /** Names of earlier answers make it faster, and nothing else: what fails is read without them. */
  private @Nullable Object read(byte[] json, Type type) throws IOException {
    try {
      return namesFor(json).reader(type).readValue(json);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      names = new Names(true);
      return MAPPER.readerFor(MAPPER.constructType(type)).readValue(json);
    }
  }

  private Names namesFor(byte[] json) {
    if (json.length > Names.LONGEST) {
      return new Names(false);
    }
    Names known = names;
    if (known.bytes.addAndGet(json.length) > Names.IN_ALL) {
      known = new Names(true);
      names = known;
    }
    return known;
  }

  /**
   * The text as UTF-8. A decoder made like this reports what is malformed; Jackson's own lets some
   * of it pass, and would find out UTF-16 and UTF-32 by their zeros, and accept them.
   */
  private static byte[] utf8(byte[] body, @Nullable Charset charset)
      throws CharacterCodingException {
    Charset stated = charset == null ? StandardCharsets.UTF_8 : charset;
    boolean isUtf8 = stated.equals(StandardCharsets.UTF_8);
    byte[] utf8 = body;
    if (!isUtf8 || !isAscii(body)) {
      CharBuffer text = stated.newDecoder().decode(ByteBuffer.wrap(body));
      if (!isUtf8) {
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(text);
        utf8 = Arrays.copyOf(encoded.array(), encoded.limit());
      }
    }
    for (int i = 0; i < Math.min(4, utf8.length); i++) {
      if (utf8[i] == 0) {
        throw new MalformedInputException(i); // no JSON begins with it
      }
    }
    return utf8;
  }

  /**
   * Whether it may become far more in memory than it is on the wire. What is counted is commas and
   * opening brackets, so that one that is empty counts twice.
   */
  private boolean hasTooManyValues(byte[] json) {
    if (json.length < maxValues) {
      return false;
    }
    int values = 0;
    boolean inText = false;
    for (int i = 0; i < json.length; i++) {
      byte sign = json[i];
      if (sign == '"') {
        inText = !inText;
      } else if (inText) {
        if (sign == '\\') {
          i++;
        }
      } else if ((sign == ',' || sign == '[' || sign == '{') && ++values > maxValues) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAscii(byte[] bytes) {
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

  /**
   * The charset that the Content-Type names, null for none.
   *
   * @throws IllegalArgumentException if it is unknown
   */
  static @Nullable Charset charset(Response response) {
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

  /**
   * The names of members in the answers so far: known ones need not be made anew, which takes a
   * third of the time. Jackson's table of them fails over names that were chosen to collide, in
   * this answer or in a later one, and keeps whatever it has seen. So each client has one of its
   * own, of some short answers. Thread-safe.
   */
  private static final class Names {

    private static final int LONGEST = 64 * 1024;
    private static final int IN_ALL = 4 * 1024 * 1024;

    private final JsonFactory factory;
    private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();
    private final AtomicInteger bytes = new AtomicInteger();

    /**
     * @param interned whether to keep them in a table of the JVM, too, so that they are compared
     *     faster: it is small, but keeps a long name for long
     */
    Names(boolean interned) {
      factory = factory(true, interned);
    }

    ObjectReader reader(Type type) {
      return readers.computeIfAbsent(
          type, t -> MAPPER.readerFor(MAPPER.constructType(t)).with(factory));
    }
  }

  /** Finds members that the specification requires and the caller has not set. */
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

  /**
   * The required members that are not set.
   *
   * @param paths the names of the members, each after those of the members that it lies in
   */
  private record Unset(List<String> paths) {}

  private static final class RequiredMember extends BeanPropertyWriter {

    private static final long serialVersionUID = 1L;

    RequiredMember(BeanPropertyWriter member) {
      super(member);
    }

    @Override
    public void serializeAsField(Object bean, JsonGenerator generator, SerializerProvider provider)
        throws Exception {
      if (get(bean) == null && provider.getAttribute(Unset.class) instanceof Unset unset) {
        unset.paths.add(path(generator.getOutputContext().getParent()) + getName());
      }
      super.serializeAsField(bean, generator, provider);
    }

    private static String path(JsonStreamContext context) {
      if (context.inRoot()) {
        return "";
      }
      if (context.inArray()) {
        String list = path(context.getParent());
        return list.substring(0, list.length() - 1) + "[" + context.getCurrentIndex() + "].";
      }
      return path(context.getParent()) + context.getCurrentName() + ".";
    }
  }
}
