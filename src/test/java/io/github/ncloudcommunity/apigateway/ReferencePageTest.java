package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

  private static final String SHELL = "<script>@specification@</script><script>@redoc@</script>";
  private static final String REDOC =
      "img('https://cdn.redoc.ly/redoc/logo-mini.svg')\n//# sourceMappingURL=redoc.standalone.js.map";

  @Test
  void textOfTheSpecificationCannotEndItsElement() {
    JsonNode specification =
        JsonNodeFactory.instance.objectNode().put("title", "</script><!-- <script>");

    String page = ReferencePage.page(SHELL, REDOC, specification);

    assertThat(page)
        .startsWith("<script>{\"title\":\"\\u003c/script>\\u003c!-- \\u003cscript>\"}</script>");
  }

  @Test
  void redocLoadsNeitherItsLogoNorItsSources() {
    String page = ReferencePage.page(SHELL, REDOC, JsonNodeFactory.instance.objectNode());

    assertThat(page).endsWith("<script>img('data:,')\n</script>");
  }

  @Test
  void aRedocThatLoadsItsLogoFromElsewhereIsRefused() {
    String other = REDOC.replace("logo-mini", "logo");

    assertThatThrownBy(
            () -> ReferencePage.page(SHELL, other, JsonNodeFactory.instance.objectNode()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("logo-mini.svg");
  }

  @Test
  void aRedocThatWouldEndItsElementIsRefused() {
    String other = "'</script>'" + REDOC;

    assertThatThrownBy(
            () -> ReferencePage.page(SHELL, other, JsonNodeFactory.instance.objectNode()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("end of the element");
  }
}
