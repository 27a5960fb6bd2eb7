package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.sandbox.RawClient.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest extends SandboxTest {

  private static final String PLANS = STAGE_PATH + "/usage-plans?";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0 | The query parameter limit must be at least 1.",
        "limit=-1 | The query parameter limit must be at least 1.",
        "offset=-1 | The query parameter offset must be at least 0.",
        "limit=9223372036854775808 | The query parameter limit must be from -9223372036854775808"
            + " to 9223372036854775807.",
        "limit=99999999999999999999999 | The query parameter limit must be from -9223372036854775",
        "limit= | The query parameter limit must be an integer.",
        "limit | The query parameter limit must be an integer.",
        "limit=ten | The query parameter limit must be an integer.",
        "limit=1.0 | The query parameter limit must be an integer.",
        "limit=1e1 | The query parameter limit must be an integer.",
        "limit=%201 | The query parameter limit must be an integer.",
        "limit=+1 | The query parameter limit must be an integer.",
        "limit=%D9%A1 | The query parameter limit must be an integer.",
        "limit=0x1 | The query parameter limit must be an integer.",
        "limit=1&limit=1 | The query parameter limit is there 2 times; once is allowed.",
        "usagePlanName=a&usagePlanName=b | The query parameter usagePlanName is there 2 times;",
        "limit=1&noSuchOne=1 | The query parameter \"noSuchOne\" is not documented for listStageUsagePlans;"
            + " it has offset, limit, usagePlanName.",
        "Limit=1 | The query parameter \"Limit\" is not documented",
        "=1 | The query parameter \"\" is not documented",
        "usagePlanName=%41&%6Cimit=0 | The query parameter limit must be at least 1.",
      })
  void aWrongQueryIs400AndNamesTheParameter(String query, String details) {
    Reply reply = client.get(PLANS + query);
    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).startsWith(details);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/products?isPublished=TRUE | The query parameter isPublished must be a boolean.",
        "/products?isPublished=1 | The query parameter isPublished must be a boolean.",
        "/products?isPublished= | The query parameter isPublished must be a boolean.",
        "/products?isPublished | The query parameter isPublished must be a boolean.",
        "/products?isPublished=false%20 | The query parameter isPublished must be a boolean.",
        "/products?subscriptionCode=public | The query parameter subscriptionCode must be one of"
            + " PUBLIC, PROTECTED.",
        "/products?subscriptionCode= | The query parameter subscriptionCode must be one of",
        "/usage-plans | The query parameter stageId is missing.",
        "/usage-plans?associated=true | The query parameter stageId is missing.",
        "/usage-plans/plan000001/stages?name= | The query parameter name must have at least 1",
        "/products/prod000001?limit=1 | The query parameter \"limit\" is not documented for"
            + " getProduct; it has none.",
      })
  void aWrongQueryOfAnyOperationIs400(String path, String details) {
    Reply reply = client.get(path);
    assertThat(reply.error()).isEqualTo("400/100");
    assertThat(reply.details()).startsWith(details);
  }

  @Test
  void anUndocumentedQueryIs400OnOperationsWithABodyToo() {
    assertThat(client.send("POST", "/usage-plans/search?limit=1", "{}").error())
        .isEqualTo("400/100");
  }

  @Test
  void lengthsAreCountedInCharacters_notInUtf16() {
    String emoji = RawClient.encode("😀".repeat(45));
    assertThat(client.get(PLANS + "usagePlanName=" + emoji).status()).isEqualTo(200);
    Reply longer = client.get(PLANS + "usagePlanName=" + emoji + "a");
    assertThat(longer.error()).isEqualTo("400/100");
    assertThat(longer.details())
        .isEqualTo("The query parameter usagePlanName must have at most 45 characters.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "offset=0&limit=1",
        "limit=1&offset=0",
        "&limit=1&&",
        "",
        "limit=9223372036854775807",
        "offset=00",
        "limit=001",
      })
  void aRightQueryIsTaken(String query) {
    assertThat(client.get(PLANS + query).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "골드",
        "😀",
        "a b",
        "+",
        "&",
        "=",
        "%",
        "/",
        "?",
        "#",
        ";",
        "'",
        "|",
        "[",
        "]",
        "%41",
        "%",
        "100%",
        "a+b&c=d/e?f#g;h'i|j[k]l",
        "{}",
        "\\\\",
        "~.-_",
        "*!()",
        ",",
        ":@$",
      })
  void aNameIsFoundByItsPercentEncoding(String name) {
    associate(createPlan("x" + name + "y"));
    Reply reply =
        client.get(PLANS + "usagePlanName=" + RawClient.encode(name.replace("\\\\", "\\")));
    assertThat(reply.json().path("total").intValue()).isEqualTo(1);
    assertThat(reply.json().at("/content/0/usagePlanName").textValue())
        .isEqualTo("x" + name.replace("\\\\", "\\") + "y");
    assertThat(client.get(PLANS + "usagePlanName=other").json().path("total").intValue()).isZero();
  }

  @Test
  void aPlusIsASpaceInAQuery_andAnEncodedPlusIsAPlus() {
    associate(createPlan("a+b"));
    associate(createPlan("a b"));
    assertThat(namesFound("usagePlanName=a+b")).containsExactly("a b");
    assertThat(namesFound("usagePlanName=a%20b")).containsExactly("a b");
    assertThat(namesFound("usagePlanName=a%2Bb")).containsExactly("a+b");
  }

  @Test
  void aPlusIsAPlusInAPath() {
    String path = "/usage-plans/a+b";
    assertThat(client.get(path).details()).contains("a+b");
  }

  private List<String> namesFound(String query) {
    return client.get(PLANS + query).json().path("content").findValuesAsText("usagePlanName");
  }

  @Test
  void whatFollowsTheFirstEqualsSignIsTheValue() {
    associate(createPlan("a=b?c"));
    assertThat(client.get(PLANS + "usagePlanName=a=b?c").json().path("total").intValue())
        .isEqualTo(1);
  }
}
