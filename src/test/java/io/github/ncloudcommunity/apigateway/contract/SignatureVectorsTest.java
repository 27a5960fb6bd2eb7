package io.github.ncloudcommunity.apigateway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.github.ncloudcommunity.apigateway.sandbox.ApiGatewaySandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The signer and the sandbox against {@code contracts/signature-vectors.json}, whose signatures
 * were computed by openssl.
 */
class SignatureVectorsTest {

  private static final Path FILE = Path.of("contracts", "signature-vectors.json");

  @JsonIgnoreProperties({"about", "source"})
  record Vector(
      String name,
      String method,
      String pathWithQuery,
      String timestamp,
      String accessKey,
      String secretKey,
      String stringToSign,
      String signature) {

    Credentials credentials() {
      return Credentials.of(accessKey, secretKey);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> vectors() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    return List.of(
        mapper.treeToValue(mapper.readTree(Files.readString(FILE)).get("vectors"), Vector[].class));
  }

  static List<Vector> vectorsBelowTheBasePath() throws IOException {
    return vectors().stream()
        .filter(vector -> vector.pathWithQuery().startsWith("/api/v1/"))
        .toList();
  }

  @Test
  void areAtLeastThirty_eachUnderANameOfItsOwn() throws IOException {
    assertThat(vectors()).extracting(Vector::name).doesNotHaveDuplicates().hasSizeGreaterThan(29);
  }

  @Test
  void theSpecificationShowsOneOfThem() throws IOException {
    String description =
        Specification.split()
            .document()
            .at("/components/securitySchemes/accessKey/description")
            .asText();

    assertThat(vectors())
        .filteredOn(vector -> description.contains(vector.signature()))
        .singleElement()
        .satisfies(
            vector ->
                assertThat(description)
                    .contains(
                        "```text\n" + vector.stringToSign() + "\n```",
                        "`" + vector.accessKey() + "`",
                        "`" + vector.secretKey() + "`"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void signerAgrees(Vector vector) {
    SignatureV2 signature =
        SignatureV2.of(
            vector.method(), vector.pathWithQuery(), vector.timestamp(), vector.credentials());

    assertThat(signature.stringToSign()).isEqualTo(vector.stringToSign());
    assertThat(signature.signature()).isEqualTo(vector.signature());
  }

  @ParameterizedTest
  @MethodSource("vectorsBelowTheBasePath")
  void sandboxTakesTheRequestForAuthenticated(Vector vector) throws IOException {
    assertThat(status(vector)).isNotEqualTo(401);
  }

  /** Writes the request by hand: an HTTP client would tidy up some of the targets. */
  private static int status(Vector vector) throws IOException {
    Instant time = Instant.ofEpochMilli(Long.parseLong(vector.timestamp()));
    try (ApiGatewaySandbox sandbox =
            ApiGatewaySandbox.builder()
                .credentials(vector.accessKey(), vector.secretKey())
                .clock(Clock.fixed(time, ZoneOffset.UTC))
                .start();
        Socket socket = new Socket("127.0.0.1", sandbox.baseUrl().getPort())) {
      OutputStream out = socket.getOutputStream();
      String request =
          String.join(
              "\r\n",
              vector.method() + " " + vector.pathWithQuery() + " HTTP/1.1",
              "Host: sandbox",
              "Connection: close",
              "Content-Length: 0",
              SignatureV2.TIMESTAMP_HEADER + ": " + vector.timestamp(),
              SignatureV2.ACCESS_KEY_HEADER + ": " + vector.accessKey(),
              SignatureV2.SIGNATURE_HEADER + ": " + vector.signature(),
              "",
              "");
      out.write(request.getBytes(UTF_8));
      out.flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 ");
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}
