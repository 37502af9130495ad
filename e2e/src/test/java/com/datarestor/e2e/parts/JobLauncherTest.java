package com.datarestor.e2e.parts;

import static com.datarestor.e2e.parts.Shop.operation;
import static com.datarestor.e2e.parts.Shop.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
  void theSecretIsThereBeforeTheJobAndThenBelongsToIt() {
    ObjectRef launched = launcher.launch(plan, STORY);

    assertThat(api.writes().stream().map(Sent::method).toList())
        .startsWith("POST", "POST")
        .hasSize(3);
    assertThat(api.writes().stream().map(Sent::path).toList().subList(0, 2))
        .containsExactly("/api/v1/namespaces/shop/secrets", "/apis/batch/v1/namespaces/shop/jobs");
    assertLaunched(launched);
  }

  @Test
  void launchingAgainWritesNothing() {
    ObjectRef first = launcher.launch(plan, STORY);
    api.forgetWhatWasSent();

    assertThat(launcher.launch(plan, STORY)).isEqualTo(first);
    assertThat(api.writes()).isEmpty();
  }

  /** Requests: look for the Job, Secret, Job, look for the Secret, and its change. */
  @ParameterizedTest(name = "after {0} requests")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void interruptedBetweenAnyTwoRequestsItGoesOnFromThere(int requests) {
    api.failAfter(requests, 500);

    assertThatThrownBy(() -> launcher.launch(plan, STORY))
        .isInstanceOf(KubernetesClientException.class);
    assertLaunched(launcher.launch(plan, STORY));
  }

  @Test
  void aSecretFromBeforeIsBroughtUpToDate() {
    client
        .resource(
            new SecretBuilder(factory.secret(plan))
                .withData(Map.of("RESTIC_PASSWORD", "b2xk", "AWS_SESSION_TOKEN", "b2xk"))
                .build())
        .create();

    assertLaunched(launcher.launch(plan, STORY));
  }

  @Test
  void aSecretThatBelongedToAnEarlierJobOfThatNameBelongsToThisOne() {
    launcher.launch(plan, STORY);
    client.batch().v1().jobs().inNamespace("shop").withName(plan.jobName()).delete();
    Secret orphan =
        new SecretBuilder(factory.secret(plan))
            .editMetadata()
            .addNewOwnerReference()
            .withApiVersion("batch/v1")
            .withKind("Job")
            .withName(plan.jobName())
            .withUid("a-job-that-is-gone")
            .endOwnerReference()
            .endMetadata()
            .build();
    client.resource(orphan).create();

    assertLaunched(launcher.launch(plan, STORY));
  }

  @Test
  void aJobWhoseSecretHasNoOwnerYetGetsItsSecret() {
    Secret secret = client.resource(factory.secret(plan)).create();
    Job job = client.resource(factory.job(plan, STORY)).create();
    assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();

    ObjectRef launched = launcher.launch(plan, STORY);

    assertThat(launched.uid()).isEqualTo(job.getMetadata().getUid());
    assertLaunched(launched);
  }

  @Test
  void aJobWhoseCredentialsWereTakenAwayIsLeftAsItIs() {
    launcher.launch(plan, STORY);
    new JobCleaner(client).clean(plan.operation(), false);
    api.forgetWhatWasSent();

    launcher.launch(plan, STORY);

    assertThat(api.writes()).isEmpty();
  }

  @Test
  void somebodyWhoLaunchesAtTheSameMomentIsNoConflict() {
    api.justBefore(
        (method, path) -> method.equals("POST") && path.endsWith("/jobs"),
        () -> client.resource(factory.job(plan, STORY)).create());
    api.justBefore(
        (method, path) -> method.equals("POST") && path.endsWith("/secrets"),
        () -> client.resource(factory.secret(plan)).create());

    assertLaunched(launcher.launch(plan, STORY));
    assertThat(api.writes()).as("one of each of the rival").hasSize(6);
  }

  @Test
  void aSecretThatIsRefusedIsNoJob() {
    api.failOnce(403, (method, path) -> method.equals("POST") && path.endsWith("/secrets"));

    assertThatThrownBy(() -> launcher.launch(plan, STORY))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
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
    assertThat(secret.getData()).isEqualTo(factory.secret(plan).getData());
    assertThat(secret.getMetadata().getOwnerReferences())
        .extracting(OwnerReference::getUid)
        .containsExactly(job.getMetadata().getUid());
  }

  private List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace("shop").list().getItems();
  }

  private List<Secret> secrets() {
    return client.secrets().inNamespace("shop").list().getItems();
  }
}
