package io.github.ncloudcommunity.apigateway.contractkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaValidatorTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type': 'string', 'minLength': 1, 'maxLength': 2} | 'ab'  | 'abc'  | the value is longer than 2",
        "{'type': 'string', 'minLength': 1}                 | '한'   | ''     | the value is shorter than 1",
        "{'type': 'string', 'maxLength': 1}                 | '😀'  | '😀😀' | the value is longer than 1",
        "{'type': 'string', 'enum': ['a', 'b']}             | 'b'   | 'B'    | the value is none of [\"a\",\"b\"]",
        "{'type': 'string', 'format': 'date-time'} | '2024-05-08T06:29:48Z' | '2024-05-08 06:29:48' | the value is no date-time",
        "{'type': 'integer', 'minimum': 1, 'maximum': 3}    | 3     | 4      | the value is more than 3",
        "{'type': 'integer', 'minimum': 1}                  | 1     | 0      | the value is less than 1",
        "{'type': 'integer', 'format': 'int32'} | 2147483647 | 2147483648 | the value is no int32",
        "{'type': 'integer', 'format': 'int64'} | 9223372036854775807 | 9223372036854775808 | the value is no int64",
        "{'type': 'integer'}                                | 1     | 1.5    | the value is documented as integer",
        "{'type': 'number'}                                 | 1.5   | '1.5'  | the value is documented as number",
        "{'type': 'boolean'}                                | true  | 1      | the value is documented as boolean",
        "{'type': 'string', 'nullable': true}               | null  | 1      | the value is documented as string",
        "{'type': 'string'}                                 | ''    | null   | the value is documented as string",
        "{'type': 'array', 'maxItems': 1, 'items': {'type': 'string'}} | ['a'] | ['a', 'b'] | the value is longer than 1",
        "{'type': 'array', 'items': {'type': 'string'}}     | ['a'] | ['a', 1] | /1 is documented as string",
        "{'type': 'object', 'properties': {'a': {'type': 'string'}}} | {'a': ''} | {'b': ''} | /b is not documented",
        "{'type': 'object', 'required': ['a'], 'properties': {'a': {}}} | {'a': 1} | {} | /a is required",
        "{'type': 'object', 'additionalProperties': {'type': 'string'}} | {'b': ''} | {'b': 1} | /b is documented as string",
        "{'type': 'object', 'additionalProperties': true, 'properties': {'a': {'type': 'string'}}} | {'b': 1} | {'a': 1} | /a is documented as string",
        "{'type': 'object', 'properties': {'a': {}, 'b': {}}, 'x-constraint': {'exactlyOneOf': ['a', 'b']}} | {'a': 1} | {'a': 1, 'b': 1} | the value has 2 of [\"a\",\"b\"]: exactlyOneOf",
        "{'type': 'object', 'properties': {'a': {}, 'b': {}}, 'x-constraint': {'exactlyOneOf': ['a', 'b']}} | {'b': 1} | {} | the value has 0 of [\"a\",\"b\"]: exactlyOneOf",
        "{'type': 'object', 'properties': {'a': {}, 'b': {}}, 'x-constraint': {'allOrNoneOf': ['a', 'b']}} | {} | {'a': 1} | the value has 1 of [\"a\",\"b\"]: allOrNoneOf",
        "{'type': 'object', 'properties': {'a': {}, 'b': {}}, 'x-constraint': {'allOrNoneOf': ['a', 'b']}} | {'a': 1, 'b': 1} | {'b': 1} | the value has 1 of [\"a\",\"b\"]: allOrNoneOf"
      })
  void refusesAValueThatIsNotValid(String schema, String valid, String other, String problem)
      throws JsonProcessingException {
    assertThat(SchemaValidator.problems(json(schema), json(valid))).isEmpty();
    assertThat(SchemaValidator.problems(json(schema), json(other))).containsExactly(problem);
  }

  @Test
  void aShapeIsNamesAndTypesOnly() throws JsonProcessingException {
    JsonNode schema =
        json(
            "{'type': 'object', 'required': ['b'],"
                + " 'properties': {'a': {'type': 'string', 'maxLength': 1}}}");

    assertThat(SchemaValidator.shapeProblems(schema, json("{'a': 'placeholder'}"))).isEmpty();
    assertThat(SchemaValidator.shapeProblems(schema, json("{'a': 1, 'c': 1}")))
        .containsExactly("/a is documented as string", "/c is not documented");
  }

  /** Generators fail on those that combine schemas. */
  @ParameterizedTest
  @ValueSource(strings = {"pattern", "anyOf", "oneOf", "allOf", "not"})
  void anUnknownKeywordIsAnError(String keyword) {
    assertThatThrownBy(
            () -> SchemaValidator.problems(json("{'" + keyword + "': 'a'}"), json("'b'")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(keyword);
  }

  @Test
  void anUnknownConstraintIsAnError() {
    assertThatThrownBy(
            () -> SchemaValidator.problems(json("{'x-constraint': {'some': ['a']}}"), json("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("some");
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
