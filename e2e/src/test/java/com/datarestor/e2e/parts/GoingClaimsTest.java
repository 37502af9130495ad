package com.datarestor.e2e.parts;

import static com.datarestor.e2e.parts.Shop.operation;
import static com.datarestor.e2e.parts.Shop.work;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationType;
import com.datarestor.events.Step;
import com.datarestor.restic.job.GoingClaims;
import com.datarestor.restic.job.JobFactory;
import com.datarestor.restic.job.JobLauncher;
import com.datarestor.restic.job.JobView;
import com.datarestor.restic.job.JobWatcher;
import com.datarestor.restic.job.WorkInHand;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoingClaimsTest {

  private final Operation operation = operation(OperationType.BACKUP_MANUAL, "one");
  private final WorkInHand inHand = work(operation, Step.BACKUP, true);
  private final InHand directory = new InHand();
  private ApiWithoutNode api;
  private JobWatcher watcher;
  private GoingClaims going;
  private Job job;

  @BeforeEach
  void launch() throws IOException {
    api = ApiWithoutNode.start();
    directory.put(inHand);
    new JobLauncher(api.client(), new JobFactory())
        .launch(Shop.plan(operation, Step.BACKUP), Map.of());
    job = jobs().getFirst();
    watcher = new JobWatcher(api.client(), directory, List::of, new Outbox(), Clock.systemUTC());
    going = new GoingClaims(api.client(), watcher);
  }

  @AfterEach
  void stop() {
    watcher.close();
    api.close();
  }

  private List<Job> jobs() {
    return api.client().batch().v1().jobs().inNamespace("shop").list().getItems();
  }

  private void see() {
    watcher.seen(
        api.client()
            .resources(JobView.class)
            .inNamespace("shop")
            .withName(job.getMetadata().getName())
            .require());
  }

  private static ObjectMeta claim(String namespace, String name, boolean deleted) {
    return new ObjectMetaBuilder()
        .withNamespace(namespace)
        .withName(name)
        .withUid("uid-of-" + namespace + "-" + name)
        .withDeletionTimestamp(deleted ? "2026-11-01T12:00:00Z" : null)
        .build();
  }

  private void end() {
    FinishedJob.condition(api.client(), job, "Complete", "");
    directory.remove(inHand);
    see();
  }

  @Test
  void theEndedJobOfAClaimThatIsToGoGoes() {
    end();

    going.seen(claim("shop", operation.about().name(), true));

    assertThat(jobs()).isEmpty();
  }

  @Test
  void aJobThatRunsOrWhoseEndIsStillToBeReadStaysUntilThen() {
    see();
    going.seen(claim("shop", operation.about().name(), true));
    assertThat(jobs()).hasSize(1);
    FinishedJob.condition(api.client(), job, "Complete", "");
    see();
    going.look();
    assertThat(jobs()).hasSize(1);

    directory.remove(inHand);
    going.look();

    assertThat(jobs()).isEmpty();
  }

  @Test
  void aJobOfAnyOtherClaimStays() {
    end();

    going.seen(claim("shop", operation.about().name(), false));
    going.seen(claim("shop", "another", true));
    going.seen(claim("another", operation.about().name(), true));

    assertThat(jobs()).hasSize(1);
  }

  @Test
  void aNewClaimOfTheSameNameKeepsItsJobs() {
    going.seen(claim("shop", operation.about().name(), true));
    going.gone(claim("shop", operation.about().name(), true));
    end();
    going.look();
    assertThat(jobs()).hasSize(1);

    going.listed(List.of(claim("shop", operation.about().name(), true)));

    assertThat(jobs()).isEmpty();
  }
}
