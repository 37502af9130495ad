package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one operation is to do: intent only, never a pod template and never a credential.
 *
 * @param type null when a newer version wrote one that this one does not know
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.type in ['forget', 'init', 'scan'] || has(self.pvc)",
    message = "a backup or restore needs its claim: set spec.pvc to the claim's name")
@ValidationRule(
    value = "!has(self.arguments) || self.type in ['backup-scheduled', 'backup-manual', 'forget']",
    message = "only a backup or forget takes arguments: take spec.arguments out")
public record TaskSpec(
    @JsonPropertyDescription(
            "What is done: backup-scheduled, backup-manual, restore-manual and restore-automated work on a claim of the Task's namespace; forget, init and scan on a repository. A Task that you make is a backup-manual, a restore-manual or a forget.")
        @Required
        @Nullable TaskType type,
    @JsonPropertyDescription("Name of the PersistentVolumeClaim, in the Task's namespace.")
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        @Nullable String pvc,
    @JsonPropertyDescription("The Config that knows the repository and its credentials.") @Required
        ConfigReference config,
    @JsonPropertyDescription(
            "Priority number or exact target of the repository. Without it a backup goes to the primary, and a restore takes the first repository, by priority, that has the snapshot.")
        @Size(min = 1, max = 1024)
        @Nullable String repository,
    @JsonPropertyDescription(
            "Which snapshot is restored: latest, the name of a backup, the beginning of a snapshot id, latest-1 for the one before the newest, or the newest up to a moment, such as asof:2026-11-24T02:00:00Z. Without it the latest.")
        @Size(min = 1, max = 256)
        @Nullable String snapshot,
    @JsonPropertyDescription(
            "Whose snapshot is restored, as {namespace}-{pvc} of any claim. Without it one of the Task's own claim.")
        @Size(min = 1, max = 320)
        @Nullable String host,
    @JsonPropertyDescription(
            "Name of a manual backup, by which it can be restored. Forget keeps a backup that has one. Without it the Task's own name, which forget does not keep.")
        @Size(min = 1, max = 256)
        @ValidationRule(
            value = "!self.matches('[,[:cntrl:]]')",
            message = "a backup's name must not contain a comma or line break: choose another one")
        @Nullable String name,
    @JsonPropertyDescription(
            "Extra arguments for restic, one word for each entry: of a backup such as --exclude=cache. Of a forget they say what to keep, such as --keep-daily=7, instead of the Config's forgetArgs.")
        @Size(max = 64)
        List<@Size(min = 1, max = 1024) String> arguments) {

  static final TaskSpec EMPTY =
      new TaskSpec(null, null, ConfigReference.NONE, null, null, null, null, List.of());

  public TaskSpec {
    config = Absent.orElse(config, ConfigReference.NONE);
    arguments = Absent.list(arguments);
  }

  /** The type, empty when a newer version wrote one that this one does not know. */
  public Optional<TaskType> knownType() {
    return Optional.ofNullable(type);
  }

  /** Name of the claim, when the Task is about one. */
  public Optional<String> claim() {
    return Optional.ofNullable(pvc);
  }

  public Optional<String> repositoryAsked() {
    return Optional.ofNullable(repository);
  }

  public Optional<String> snapshotAsked() {
    return Optional.ofNullable(snapshot);
  }

  public Optional<String> hostAsked() {
    return Optional.ofNullable(host);
  }

  public Optional<String> nameAsked() {
    return Optional.ofNullable(name);
  }
}
