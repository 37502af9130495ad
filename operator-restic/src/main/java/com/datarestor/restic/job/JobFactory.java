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
import io.fabric8.kubernetes.api.model.Toleration;
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

  /** Name of the volume that restic works on, in the pod. */
  static final String DATA = "data";

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
                        .withName(DATA)
                        .withNewPersistentVolumeClaim(mount.claim(), mount.readOnly())
                        .build()));
    plan.seat().ifPresent(seat -> volumes.addAll(others(seat, plan)));
    PodSpecBuilder spec =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withSecurityContext(pod.podSecurityContext().orElse(defaultPodSecurity()))
            .withTolerations(tolerations(plan))
            .withImagePullSecrets(
                pod.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
            .withVolumes(volumes)
            .withContainers(container(plan));
    Map<String, String> nodeSelector = new TreeMap<>(pod.nodeSelector());
    plan.seat().ifPresent(seat -> nodeSelector.putAll(seat.nodeSelector()));
    if (!nodeSelector.isEmpty()) {
      spec.withNodeSelector(nodeSelector);
    }
    pod.priorityClassName().ifPresent(spec::withPriorityClassName);
    pod.serviceAccountName().ifPresent(spec::withServiceAccountName);
    plan.node()
        .map(JobFactory::onNode)
        .or(() -> plan.seat().flatMap(Seat::affinity))
        .or(pod::affinity)
        .ifPresent(spec::withAffinity);
    return spec.build();
  }

  /** The other claims of the pod that waits: not used here, but bound together with ours. */
  private static List<Volume> others(Seat seat, JobPlan plan) {
    String own = plan.mount().map(Mount::claim).orElse("");
    List<Volume> volumes = new ArrayList<>();
    for (String claim : seat.claims()) {
      if (!claim.equals(own)) {
        volumes.add(
            new VolumeBuilder()
                .withName("other-" + volumes.size())
                .withNewPersistentVolumeClaim(claim, null)
                .build());
      }
    }
    return volumes;
  }

  private static List<Toleration> tolerations(JobPlan plan) {
    List<Toleration> tolerations = new ArrayList<>(plan.settings().pod().tolerations());
    plan.seat().ifPresent(seat -> tolerations.addAll(seat.tolerations()));
    return tolerations;
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
                        .withName(DATA)
                        .withMountPath(ResticCommandLine.DATA)
                        .withReadOnly(mount.readOnly() ? true : null)
                        .build()));
    ResourceRequirements resources =
        resources(plan.seat().map(seat -> asking(pod.resources(), seat)).orElse(pod.resources()));
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

  /** Asks for at least as much as the pod that will run there. */
  private static ResourceRequirements asking(ResourceRequirements given, Seat seat) {
    ResourceRequirementsBuilder resources = new ResourceRequirementsBuilder(given);
    seat.requests()
        .forEach(
            (name, amount) -> {
              Quantity own = given.getRequests() == null ? null : given.getRequests().get(name);
              if (own == null
                  || own.getNumericalAmount().compareTo(amount.getNumericalAmount()) < 0) {
                resources.addToRequests(name, amount);
              }
            });
    return withinLimits(resources.build());
  }

  /** A request above its limit would be refused, so the limit goes up with it. */
  private static ResourceRequirements withinLimits(ResourceRequirements resources) {
    ResourceRequirementsBuilder within = new ResourceRequirementsBuilder(resources);
    Map<String, Quantity> limits = new TreeMap<>();
    if (resources.getLimits() != null) {
      limits.putAll(resources.getLimits());
    }
    limits.putIfAbsent("memory", new Quantity(DEFAULT_MEMORY_LIMIT));
    resources
        .getRequests()
        .forEach(
            (name, amount) -> {
              Quantity limit = limits.get(name);
              if (limit != null
                  && limit.getNumericalAmount().compareTo(amount.getNumericalAmount()) < 0) {
                limits.put(name, amount);
              }
            });
    return within.withLimits(limits).build();
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
