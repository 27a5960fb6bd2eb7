package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTextTest {

  private static final String HEADERS =
      """
      x-ncp-apigw-timestamp: 1
      X-NCP-IAM-Access-Key:AK
      x-ncp-apigw-signature-v2: S=
      """;

  private static SignedRequest request(String method, String target, String host, String body) {
    return new SignedRequest(method, target, host, "1", "AK", "S=", body);
  }

  @Test
  void readsTheTextOfARequest() {
    assertThat(RequestText.parse("GET /api/v1/products?a=%20b HTTP/1.1\nHost: h:1\n" + HEADERS))
        .isEqualTo(request("GET", "/api/v1/products?a=%20b", "h:1", ""));
    assertThat(RequestText.parse("\n\nDELETE /p\n" + HEADERS))
        .isEqualTo(request("DELETE", "/p", "", ""));
    assertThat(
            RequestText.parse(
                ("POST /p?q HTTP/1.1\nHost: h\n" + HEADERS + "\n").replace("\n", "\r\n")
                    + "{\n \"a\":\r\n\r\n1}\n"))
        .isEqualTo(request("POST", "/p?q", "h", "{\n \"a\":\r\n\r\n1}\n"));
  }

  @Test
  void aTargetWithItsHostIsTakenApart() {
    assertThat(RequestText.parse("GET https://h:1/p?a=http://b/c HTTP/1.1\nHost: x\n" + HEADERS))
        .isEqualTo(request("GET", "/p?a=http://b/c", "h:1", ""));
  }

  @Test
  void readsWhatCurlPrinted() {
    String printed =
        """
        *   Trying 127.0.0.1:8080...
        * Connected to 127.0.0.1 (127.0.0.1) port 8080 (#0)
        > GET /p?a=1 HTTP/1.1
        > Host: 127.0.0.1:8080
        > x-ncp-apigw-timestamp: 1
        > x-ncp-iam-access-key: AK
        > x-ncp-apigw-signature-v2: S=
        >\s
        < HTTP/1.1 401 Unauthorized
        < x-ncp-apigw-timestamp: 2
        <\s
        {"error":{}}
        """;
    assertThat(RequestText.parse(printed))
        .isEqualTo(request("GET", "/p?a=1", "127.0.0.1:8080", ""));
  }

  private static final String SIGNED =
      " -H 'x-ncp-apigw-timestamp: 1' -H x-ncp-iam-access-key:AK"
          + " --header \"x-ncp-apigw-signature-v2: S=\"";

  @Test
  void readsACurlCommand() {
    assertThat(RequestText.parse("curl -sS https://h/p?a=1\\&b=2" + SIGNED))
        .isEqualTo(request("GET", "/p?a=1&b=2", "h", ""));
    assertThat(RequestText.parse("curl -o out 'https://h/p?a=1&b=2' \\\n" + SIGNED + " \\\n -i\n"))
        .isEqualTo(request("GET", "/p?a=1&b=2", "h", ""));
    assertThat(RequestText.parse("curl https://h" + SIGNED))
        .isEqualTo(request("GET", "/", "h", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-X PATCH | PATCH | ``",
        "-sSXPATCH | PATCH | ``",
        "-sX PATCH | PATCH | ``",
        "--request DELETE | DELETE | ``",
        "--json '{\"a\": 1}' | POST | {\"a\": 1}",
        "-d \"{\\\"a\\\": \\\\\\$1}\" | POST | {\"a\": \\$1}",
        "--data-raw 'it'\\''s' -X PUT | PUT | it's",
      })
  void knowsTheOptionsThatCount(String options, String method, String body) {
    assertThat(RequestText.parse("curl " + options + SIGNED + " http://h/p"))
        .isEqualTo(request(method, "/p", "h", body));
  }

  @Test
  void aLongBodyIsRead() {
    String body = "{\\\"a\\\":\\\"b\\\"},".repeat(20_000);
    assertThat(RequestText.parse("curl http://h/p -d \"" + body + "\"" + SIGNED).body())
        .isEqualTo(body.replace("\\", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-G", "--get", "--data-urlencode", "-F", "--form", "-K", "-T"})
  void anOptionThatChangesTheRequestIsNotPassedOver(String option) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestText.parse("curl " + option + " a=b" + SIGNED + " http://h/p"))
        .withMessageContaining("the option " + option + " of curl is not understood");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the first line is not a request line",
        "hello | the first line is not a request line",
        "{\"error\":{}} | the first line is not a request line",
        "GET /p | the header x-ncp-apigw-timestamp is missing or empty",
        "curl http://h/p -H 'x-ncp-apigw-timestamp: 1' | x-ncp-iam-access-key is missing or empty",
        "curl -X | the option -X of curl has no value",
        "curl h/p | has no URL with http",
      })
  void whatIsMissingIsNamed(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestText.parse(text.replace("\\n", "\n")))
        .withMessageContaining(message);
  }

  @Test
  void aHeaderTwiceIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestText.parse("GET /p\n" + HEADERS + HEADERS))
        .withMessage("the header x-ncp-apigw-timestamp is there 2 times");
  }
}
