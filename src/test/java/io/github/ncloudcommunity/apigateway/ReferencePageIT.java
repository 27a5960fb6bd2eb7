package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reference page as it was packaged; {@code .ci/run} opens it in a browser besides. */
class ReferencePageIT {

  private static final Pattern SCRIPTS =
      Pattern.compile("(<script\\b[^>]*>).*?</script>", Pattern.DOTALL);

  private static String page;
  private static String markup;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(artifact("-reference.html"));
    markup = SCRIPTS.matcher(page).replaceAll("$1");
  }

  @Test
  void holdsTheWholeSpecification() throws IOException {
    JsonNode bundle = new YAMLMapper().readTree(artifact("-openapi.yaml").toFile());
    Matcher script =
        Pattern.compile("id=\"specification\">(.*?)</script>", Pattern.DOTALL).matcher(page);

    assertThat(script.find()).isTrue();
    JsonNode held = new ObjectMapper().readTree(script.group(1));

    assertThat(held.findValues("operationId")).isNotEmpty();
    assertThat(held.equals(bundle)).as("the page holds what the bundle says").isTrue();
  }

  @Test
  void hasNoElementThatLoads() {
    assertThat(markup)
        .doesNotContainPattern("<(link|img|iframe|object|embed|base)\\b")
        .doesNotContainPattern("<[^>]*\\s(src|href)\\s*=")
        .doesNotContain("@import", "url(");
    assertThat(page.contains("cdn.redoc.ly")).as("Redoc's logo").isFalse();
  }

  @Test
  void forbidsTheBrowserToLoadAnything() {
    assertThat(
            Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(markup)
                .results()
                .map(policy -> policy.group(1)))
        .singleElement()
        .asString()
        .startsWith("default-src 'none'; ")
        .doesNotContainPattern("https?:|\\*|'self'")
        .containsPattern("script-src 'sha256-[^' ]+' 'sha256-[^' ]+';");
  }

  @Test
  void isFilled() {
    assertThat(SCRIPTS.matcher(page).results().map(MatchResult::group))
        .hasSize(3)
        .allMatch(script -> !script.contains("@redoc@") && !script.contains("@specification@"));
    assertThat(markup).doesNotContain("@scripts@");
    assertThat(markup).containsPattern("<title>.*unofficial.*</title>").contains("Rebilly, Inc.");
  }

  private static Path artifact(String suffix) {
    return Path.of(System.getProperty("artifacts") + suffix);
  }
}
