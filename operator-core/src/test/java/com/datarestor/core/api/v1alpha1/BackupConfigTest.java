package com.datarestor.core.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupConfigTest {

  @Test
  void readsTheExampleThatTheProjectStartedFrom() {
    BackupConfigSpec spec = Yaml.config(Yaml.file("seed-config.yaml")).getSpec();

    assertThat(spec.repositories()).hasSize(2);
    RepositorySpec primary = spec.repositories().getFirst();
    assertThat(primary.target()).isEqualTo("s3:s3.amazonaws.com/my-bucket/backups");
    assertThat(primary.priority()).isEqualTo(1);
    assertThat(primary.backupCron()).contains("0 2 * * *");
    assertThat(primary.forgetCron()).contains("0 4 * * 0");
    assertThat(primary.forgetArgs()).containsExactly("--keep-last", "10", "--keep-daily", "7");
    assertThat(primary.env())
        .containsExactly(
            EnvironmentVariable.of("AWS_ACCESS_KEY_ID", "your-access-key-here"),
            EnvironmentVariable.of("AWS_SECRET_ACCESS_KEY", "your-secret-key-here"));
    assertThat(spec.selectors())
        .extracting(VolumeSelector::matchLabels)
        .containsExactly(Map.of("app", "my-app"), Map.of(), Map.of("backupMeUp", "true"));
    assertThat(spec.selectors().get(1).matchNamespaces()).containsExactly("default", "production");
    assertThat(spec.stopPods()).isTrue();
    assertThat(spec.autoRestore()).isTrue();
  }

  @Test
  void losesNothingOfTheExample() {
    Map<String, Object> written = Yaml.tree(Yaml.file("seed-config.yaml"));
    Map<String, Object> back = writtenBack("seed-config.yaml");

    assertThat(spec(back)).containsAllEntriesOf(spec(written));
  }

  @Test
  void losesNothingOfAConfigThatUsesEveryField() {
    assertThat(writtenBack("full-config.yaml"))
        .containsEntry("spec", spec(Yaml.tree(Yaml.file("full-config.yaml"))));
  }

  @Test
  void fieldsThatAreNotWrittenHoldTheirDefaults() {
    BackupConfigSpec spec =
        Yaml.config("{spec: {repositories: [{target: /r, priority: 1}]}}").getSpec();

    assertThat(spec.stopPods()).isFalse();
    assertThat(spec.autoRestore()).isTrue();
    assertThat(spec.suspend()).isFalse();
    assertThat(spec.timeZone()).isEqualTo("UTC");
    assertThat(spec.jitterDuration()).isEqualTo(Duration.ofMinutes(5));
    assertThat(spec.limits()).isEqualTo(ConfigLimits.DEFAULTS);
    assertThat(spec.limits().startDeadlineDuration()).isEqualTo(Duration.ofMinutes(10));
    assertThat(spec.limits().runDeadlineDuration()).isEqualTo(Duration.ofHours(24));
    assertThat(spec.jobTemplate()).isEqualTo(JobTemplate.NONE);
    assertThat(spec.env()).isEmpty();
    assertThat(spec.selectors()).isEmpty();
    RepositorySpec repository = spec.repositories().getFirst();
    assertThat(repository.backupCron()).isEmpty();
    assertThat(repository.forgetArgs()).isEmpty();
    assertThat(repository.env()).isEmpty();
    assertThat(spec.resticFor(repository).imageOr("mirror/restic")).isEqualTo("mirror/restic");
  }

  @Test
  void defaultsInJavaAndInTheDefinitionAreTheSame() {
    String definition = Yaml.file("/crds/configs.yaml");
    assertThat(definition)
        .contains("default: \"UTC\"")
        .contains("default: \"" + BackupConfigSpec.EMPTY.jitter() + "\"")
        .contains("default: \"" + ConfigLimits.DEFAULTS.startDeadline() + "\"")
        .contains("default: \"" + ConfigLimits.DEFAULTS.runDeadline() + "\"")
        .contains("default: " + ConfigLimits.DEFAULTS.maxConcurrentTasks())
        .contains(ResticOptions.DEFAULT_IMAGE);
  }

  @Test
  void passesOverWhatANewerVersionMayWrite() {
    BackupConfig config =
        Yaml.config(
            """
            spec:
              fieldOfTomorrow: {a: 1}
              repositories: [{target: /r, priority: 1, checkSchedule: "@daily"}]
              selectors: [{matchExpressions: [{key: a, operator: LikeTomorrow}]}]
              restic: {compression: tomorrow}
            status: {moodOfTomorrow: good, protected: 3}
            """);

    assertThat(config.getSpec().repositories()).hasSize(1);
    assertThat(
            config.getSpec().selectors().getFirst().matchExpressions().getFirst().knownOperator())
        .isEmpty();
    assertThat(config.getSpec().restic().compressionOrDefault()).isEqualTo(Compression.AUTO);
    assertThat(config.getStatus().protectedVolumes()).isEqualTo(3);
  }

  @Test
  void aConfigWithoutStatusHasAnEmptyOne() {
    assertThat(Yaml.config("{spec: {repositories: []}}").getStatus())
        .isEqualTo(BackupConfigStatus.EMPTY);
    assertThat(new BackupConfig().getSpec()).isEqualTo(BackupConfigSpec.EMPTY);
  }

  @Test
  void anEmptyNamespaceSelectorIsNotTheSameAsNone() {
    BackupConfigSpec spec =
        Yaml.config("{spec: {selectors: [{namespaceSelector: {}}, {matchLabels: {a: b}}]}}")
            .getSpec();

    assertThat(spec.selectors().getFirst().namespaceConditions()).isPresent();
    assertThat(spec.selectors().getLast().namespaceConditions()).isEmpty();
  }

  @Test
  void aRepositoryReplacesSingleOptionsOfItsConfig() {
    BackupConfigSpec spec = Yaml.config(Yaml.file("full-config.yaml")).getSpec();

    ResticOptions options = spec.resticFor(spec.repositories().getFirst());

    assertThat(options.imageOr("mirror/restic")).isEqualTo("restic/restic:0.18.1");
    assertThat(options.compressionOrDefault()).isEqualTo(Compression.OFF);
    assertThat(options.uploadKibibytesPerSecond()).contains(1024);
    assertThat(options.downloadKibibytesPerSecond()).contains(4096);
    assertThat(options.packSizeMebibytes()).contains(64);
    assertThat(options.exclude()).containsExactly("*.tmp", "lost+found");
    assertThat(options.leavesOutCaches()).isTrue();
    assertThat(options.staysOnOneFileSystem()).isFalse();
    assertThat(options.extraArguments().backup()).containsExactly("--exclude-larger-than", "1G");
    assertThat(options.extraArguments().restore()).isEqualTo(List.of("--sparse"));
  }

  @Test
  void aVariableNeverShowsItsValue() {
    assertThat(EnvironmentVariable.of("RESTIC_PASSWORD", "hunter2").toString())
        .contains("RESTIC_PASSWORD")
        .doesNotContain("hunter2");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(Map<String, Object> object) {
    return (Map<String, Object>) object.getOrDefault("spec", Map.of());
  }

  private static Map<String, Object> writtenBack(String file) {
    return Yaml.tree(Yaml.SERIALIZATION.asYaml(Yaml.config(Yaml.file(file))));
  }
}
