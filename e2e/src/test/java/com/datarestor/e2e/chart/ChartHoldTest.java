package com.datarestor.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of the chart makes pods wait. What the policy does to a pod is tried on a real API server.
 */
class ChartHoldTest {

  private static final Helm HELM = Helm.onThisMachine();
  private static final String RELEASE = "datarestor-operator";
  private static final String OPERATOR =
      "system:serviceaccount:" + Helm.NAMESPACE + ":datarestor-operator";
  private static final Rendered HOLDING = HELM.render(RELEASE, "--values", "holding.yaml");
  private static final Rendered WEBHOOK = HELM.render(RELEASE, "--values", "webhook.yaml");

  @Test
  void withoutTheApiOfPoliciesTheWebhookHolds() {
    Rendered old = HELM.render(RELEASE);
    assertThat(old.all(MutatingAdmissionPolicy.class)).isEmpty();
    assertThat(old.all(MutatingWebhookConfiguration.class)).hasSize(1);
    assertThat(variable(old, "DATARESTOR_HOLD")).isEqualTo("true");
    Rendered able =
        HELM.render(
            RELEASE, "--api-versions", "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy");
    assertThat(able.all(MutatingAdmissionPolicy.class)).hasSize(1);
    assertThat(able.all(MutatingWebhookConfiguration.class)).isEmpty();
    assertThat(able.names()).noneMatch(name -> name.endsWith("-webhook"));
    assertThat(variable(able, "DATARESTOR_HOLD")).isEqualTo("true");
    Rendered none =
        HELM.render(
            RELEASE,
            "--set",
            "hold.injector=none",
            "--api-versions",
            "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy");
    assertThat(none.all(MutatingAdmissionPolicy.class)).isEmpty();
    assertThat(none.all(MutatingWebhookConfiguration.class)).isEmpty();
    assertThat(none.all(Job.class)).isEmpty();
    assertThat(variable(none, "DATARESTOR_HOLD")).isEqualTo("false");
  }

