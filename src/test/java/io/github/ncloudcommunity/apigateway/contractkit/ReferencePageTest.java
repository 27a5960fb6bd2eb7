package io.github.ncloudcommunity.apigateway.contractkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

  private static final String SHELL =
      "<meta content=\"@scripts@\"><script type=x>@specification@</script><script>@redoc@</script>";
  private static final String REDOC =
      "img('https://cdn.redoc.ly/redoc/logo-mini.svg')/^\\\\W+//\\\\W+$/\n"
          + "//# sourceMappingURL=redoc.standalone.js.map";

  @Test
  void textOfTheSpecificationCannotEndItsElement() {
    JsonNode specification =
        JsonNodeFactory.instance.objectNode().put("title", "</script><!-- <script>");

    String page = ReferencePage.page(SHELL, REDOC, specification);

    assertThat(page)
        .contains(
            "<script type=x>{\"title\":\"\\u003c/script>\\u003c!-- \\u003cscript>\"}</script>");
  }

  @Test
  void redocLoadsNeitherItsLogoNorItsSources_andFindsWordsOfAnyLanguage() {
    String page = ReferencePage.page(SHELL, REDOC, JsonNodeFactory.instance.objectNode());

    assertThat(page)
        .endsWith(
            "<script>img('data:,')/^[^\\\\p{L}\\\\p{N}_]+/u/[^\\\\p{L}\\\\p{N}_]+$/u\n</script>");
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

  private static String real(JsonNode specification) throws IOException {
    return ReferencePage.page(
        Files.readString(Path.of("openapi", "reference.html")), REDOC, specification);
  }

  private static String scriptSources(String page) {
    return Pattern.compile("script-src ([^;]*);")
        .matcher(page)
        .results()
        .map(policy -> policy.group(1))
        .collect(Collectors.joining(" | "));
  }

  @Test
  void nothingMayRunButTheScriptsOfThePage() throws Exception {
    String page = real(JsonNodeFactory.instance.objectNode());

    List<String> hashes = new ArrayList<>();
    Matcher scripts = Pattern.compile("(?s)<script>(.*?)</script>").matcher(page);
    while (scripts.find()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(scripts.group(1).getBytes(UTF_8));
      hashes.add("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }
    assertThat(hashes).hasSize(2);
    assertThat(scriptSources(page)).isEqualTo(String.join(" ", hashes));
    assertThat(page).doesNotContainPattern("<[^>]*\\son[a-z]+\\s*=");
  }

  @Test
  void htmlInATextIsNoMarkupOfThePage_andNoScriptThatMayRun() throws Exception {
    JsonNode hostile =
        JsonNodeFactory.instance
            .objectNode()
            .put("description", "<img src=x onerror=alert(1)><script>alert(2)</script>");

    String page = real(hostile);

    assertThat(page)
        .contains("sanitize: true")
        .doesNotContain("<img", "<script>alert")
        .contains("\\u003cimg src=x onerror=alert(1)>");
    assertThat(scriptSources(page))
        .isEqualTo(scriptSources(real(JsonNodeFactory.instance.objectNode())));
  }
}
