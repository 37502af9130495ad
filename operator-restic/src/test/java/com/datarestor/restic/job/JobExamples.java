package com.datarestor.restic.job;

import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.SnapshotFacts;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the tests of Jobs speak of: a shop's volume, and two repositories of one Config. */
public final class JobExamples {

  public static final ObjectRef VOLUME = ObjectRef.volume("shop", "data", "volume-1");
  public static final ObjectRef CONFIG = ObjectRef.config("backup-system", "nightly", "config-1");
  public static final String PRIMARY_TARGET = "s3:https://s3.example.org/backups";
  public static final RepositoryRef PRIMARY = repository(1, PRIMARY_TARGET);
  public static final RepositoryRef SECONDARY = repository(2, "/repositories/second");
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  public static final String PASSWORD = "correct horse battery staple";
  public static final String ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG";

  public static final SnapshotFacts SNAPSHOT =
      new SnapshotFacts(
          "562fcb16fbb150bc77f5a088ea68f28dfb7bdaa89c95053cf61f7cbfec042a8a", NOON, 6, 4000);

  private JobExamples() {}

  private static RepositoryRef repository(int priority, String target) {
    return new RepositoryRef(RepositoryId.ofTarget(target), priority, target);
  }

  public static Operation operation(OperationType type) {
    boolean whole =
        type == OperationType.FORGET || type == OperationType.INIT || type == OperationType.SCAN;
    return Operation.at(
        NOON,
        OperationId.of("example", type.wireName()),
        type,
        whole ? CONFIG : VOLUME,
        CONFIG,
        PRIMARY);
  }

  public static JobSettings.Found defaults() {
    return new JobSettings.Found(restic(), pod(), "c0ffee00");
  }

  public static ResticSettings restic() {
    return new ResticSettings(
        PRIMARY_TARGET,
        Map.of("RESTIC_PASSWORD", PASSWORD, "AWS_SECRET_ACCESS_KEY", ACCESS_KEY),
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
  }

  public static PodSettings pod() {
    return new PodSettings(
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
  }
}
