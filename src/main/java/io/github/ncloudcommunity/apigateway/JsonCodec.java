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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes request bodies and reads answers. It omits members that are not set, keeps unknown members
 * of an answer, and rejects values of a wrong type. Thread-safe.
 *
 * <p>Feign's own decoder would replace malformed text by question marks, accept null as an answer,
 * and quote the answer in its exceptions.
 */
final class JsonCodec implements Encoder, Decoder {

  /** Does not cache member names: those of one answer must not affect other answers or clients. */
  static final ObjectMapper MAPPER =
      StrictScalars.of(JsonMapper.builder(factory(false, false)))
          .addModule(new SimpleModule().setSerializerModifier(new RequiredMembers()))
          // For members of any JSON type: a double would round 0.1234567890123456789, and write
          // 1e400 back as the string "Infinity".
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // getApi: the pages show the member api as an array, an older export as an object.
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .build();

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]+)\"?", Pattern.CASE_INSENSITIVE);

  private static final String UTF_8_AT_THE_END = "charset=utf-8";

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Any answer may have this many values, whatever its bound; they take a few megabytes. */
  private static final int MIN_MAX_VALUES = 64 * 1024;

  private static final int BYTES_PER_VALUE = 16;

  private final ErrorAnswers errorAnswers;
  private final int maxValues;
  private volatile Names names = new Names(true);

  /**
   * @param maxAnswerBytes the longest answer allowed; it also bounds the memory that JSON takes
   */
  JsonCodec(ErrorAnswers errorAnswers, int maxAnswerBytes) {
    this.errorAnswers = errorAnswers;
    maxValues = Math.max(MIN_MAX_VALUES, maxAnswerBytes / BYTES_PER_VALUE);
  }

  private static JsonFactory factory(boolean remembersNames, boolean internsNames) {
    return JsonFactory.builder()
        .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, remembersNames)
        .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, internsNames)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(1000)
                .maxNumberLength(1000)
                .maxStringLength(Integer.MAX_VALUE) // the length of the answer is bounded already
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
   * Reads a body; returns the bytes of a file unchanged.
   *
   * @throws ApiGatewayException of kind UNREADABLE_ANSWER, which quotes nothing of the answer,
   *     since that may be a secret; of kind SERVICE_ERROR if the status is not 2xx
   */
  @Override
  public Object decode(Response response, Type type) throws IOException {
    if (response.status() < 200 || response.status() >= 300) {
      throw errorAnswers.decode("", response); // a customizer called dismiss404()
    }
    byte[] body = AnswerBody.bytes(response.body());
    if (body.length == 0) {
      throw ErrorAnswers.unreadable(response, "its body is empty");
    }
    return type == byte[].class ? body : decode(response, body, type);
  }

  /** Never passes on what a decoder throws: it may quote the answer. */
  private Object decode(Response response, byte[] body, Type type) {
    byte[] json;
    try {
      json = utf8(body, charset(response));
    } catch (CharacterCodingException | RuntimeException e) {
      throw ErrorAnswers.unreadable(response, "its text does not match its charset");
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
      throw ErrorAnswers.unreadable(response, "its body is null");
    }
    return value;
  }

  /** Reads with cached member names, which is faster. If that fails, reads again without them. */
  private @Nullable Object read(byte[] json, Type type) throws IOException {
    try {
      return namesFor(json).reader(type).readValue(json);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      names = new Names(true);
      return MAPPER.readerFor(MAPPER.constructType(type)).readValue(json);
    }
  }

  private Names namesFor(byte[] json) {
    if (json.length > Names.MAX_ANSWER_BYTES) {
      return new Names(false);
    }
    Names known = names;
    if (known.bytes.addAndGet(json.length) > Names.MAX_TOTAL_BYTES) {
      known = new Names(true);
      names = known;
    }
    return known;
  }

  /**
   * Converts to UTF-8 and rejects malformed text. Jackson alone would accept some malformed text,
   * and UTF-16 and UTF-32 where nothing announces them.
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
        utf8 = new byte[encoded.remaining()];
        encoded.get(utf8);
      }
    }
    for (int i = 0; i < Math.min(4, utf8.length); i++) {
      if (utf8[i] == 0) {
        throw new MalformedInputException(i); // no JSON starts with a zero
      }
    }
    return utf8;
  }

  /**
   * Whether an answer would take far more memory than its bytes. Counts commas and opening
   * brackets, so an empty object or array counts as two values.
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
   * Returns the charset of the Content-Type, or null if it names none.
   *
   * @throws IllegalArgumentException if the charset is unknown
   */
  static @Nullable Charset charset(Response response) {
    for (String contentType : response.headers().getOrDefault("Content-Type", List.of())) {
      int end = contentType.length() - UTF_8_AT_THE_END.length();
      if (contentType.regionMatches(true, end, UTF_8_AT_THE_END, 0, UTF_8_AT_THE_END.length())) {
        return StandardCharsets.UTF_8; // the usual case, and cheaper than the pattern
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
      return "it is not the expected JSON" + where;
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return "its member " + path + " has an unexpected type" + where;
  }

  /**
   * A cache of member names, which saves a third of the reading time. Jackson's table of names
   * fails on names that were chosen to collide, even in a later answer, and never shrinks. So each
   * client has its own, fills it from short answers only, and replaces it now and then.
   * Thread-safe.
   */
  private static final class Names {

    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_TOTAL_BYTES = 4 * 1024 * 1024;

    private final JsonFactory factory;
    private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();
    private final AtomicInteger bytes = new AtomicInteger();

    /**
     * @param interned whether to intern the names, which makes comparing faster; a JVM keeps
     *     interned names for long, so those of a long answer are not
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
