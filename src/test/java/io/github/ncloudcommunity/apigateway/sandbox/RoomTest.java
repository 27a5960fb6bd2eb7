package io.github.ncloudcommunity.apigateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoomTest {

  private final Room room = new Room(10, Duration.ZERO);
  private final Room.Share first = room.share();
  private final Room.Share second = room.share();

  @Test
  void allTogetherHoldNoMoreThanThereIsRoomFor() {
    first.take(6);

    assertThatThrownBy(() -> second.take(5))
        .isInstanceOf(Problem.class)
        .hasMessage(
            "The sandbox holds as many bytes of requests and answers as it may, 10; try again.");
    assertThat(second.takeAtOnce(5)).isFalse();
    assertThatCode(() -> second.take(4)).doesNotThrowAnyException();
    assertThat(first.takeAtOnce(1)).isFalse();
  }

  @Test
  void whatIsGivenBackIsThereForOthers_once() {
    first.take(6);
    first.close();
    first.close();

    second.take(10);
    assertThat(first.takeAtOnce(1)).isFalse();
  }

  @Test
  void whatIsLargerThanAllTheRoomHasItForItself() {
    first.take(1);
    assertThatThrownBy(() -> second.take(11)).isInstanceOf(Problem.class);

    first.take(1_000);
    first.close();
    second.take(11);
    assertThat(first.takeAtOnce(1)).isFalse();
  }

  @Test
  void whoFindsNoRoomWaitsForIt() {
    Room patient = new Room(10, Duration.ofHours(1));
    Room.Share holder = patient.share();
    holder.take(10);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> patient.share().take(10));

    holder.close();

    waiting.join();
    assertThat(holder.takeAtOnce(1)).isFalse();
  }
}
