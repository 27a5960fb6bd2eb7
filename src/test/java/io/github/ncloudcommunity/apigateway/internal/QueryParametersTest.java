package io.github.ncloudcommunity.apigateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  void aListIsEncodedValueByValueInItsOrder() {
    assertThat(new Query().limit(1L).regions(List.of("b/c", " ", "a b", "b/c")).encoded())
        .containsExactly(
            entry("limit", "1"), entry("regions", List.of("b%2Fc", "%20", "a%20b", "b%2Fc")));
  }

  @Test
  void aListWithoutValuesIsReadAsItWasAndNotSent() {
    assertThat(new Query().limit(1L).regions(List.of()).encoded())
        .containsExactly(entry("limit", "1"));
    assertThat(new Query().regions(List.of()).regions()).isEmpty();
    assertThat(new Query().regions()).isNull();
  }

  @Test
  void nullRemovesAList() {
    assertThat(new Query().regions(List.of("a")).regions(null)).isEqualTo(new Query());
  }

  @Test
  void aListWithANullIsRefusedWhenItIsSetAndTheMessageNamesTheParameter() {
    Query query = new Query().regions(List.of("a"));

    assertThatNullPointerException()
        .isThrownBy(() -> query.regions(Arrays.asList("b", null)))
        .withMessage("regions has an element that is null");
    assertThat(query.regions()).containsExactly("a");
  }

  @Test
  void aListIsCopied() {
    List<String> given = new ArrayList<>(List.of("a"));
    Query query = new Query().regions(given);

    given.add("b");

    assertThat(query.regions()).containsExactly("a");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> query.regions().add("b"));
  }

  @Test
  void anUnpairedSurrogateInAListIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Query().regions(List.of("a", "\uD83D")).encoded())
        .withMessageStartingWith("regions ")
        .withMessageContaining("unpaired surrogate");
  }

  @Test
  void anEmptyElementOfAListIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Query().regions(List.of("a", "")).encoded())
        .withMessage("regions has an element that is empty");
  }

  @Test
  void readingAListOfAnotherTypeFails() {
    Query query = new Query().regions(List.of("a"));

    assertThatExceptionOfType(ClassCastException.class).isThrownBy(query::regionsAsNumbers);
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

    Query regions(List<String> regions) {
      set("regions", regions);
      return this;
    }

    List<String> regions() {
      return getList("regions", String.class);
    }

    List<Long> regionsAsNumbers() {
      return getList("regions", Long.class);
    }

    Long nameAsNumber() {
      return get("name", Long.class);
    }
  }

  private static final class OtherQuery extends Query {}
}
