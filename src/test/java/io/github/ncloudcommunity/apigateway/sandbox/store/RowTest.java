package io.github.ncloudcommunity.apigateway.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class RowTest {

  private final Row account = new State(Clock.systemUTC()).account();
  private final Row product = account.add(Kind.PRODUCT, members());
  private final Row api = product.add(Kind.API, members());
  private final Row resource = api.add(Kind.RESOURCE, members());
  private final Row method = resource.add(Kind.METHOD, members().put("methodName", "GET"));

  private static ObjectNode members() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void idsAreGeneratedOrTakenFromTheMembers() {
    assertThat(api.id()).isEqualTo("apis000001");
    assertThat(product.add(Kind.API, members()).id()).isEqualTo("apis000002");
    assertThat(method.id()).isEqualTo("GET");
  }

  @Test
  void aGeneratedIdIsNotUsedAgain() {
    api.remove();

    assertThat(product.add(Kind.API, members()).id()).isEqualTo("apis000002");
  }

  @Test
  void idsFromRequestsAreUniqueWithinTheirOwnerOnly() {
    ObjectNode get = members().put("methodName", "GET");

    assertThatThrownBy(() -> resource.add(Kind.METHOD, get)).isInstanceOf(Problem.class);
    assertThat(api.add(Kind.RESOURCE, members()).add(Kind.METHOD, get).id()).isEqualTo("GET");
  }

  @Test
  void rowsOfAKindComeInTheOrderOfTheirCreation_whateverTheirOwners() {
    Row otherApi = product.add(Kind.API, members());
    Row second = otherApi.add(Kind.RESOURCE, members());
    Row third = api.add(Kind.RESOURCE, members());

    assertThat(product.all(Kind.RESOURCE)).containsExactly(resource, second, third);
    assertThat(api.all(Kind.RESOURCE)).containsExactly(resource, third);
    assertThat(account.all(Kind.METHOD)).containsExactly(method);
    assertThat(method.all(Kind.API)).isEmpty();
  }

  @Test
  void removingARowRemovesItsParts_andNothingElse() {
    Row otherApi = product.add(Kind.API, members());

    api.remove();

    assertThat(account.all(Kind.METHOD)).isEmpty();
    assertThat(account.find(Kind.RESOURCE, resource.id())).isNull();
    assertThat(product.all(Kind.API)).containsExactly(otherApi);
  }

  @Test
  void aViewHasTheIdsOfTheOwners() {
    ObjectNode view = method.view();

    assertThat(view.path("productId").asText()).isEqualTo(product.id());
    assertThat(view.path("resourceId").asText()).isEqualTo(resource.id());
    assertThat(view.path("methodName").asText()).isEqualTo("GET");
  }
}
