package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest extends SandboxTest {

  private static final byte[] NOTHING = new byte[0];

  private Reply signed(String method, String target) {
    return client.sendTarget(method, target, List.of(), NOTHING);
  }

  private Reply unsigned(String target) {
    List<String> headers = client.signature("GET", "/", NOW.toEpochMilli());
    return client.exchange("GET " + target, headers, NOTHING);
  }

  private static void assertDocumentedError(Reply reply, String error) {
    assertThat(reply.error()).as(reply.body()).isEqualTo(error);
    assertThat(reply.header("Content-Type")).containsExactly("application/json;charset=UTF-8");
    assertThat(reply.details()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/products",
        "/api/v1",
        "/api/v1/",
        "/api/v1?x",
        "/api/v1products",
        "/api/v2/products",
        "/API/V1/products",
        "/api/v1/Products",
        "/api/v1/products/prod000001/",
        "/api/v1/products/prod000001/nonesuch",
        "/api/v1/%70roducts",
        "/api/v1/./products",
        "/api/v1/x/../products",
        "/api/v1//products",
        "//api/v1/products",
        "///api/v1/products",
        "/api//v1/products",
        "/api/v1/products#fragment",
        "/api/v1/products#",
        "/api/v1/products?limit=1#fragment",
        "/favicon.ico",
      })
  void anUnknownPathIs404(String target) {
    assertDocumentedError(signed("GET", target), "404/300");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /api/v1/products",
    "PUT, /api/v1/products",
    "PATCH, /api/v1/products",
    "OPTIONS, /api/v1/products",
    "TRACE, /api/v1/products",
    "get, /api/v1/products",
    "NONESUCH, /api/v1/products",
    "POST, /api/v1/usage-plans/plan000001",
    "GET, /api/v1/products/prod000001/apis/apis000001/stages/stag000001/associate-usage-plan",
  })
  void anotherMethodIs404(String method, String target) {
    assertDocumentedError(signed(method, target), "404/300");
  }

  @Test
  void headIs404WithoutABody() {
    Reply reply = signed("HEAD", "/api/v1/products");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/api/v1/products",
        "http://apigateway.apigw.ntruss.com/api/v1/products",
        "https://x/api/v1/products",
      })
  void anAbsoluteTargetIs404_signedByItsPath(String target) {
    List<String> headers = client.signature("GET", "/api/v1/products", NOW.toEpochMilli());
    assertDocumentedError(client.exchange("GET " + target, headers, NOTHING), "404/300");
    assertDocumentedError(unsigned(target), "401/200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "x:80", "products", "?limit=1", "%2Fapi"})
  void aTargetThatNobodyCanSignIs404(String target) {
    assertDocumentedError(unsigned(target), "404/300");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/products?productName=한",
        "/api/v1/products?productName=😀",
        "/api/v1/products/한글",
        "/api/v1/한글",
        "/api/v1/products?productName=é",
        "/api/v1/products?productName=%",
        "/api/v1/products?productName=%4",
        "/api/v1/products?productName=%zz",
        "/api/v1/products?productName=%%41",
        "/api/v1/products?productName=%C3%28",
        "/api/v1/products?productName=%FF",
        "/api/v1/products?productName=%ED%A0%80",
        "/api/v1/products?productName=%C0%AF",
        "/api/v1/products?%zz=1",
        "/api/v1/products/%zz",
        "/api/v1/products/%ff",
        "/api/v1/%zz",
      })
  void aTargetThatIsNotPercentEncodedProperlyIs400_whenItsSignatureIsRight(String target) {
    assertDocumentedError(signed("GET", target), "400/100");
  }

  @Test
  void rawBytesThatNoTextEncodesTo_areA401() {
    byte[] head = "GET /api/v1/products?productName=".getBytes(StandardCharsets.US_ASCII);
    byte[] tail =
        (" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + String.join(
                    "\r\n", client.signature("GET", "/api/v1/products", NOW.toEpochMilli()))
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + 2 + tail.length];
    System.arraycopy(head, 0, request, 0, head.length);
    request[head.length] = (byte) 0xFF;
    request[head.length + 1] = (byte) 0x80;
    System.arraycopy(tail, 0, request, head.length + 2, tail.length);
    assertDocumentedError(client.exchange(request), "401/200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "\u007f", "\u0085", "a\u0000b"})
  void aControlCharacterIs400(String text) {
    assertDocumentedError(unsigned("/api/v1/products?productName=" + text), "400/100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"|", "{}", "\"", "\\", "^", "`", "[", "]", "<>", "'", ";", "?", "/", "+"})
  void visibleAsciiThatOthersRefuseIsTaken(String text) {
    assertThat(signed("GET", "/api/v1/products?productName=" + text).status()).isEqualTo(200);
  }
}
