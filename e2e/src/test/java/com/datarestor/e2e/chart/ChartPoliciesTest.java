package com.datarestor.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API server refuses the operator, by the policies of the chart. */
class ChartPoliciesTest {

  private static final Helm HELM = Helm.onThisMachine();
  private static final String RELEASE = "datarestor-operator";
  private static final Rendered DEFAULT = HELM.render(RELEASE);
  private static final String OPERATOR =
      "system:serviceaccount:" + Helm.NAMESPACE + ":datarestor-operator";

  static Stream<JsonNode> sent() throws IOException {
    return SentObjects.all();
  }

  @Test
  void eachPolicyIsInForceAndForTheOperatorOnly() {
    List<ValidatingAdmissionPolicy> policies = DEFAULT.all(ValidatingAdmissionPolicy.class);
    assertThat(policies).hasSize(6);

    for (ValidatingAdmissionPolicy policy : policies) {
      String name = policy.getMetadata().getName();
      assertThat(DEFAULT.all(ValidatingAdmissionPolicyBinding.class))
          .filteredOn(binding -> binding.getSpec().getPolicyName().equals(name))
          .singleElement()
          .satisfies(
              binding -> {
                assertThat(binding.getSpec().getValidationActions()).containsExactly("Deny");
                assertThat(binding.getSpec().getMatchResources()).isNull();
              });
      assertThat(policy.getSpec().getFailurePolicy()).isEqualTo("Fail");
      assertThat(new Policy(policy).concerns(request(OPERATOR, SentObjects.job()))).isTrue();
      for (String other :
          List.of(
              "system:admin",
              "system:serviceaccount:" + Helm.NAMESPACE + ":default",
              "system:serviceaccount:shop:datarestor-operator")) {
        assertThat(new Policy(policy).concerns(request(other, SentObjects.job())))
            .as(other)
            .isFalse();
      }
    }
  }

  @Test
  void theyAreForTheAccountThatIsUsed() {
    Rendered mine = HELM.render(RELEASE, "--set", "serviceAccount.name=mine");
    assertThat(mine.all(ValidatingAdmissionPolicy.class))
        .allSatisfy(
            policy ->
                assertThat(
                        new Policy(policy)
                            .concerns(
                                request(
                                    "system:serviceaccount:" + Helm.NAMESPACE + ":mine",
                                    SentObjects.job())))
                    .isTrue());
    assertThat(HELM.render(RELEASE, "--set", "admissionPolicy.enabled=false").names())
        .noneMatch(name -> name.startsWith("ValidatingAdmission"));
  }

  @Test
  void everyRuleSaysInOneLineWhoIsRefusedWhat() {
    for (ValidatingAdmissionPolicy policy : DEFAULT.all(ValidatingAdmissionPolicy.class)) {
      assertThat(policy.getSpec().getValidations())
          .isNotEmpty()
          .allSatisfy(
              rule -> {
                assertThat(rule.getMessage())
                    .contains("datarestor-operator")
                    .endsWith(".")
                    .doesNotContain("\n", "  ");
                // the operator fails the Task with a message, and does not try again
                assertThat(rule.getReason()).isEqualTo("Forbidden");
              });
    }
  }

  @ParameterizedTest
  @MethodSource("sent")
  void whatTheOperatorSendsIsAdmitted(JsonNode object) {
    if (object.path("kind").asString().equals("Job")) {
      assertThat(refusals("jobs", request(OPERATOR, object))).isEmpty();
    } else {
      assertThat(refusals("secrets", request(OPERATOR, SentObjects.owned(object)))).isEmpty();
    }
    assertThat(refusals("deletions", deletion(object))).isEmpty();
  }

