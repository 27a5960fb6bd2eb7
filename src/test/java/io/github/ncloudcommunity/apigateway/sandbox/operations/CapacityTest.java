package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Answer;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request.Identifier;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Specification;
import io.github.ncloudcommunity.apigateway.sandbox.spec.SpecifiedOperation;
import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Looks;
import io.github.ncloudcommunity.apigateway.sandbox.store.State;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many rows are kept, and how many an operation looks at. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CapacityTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private static SpecifiedOperation operation(String operationId) {
    return Specification.bundled().operations().stream()
        .filter(candidate -> candidate.operationId().equals(operationId))
        .findFirst()
        .orElseThrow();
  }

  private static final List<Identifier> IN_PRODUCT =
      List.of(new Identifier("product", SeedRows.PRODUCT_ID, false));

  private static ObjectNode document(int paths) {
    ObjectNode swagger = Bodies.object();
    ObjectNode all = swagger.putObject("paths");
    IntStream.range(0, paths).forEach(i -> all.putObject("/path" + i).putObject("get"));
    return Bodies.object().put("apiName", "many").put("swagger", swagger.toString());
  }

  private static Answer perform(
      Operations operations, String operationId, ObjectNode body, List<Identifier> identifiers) {
    return operations.perform(new Request(operation(operationId), Map.of(), body, identifiers));
  }

  /** The rows that an import of so many paths, a clone, a list and a removal look at. */
  private static List<Long> looks(int paths) {
    Operations operations = new Operations(CLOCK);
    Identifier api = new Identifier("api", "apis000002", true);
    List<Identifier> inApi = List.of(IN_PRODUCT.get(0), api);
    List<Runnable> steps =
        List.of(
            () -> perform(operations, "importApi", document(paths), IN_PRODUCT),
            () -> perform(operations, "importResources", document(2 * paths), inApi),
            () -> perform(operations, "cloneApi", Bodies.object(), inApi),
            () -> perform(operations, "listResources", Bodies.object(), inApi),
            () -> perform(operations, "deleteApi", Bodies.object(), inApi));
    return steps.stream()
        .map(
            step -> {
              long before = operations.arrange(Looks::of);
              step.run();
              return operations.arrange(Looks::of) - before;
            })
        .toList();
  }

  @Test
  void importsAndClonesLookAtAsManyRowsAsTheyMake() {
    List<Long> few = looks(100);
    List<Long> many = looks(1_000);

    assertThat(few).allMatch(looks -> looks > 100);
    for (int i = 0; i < few.size(); i++) {
      assertThat(many.get(i)).as("step %s", i).isLessThanOrEqualTo(10 * few.get(i));
    }
  }

  @Test
  void anImportOfMoreThanFitsIs429_andNothingOfItIsKept() {
    Operations operations = new Operations(CLOCK);
    ObjectNode tooMuch = document(State.MAX_ROWS / 2);
    List<Identifier> inApi =
        List.of(IN_PRODUCT.get(0), new Identifier("api", SeedRows.API_ID, false));

    assertThatThrownBy(() -> perform(operations, "importApi", tooMuch, IN_PRODUCT))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("keeps at most 50000 things")
        .extracting(problem -> ((Problem) problem).answer().status())
        .isEqualTo(429);
    assertThatThrownBy(() -> perform(operations, "importResources", tooMuch, inApi))
        .isInstanceOf(Problem.class);
    assertThat(operations.<Integer>arrange(account -> account.all(Kind.API).size())).isEqualTo(1);
    assertThat(operations.<Integer>arrange(account -> account.all(Kind.RESOURCE).size()))
        .isEqualTo(1);
  }

  @Test
  void aCloneThatDoesNotFitIs429_andWhatIsRemovedMakesPlace() {
    Operations operations = new Operations(CLOCK);
    List<Identifier> origin = List.of(IN_PRODUCT.get(0), new Identifier("api", "apis000002", true));
    perform(operations, "importApi", document(State.MAX_ROWS / 5 * 2), IN_PRODUCT);

    assertThatThrownBy(() -> perform(operations, "cloneApi", Bodies.object(), origin))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("keeps at most");
    assertThat(operations.<Integer>arrange(account -> account.all(Kind.API).size())).isEqualTo(2);

    perform(operations, "deleteApi", Bodies.object(), origin);
    perform(operations, "importApi", document(State.MAX_ROWS / 5 * 2), IN_PRODUCT);
  }
}