  private static String variable(Rendered rendered, String name) {
    return rendered
        .one(Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getEnv()
        .stream()
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Test
  void thePolicyPutsTheGateThatTheOperatorTakesOff() {
    MutatingAdmissionPolicy policy = HOLDING.one(MutatingAdmissionPolicy.class);
    assertThat(policy.getSpec().getFailurePolicy()).isEqualTo("Fail");
    assertThat(policy.getSpec().getMutations())
        .singleElement()
        .satisfies(
            mutation -> {
              // written as JSONPatch with typed values, the API server of 1.36 panics
              assertThat(mutation.getPatchType()).isEqualTo("ApplyConfiguration");
              assertThat(mutation.getApplyConfiguration().getExpression())
                  .contains("name: \"" + Annotations.GATE + "\"");
            });
    assertThat(policy.getSpec().getVariables().getFirst().getExpression())
        .contains(Annotations.key(Annotations.SETTLED_CLAIMS));
    assertThat(HOLDING.one(MutatingAdmissionPolicyBinding.class).getSpec().getPolicyName())
        .isEqualTo(policy.getMetadata().getName());
  }

  private static MutatingWebhookConfiguration configuration() {
    return WEBHOOK.named(MutatingWebhookConfiguration.class, RELEASE + "-hold");
  }

  /** Where nobody has looked yet, a pod does not start because the webhook is away. */
  @Test
  void theWebhookIsStrictUntilAllIsSettled() {
    MutatingWebhookConfiguration configuration = configuration();
    assertThat(configuration.getWebhooks())
        .extracting(MutatingWebhook::getFailurePolicy)
        .containsExactly("Fail", "Ignore");
    assertThat(configuration.getWebhooks())
        .extracting(webhook -> webhook.getNamespaceSelector().getMatchExpressions().getLast())
        .extracting(LabelSelectorRequirement::getOperator)
        .containsExactly("NotIn", "In");
    Service service = WEBHOOK.named(Service.class, RELEASE + "-webhook");
    PodSpec pod =
        WEBHOOK.named(Deployment.class, RELEASE + "-webhook").getSpec().getTemplate().getSpec();
    for (MutatingWebhook webhook : configuration.getWebhooks()) {
      assertThat(webhook.getNamespaceSelector().getMatchExpressions().getLast())
          .satisfies(
              expression -> {
                assertThat(expression.getKey()).isEqualTo(Annotations.CLAIMS_LABEL);
                assertThat(expression.getValues()).containsExactly(Annotations.SETTLED);
              });
      assertThat(webhook.getMatchConditions())
          .as("the conditions of the policy")
          .extracting(MatchCondition::getExpression)
          .containsExactlyElementsOf(
              HOLDING.one(MutatingAdmissionPolicy.class).getSpec().getMatchConditions().stream()
                  .map(each -> each.getExpression())
                  .toList());
      assertThat(webhook.getSideEffects()).isEqualTo("None");
      assertThat(webhook.getClientConfig().getCaBundle()).as("written at run time").isNull();
      assertThat(webhook.getClientConfig().getService().getName())
          .isEqualTo(service.getMetadata().getName());
      assertThat(webhook.getClientConfig().getService().getPort())
          .isEqualTo(service.getSpec().getPorts().getFirst().getPort());
    }
    assertThat(pod.getContainers().getFirst().getCommand())
        .contains(
            "webhook",
            "--configuration=" + configuration.getMetadata().getName(),
            "--service=" + service.getMetadata().getName(),
            "--secret="
                + WEBHOOK.named(Secret.class, RELEASE + "-webhook").getMetadata().getName());
    assertThat(pod.getContainers().getFirst().getPorts().getFirst().getContainerPort())
        .isEqualTo(8443);
    assertThat(WEBHOOK.named(Secret.class, RELEASE + "-webhook").getData()).isNullOrEmpty();
  }

  @Test
  void oneOfTheWebhooksPodsAlwaysAnswers() {
    Deployment deployment = WEBHOOK.named(Deployment.class, RELEASE + "-webhook");
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(labels)
        .containsAllEntriesOf(
            WEBHOOK
                .named(PodDisruptionBudget.class, RELEASE + "-webhook")
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .containsAllEntriesOf(
            WEBHOOK.named(Service.class, RELEASE + "-webhook").getSpec().getSelector())
        .containsAllEntriesOf(
            WEBHOOK
                .named(NetworkPolicy.class, RELEASE + "-webhook")
                .getSpec()
                .getPodSelector()
                .getMatchLabels());
    assertThat(labels.get("app.kubernetes.io/name"))
        .as("not a pod of the operator's Service")
        .isNotEqualTo(
            WEBHOOK
                .one(Deployment.class)
                .getSpec()
                .getSelector()
                .getMatchLabels()
                .get("app.kubernetes.io/name"));
  }

  @Test
  void whatTheClusterAndTheOperatorNeedIsNeverHeld() {
    for (MutatingWebhook webhook : configuration().getWebhooks()) {
      assertThat(webhook.getNamespaceSelector().getMatchExpressions().getFirst().getValues())
          .containsExactlyInAnyOrder(
              "kube-system", "kube-public", "kube-node-lease", Helm.NAMESPACE, "minio");
    }
    assertThat(
            HOLDING
                .one(MutatingAdmissionPolicy.class)
                .getSpec()
                .getMatchConstraints()
                .getNamespaceSelector()
                .getMatchExpressions()
                .getFirst()
                .getValues())
        .containsExactlyInAnyOrder(
            "kube-system", "kube-public", "kube-node-lease", Helm.NAMESPACE, "minio");
  }

  /** The hooks are not there when the release is: each brings what it needs and takes it away. */
  @ParameterizedTest
  @CsvSource({"prepare, 'pre-install,pre-upgrade'", "release, pre-delete"})
  void eachHookBringsItsOwnRights(String hook, String when) {
    String name = RELEASE + "-hold-" + hook;
    Job job = HOLDING.named(Job.class, name);
    List<HasMetadata> objects =
        List.of(
            HOLDING.named(ServiceAccount.class, name),
            HOLDING.named(ClusterRole.class, name),
            HOLDING.named(ClusterRoleBinding.class, name),
            job);
    int before = Integer.MIN_VALUE;
    for (HasMetadata object : objects) {
      assertThat(object.getMetadata().getAnnotations())
          .containsEntry("helm.sh/hook", when)
          .containsEntry("helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded");
      int weight =
          Integer.parseInt(object.getMetadata().getAnnotations().get("helm.sh/hook-weight"));
      assertThat(weight).isGreaterThanOrEqualTo(before);
      before = weight;
    }
    assertThat(job.getSpec().getTemplate().getSpec().getServiceAccountName()).isEqualTo(name);
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getCommand())
        .startsWith("/usr/bin/datarestor", "hold", hook);
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo(
            HOLDING
                .one(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage());
  }

  private static ObjectNode pod() {
    return (ObjectNode)
        SentObjects.tree(
            """
            {"metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
             "spec": {"containers": [{"name": "web", "image": "i"}],
               "schedulingGates": [{"name": "other/gate"}, {"name": "%s"}]}}
            """
                .formatted(Annotations.GATE));
  }

  @Test
  void itsGateComesOff() {
    ObjectNode after = pod();
    SentObjects.set(after, "/spec/schedulingGates", "[{\"name\": \"other/gate\"}]");
    assertThat(refusals("gates", after, pod())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /spec/schedulingGates          |                                                       | takes no gate
          /spec/containers               | [{"name": "web", "image": "evil"}]                    | nothing of a pod
          /spec/tolerations              | [{"operator": "Exists"}]                              | nothing of a pod
          /spec/nodeSelector             | {"a": "b"}                                            | nothing of a pod
          /spec/affinity                 | {"nodeAffinity": {}}                                  | nothing of a pod
          /spec/activeDeadlineSeconds    | 1                                                     | nothing of a pod
          /metadata/labels               | {}                                                    | nothing of a pod
          /metadata/annotations          | {"a": "b"}                                            | nothing of a pod
          /metadata/finalizers           | ["a/b"]                                               | nothing of a pod
          """)
  void nothingElseOfAPodIsChanged(String at, @Nullable String json, String word) {
    ObjectNode after = pod();
    SentObjects.set(after, at, json);
    Rendered.strictly(after, Pod.class);
    assertThat(refusals("gates", after, pod()))
        .singleElement()
        .satisfies(message -> assertThat(message).contains(word));
  }

  private static ObjectNode namespace() {
    return (ObjectNode)
        SentObjects.tree(
            """
            {"metadata": {"name": "shop", "labels": {"app": "web"}, "annotations": {"a/b": "c"}}}
            """);
  }

  @Test
  void settledClaimsAreListedOnANamespace() {
    ObjectNode after = namespace();
    SentObjects.set(
        after, "/metadata/labels/" + Annotations.CLAIMS_LABEL.replace("/", "~1"), "\"settled\"");
    assertThat(refusals("namespaces", after, namespace())).isEmpty();
    assertThat(refusals("namespaces", namespace(), after)).as("and back").isEmpty();
    SentObjects.set(
        after,
        "/metadata/annotations/" + Annotations.key(Annotations.SETTLED_CLAIMS).replace("/", "~1"),
        "\"data\"");
    assertThat(refusals("namespaces", after, namespace())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /metadata/labels      | {"pod-security.kubernetes.io/enforce": "privileged"}
          /metadata/labels      |
          /metadata/annotations | {"a/b": "c", "d/e": "f"}
          /metadata/annotations |
          /metadata/finalizers  | ["a/b"]
          """)
  void nothingElseOfANamespaceIsChanged(String at, @Nullable String json) {
    ObjectNode after = namespace();
    SentObjects.set(after, at, json);
    Rendered.strictly(after, Namespace.class);
    assertThat(refusals("namespaces", after, namespace())).hasSize(1);
  }

  private static List<String> refusals(String policy, JsonNode after, JsonNode before) {
    return new Policy(HOLDING.named(ValidatingAdmissionPolicy.class, RELEASE + "-" + policy))
        .refusals(new Policy.Request(OPERATOR, "shop", after, before));
  }
}
