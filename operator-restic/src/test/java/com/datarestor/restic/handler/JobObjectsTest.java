package com.datarestor.restic.handler;

import static com.datarestor.restic.job.JobExamples.PRIMARY;
import static com.datarestor.restic.job.JobExamples.SECONDARY;
import static com.datarestor.restic.job.JobExamples.SNAPSHOT;
import static com.datarestor.restic.job.JobExamples.VOLUME;
import static com.datarestor.restic.job.JobExamples.defaults;
import static com.datarestor.restic.job.JobExamples.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.events.Identity;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationType;
import com.datarestor.events.ResticCommand.RunBackup;
import com.datarestor.events.ResticCommand.RunForget;
import com.datarestor.events.ResticCommand.RunInit;
import com.datarestor.events.ResticCommand.RunRestore;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.restic.command.InvalidArguments;
import com.datarestor.restic.job.JobExamples;
import com.datarestor.restic.job.JobFactory;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.JobPlan;
import com.datarestor.restic.job.JobSettings;
import com.datarestor.restic.job.KeptWhole;
import com.datarestor.restic.job.PodSettings;
import com.datarestor.restic.job.ResticSettings;
import com.datarestor.restic.job.Seat;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Job and Secret that the executor sends, as committed below {@code jobs}. */
class JobObjectsTest {

  private static final Optional<String> NOWHERE = Optional.empty();
  private final JobFactory factory = new JobFactory();

  static Stream<Arguments> steps() {
    RunBackup plain = backup("backup-manual-2026-11-24-12-00-00-aaaaaa", false, List.of());
    RunBackup named = backup("pre-upgrade", true, List.of("--exclude=cache", "--exclude=$(HOME)"));
    RunRestore restore = restore(SNAPSHOT);
    RunForget forget =
        new RunForget(
            operation(OperationType.FORGET),
            List.of(
                new Identity("shop", "data", "shop-data"),
                new Identity("a-b", "c", "a-b-c"),
                new Identity("a", "b-c", "a-b-c")),
            List.of("--keep-last", "10", "--keep-daily=7", "--prune"));
    Operation restoring = operation(OperationType.RESTORE_MANUAL);
    return Stream.of(
        step("init", StepPlans.init(new RunInit(operation(OperationType.INIT), false), defaults())),
        step(
            "init-known",
            StepPlans.init(new RunInit(operation(OperationType.INIT), true), defaults())),
        step("backup", StepPlans.backup(plain, defaults(), NOWHERE)),
        step("backup-in-use", StepPlans.backup(plain, defaults(), Optional.of("worker-2"))),
        step("backup-named", StepPlans.backup(named, defaults(), NOWHERE)),
        step("backup-overridden", StepPlans.backup(named, overridden(), NOWHERE)),
        step(
            "backup-overridden-in-use",
            StepPlans.backup(plain, overridden(), Optional.of("worker-2"))),
        step("lookup", StepPlans.lookup(restoring, PRIMARY, VOLUME.host(), defaults())),
        step("lookup-second", StepPlans.lookup(restoring, SECONDARY, "crm-files", defaults())),
        step("restore", StepPlans.restore(restore, defaults())),
        step(
            "restore-of-nothing",
            StepPlans.restore(
                restore(new SnapshotFacts(SNAPSHOT.id(), SNAPSHOT.time(), 0, 0)), defaults())),
        step(
            "lookup-automated",
            StepPlans.lookup(
                operation(OperationType.RESTORE_AUTOMATED), PRIMARY, VOLUME.host(), defaults())),
        step("restore-automated", StepPlans.fill(automated(), defaults())),
        step(
            "restore-automated-in-place-of-a-pod",
            StepPlans.fill(automated(), overridden()).at(Optional.of(SEAT))),
        step("restore-overridden", StepPlans.restore(restore, overridden())),
        step("listing", StepPlans.listing(operation(OperationType.FORGET), defaults())),
        step("forget", StepPlans.forget(forget, defaults(), List.of())),
        step("forget-overridden", StepPlans.forget(forget, overridden(), List.of())),
        step(
            "forget-kept-whole",
            StepPlans.forget(
                forget,
                defaults(),
                List.of(new KeptWhole(new Identity("a", "b-c", "a-b-c"), "until it is settled")))),
        step("scan", StepPlans.scan(operation(OperationType.SCAN), defaults())));
  }

  /** Of a pod with two claims that asks for more than a Job does. */
  private static final Seat SEAT =
      new Seat(
          List.of("wal", VOLUME.name()),
          Map.of("disk", "fast"),
          Optional.of(
              new AffinityBuilder()
                  .withNewPodAntiAffinity()
                  .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                  .withTopologyKey("kubernetes.io/hostname")
                  .withNewLabelSelector()
                  .addToMatchLabels("app", "db")
                  .endLabelSelector()
                  .endRequiredDuringSchedulingIgnoredDuringExecution()
                  .endPodAntiAffinity()
                  .build()),
          List.of(new TolerationBuilder().withKey("storage").withOperator("Exists").build()),
          Map.of("cpu", new Quantity("3"), "memory", new Quantity("8Gi")));

