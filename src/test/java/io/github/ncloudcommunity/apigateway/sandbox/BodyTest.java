package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest extends SandboxTest {

  private static final List<String> JSON = List.of("Content-Type: application/json");

  private Reply create(String json) {
    return client.send("POST", "/usage-plans", json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | The member usagePlanName is missing.",
        "[] | The body must be an object.",
        "null | The body must be an object.",
        "\"a\" | The body must be an object.",
        "{\"usagePlanName\":\"\"} | The member usagePlanName must have at least 1 character.",
        "{\"usagePlanName\":1} | The member usagePlanName must be a string.",
        "{\"usagePlanName\":[\"a\"]} | The member usagePlanName must be a string.",
        "{\"usagePlanName\":null} | The member usagePlanName must be a string.",
        "{\"usagePlanName\":\"a\",\"rateRps\":null} | The member rateRps must be an integer.",
        "{\"usagePlanName\":\"a\",\"quotaCondition\":null} | The member quotaCondition must be",
        "{\"usagePlanName\":\"a\",\"rateRps\":\"1\"} | The member rateRps must be an integer.",
        "{\"usagePlanName\":\"a\",\"rateRps\":1.0} | The member rateRps must be an integer.",
        "{\"usagePlanName\":\"a\",\"rateRps\":1.5} | The member rateRps must be an integer.",
        "{\"usagePlanName\":\"a\",\"rateRps\":true} | The member rateRps must be an integer.",
        "{\"usagePlanName\":\"a\",\"rateRps\":0} | The member rateRps must be at least 1.",
        "{\"usagePlanName\":\"a\",\"rateRps\":2147483648} | The member rateRps must be ",
        "{\"usagePlanName\":\"a\",\"quotaCondition\":\"6xx\"} | The member quotaCondition must be"
            + " one of 2xx, 3xx, 4xx, 5xx, others.",
        "{\"usagePlanName\":\"a\",\"quotaCondition\":\"2XX\"} | The member quotaCondition must be"
            + " one",
        "{\"usagePlanName\":\"a\",\"monthQuotaRequest\":1} | The body must have all or none of"
            + " monthQuotaRequest, dayQuotaRequest.",
        "{\"usagePlanName\":\"a\",\"dayQuotaRequest\":1} | The body must have all or none of"
            + " monthQuotaRequest, dayQuotaRequest.",
        "{\"usagePlanName\":\"a\",\"monthQuotaRequest\":0,\"dayQuotaRequest\":0} | The member"
            + " dayQuotaRequest must be at least 1.",
        "{\"usagePlanName\":\"a\",\"monthQuotaRequest\":9223372036854775808,\"dayQuotaRequest\":1}"
            + " | The member monthQuotaRequest must ",
        "{\"usagePlanName\":\"a\",\"usageplanname\":\"b\"} | The body has an undocumented member"
            + " \"usageplanname\"; documented are usagePlanName, ",
        "{\"usagePlanName\":\"a\",\"usagePlanId\":\"plan000009\"} | The body has an"
            + " undocumented member \"usagePlanId\"",
      })
  void aWrongBodyIs400AndNamesTheMember(String json, String details) {
    Reply reply = create(json);
    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).startsWith(details);
    assertThat(client.get("/usage-plans/plan000002").status()).isEqualTo(404);
  }

  @Test
  void quotasEndAtTwoToThe53OnUpdate_notOnCreate() {
    String quotas =
        "{\"usagePlanName\":\"a\",\"monthQuotaRequest\":9007199254740992,\"dayQuotaRequest\":1}";
    assertThat(create(quotas).status()).isEqualTo(201);
    assertThat(client.send("PUT", "/usage-plans/" + PLAN, quotas).details())
        .isEqualTo("The member monthQuotaRequest must be at most 9007199254740991.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"usagePlanName\":\"a\"",
        "{\"usagePlanName\":\"a\"}}",
        "{\"usagePlanName\":\"a\"} {}",
        "{\"usagePlanName\":\"a\"} x",
        "{\"usagePlanName\":\"a\",}",
        "{'usagePlanName':'a'}",
        "{usagePlanName:\"a\"}",
        "{\"usagePlanName\":\"a\",\"usagePlanName\":\"a\"}",
        "{\"usagePlanName\":\"a\",\"usagePlanN\\u0061me\":\"b\"}",
        "{\"usagePlanName\":\"a\nb\"}",
        "{\"usagePlanName\":\"a\",\"rateRps\":01}",
        "{\"usagePlanName\":\"a\",\"rateRps\":NaN}",
        "// no\n{\"usagePlanName\":\"a\"}",
        "\uFEFF{\"usagePlanName\":\"a\"}",
        "usagePlanName=a",
        " ",
      })
  void whatIsNotJsonIs400(String text) {
    Reply reply = create(text);
    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details())
        .startsWith("The body is ")
        .doesNotContain("fasterxml", "Source", "Feature", "`");
  }

  @Test
  void deeplyNestedJsonIs400() {
    Reply reply = create("{\"usagePlanName\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
    assertThat(reply.error()).isEqualTo("400/100");
  }

  @Test
  void halfACharacterIs400() {
    Reply reply = create("{\"usagePlanName\":\"\\ud83d\"}");
    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).contains("lone surrogate");
    assertThat(create("{\"usagePlanName\":\"\\ud83d\\ude00\"}").status()).isEqualTo(201);
  }

  @Test
  void bytesThatAreNotUtf8Are400() {
    byte[] latin1 = "{\"usagePlanName\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(client.send("POST", "/usage-plans", JSON, latin1).details())
        .isEqualTo("The body is not UTF-8.");
  }

  @Test
  void utf16Is400_thoughAJsonReaderCouldReadIt() {
    byte[] utf16 = "{\"usagePlanName\":\"a\"}".getBytes(StandardCharsets.UTF_16BE);
    assertThat(client.send("POST", "/usage-plans", JSON, utf16).error()).isEqualTo("400/100");
  }

  @Test
  void aMissingBodyIs400() {
    Reply reply = client.send("POST", "/usage-plans", JSON, new byte[0]);
    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).isEqualTo("The body is missing; it must be JSON.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/json;charset=ISO-8859-1",
        "application/json;charset=nonesuch",
        "application/json;charset=!",
        "application/jsonx",
        "application/x-www-form-urlencoded",
        "json",
      })
  void anotherContentTypeIs400(String contentType) {
    byte[] body = "{\"usagePlanName\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    Reply reply =
        client.send("POST", "/usage-plans", List.of("Content-Type: " + contentType), body);
    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).contains("Content-Type", "application/json");
  }

  @Test
  void noContentTypeOrTwoAre400() {
    byte[] body = "{\"usagePlanName\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(client.send("POST", "/usage-plans", List.of(), body).details())
        .isEqualTo("The header Content-Type is missing; it must be application/json.");
    assertThat(client.send("POST", "/usage-plans", List.of(JSON.get(0), JSON.get(0)), body).error())
        .isEqualTo("400/100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "Application/JSON ; charset=utf8",
      })
  void jsonInUtf8IsTakenHoweverItIsDeclared(String contentType) {
    byte[] body = "{\"usagePlanName\":\"골드 😀\"}".getBytes(StandardCharsets.UTF_8);
    Reply reply =
        client.send("POST", "/usage-plans", List.of("Content-Type: " + contentType), body);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().at("/usagePlan/usagePlanName").textValue()).isEqualTo("골드 😀");
  }

  @Test
  void lengthsAreCountedInCharacters_notInUtf16() {
    assertThat(create("{\"usagePlanName\":\"" + "😀".repeat(45) + "\"}").status()).isEqualTo(201);
    assertThat(create("{\"usagePlanName\":\"" + "a".repeat(46) + "\"}").details())
        .isEqualTo("The member usagePlanName must have at most 45 characters.");
  }

  @Test
  void aBodyOfMoreThanOneMebibyteIs413() {
    String start = "{\"usagePlanName\":\"a\"}";
    String fits = start + " ".repeat((1 << 20) - start.length());
    assertThat(create(fits).status()).isEqualTo(201);
    Reply reply = create(fits + " ");
    assertThat(reply.error()).isEqualTo("413/430");
    assertThat(reply.details()).contains("1048576");
  }

  @Test
  void aMuchTooLargeBodyIs413_onOperationsWithoutABodyToo() {
    byte[] body = new byte[5 << 20];
    assertThat(client.send("GET", "/products", List.of(), body).error()).isEqualTo("413/430");
  }

  @Test
  void aBodyThatAnOperationDoesNotHaveIsNotLookedAt() {
    byte[] body = "anything".getBytes(StandardCharsets.UTF_8);
    assertThat(client.send("DELETE", "/usage-plans/" + PLAN, List.of(), body).status())
        .isEqualTo(204);
  }

  @Test
  void aChunkedBodyIsRead() {
    String body = "{\"usagePlanName\":\"a\"}";
    String request =
        "POST /api/v1/usage-plans HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + String.join(
                "\r\n", client.signature("POST", "/api/v1/usage-plans", NOW.toEpochMilli()))
            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(body.length())
            + "\r\n"
            + body
            + "\r\n0\r\n\r\n";
    assertThat(client.exchange(request.getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(201);
  }

  @Test
  void brokenChunksAre400() {
    String request =
        "POST /api/v1/usage-plans HTTP/1.1\r\nHost: x\r\n"
            + String.join(
                "\r\n", client.signature("POST", "/api/v1/usage-plans", NOW.toEpochMilli()))
            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n";
    assertThat(client.exchange(request.getBytes(StandardCharsets.UTF_8)).error())
        .isEqualTo("400/100");
  }
}
