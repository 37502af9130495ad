package com.datarestor.e2e.parts;

import static com.datarestor.e2e.parts.Shop.operation;
import static com.datarestor.e2e.parts.Shop.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.e2e.sandbox.ApiWithoutNode.Sent;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationType;
import com.datarestor.events.Step;
import com.datarestor.restic.job.JobCleaner;
import com.datarestor.restic.job.JobFactory;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.JobLauncher;
import com.datarestor.restic.job.JobPlan;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobLauncherTest {

  private static final Map<String, String> STORY = Map.of(JobLabels.CORRELATION, "story");

  private final JobPlan plan = plan(operation(OperationType.BACKUP_MANUAL, "one"), Step.BACKUP);
  private final JobFactory factory = new JobFactory();
  private ApiWithoutNode api;
  private KubernetesClient client;
  private JobLauncher launcher;

  @BeforeEach
  void start() throws IOException {
    api = ApiWithoutNode.start();
    client = api.client();
    launcher = new JobLauncher(client, factory);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theSecretBelongsToItsJobFromTheBeginning() {
    ObjectRef launched = launcher.launch(plan, STORY);

    assertThat(api.writes())
        .extracting(Sent::method, Sent::path)
        .containsExactly(
            tuple("POST", "/apis/batch/v1/namespaces/shop/jobs"),
            tuple("POST", "/api/v1/namespaces/shop/secrets"));
    assertLaunched(launched);
  }

  @Test
  void noSecretIsReadOrChanged() {
    launcher.launch(plan, STORY);
    launcher.launch(plan, STORY);
    new JobCleaner(client).clean(plan.operation(), true);

    assertThat(api.sent())
        .filteredOn(sent -> sent.path().contains("/secrets"))
        .extracting(Sent::method)
        .containsOnly("POST", "DELETE");
  }

  @Test
  void launchingAgainChangesNothing() {
    ObjectRef first = launcher.launch(plan, STORY);
    List<String> versions = versions();

    assertThat(launcher.launch(plan, STORY)).isEqualTo(first);
    assertThat(versions()).isEqualTo(versions);
  }

  /** Requests: look for the Job, Job, Secret. */
  @ParameterizedTest(name = "after {0} requests")
  @ValueSource(ints = {0, 1, 2})
  void interruptedBetweenAnyTwoRequestsItGoesOnFromThere(int requests) {
    api.failAfter(requests, 500);

    assertThatThrownBy(() -> launcher.launch(plan, STORY))
        .isInstanceOf(KubernetesClientException.class);
    assertLaunched(launcher.launch(plan, STORY));
  }

  @Test
  void aSecretThatIsLeftOfAnEarlierJobOfThatNameIsReplaced() {
    Secret orphan = factory.secret(plan, ObjectRef.job("shop", plan.jobName(), "gone"));
    orphan.setData(Map.of("RESTIC_PASSWORD", "b2xk", "AWS_SESSION_TOKEN", "b2xk"));
    client.resource(orphan).create();

    assertLaunched(launcher.launch(plan, STORY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Complete", "Failed"})
  void aJobThatEndedGetsNoCredentialsAgain(String end) {
    launcher.launch(plan, STORY);
    new JobCleaner(client).clean(plan.operation(), false);
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace("shop")
        .withName(plan.jobName())
        .editStatus(
            job -> {
              job.setStatus(
                  new JobStatusBuilder()
                      .addNewCondition()
                      .withType(end)
                      .withStatus("True")
                      .endCondition()
                      .build());
              return job;
            });
    api.forgetWhatWasSent();

    launcher.launch(plan, STORY);

    assertThat(api.writes()).isEmpty();
  }

  @Test
  void somebodyWhoLaunchesAtTheSameMomentIsNoConflict() {
    api.justBefore(
        (method, path) -> method.equals("POST") && path.endsWith("/jobs"),
        () -> client.resource(factory.job(plan, STORY)).create());

    assertLaunched(launcher.launch(plan, STORY));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 422})
  void aSecretThatIsRefusedIsNoJob(int status) {
    api.failOnce(status, (method, path) -> method.equals("POST") && path.endsWith("/secrets"));

    assertThatThrownBy(() -> launcher.launch(plan, STORY))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(status));
    assertThat(jobs()).isEmpty();
  }

  @Test
  void anEndedOperationLosesItsCredentialsAndKeepsItsJobForItsLog() {
    launcher.launch(plan, STORY);
    JobPlan other = plan(operation(OperationType.BACKUP_MANUAL, "other"), Step.BACKUP);
    launcher.launch(other, STORY);

    new JobCleaner(client).clean(plan.operation(), false);

    assertThat(jobs()).hasSize(2);
    assertThat(secrets())
        .extracting(s -> s.getMetadata().getName())
        .containsExactly(other.jobName());
  }

  @Test
  void aCancelledOperationLosesItsJobsTooAndTwiceIsOnce() {
    launcher.launch(plan, STORY);
    JobPlan other = plan(operation(OperationType.BACKUP_MANUAL, "other"), Step.BACKUP);
    launcher.launch(other, STORY);
    JobCleaner cleaner = new JobCleaner(client);

    cleaner.clean(plan.operation(), true);
    cleaner.clean(plan.operation(), true);

    assertThat(jobs()).extracting(j -> j.getMetadata().getName()).containsExactly(other.jobName());
    assertThat(secrets())
        .extracting(s -> s.getMetadata().getName())
        .containsExactly(other.jobName());
  }

  private void assertLaunched(ObjectRef launched) {
    assertThat(jobs()).hasSize(1);
    Job job = jobs().getFirst();
    assertThat(launched)
        .isEqualTo(ObjectRef.job("shop", plan.jobName(), job.getMetadata().getUid()));
    assertThat(secrets()).hasSize(1);
    Secret secret = secrets().getFirst();
    assertThat(secret.getData()).isEqualTo(factory.secret(plan, launched).getData());
    assertThat(secret.getMetadata().getOwnerReferences())
        .extracting(OwnerReference::getUid)
        .containsExactly(job.getMetadata().getUid());
  }

  private List<String> versions() {
    return Stream.concat(jobs().stream(), secrets().stream())
        .map(object -> object.getMetadata().getResourceVersion())
        .toList();
  }

  private List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace("shop").list().getItems();
  }

  private List<Secret> secrets() {
    return client.secrets().inNamespace("shop").list().getItems();
  }
}
