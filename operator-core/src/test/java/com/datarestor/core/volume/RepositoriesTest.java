package com.datarestor.core.volume;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.RepositorySelector.ByTarget;
import com.datarestor.core.repository.RepositoryTarget;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Limits;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoriesTest {

  private static final String SHOP = "rest:https://shop:geheim@store.example/backups";

  private static ConfigPlan plan(String... targets) {
    List<RepositoryPlan> plans = new ArrayList<>();
    for (String target : targets) {
      plans.add(
          new RepositoryPlan(
              new RepositoryRef(
                  RepositoryId.ofTarget(target),
                  plans.size() + 1,
                  RepositoryTarget.redacted(target)),
              "",
              "",
              List.of()));
    }
    return new ConfigPlan(plans, "UTC", Duration.ZERO, false, Limits.NONE, List.of());
  }

  /** An annotation reaches the deciders without user and password. */
  @ParameterizedTest
  @ValueSource(strings = {SHOP, "rest:https://***@store.example/backups"})
  void anExactTargetIsFoundWithAndWithoutItsCredentials(String written) {
    assertThat(Repositories.written(plan("/one", SHOP), new ByTarget(written)))
        .extracting(RepositoryRef::priority)
        .containsExactly(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rest:https://store.example/backups",
        "rest:https://***@store.example/backups/",
        "rest:https://***@other.example/backups"
      })
  void anotherTargetIsNone(String written) {
    ByTarget selector = new ByTarget(written);

    assertThat(Repositories.written(plan("/one", SHOP), selector)).isEmpty();
    assertThat(Repositories.unknown(selector, List.of(plan("/one", SHOP))))
        .isEqualTo(
            "there is no repository with that target; write one of: 1 (/one), 2"
                + " (rest:https://***@store.example/backups)");
  }

  /** To take either could write into, or restore from, one that was not meant. */
  @Test
  void twoThatDifferInTheirUserOnlyAreNotGuessedBetween() {
    ConfigPlan plan = plan(SHOP, "rest:https://blog:other@store.example/backups");
    ByTarget selector = new ByTarget("rest:https://***@store.example/backups");

    assertThat(Repositories.written(plan, selector)).isEmpty();
    assertThat(Repositories.searched(plan, selector)).isEmpty();
    assertThat(Repositories.unknown(selector, List.of(plan)))
        .isEqualTo(
            "there is more than one repository with that target, users and passwords aside; write"
                + " its priority: 1 (rest:https://***@store.example/backups), 2"
                + " (rest:https://***@store.example/backups)");
  }
}
