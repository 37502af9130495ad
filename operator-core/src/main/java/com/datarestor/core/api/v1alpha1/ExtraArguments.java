package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Arguments that are handed to single restic commands as they are. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExtraArguments(
    @JsonPropertyDescription(
            "Arguments of restic backup, one word for each entry, such as --exclude-larger-than=1G.")
        @Size(max = 64)
        List<@Size(min = 1, max = ApiGroup.ARGUMENT_LENGTH) String> backup,
    @JsonPropertyDescription(
            "Arguments of restic restore, one word for each entry, such as --sparse.")
        @Size(max = 64)
        List<@Size(min = 1, max = ApiGroup.ARGUMENT_LENGTH) String> restore,
    @JsonPropertyDescription(
            "Arguments of restic forget, one word for each entry. What to keep is said in forgetArgs.")
        @Size(max = 64)
        List<@Size(min = 1, max = ApiGroup.ARGUMENT_LENGTH) String> forget) {

  public static final ExtraArguments NONE = new ExtraArguments(List.of(), List.of(), List.of());

  public ExtraArguments {
    backup = Absent.list(backup);
    restore = Absent.list(restore);
    forget = Absent.list(forget);
  }

  /** These arguments, and those of {@code base} for the commands these say nothing about. */
  public ExtraArguments over(ExtraArguments base) {
    return new ExtraArguments(
        backup.isEmpty() ? base.backup : backup,
        restore.isEmpty() ? base.restore : restore,
        forget.isEmpty() ? base.forget : forget);
  }
}
