package io.github.ncloudcommunity.apigateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryParametersTest {

  @Test
  void nothingIsSetAtFirst() {
    assertThat(new Query().encoded()).isEmpty();
    assertThat(new Query().limit()).isNull();
  }

  @Test
  void parametersStandInTheOrderTheyWereSet() {
    assertThat(new Query().name("b").limit(1L).offset(2L).encoded())
        .containsExactly(entry("name", "b"), entry("limit", "1"), entry("offset", "2"));
    assertThat(new Query().offset(2L).limit(1L).name("b").encoded())
        .containsExactly(entry("offset", "2"), entry("limit", "1"), entry("name", "b"));
  }

  @Test
  void setAgainAParameterKeepsItsPlaceAndHasTheNewValue() {
    assertThat(new Query().limit(1L).name("b").limit(3L).encoded())
        .containsExactly(entry("limit", "3"), entry("name", "b"));
  }

  @Test
  void nullRemoves() {
    assertThat(new Query().limit(1L).name("b").limit(null).encoded())
        .containsExactly(entry("name", "b"));
    assertThat(new Query().limit(1L).limit(null).limit()).isNull();
  }

  @Test
  void nullForWhatIsNotSetChangesNothing() {
    assertThat(new Query().name(null)).isEqualTo(new Query());
  }

  @Test
  void anEmptyTextIsSet() {
    assertThat(new Query().name("").encoded()).containsExactly(entry("name", ""));
  }

  @Test
  void whatWasSetIsReadAsItWas() {
    Query query = new Query().limit(Long.MAX_VALUE).name("a b");

    assertThat(query.limit()).isEqualTo(Long.MAX_VALUE);
    assertThat(query.name()).isEqualTo("a b");
  }

  @Test
  void readingAnotherTypeThanWasSetFails() {
    Query query = new Query().name("text");

    assertThatExceptionOfType(ClassCastException.class).isThrownBy(query::nameAsNumber);
  }

  @Test
  void namesAndValuesAreEncodedStrictly() {
    Query query = new Query();
    query.set("na me", "a&b=c d+e/골%41");

    assertThat(query.encoded())
        .containsExactly(entry("na%20me", "a%26b%3Dc%20d%2Be%2F%EA%B3%A8%2541"));
  }

  @Test
  void whatIsEncodedCannotBeChanged() {
    Map<String, Object> encoded = new Query().limit(1L).encoded();

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> encoded.put("limit", "2"));
  }

  @Test
  void anUnpairedSurrogateIsRefusedAndTheMessageNamesTheParameter() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Query().limit(1L).name("\uD83D").encoded())
        .withMessageStartingWith("name ")
        .withMessageContaining("unpaired surrogate");
  }

  @Test
  void aCopyHasTheSameParametersInTheSameOrder() {
    Query original = new Query().name("b").limit(1L);

    assertThat(new Query(original)).isEqualTo(original);
    assertThat(new Query(original).encoded())
        .containsExactly(entry("name", "b"), entry("limit", "1"));
  }

  @Test
  void copyAndOriginalAreIndependent() {
    Query original = new Query().limit(1L);
    Query copy = new Query(original);

    copy.name("copy").limit(null);
    original.offset(7L);

    assertThat(original.encoded()).containsExactly(entry("limit", "1"), entry("offset", "7"));
    assertThat(copy.encoded()).containsExactly(entry("name", "copy"));
  }

  @Test
  void queriesWithTheSameParametersAreEqualWhateverTheOrder() {
    Query one = new Query().limit(1L).name("b");
    Query other = new Query().name("b").limit(1L);

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @Test
  void queriesDifferInNameValueAndClass() {
    Query query = new Query().limit(1L);

    assertThat(query)
        .isNotEqualTo(new Query().offset(1L))
        .isNotEqualTo(new Query().limit(2L))
        .isNotEqualTo(new Query())
        .isNotEqualTo(new OtherQuery().limit(1L))
        .isNotEqualTo(null)
        .isNotEqualTo("limit=1");
  }

  @Test
  void theTextHasClassAndParameters() {
    assertThat(new Query().name("a b").limit(1L)).hasToString("Query{name=a b, limit=1}");
  }

  /** As the generator writes them. */
  private static class Query extends QueryParameters {

    Query() {}

    Query(Query original) {
      super(original);
    }

    Query offset(Long offset) {
      set("offset", offset);
      return this;
    }

    Query limit(Long limit) {
      set("limit", limit);
      return this;
    }

    Long limit() {
      return get("limit", Long.class);
    }

    Query name(String name) {
      set("name", name);
      return this;
    }

    String name() {
      return get("name", String.class);
    }

    Long nameAsNumber() {
      return get("name", Long.class);
    }
  }

  private static final class OtherQuery extends Query {}
}
