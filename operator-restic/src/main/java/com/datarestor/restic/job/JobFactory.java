package com.datarestor.restic.job;

import com.datarestor.events.ObjectRef;
import com.datarestor.restic.command.JobScript;
import com.datarestor.restic.command.ResticCommandLine;
import com.datarestor.restic.job.JobPlan.Mount;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the Job and its Secret from a plan. Pure: the same plan gives the same objects. */
public final class JobFactory {

  static final String CONTAINER = "restic";
  static final String SCRATCH = "/tmp";
  private static final int KEEP_FINISHED_SECONDS = 3600;
  private static final String DEFAULT_MEMORY_REQUEST = "128Mi";
  private static final String DEFAULT_MEMORY_LIMIT = "1Gi";

  /** Go's collector stays this share below the limit, so that a burst is not a kill. */
  private static final double MEMORY_SHARE = 0.9;

  /** Name of the Secret with the environment of a Job: the Job's own. */
  public static String secretName(String jobName) {
    return jobName;
  }

  /**
   * The credentials: the only object that ever holds them besides the user's own.
   *
   * @param job to which it belongs, and with which it goes
   */
  public Secret secret(JobPlan plan, ObjectRef job) {
    Map<String, String> data = new TreeMap<>();
    plan.settings().restic().environment().forEach((name, value) -> data.put(name, encoded(value)));
    data.put("RESTIC_REPOSITORY", encoded(plan.settings().restic().target()));
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(plan.namespace())
        .withName(secretName(plan.jobName()))
        .withLabels(labels(plan))
        .addNewOwnerReference()
        .withApiVersion("batch/v1")
        .withKind("Job")
        .withName(job.name())
        .withUid(job.uid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .endOwnerReference()
        .endMetadata()
        .withType("Opaque")
        .withData(data)
        .build();
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /** The Job, labelled so that its end can be understood by whoever sees it. */
  public Job job(JobPlan plan, Map<String, String> annotations) {
    PodSettings pod = plan.settings().pod();
    Map<String, String> labels = new TreeMap<>(pod.labels());
    labels.putAll(labels(plan));
    Map<String, String> jobAnnotations = new TreeMap<>(pod.annotations());
    jobAnnotations.putAll(annotations);
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(plan.namespace())
        .withName(plan.jobName())
        .withLabels(labels)
        .withAnnotations(jobAnnotations)
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withParallelism(1)
        .withCompletions(1)
        .withTtlSecondsAfterFinished(KEEP_FINISHED_SECONDS)
        .withActiveDeadlineSeconds(pod.startDeadline().plus(pod.runDeadline()).toSeconds())
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(new TreeMap<>(pod.annotations()))
        .endMetadata()
        .withSpec(podSpec(plan))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Map<String, String> labels(JobPlan plan) {
    Map<String, String> labels = new TreeMap<>(JobLabels.OWN);
    labels.put(JobLabels.OPERATION, plan.operation().id().value());
    labels.put(JobLabels.STEP, plan.step().wireName());
    labels.put(JobLabels.REPOSITORY, plan.repository().id().value());
    return labels;
  }

  private static PodSpec podSpec(JobPlan plan) {
    PodSettings pod = plan.settings().pod();
    List<Volume> volumes = new ArrayList<>(pod.volumes());
    volumes.add(new VolumeBuilder().withName("scratch").withNewEmptyDir().endEmptyDir().build());
    plan.mount()
        .ifPresent(
            mount ->
                volumes.add(
                    new VolumeBuilder()
                        .withName("data")
                        .withNewPersistentVolumeClaim(mount.claim(), mount.readOnly())
                        .build()));
    PodSpecBuilder spec =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withSecurityContext(pod.podSecurityContext().orElse(defaultPodSecurity()))
            .withTolerations(pod.tolerations())
            .withImagePullSecrets(
                pod.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
            .withVolumes(volumes)
            .withContainers(container(plan));
    if (!pod.nodeSelector().isEmpty()) {
      spec.withNodeSelector(new TreeMap<>(pod.nodeSelector()));
    }
    pod.priorityClassName().ifPresent(spec::withPriorityClassName);
    pod.serviceAccountName().ifPresent(spec::withServiceAccountName);
    plan.node().map(JobFactory::onNode).or(pod::affinity).ifPresent(spec::withAffinity);
    return spec.build();
  }

  private static Container container(JobPlan plan) {
    ResticSettings restic = plan.settings().restic();
    PodSettings pod = plan.settings().pod();
    List<VolumeMount> mounts = new ArrayList<>(pod.volumeMounts());
    mounts.add(new VolumeMountBuilder().withName("scratch").withMountPath(SCRATCH).build());
    plan.mount()
        .ifPresent(
            mount ->
                mounts.add(
                    new VolumeMountBuilder()
                        .withName("data")
                        .withMountPath(ResticCommandLine.DATA)
                        .withReadOnly(mount.readOnly() ? true : null)
                        .build()));
    ResourceRequirements resources = resources(pod.resources());
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(restic.image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand(JobScript.command())
        .withArgs(plan.arguments())
        .withEnv(environment(resources))
        .addNewEnvFrom()
        .withNewSecretRef(secretName(plan.jobName()), false)
        .endEnvFrom()
        .withResources(resources)
        .withSecurityContext(pod.securityContext().orElse(defaultSecurity(plan.mount())))
        .withVolumeMounts(mounts)
        .withTerminationMessagePath("/dev/termination-log")
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .build();
  }

  private static List<EnvVar> environment(ResourceRequirements resources) {
    long limit = Quantity.getAmountInBytes(resources.getLimits().get("memory")).longValue();
    return List.of(
        variable("RESTIC_CACHE_DIR", SCRATCH + "/cache"),
        variable("RESTIC_PROGRESS_FPS", "0.2"),
        variable("HOME", SCRATCH),
        variable("GOMEMLIMIT", Long.toString((long) (limit * MEMORY_SHARE))));
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  /** Memory follows the number of files, not their bytes: a tight limit kills restic. */
  private static ResourceRequirements resources(ResourceRequirements given) {
    ResourceRequirementsBuilder resources = new ResourceRequirementsBuilder(given);
    if (given.getRequests() == null || !given.getRequests().containsKey("memory")) {
      resources.addToRequests("memory", new Quantity(DEFAULT_MEMORY_REQUEST));
    }
    if (given.getLimits() == null || !given.getLimits().containsKey("memory")) {
      resources.addToLimits("memory", new Quantity(DEFAULT_MEMORY_LIMIT));
    }
    return resources.build();
  }

  private static PodSecurityContext defaultPodSecurity() {
    return new PodSecurityContextBuilder()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  /**
   * Reading files of any owner needs one capability, giving them back three more: without FSETID
   * the kernel takes the setgid bit away and says nothing, and fsGroup sets it on every directory.
   * All are in the baseline profile of the Pod Security Standards, where DAC_READ_SEARCH, which
   * would do for reading, is not; that a backup writes nothing is due to its mount.
   */
  private static SecurityContext defaultSecurity(Optional<Mount> mount) {
    List<String> added =
        mount
            .map(
                m ->
                    m.readOnly()
                        ? List.of("DAC_OVERRIDE")
                        : List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID"))
            .orElse(List.of());
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withCapabilities(new CapabilitiesBuilder().withDrop("ALL").withAdd(added).build())
        .build();
  }

  private static Affinity onNode(String node) {
    return new AffinityBuilder()
        .withNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .addNewNodeSelectorTerm()
        .addNewMatchField()
        .withKey("metadata.name")
        .withOperator("In")
        .withValues(node)
        .endMatchField()
        .endNodeSelectorTerm()
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .build();
  }
}