  /** Where in a Job, what stands there, and a word of the refusal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /metadata/labels                        | {"a": "b"}                                    | app.kubernetes.io/managed-by
          /metadata/labels                        | {"app.kubernetes.io/managed-by": "Helm"}      | app.kubernetes.io/managed-by
          /spec/template/metadata/labels          | {}                                            | app.kubernetes.io/managed-by
          /spec/template/spec/hostNetwork         | true                                          | hostNetwork
          /spec/template/spec/hostPID             | true                                          | hostPID
          /spec/template/spec/hostIPC             | true                                          | hostIPC
          CONTAINER/ports                         | [{"containerPort": 1, "hostPort": 1}]         | hostPort
          CONTAINER/securityContext               | {"privileged": true}                          | privileged
          CONTAINER/securityContext               | {"allowPrivilegeEscalation": true}            | allowPrivilegeEscalation
          CONTAINER/securityContext               | {"procMount": "Unmasked"}                     | procMount
          CONTAINER/securityContext               | {"windowsOptions": {"hostProcess": true}}     | hostProcess
          CONTAINER/securityContext               | {"capabilities": {"add": ["SYS_ADMIN"]}}      | DAC_OVERRIDE, CHOWN
          CONTAINER/securityContext               | {"capabilities": {"add": ["CHOWN", "ALL"]}}   | jobs.allowedCapabilities
          /spec/template/spec/securityContext     | {"windowsOptions": {"hostProcess": true}}     | hostProcess
          /spec/template/spec/volumes             | [{"name": "v", "hostPath": {"path": "/"}}]    | jobs.allowHostPath
          /spec/template/spec/volumes             | [{"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}}] | serviceAccountToken
          /spec/template/spec/volumes             | [{"name": "v", "projected": {"sources": [{"podCertificate": {"signerName": "s", "keyType": "ED25519"}}]}}] | podCertificate
          CONTAINER/envFrom                       | [{"secretRef": {"name": "other"}}]            | no other Secret
          CONTAINER/envFrom                       | [{"secretRef": {}}]                           | no other Secret
          CONTAINER/env                           | [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}] | no other Secret
          /spec/template/spec/automountServiceAccountToken | true                                 | no identity
          /spec/template/spec/automountServiceAccountToken |                                      | no identity
          /spec/template/spec/ephemeralContainers | [{"name": "e"}]                               | ephemeralContainers
          """)
  void whatNoJobNeedsIsRefused(String at, @Nullable String json, String word) {
    for (String container :
        at.startsWith("CONTAINER") ? List.of("containers", "initContainers") : List.of("")) {
      ObjectNode job = SentObjects.job();
      if (container.equals("initContainers")) {
        SentObjects.set(
            job, "/spec/template/spec/initContainers", "[{\"name\": \"i\", \"image\": \"i\"}]");
      }
      SentObjects.set(
          job, at.replace("CONTAINER", "/spec/template/spec/" + container + "/0"), json);
      Rendered.strictly(job, Job.class); // the field is called like this

      assertThat(refusals("jobs", request(OPERATOR, job)))
          .singleElement()
          .satisfies(message -> assertThat(message).contains(word));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CONTAINER/securityContext               | {"privileged": false, "runAsUser": 0}
          CONTAINER/securityContext               | {}
          CONTAINER/securityContext               |
          CONTAINER/securityContext               | {"capabilities": {"drop": ["ALL"]}}
          /spec/template/spec/securityContext     |
          /spec/template/spec/volumes             |
          /spec/template/spec/volumes             | [{"name": "v", "nfs": {"server": "s", "path": "/"}}]
          /spec/template/spec/volumes             | [{"name": "v", "projected": {"sources": [{"secret": {"name": "s"}}]}}]
          /spec/template/spec/volumes             | [{"name": "v", "projected": {}}]
          /spec/template/spec/volumes             | [{"name": "v", "secret": {"secretName": "key"}}]
          CONTAINER/envFrom                       | [{"configMapRef": {"name": "c"}}]
          CONTAINER/env                           | [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]
          /spec/template/spec/hostNetwork         | false
          /spec/template/spec/ephemeralContainers | []
          """)
  void whatAConfigMayAskForIsAdmitted(String at, @Nullable String json) {
    ObjectNode job = SentObjects.job();
    SentObjects.set(job, at.replace("CONTAINER", "/spec/template/spec/containers/0"), json);

    assertThat(refusals("jobs", request(OPERATOR, job))).isEmpty();
  }

  @Test
  void aJobWithNothingInItIsRefusedInWords() {
    JsonNode bare =
        SentObjects.tree(
            "{\"metadata\": {}, \"spec\": {\"template\": {\"spec\": {\"containers\": []}}}}");

    assertThat(refusals("jobs", request(OPERATOR, bare))).hasSize(2);
    assertThat(refusals("secrets", request(OPERATOR, SentObjects.tree("{\"metadata\": {}}"))))
        .hasSize(3);
    assertThat(refusals("deletions", deletion(bare))).hasSize(1);
    assertThat(refusals("deletions", deletion(null))).hasSize(1);
  }

  @Test
  void valuesWidenAndNarrowWhatIsAdmitted() {
    ObjectNode job = SentObjects.job();
    SentObjects.set(
        job, "/spec/template/spec/volumes", "[{\"name\": \"v\", \"hostPath\": {\"path\": \"/\"}}]");
    SentObjects.set(
        job,
        "/spec/template/spec/containers/0/securityContext",
        "{\"capabilities\": {\"add\": [\"CHOWN\"]}}");

    Policy wide = policy(HELM.render(RELEASE, "--set", "jobs.allowHostPath=true"), "jobs");
    assertThat(wide.refusals(request(OPERATOR, job))).isEmpty();
    Policy narrow =
        policy(HELM.render(RELEASE, "--set-json", "jobs.allowedCapabilities=[]"), "jobs");
    assertThat(narrow.refusals(request(OPERATOR, job)))
        .hasSize(2)
        .anySatisfy(message -> assertThat(message).contains("no capabilities"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"name\": \"v\", \"secret\": {\"secretName\": \"key\"}}]",
        "[{\"name\": \"v\", \"projected\": {\"sources\": [{\"secret\": {\"name\": \"key\"}}]}}]"
      })
  void secretsAreNotMountedWhereTheyMustNotBe(String volumes) {
    ObjectNode job = SentObjects.job();
    SentObjects.set(job, "/spec/template/spec/volumes", volumes);
    Policy strict = policy(HELM.render(RELEASE, "--set", "jobs.allowSecretVolumes=false"), "jobs");

    assertThat(strict.refusals(request(OPERATOR, job)))
        .singleElement()
        .satisfies(message -> assertThat(message).contains("jobs.allowSecretVolumes"));
    assertThat(strict.refusals(request(OPERATOR, SentObjects.job()))).isEmpty();
  }

  @Test
  void namespacesOfTheClusterItselfAreLeftAlone() {
    for (String namespace : List.of("kube-system", "kube-public", "kube-node-lease")) {
      assertThat(refusals("jobs", new Policy.Request(OPERATOR, namespace, SentObjects.job(), null)))
          .singleElement()
          .satisfies(message -> assertThat(message).contains("protectedNamespaces"));
      assertThat(
              refusals(
                  "secrets", new Policy.Request(OPERATOR, namespace, SentObjects.secret(), null)))
          .singleElement()
          .satisfies(message -> assertThat(message).contains("protectedNamespaces"));
    }
    Policy none = policy(HELM.render(RELEASE, "--set-json", "protectedNamespaces=[]"), "jobs");
    assertThat(none.refusals(new Policy.Request(OPERATOR, "kube-system", SentObjects.job(), null)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /type                     | "kubernetes.io/service-account-token"                                               | Opaque
          /type                     |                                                                                     | Opaque
          /metadata/labels          | {"app.kubernetes.io/managed-by": "me"}                                              | managed-by
          /metadata/labels          |                                                                                     | managed-by
          /metadata/ownerReferences |                                                                                     | belong to a Job
          /metadata/ownerReferences | []                                                                                  | belong to a Job
          /metadata/ownerReferences | [{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u"}]                      | belong to a Job
          /metadata/ownerReferences | [{"apiVersion": "batch/v1", "kind": "CronJob", "name": "p", "uid": "u"}]            | belong to a Job
          """)
  void aSecretIsTheCredentialsOfAJobOrNothing(String at, @Nullable String json, String word) {
    ObjectNode secret = SentObjects.secret();
    SentObjects.set(secret, at, json);
    Rendered.strictly(secret, Secret.class);

    assertThat(refusals("secrets", request(OPERATOR, secret)))
        .singleElement()
        .satisfies(message -> assertThat(message).contains(word));
  }

  @Test
  void onlyItsOwnIsDeleted() {
    ObjectNode foreign = SentObjects.secret();
    SentObjects.set(foreign, "/metadata/labels", "{\"app\": \"shop\"}");

    assertThat(refusals("deletions", deletion(foreign)))
        .singleElement()
        .satisfies(message -> assertThat(message).contains("deletes only"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /spec/resources/requests/storage | "2Gi"                                                         | but its annotations
          /spec/volumeName                 | "other"                                                       | but its annotations
          /metadata/labels                 | {"app": "other"}                                              | but its annotations
          /metadata/finalizers             | ["a/b"]                                                       | but its annotations
          /metadata/finalizers             |                                                               | but its annotations
          /metadata/ownerReferences        | [{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u"}] | but its annotations
          /metadata/annotations            | {"a/b": "c", "d/e": "f"}                                      | begin with
          /metadata/annotations            | {"a/b": "changed"}                                            | begin with
          /metadata/annotations            | {}                                                            | begin with
          /metadata/annotations            |                                                               | begin with
          """)
  void nothingElseOfAClaimIsChanged(String at, @Nullable String json, String word) {
    ObjectNode after = SentObjects.claim();
    SentObjects.set(after, at, json);
    Rendered.strictly(after, PersistentVolumeClaim.class);

    assertThat(
            refusals(
                "annotations", new Policy.Request(OPERATOR, "shop", after, SentObjects.claim())))
        .singleElement()
        .satisfies(message -> assertThat(message).contains(word));
  }

  @Test
  void itsOwnAnnotationsComeAndGo() {
    ObjectNode asked = SentObjects.claim();
    SentObjects.set(
        asked, "/metadata/annotations/" + "backup.datarestor-operator.com~1manual-backup", "\"x\"");
    ObjectNode without = SentObjects.claim();
    SentObjects.set(without, "/metadata/annotations", null);
    ObjectNode answered = without.deepCopy();
    SentObjects.set(
        answered,
        "/metadata/annotations",
        "{\"backup.datarestor-operator.com/last-backup\": \"x\"}");

    for (List<ObjectNode> change :
        List.of(
            List.of(SentObjects.claim(), asked),
            List.of(asked, SentObjects.claim()),
            List.of(without, answered),
            List.of(answered, without))) {
      assertThat(
              refusals(
                  "annotations",
                  new Policy.Request(OPERATOR, "shop", change.getLast(), change.getFirst())))
          .isEmpty();
    }
  }

  private static List<String> refusals(String policy, Policy.Request request) {
    return policy(DEFAULT, policy).refusals(request);
  }

  private static Policy policy(Rendered rendered, String name) {
    return new Policy(rendered.named(ValidatingAdmissionPolicy.class, RELEASE + "-" + name));
  }

  private static Policy.Request request(String user, JsonNode object) {
    return new Policy.Request(user, "shop", object, null);
  }

  private static Policy.Request deletion(@Nullable JsonNode object) {
    return new Policy.Request(OPERATOR, "shop", null, object);
  }
}
