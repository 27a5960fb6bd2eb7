package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bodies that the documentation prints, in {@code contracts/samples/}, against the
 * specification and the Java types that are generated from it.
 */
@Order(2)
class SampleTest {

  record Sample(SampleFolder folder, String file) {

    @Override
    public String toString() {
      return folder.name() + "/" + file;
    }
  }

  private static List<SampleFolder> folders() {
    return SampleFolder.all();
  }

  /** Those of operations that there are. */
  private static Stream<Sample> samples() {
    Set<String> names = Specification.bundled().operations().keySet();
    return all()
        .filter(
            sample ->
                names.contains(sample.folder().name())
                    || sample.folder().name().equals(SampleFolder.ERRORS))
        .filter(sample -> !SampleChecks.EXEMPT.containsKey(sample.toString()));
  }

  private static Stream<Sample> all() {
    return folders().stream()
        .flatMap(folder -> folder.files().keySet().stream().map(file -> new Sample(folder, file)));
  }

  // --- what is there

  @Test
  void eachOperationHasAFolder_andSoHaveErrors() {
    Set<String> missing = new TreeSet<>(Specification.bundled().operations().keySet());
    missing.add(SampleFolder.ERRORS);
    folders().forEach(folder -> missing.remove(folder.name()));

    assertNone(
        missing.stream().map(name -> name + "/source.yaml: is not there; see contracts/README.md"));
  }

  @Test
  void eachFileSaysWhereItComesFrom() {
    assertNone(folders().stream().flatMap(folder -> SampleChecks.provenance(folder).stream()));
  }

  @Test
  void samplesFitTheSpecification() {
    assertNone(samples().flatMap(sample -> shape(sample.folder(), sample.file()).stream()));
  }

  @Test
  void samplesBindToTheirTypesAndAreWrittenBackEqual() {
    assertNone(
        samples().flatMap(sample -> SampleChecks.binding(sample.folder(), sample.file()).stream()));
  }

  private static void assertNone(Stream<String> problems) {
    assertThat(problems.map(problem -> SampleFolder.ROOT + "/" + problem)).isEmpty();
  }

  @Test
  void whatIsExemptDoesNotFit() {
    List<Sample> exempt =
        all().filter(sample -> SampleChecks.EXEMPT.containsKey(sample.toString())).toList();

    assertThat(exempt)
        .hasSameSizeAs(SampleChecks.EXEMPT.keySet())
        .allSatisfy(sample -> assertThat(shape(sample.folder(), sample.file())).isNotEmpty());
  }

