package com.datarestor.app.operator;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.BackupConfigSpec;
import com.datarestor.core.api.v1alpha1.ConfigLimits;
import com.datarestor.core.api.v1alpha1.JobTemplate;
import com.datarestor.core.api.v1alpha1.NamedReference;
import com.datarestor.core.api.v1alpha1.PodParts;
import com.datarestor.core.api.v1alpha1.RepositorySpec;
import com.datarestor.core.api.v1alpha1.ResticOptions;
import com.datarestor.core.repository.Environment;
import com.datarestor.core.repository.Environment.Resolution;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.restic.job.JobSettings;
import com.datarestor.restic.job.PodSettings;
import com.datarestor.restic.job.ResticSettings;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the Config says now. Events carry no credential, so they are looked up at the moment a Job
 * is launched, and a corrected Secret is used by the next Job.
 */
final class LiveJobSettings implements JobSettings.Source {

  private final KubernetesClient client;
  private final Environment.Values values;
  private final ClusterName clusterName;
  private final String image;

  @Inject
  LiveJobSettings(
      KubernetesClient client,
      Environment.Values values,
      ClusterName clusterName,
      Settings settings) {
    this.client = client;
    this.values = values;
    this.clusterName = clusterName;
    this.image = settings.resticImage();
  }

  @Override
  public JobSettings of(ObjectRef config, RepositoryRef repository) {
    BackupConfig live =
        client
            .resources(BackupConfig.class)
            .inNamespace(config.namespace())
            .withName(config.name())
            .get();
    if (live == null || !live.getMetadata().getUid().equals(config.uid())) {
      return missing(
          FailureReason.CONFIG_GONE, "Config " + config.path() + " is not in the cluster any more");
    }
    Optional<RepositorySpec> spec =
        live.getSpec().repositories().stream()
            .filter(one -> RepositoryId.ofTarget(one.target()).equals(repository.id()))
            .findFirst();
    if (spec.isEmpty()) {
      return missing(
          FailureReason.CONFIG_GONE,
          "Config " + config.path() + " does not use " + repository.spoken() + " any more");
    }
    return switch (Environment.resolve(config.namespace(), live.getSpec(), spec.get(), values)) {
      case Resolution.Missing missing -> new JobSettings.Missing(missing.failure());
      case Resolution.Resolved resolved -> found(live.getSpec(), spec.get(), resolved.variables());
    };
  }

  private JobSettings found(
      BackupConfigSpec spec, RepositorySpec repository, Map<String, String> environment) {
    try {
      return new JobSettings.Found(
          restic(spec.resticFor(repository), repository, environment),
          pod(spec.jobTemplate(), spec.limits()),
          clusterName.text());
    } catch (IllegalArgumentException e) {
      return missing(FailureReason.INVALID_ARGUMENTS, String.valueOf(e.getMessage()));
    }
  }

  private ResticSettings restic(
      ResticOptions options, RepositorySpec repository, Map<String, String> environment) {
    return new ResticSettings(
        repository.target(),
        environment,
        options.imageOr(image),
        options.compressionOrDefault().wireName(),
        optional(options.packSizeMebibytes()),
        optional(options.uploadKibibytesPerSecond()),
        optional(options.downloadKibibytesPerSecond()),
        options.exclude(),
        options.leavesOutCaches(),
        options.staysOnOneFileSystem(),
        options.extraArguments().backup(),
        options.extraArguments().restore(),
        options.extraArguments().forget());
  }

  private static OptionalInt optional(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private PodSettings pod(JobTemplate template, ConfigLimits limits) {
    PodParts parts = new PodParts(template, client.getKubernetesSerialization());
    return new PodSettings(
        new ResourceRequirementsBuilder()
            .withRequests(template.resources().requests())
            .withLimits(template.resources().limits())
            .build(),
        parts.securityContext(),
        parts.podSecurityContext(),
        template.nodeSelector(),
        parts.tolerations(),
        parts.affinity(),
        template.priorityClass(),
        template.serviceAccount(),
        template.imagePullSecrets().stream().map(NamedReference::name).toList(),
        parts.volumes(),
        parts.volumeMounts(),
        template.labels(),
        template.annotations(),
        limits.startDeadlineDuration(),
        limits.runDeadlineDuration());
  }

  private static JobSettings missing(FailureReason reason, String message) {
    return new JobSettings.Missing(Failure.of(reason, message));
  }
}
