package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;

/** What a user asks of a Config; fields that were not written hold their defaults. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackupConfigSpec(
    @JsonPropertyDescription(
            "Where backups go: one to sixteen restic repositories. Each has its own priority and schedules; the lowest priority number is the primary repository.")
        @Required
        @Size(min = 1, max = 16)
        @ValidationRule(
            value = "self.all(r, self.exists_one(o, o.priority == r.priority))",
            message = "every repository needs its own priority: change one of the equal numbers")
        List<RepositorySpec> repositories,
    @JsonPropertyDescription(
            "Environment variables for restic, shared by all repositories. They are set in this order, so that $(NAME) in a value can use an earlier one. A repository's own variable of the same name wins.")
        @Size(max = 64)
        List<EnvironmentVariable> env,
    @JsonPropertyDescription(
            "Secrets and ConfigMaps whose keys become environment variables for restic, shared by all repositories. A variable in env of the same name wins.")
        @Size(max = 16)
        List<EnvironmentSource> envFrom,
    @JsonPropertyDescription(
            "Which PersistentVolumeClaims are backed up, in any namespace. A claim is selected when at least one entry matches it; inside an entry everything given must match. Without selectors nothing is selected.")
        @Size(max = 32)
        List<VolumeSelector> selectors,
    @JsonPropertyDescription(
            "Has no effect in this release: backups are made while the pods run, and a restore into a volume that a pod mounts is refused. It is meant to stop the pods that use a volume while it is backed up or restored.")
        @Default("false")
        Boolean stopPods,
    @JsonPropertyDescription(
            "Fill a new, empty volume from its newest backup before anything starts on it, and let its pods wait until then. The repositories are asked in the order of their priorities; a volume that none of them knows starts empty. A volume that is in use, or has data, is left as it is. Needs the chart's value hold.injector.")
        @Default("true")
        Boolean autoRestore,
    @JsonPropertyDescription(
            "IANA name of the time zone in which all schedules are read, such as Europe/Berlin.")
        @Default("UTC")
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.matches('^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$')",
            message = "timeZone is an IANA name: write Europe/Berlin, America/New_York or UTC")
        String timeZone,
    @JsonPropertyDescription(
            "Each volume starts at its own fixed moment within this time after the schedule, so that many volumes do not start together. The moment stays the same from run to run. 0s starts all at once.")
        @Default("5m")
        @Size(min = 2, max = 32)
        @ValidationRule(value = DurationText.CEL, message = DurationText.ADVICE)
        String jitter,
    @JsonPropertyDescription(
            "While true nothing new starts; running work finishes. A schedule that came due meanwhile, however often, runs once afterwards.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription(
            "How restic runs, for all repositories; a repository may override each field.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NothingWritten.class)
        ResticOptions restic,
    @JsonPropertyDescription(
            "What is added to the Jobs and pods in which restic runs: resources, security contexts, where they may run, more volumes, labels.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NothingWritten.class)
        JobTemplate jobTemplate,
    @JsonPropertyDescription("How much may run at a time, and for how long.") ConfigLimits limits) {

  public static final BackupConfigSpec EMPTY = of(List.of(), List.of());

  public BackupConfigSpec {
    repositories = Absent.list(repositories);
    env = Absent.list(env);
    envFrom = Absent.list(envFrom);
    selectors = Absent.list(selectors);
    stopPods = Absent.orElse(stopPods, false);
    autoRestore = Absent.orElse(autoRestore, true);
    timeZone = Absent.orElse(timeZone, "UTC");
    jitter = Absent.orElse(jitter, "5m");
    suspend = Absent.orElse(suspend, false);
    restic = Absent.orElse(restic, ResticOptions.NONE);
    jobTemplate = Absent.orElse(jobTemplate, JobTemplate.NONE);
    limits = Absent.orElse(limits, ConfigLimits.DEFAULTS);
  }

  /** A spec that leaves everything else at its default. */
  public static BackupConfigSpec of(
      List<RepositorySpec> repositories, List<VolumeSelector> selectors) {
    return new BackupConfigSpec(
        repositories,
        List.of(),
        List.of(),
        selectors,
        false,
        true,
        "UTC",
        "5m",
        false,
        ResticOptions.NONE,
        JobTemplate.NONE,
        ConfigLimits.DEFAULTS);
  }

  /**
   * The width inside which each volume has its own offset.
   *
   * @throws IllegalArgumentException when the text is no duration
   */
  public Duration jitterDuration() {
    return DurationText.parse(jitter);
  }

  /** The options for work on one repository: its own first, then those of the Config. */
  public ResticOptions resticFor(RepositorySpec repository) {
    return repository.restic().over(restic);
  }
}