  // --- what must be found

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "associateUsagePlan  | sample.request.json      |                    | /undocumented",
        "associateUsagePlan  | syntax.request.json      |                    | /undocumented",
        "listStageUsagePlans | 200-sample.response.json | /content/0         |"
            + " /content/0/undocumented",
        "listStages          | 200-syntax.response.json | /stages/0/resourceDtos/0/methods/0 "
            + "| /stages/0/resourceDtos/0/methods/0/undocumented",
        "errors              | 401-sample.response.json | /error             | /error/undocumented"
      })
  void unknownMemberIsReported(String name, String file, String parent, String member) {
    SampleFolder broken = with(name, file, body -> at(body, parent).put("undocumented", "text"));

    assertThat(shape(broken, file))
        .containsExactly(name + "/" + file + ": " + member + " is not documented");
    assertThat(SampleChecks.binding(broken, file))
        .containsExactly(name + "/" + file + ": " + member + " is no member of the model");
  }

  @Test
  void valueThatIsWrittenBackOtherwiseIsReported() {
    String file = "200-sample.response.json";

    assertThat(
            SampleChecks.binding(
                with("listStageUsagePlans", file, body -> body.putObject("content")), file))
        .singleElement()
        .asString()
        .startsWith("listStageUsagePlans/" + file + ": {\"content\":{}")
        .contains(" is written as {", "\"content\":[{}]");
    assertThat(
            SampleChecks.binding(
                with("getUsagePlan", file, body -> at(body, "/usagePlan").putNull("domainCode")),
                file))
        .singleElement()
        .asString()
        .startsWith("getUsagePlan/" + file + ": {")
        .contains("\"domainCode\":null")
        .contains(" is written as {");
  }

  @Test
  void valueOfAnotherTypeDoesNotBind() {
    String file = "200-sample.response.json";

    assertThat(
            SampleChecks.binding(
                with("getUsagePlan", file, body -> at(body, "/usagePlan").put("rateRps", "2")),
                file))
        .singleElement()
        .asString()
        .startsWith("getUsagePlan/" + file + ": does not bind")
        .contains("\"rateRps\"");
  }

  @Test
  void fileWithoutProvenanceIsReported_andProvenanceWithoutAFile() {
    SampleFolder folder = folder("associateUsagePlan");
    JsonNode source = folder.source().deepCopy();
    ObjectNode named = at(source, "/files");
    named.set("204-sample.response.json", named.remove("sample.request.json"));

    assertThat(SampleChecks.provenance(new SampleFolder(folder.name(), source, folder.files())))
        .containsExactlyInAnyOrder(
            "associateUsagePlan/sample.request.json: is not in source.yaml",
            "associateUsagePlan/204-sample.response.json: is in source.yaml and nowhere else");
  }

  @Test
  void folderOfNoOperationIsReported() {
    SampleFolder folder = folder("associateUsagePlan");

    assertThat(
            SampleChecks.provenance(
                new SampleFolder("attachUsagePlan", folder.source(), folder.files())))
        .containsExactly("attachUsagePlan: openapi/ has no such operation; delete the folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "page     | https://api.ncloud-docs.com/docs/apigateway-stage-disassociate | page is not"
            + " that",
        "page     | https://example.com/docs/apigateway-stage-associate            | page is no"
            + " page",
        "language | en                                                             | language is"
            + " not",
        "edition  | newest                                                         | edition is"
            + " neither",
        "form     | invented                                                       | form is"
            + " neither",
        "form     | repaired                              | source.yaml does not give repair",
        "read     | today                                 | source.yaml gives read"
      })
  void wrongProvenanceIsReported(String field, String value, String problem) {
    SampleFolder folder = folder("associateUsagePlan");
    JsonNode source = folder.source().deepCopy();
    at(source, "/files/sample.request.json").put(field, value);

    assertThat(SampleChecks.provenance(new SampleFolder(folder.name(), source, folder.files())))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("associateUsagePlan/sample.request.json: "))
        .anyMatch(line -> line.contains(problem));
  }

  @ParameterizedTest
  @CsvSource({
    "associateUsagePlan, 204-sample.response.json",
    "getUsagePlan, sample.request.json",
    "getUsagePlan, 201-sample.response.json",
    "getUsagePlan, notes.json",
    "errors, 200-sample.response.json",
    "errors, sample.request.json"
  })
  void bodyThatTheOperationDoesNotHaveIsReported(String name, String file) {
    SampleFolder broken =
        new SampleFolder(name, folder(name).source(), Map.of(file, SampleFolder.json("{}")));

    assertThat(shape(broken, file))
        .containsExactly(name + "/" + file + ": the specification has no such body");
    assertThat(SampleChecks.binding(broken, file))
        .containsExactly(name + "/" + file + ": the operation has no such body in Java");
  }

  private static List<String> shape(SampleFolder folder, String file) {
    return SampleChecks.shape(Specification.bundled(), folder, file);
  }

  private static SampleFolder folder(String name) {
    return folders().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  private static SampleFolder with(String name, String file, Consumer<ObjectNode> change) {
    SampleFolder folder = folder(name);
    Map<String, JsonNode> files = new TreeMap<>(folder.files());
    ObjectNode body = files.get(file).deepCopy();
    change.accept(body);
    files.put(file, body);
    return new SampleFolder(name, folder.source(), files);
  }

  /** {@code pointer} is null for the whole. */
  private static ObjectNode at(JsonNode body, String pointer) {
    return (ObjectNode) (pointer == null ? body : body.at(pointer));
  }
}
