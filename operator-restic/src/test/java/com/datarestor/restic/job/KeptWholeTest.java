package com.datarestor.restic.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.Identity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptWholeTest {

  private static List<KeptWhole> some(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Identity("shop", "v" + i, "shop-v" + i))
        .map(identity -> new KeptWhole(identity, "until it is settled"))
        .toList();
  }

  @Test
  void theyAreNamedWithTheirReasons() {
    assertThat(KeptWhole.note(List.of())).isEmpty();
    assertThat(KeptWhole.note(some(2)))
        .isEqualTo(
            "keeps every snapshot of shop/v0 (until it is settled); shop/v1 (until it is settled)");
  }

  @Test
  void ofManyOnlySomeAreNamed() {
    assertThat(KeptWhole.note(some(5))).endsWith("shop/v4 (until it is settled)");
    assertThat(KeptWhole.note(some(300))).endsWith("; and of 295 more");
  }
}