  private static RunRestore automated() {
    return new RunRestore(operation(OperationType.RESTORE_AUTOMATED), PRIMARY, SNAPSHOT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void aStepSendsWhatIsCommitted(String name, JobPlan plan) throws IOException {
    GoldenObjects.assertAsCommitted(name, List.of(factory.secret(plan, launched(plan)), job(plan)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void noJobHasACredential(String name, JobPlan plan) {
    assertThat(job(plan).toString() + plan)
        .as(name)
        .doesNotContain(JobExamples.PASSWORD, JobExamples.ACCESS_KEY);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void theSamePlanIsTheSameObjects(String name, JobPlan plan) {
    assertThat(job(plan)).as(name).isEqualTo(job(plan));
    assertThat(factory.secret(plan, launched(plan)))
        .isEqualTo(factory.secret(plan, launched(plan)));
  }

  @Test
  void eachStepAndRepositoryOfAnOperationIsAJobOfItsOwn() {
    Operation operation = operation(OperationType.RESTORE_MANUAL);

    assertThat(
            Stream.of(
                    StepPlans.lookup(operation, PRIMARY, "shop-data", defaults()),
                    StepPlans.lookup(operation, SECONDARY, "shop-data", defaults()),
                    StepPlans.restore(restore(SNAPSHOT), defaults()))
                .map(JobPlan::jobName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.length() <= 63);
  }

  @Test
  void theUsersLabelsNeverHideTheOperators() {
    PodSettings pod = overridden().pod();
    assertThat(pod.labels()).containsEntry(JobLabels.MANAGED_BY, "somebody-else");

    Job job = job(StepPlans.restore(restore(SNAPSHOT), overridden()));

    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(JobLabels.OWN)
        .containsEntry("team", "storage");
  }

  @Test
  void whatAVolumesOwnerMayNotSetIsRefusedBeforeThereIsAJob() {
    RunBackup command = backup("pre-upgrade", true, List.of("--password-command=cat /etc/passwd"));

    assertThatThrownBy(() -> StepPlans.backup(command, defaults(), NOWHERE))
        .isInstanceOf(InvalidArguments.class)
        .hasMessageStartingWith("The restic argument \"--password-command\" is not possible");
  }

  @Test
  void anIdentityThatIsNotOursIsNoWorkOfForget() {
    RunForget nobody =
        new RunForget(operation(OperationType.FORGET), List.of(), List.of("--keep-last", "1"));

    assertThat(StepPlans.forget(nobody, defaults(), List.of()).arguments()).containsExactly("each");
  }

  private Job job(JobPlan plan) {
    return factory.job(plan, Map.of(JobLabels.CORRELATION, "0123456789abcdef0123456789abcdef"));
  }

  private static ObjectRef launched(JobPlan plan) {
    return ObjectRef.job(plan.namespace(), plan.jobName(), "the-uid-of-the-job");
  }

  private static Arguments step(String name, JobPlan plan) {
    return Arguments.of(name, plan);
  }

  private static RunBackup backup(String name, boolean named, List<String> arguments) {
    return new RunBackup(operation(OperationType.BACKUP_MANUAL), name, named, arguments);
  }

  private static RunRestore restore(SnapshotFacts snapshot) {
    return new RunRestore(operation(OperationType.RESTORE_MANUAL), PRIMARY, snapshot);
  }

  /** A Config that sets everything. */
  private static JobSettings.Found overridden() {
    ResticSettings restic =
        new ResticSettings(
            JobExamples.PRIMARY_TARGET,
            Map.of("RESTIC_PASSWORD", JobExamples.PASSWORD),
            "registry.example.org/restic@sha256:39d9072fb5651c80d75c7a811612eb60b4c06b32ad87c2e9f3c7222e1797e76c",
            "max",
            OptionalInt.of(64),
            OptionalInt.of(2048),
            OptionalInt.of(4096),
            List.of("/data/tmp", "*.part"),
            true,
            true,
            List.of("--read-concurrency=4"),
            List.of("--sparse"),
            List.of("--max-unused=5%"));
    PodSettings pod =
        new PodSettings(
            new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("100m"))
                .addToLimits("memory", new Quantity("4Gi"))
                .build(),
            Optional.of(
                new SecurityContextBuilder()
                    .withRunAsUser(1000L)
                    .withRunAsNonRoot(true)
                    .withAllowPrivilegeEscalation(false)
                    .withCapabilities(new CapabilitiesBuilder().withDrop("ALL").build())
                    .build()),
            Optional.of(new PodSecurityContextBuilder().withFsGroup(1000L).build()),
            Map.of("disk", "fast", "arch", "arm64"),
            List.of(
                new TolerationBuilder()
                    .withKey("storage")
                    .withOperator("Exists")
                    .withEffect("NoSchedule")
                    .build()),
            Optional.of(
                new AffinityBuilder()
                    .withNewNodeAffinity()
                    .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                    .withWeight(1)
                    .withNewPreference()
                    .addNewMatchExpression()
                    .withKey("zone")
                    .withOperator("In")
                    .withValues("a")
                    .endMatchExpression()
                    .endPreference()
                    .endPreferredDuringSchedulingIgnoredDuringExecution()
                    .endNodeAffinity()
                    .build()),
            Optional.of("backup"),
            Optional.of("backup-jobs"),
            List.of("registry-key"),
            List.of(
                new VolumeBuilder()
                    .withName("ca")
                    .withNewConfigMap()
                    .withName("company-ca")
                    .endConfigMap()
                    .build()),
            List.of(
                new VolumeMountBuilder()
                    .withName("ca")
                    .withMountPath("/etc/ssl/company")
                    .withReadOnly(true)
                    .build()),
            Map.of("team", "storage", JobLabels.MANAGED_BY, "somebody-else"),
            Map.of("sidecar.istio.io/inject", "false"),
            Duration.ofMinutes(2),
            Duration.ofHours(6));
    return new JobSettings.Found(restic, pod, "production");
  }
}
