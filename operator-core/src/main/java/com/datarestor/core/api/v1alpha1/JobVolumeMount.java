package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where a volume of the template is mounted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobVolumeMount(
    @JsonPropertyDescription("Name of the volume in jobTemplate.volumes.")
        @Required
        @Size(min = 1, max = ApiGroup.NAMESPACE_LENGTH)
        String name,
    @JsonPropertyDescription(
            "Absolute path in the container. /data is taken: the volume to back up is there.")
        @Required
        @Size(min = 1, max = 1024)
        @ValidationRule(
            value =
                "self.startsWith('/') && self != '/' && self != '/data' && !self.startsWith('/data/')",
            message =
                "mountPath is an absolute path outside /data, where the volume to back up is: write another one, such as /repository")
        String mountPath,
    @JsonPropertyDescription(
            "Directory of the volume that is mounted; the whole volume when not given.")
        @Size(max = 1024)
        @Nullable String subPath,
    @JsonPropertyDescription("Mount the volume read-only.") @Default("false") Boolean readOnly) {

  public JobVolumeMount {
    name = Absent.orElse(name, "");
    mountPath = Absent.orElse(mountPath, "");
    readOnly = Absent.orElse(readOnly, false);
  }
}
