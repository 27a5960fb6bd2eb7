package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import feign.Feign;
import feign.Param;
import feign.RequestLine;
import feign.Response;
import io.github.ncloudcommunity.apigateway.internal.QueryValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Required query parameters that are repeated, of which the specification has none so far. */
class OperationTest {

  /** As the generator writes it. */
  interface Things {
    @RequestLine(value = "GET /things?region={region}", decodeSlash = false)
    void list(@Param(value = "region", expander = QueryValue.class) List<String> region);
  }

  private final Operation operation = new Operation(Things.class.getMethods()[0]);

  private static String sent(List<String> regions) {
    List<String> urls = new ArrayList<>();
    Feign.builder()
        .client(
            (request, options) -> {
              urls.add(request.url());
              return Response.builder().request(request).status(204).build();
            })
        .target(Things.class, "http://test")
        .list(regions);
    return urls.get(0);
  }

  @Test
  void elementsAreRepeatedInTheirOrder() {
    List<String> regions = List.of("b/c", "a b,{c}", "b/c", "%41");

    operation.check(new Object[] {regions});

    assertThat(sent(regions))
        .isEqualTo(
            "http://test/things?region=b%2Fc&region=a%20b%2C%7Bc%7D&region=b%2Fc&region=%2541");
  }

  @Test
  void listWithoutElementsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> operation.check(new Object[] {List.of()}))
        .withMessage("list: region has no element");
  }

  @Test
  void nullIsRefusedAsAListAndInAList() {
    assertThatNullPointerException()
        .isThrownBy(() -> operation.check(new Object[] {null}))
        .withMessage("list: region is null");
    assertThatNullPointerException()
        .isThrownBy(() -> operation.check(new Object[] {Arrays.asList("a", null)}))
        .withMessage("list: region has an element that is null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ud83e"})
  void elementThatCannotBeSentIsRefused(String element) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> operation.check(new Object[] {List.of("a", element)}))
        .withMessageStartingWith("list: region has an");
  }
}
