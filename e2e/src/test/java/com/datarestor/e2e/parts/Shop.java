package com.datarestor.e2e.parts;

import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import com.datarestor.restic.job.JobPlan;
import com.datarestor.restic.job.JobSettings;
import com.datarestor.restic.job.PodSettings;
import com.datarestor.restic.job.ResticSettings;
import com.datarestor.restic.job.WorkInHand;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What these tests speak of: one volume of a shop, and the repository that it is backed up to. */
final class Shop {

  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final String PASSWORD = "correct horse battery staple";
  static final String TARGET = "s3:https://s3.example.org/backups";
  static final RepositoryRef REPOSITORY =
      new RepositoryRef(RepositoryId.ofTarget(TARGET), 1, TARGET);
  static final ObjectRef VOLUME = ObjectRef.volume("shop", "data", "volume-1");
  static final ObjectRef CONFIG = ObjectRef.config("backup-system", "nightly", "config-1");
  static final SnapshotFacts SNAPSHOT =
      new SnapshotFacts(
          "562fcb16fbb150bc77f5a088ea68f28dfb7bdaa89c95053cf61f7cbfec042a8a", NOON, 6, 4000);

  private Shop() {}

  static Operation operation(OperationType type, String trigger) {
    return operation(type, VOLUME, trigger, NOON);
  }

  static Operation operation(OperationType type, ObjectRef about, String trigger, Instant time) {
    return Operation.at(time, OperationId.of("shop", trigger), type, about, CONFIG, REPOSITORY);
  }

  static JobPlan plan(Operation operation, Step step) {
    return new JobPlan(
        operation,
        step,
        REPOSITORY,
        settings(),
        List.of("run", "snapshots", "--json"),
        Optional.of(new JobPlan.Mount(operation.about().name(), true)),
        Optional.empty());
  }

  static JobSettings.Found settings() {
    ResticSettings restic =
        new ResticSettings(
            TARGET,
            Map.of("RESTIC_PASSWORD", PASSWORD),
            "docker.io/restic/restic:0.18.0",
            "auto",
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            false,
            false,
            List.of(),
            List.of(),
            List.of());
    PodSettings pod =
        new PodSettings(
            new ResourceRequirementsBuilder().build(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Duration.ofMinutes(10),
            Duration.ofHours(24));
    return new JobSettings.Found(restic, pod, "c0ffee00");
  }

  static WorkInHand work(Operation operation, Step step, boolean launched) {
    return new WorkInHand(
        operation,
        step,
        REPOSITORY,
        step == Step.LOOKUP ? operation.about().host() : "",
        step == Step.LOOKUP ? "latest" : "",
        step == Step.RESTORE ? Optional.of(SNAPSHOT) : Optional.empty(),
        launched);
  }
}
