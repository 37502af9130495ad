package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One restic repository of a Config. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RepositorySpec(
    @JsonPropertyDescription(
            "The repository as restic names it, such as s3:s3.amazonaws.com/bucket/path, rest:https://host/path, sftp:user@host:/path or /path on a volume of the jobTemplate. Credentials belong in env or envFrom.")
        @Required
        @Size(min = 1, max = 1024)
        @ValidationRule(
            value = "!self.matches('[[:cntrl:]]') && self.trim() == self",
            message = "target must not begin or end with a space and must not contain line breaks")
        String target,
    @JsonPropertyDescription(
            "Rank of the repository, unique in the Config. The lowest number is the primary: a manual backup goes there, and a restore asks there first.")
        @Required
        @Min(0)
        @Max(1000)
        Integer priority,
    @JsonPropertyDescription(
            "When each selected volume is backed up to this repository: five cron fields (minute hour day month weekday) with lists, ranges, steps, names and H for a stable choice, or @hourly, @daily, @weekly, @monthly, @yearly. Without it only manual backups run.")
        @Size(min = 1, max = 128)
        @ValidationRule(value = Cron.CEL, message = Cron.ADVICE)
        @Nullable String backupSchedule,
    @JsonPropertyDescription(
            "When snapshots that forgetArgs does not keep are removed from this repository; written like backupSchedule. Only snapshots that this Config made are looked at. Without it nothing is removed.")
        @Size(min = 1, max = 128)
        @ValidationRule(value = Cron.CEL, message = Cron.ADVICE)
        @Nullable String forgotSchedule,
    @JsonPropertyDescription(
            "Arguments of restic forget that say what to keep, one word for each entry, such as [\"--keep-last\", \"10\", \"--keep-daily\", \"7\"]. They count for each volume by itself. Arguments that keep nothing are refused. Manual backups with a name of their own are always kept.")
        @Size(max = 64)
        List<@Size(max = ApiGroup.ARGUMENT_LENGTH) String> forgetArgs,
    @JsonPropertyDescription(
            "Environment variables for restic on this repository, such as RESTIC_PASSWORD and the storage credentials, after those of the Config. They are set in this order, so that $(NAME) in a value can use an earlier one.")
        @Size(max = 64)
        List<EnvironmentVariable> env,
    @JsonPropertyDescription(
            "Secrets and ConfigMaps whose keys become environment variables for restic on this repository. A variable in env of the same name wins.")
        @Size(max = 16)
        List<EnvironmentSource> envFrom,
    @JsonPropertyDescription(
            "How restic runs on this repository: each field given here replaces the Config's.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NothingWritten.class)
        ResticOptions restic) {

  public RepositorySpec {
    target = Absent.orElse(target, "");
    priority = Absent.orElse(priority, 0);
    forgetArgs = Absent.list(forgetArgs);
    env = Absent.list(env);
    envFrom = Absent.list(envFrom);
    restic = Absent.orElse(restic, ResticOptions.NONE);
  }

  /** The cron expression of backups, when they are scheduled. */
  public Optional<String> backupCron() {
    return Optional.ofNullable(backupSchedule);
  }

  /** The cron expression of forget, when it is scheduled. */
  public Optional<String> forgetCron() {
    return Optional.ofNullable(forgotSchedule);
  }

  /** What the API server can tell of a cron expression; the rest is decided by the schedule. */
  private static final class Cron {
    static final String CEL =
        "self.matches('^(@(hourly|daily|midnight|weekly|monthly|yearly|annually)|[-0-9A-Za-z*/,?()]+( +[-0-9A-Za-z*/,?()]+){4})$')";
    static final String ADVICE =
        "a schedule has five fields (minute hour day month weekday), such as 0 2 * * *, or is one of @hourly, @daily, @weekly, @monthly, @yearly";
  }
}
