package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;

/** How much of a Config's work may run at a time, and for how long. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConfigLimits(
    @JsonPropertyDescription(
            "How many Tasks of this Config may run at a time; the others wait. 0 is no limit.")
        @Default("4")
        @Min(0)
        @Max(1000)
        Integer maxConcurrentTasks,
    @JsonPropertyDescription(
            "How many Tasks of this Config may run at a time on one repository; the others wait. 0 is no limit beside maxConcurrentTasks.")
        @Default("0")
        @Min(0)
        @Max(1000)
        Integer maxConcurrentTasksPerRepository,
    @JsonPropertyDescription(
            "How long the pod of a Task may take to start, such as 10m. After that the Task fails and says what stood in the way, and the next one can start.")
        @Default("10m")
        @Size(min = 2, max = 32)
        @ValidationRule(value = DurationText.CEL, message = DurationText.ADVICE)
        String startDeadline,
    @JsonPropertyDescription(
            "How long restic may work on one step of a Task, such as 24h. After that it is stopped and the Task fails.")
        @Default("24h")
        @Size(min = 2, max = 32)
        @ValidationRule(value = DurationText.CEL, message = DurationText.ADVICE)
        String runDeadline) {

  public static final ConfigLimits DEFAULTS = new ConfigLimits(4, 0, "10m", "24h");

  public ConfigLimits {
    maxConcurrentTasks = Absent.orElse(maxConcurrentTasks, 4);
    maxConcurrentTasksPerRepository = Absent.orElse(maxConcurrentTasksPerRepository, 0);
    startDeadline = Absent.orElse(startDeadline, "10m");
    runDeadline = Absent.orElse(runDeadline, "24h");
  }

  /**
   * How long a pod may take to start.
   *
   * @throws IllegalArgumentException when the text is no duration
   */
  public Duration startDeadlineDuration() {
    return DurationText.parse(startDeadline);
  }

  /**
   * How long restic may run.
   *
   * @throws IllegalArgumentException when the text is no duration
   */
  public Duration runDeadlineDuration() {
    return DurationText.parse(runDeadline);
  }
}
