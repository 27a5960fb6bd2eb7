package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Configures a mapper to convert no value to another type: no number to a date-time or string, no
 * string to a number, no empty string to null. An integer is allowed where fractions are. Null
 * means that a member is absent; lists and maps cannot hold it.
 */
final class StrictScalars {

  private StrictScalars() {}

  /**
   * Configures a mapper.
   *
   * @param mapper the mapper to configure
   * @return the same mapper
   */
  static JsonMapper.Builder of(JsonMapper.Builder mapper) {
    return mapper
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // 5.7 must not become 5
        .withCoercionConfigDefaults(texts -> texts.setAcceptBlankAsEmpty(false)) // nor as null
        .withCoercionConfig(
            LogicalType.Textual, // Jackson does not count strings among the scalars
            texts ->
                texts
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
        .addModule(
            new SimpleModule("strict scalars")
                .addDeserializer(Float.class, new FloatDeserializer())
                .addDeserializer(OffsetDateTime.class, new DateTimeDeserializer())
                .addSerializer(new DateTimeSerializer()));
  }

  /** Jackson's own deserializer accepts the string "NaN" and turns 1e400 into infinity. */
  private static final class FloatDeserializer extends StdScalarDeserializer<Float> {

    private static final long serialVersionUID = 1L;

    FloatDeserializer() {
      super(Float.class);
    }

    @Override
    public Float deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.currentToken().isNumeric()) {
        return (Float) context.handleUnexpectedToken(Float.class, json);
      }
      float value = json.getFloatValue();
      return Float.isFinite(value)
          ? (Float) value
          : (Float) context.handleWeirdNumberValue(Float.class, value, "it is out of range");
    }
  }

  /**
   * Reads {@link DateTimeFormatter#ISO_OFFSET_DATE_TIME}, and also offsets without a colon, as in
   * +0900. Keeps the offset.
   */
  private static final class DateTimeDeserializer extends StdScalarDeserializer<OffsetDateTime> {

    private static final long serialVersionUID = 1L;

    private static final Pattern OFFSET_WITHOUT_COLON = Pattern.compile("([+-]\\d{2})(\\d{2})$");

    DateTimeDeserializer() {
      super(OffsetDateTime.class);
    }

    @Override
    public OffsetDateTime deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (OffsetDateTime) context.handleUnexpectedToken(OffsetDateTime.class, json);
      }
      String text = json.getText();
      try {
        return OffsetDateTime.parse(
            OFFSET_WITHOUT_COLON.matcher(text.trim()).replaceFirst("$1:$2"));
      } catch (DateTimeException e) {
        return (OffsetDateTime)
            context.handleWeirdStringValue(OffsetDateTime.class, text, "it is not a date-time");
      }
    }
  }

  private static final class DateTimeSerializer extends StdScalarSerializer<OffsetDateTime> {

    private static final long serialVersionUID = 1L;

    DateTimeSerializer() {
      super(OffsetDateTime.class);
    }

    @Override
    public void serialize(
        OffsetDateTime value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(value));
    }
  }
}
