package io.github.ncloudcommunity.apigateway.sandbox.operations;

import static io.github.ncloudcommunity.apigateway.sandbox.operations.Bodies.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.sandbox.store.Kind;
import io.github.ncloudcommunity.apigateway.sandbox.store.Row;
import io.github.ncloudcommunity.apigateway.sandbox.store.State;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedRowsTest {

  private static Row seeded() {
    Row account = new State(Clock.systemUTC()).account();
    SeedRows.restore(account);
    return account;
  }

  private static List<String> ids(Row account, Kind kind) {
    return account.all(kind).stream().map(Row::id).toList();
  }

  @Test
  void deletedRowsAreRestoredAsTheyWere_andOtherRowsStay() {
    Row account = seeded();
    account.add(Kind.PRODUCT, object());
    account.get(Kind.PRODUCT, SeedRows.PRODUCT_ID).remove();
    account.get(Kind.API_KEY, SeedRows.API_KEY_ID).remove();

    SeedRows.restore(account);

    Row untouched = seeded();
    for (Kind kind : Kind.values()) {
      assertThat(ids(account, kind)).as("%s", kind).containsAll(ids(untouched, kind));
    }
    assertThat(account.get(Kind.API_KEY, SeedRows.API_KEY_ID).text("primaryKey"))
        .isEqualTo(untouched.get(Kind.API_KEY, SeedRows.API_KEY_ID).text("primaryKey"));
    assertThat(account.all(Kind.PRODUCT)).hasSize(2);
  }

  @Test
  void generatedIdsFollowThoseOfTheSeed_alsoAfterAReset() {
    Operations operations = new Operations(Clock.systemUTC());
    String first = addProduct(operations);
    operations.reset();

    List<String> ids = operations.arrange(account -> ids(account, Kind.PRODUCT));
    assertThat(ids).containsExactly(SeedRows.PRODUCT_ID);
    assertThat(addProduct(operations)).isEqualTo(first).isEqualTo("prod000002");
  }

  private static String addProduct(Operations operations) {
    return operations.arrange(account -> account.add(Kind.PRODUCT, object()).id());
  }
}
