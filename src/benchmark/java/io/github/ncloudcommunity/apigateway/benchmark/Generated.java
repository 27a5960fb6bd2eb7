package io.github.ncloudcommunity.apigateway.benchmark;

import io.github.ncloudcommunity.apigateway.api.StageOperations;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.model.UsagePlan;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Through the generated interface, whoever stands behind it. */
abstract class Generated implements Contender {

  abstract StageOperations stages();

  @Override
  public Object call() {
    return stages().listStageUsagePlans(PRODUCT, API, STAGE, limit(PAGE));
  }

  @Override
  public void rows(int total, Consumer<UsagePlan> reader) {
    try (Stream<UsagePlan> plans =
        stages().streamStageUsagePlans(PRODUCT, API, "rows" + total, limit(STREAM_PAGE))) {
      plans.forEach(reader);
    }
  }

  private static ListStageUsagePlansQuery limit(long rows) {
    return new ListStageUsagePlansQuery().limit(rows);
  }
}
