package com.datarestor.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operator's ServiceAccount is granted. */
class ChartRightsTest {

  private static final Helm HELM = Helm.onThisMachine();
  private static final String RELEASE = "datarestor-operator";
  private static final Rendered DEFAULT = HELM.render(RELEASE);
  private static final Rendered UNHELD = HELM.render(RELEASE, "--values", "nothing.yaml");

  static Stream<List<String>> ways() {
    return ChartTest.ways();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void inAllNamespacesNoSecretIsReadOrChanged(List<String> options) {
    for (PolicyRule rule : everywhere(HELM.render(RELEASE, options))) {
      if (rule.getResources().contains("secrets")) {
        assertThat(rule.getVerbs()).containsOnly("create", "delete");
      }
      assertThat(rule.getResources())
          .as("what could be used to read Secrets, or to get more rights")
          .isSubsetOf(
              "configs",
              "configs/status",
              "tasks",
              "tasks/status",
              "persistentvolumeclaims",
              "namespaces",
              "pods",
              "pods/log",
              "jobs",
              "secrets",
              "events",
              // of the hook that takes the gate away, and of the webhook, by name
              "mutatingadmissionpolicies",
              "mutatingadmissionpolicybindings",
              "mutatingwebhookconfigurations");
      if (rule.getResources().contains("pods")) {
        assertThat(rule.getVerbs()).isSubsetOf("get", "list", "watch", "patch");
      }
      if (rule.getApiGroups().contains("admissionregistration.k8s.io")) {
        assertThat(rule.getVerbs()).isIn(List.of("delete"), List.of("get", "patch"));
        assertThat(rule.getResourceNames())
            .singleElement()
            .asString()
            .isIn(RELEASE + "-hold", "backups-hold");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void nothingIsGrantedByAStar(List<String> options) {
    Rendered rendered = HELM.render(RELEASE, options);
    Stream<PolicyRule> rules =
        Stream.concat(
            rendered.all(ClusterRole.class).stream().flatMap(role -> role.getRules().stream()),
            rendered.all(Role.class).stream().flatMap(role -> role.getRules().stream()));

    assertThat(rules)
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.getNonResourceURLs()).isEmpty();
              assertThat(rule.getApiGroups()).doesNotContain("*");
              assertThat(rule.getResources()).doesNotContain("*");
              assertThat(rule.getVerbs())
                  .doesNotContain("*", "escalate", "bind", "impersonate")
                  .doesNotHaveDuplicates();
            });
  }

  @Test
  void noVerbIsGrantedTwice() {
    Map<String, Set<String>> granted = new TreeMap<>();
    for (PolicyRule rule : everywhere(UNHELD)) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          assertThat(granted.computeIfAbsent(resource, one -> new TreeSet<>()).add(verb))
              .as("%s %s stands once", verb, resource)
              .isTrue();
        }
      }
    }
  }

  @Test
  void podsAreChangedOnlyWhereTheyAreHeld() {
    assertThat(everywhere(UNHELD))
        .filteredOn(rule -> rule.getResources().contains("pods"))
        .singleElement()
        .satisfies(rule -> assertThat(rule.getVerbs()).containsExactly("list", "watch"));
    assertThat(everywhere(UNHELD))
        .filteredOn(rule -> rule.getResources().contains("namespaces"))
        .noneMatch(rule -> rule.getVerbs().contains("patch"));
  }

  @Test
  void theClustersNameIsOnlyLookedUpWhenItIsNotGiven() {
    assertThat(everywhere(UNHELD))
        .filteredOn(rule -> rule.getVerbs().equals(List.of("get")))
        .filteredOn(rule -> rule.getResources().equals(List.of("namespaces")))
        .singleElement()
        .satisfies(rule -> assertThat(rule.getResourceNames()).containsExactly("kube-system"));
    assertThat(everywhere(HELM.render(RELEASE, "--set", "clusterName=c")))
        .noneMatch(rule -> rule.getResourceNames().contains("kube-system"));
  }

  @Test
  void onlyTheLeaseOfTheOperatorIsWritten() {
    Role role = DEFAULT.one(Role.class);

    assertThat(role.getMetadata().getNamespace()).isEqualTo(Helm.NAMESPACE);
    for (PolicyRule rule : role.getRules()) {
      assertThat(rule.getResources()).containsExactly("leases");
      if (!rule.getVerbs().equals(List.of("create"))) {
        assertThat(rule.getResourceNames()).containsExactly("datarestor-operator");
      }
    }
  }

  @Test
  void whatConfigsNameIsReadInTheirNamespacesOnly() {
    assertThat(readable(DEFAULT)).containsExactly(Helm.NAMESPACE);
    assertThat(
            readable(
                HELM.render(
                    RELEASE, "--set", "configNamespaces={backup-system," + Helm.NAMESPACE + "}")))
        .as("a namespace that is named twice")
        .containsExactlyInAnyOrder(Helm.NAMESPACE, "backup-system");
    assertThat(DEFAULT.named(ClusterRole.class, RELEASE + "-config-reader").getRules().getFirst())
        .satisfies(
            rule -> {
              assertThat(rule.getVerbs()).containsExactly("get");
              assertThat(rule.getResources()).containsExactly("secrets", "configmaps");
            });
  }

  private static List<String> readable(Rendered rendered) {
    return rendered.all(RoleBinding.class).stream()
        .filter(binding -> binding.getRoleRef().getName().endsWith("-config-reader"))
        .map(binding -> binding.getMetadata().getNamespace())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void allIsGrantedToTheOperatorAndNobodyElse(List<String> options) {
    Rendered rendered = HELM.render(RELEASE, options);
    String account =
        rendered.one(Deployment.class).getSpec().getTemplate().getSpec().getServiceAccountName();
    Stream<Subject> subjects =
        Stream.concat(
            rendered.all(ClusterRoleBinding.class).stream()
                .flatMap(binding -> binding.getSubjects().stream()),
            rendered.all(RoleBinding.class).stream()
                .flatMap(binding -> binding.getSubjects().stream()));

    assertThat(subjects)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(
            subject -> {
              assertThat(subject.getKind()).isEqualTo("ServiceAccount");
              assertThat(subject.getName())
                  .isIn(
                      Stream.of(RELEASE, "backups")
                          .flatMap(
                              name ->
                                  Stream.of(
                                      account,
                                      name + "-webhook",
                                      name + "-hold-prepare",
                                      name + "-hold-release"))
                          .toList());
              assertThat(subject.getNamespace()).isEqualTo(Helm.NAMESPACE);
            });
  }

  @Test
  void theTokenIsInTheOperatorsPodOnly() {
    assertThat(DEFAULT.all(ServiceAccount.class))
        .filteredOn(account -> !account.getMetadata().getName().contains("-hold-"))
        .hasSize(2)
        .allSatisfy(account -> assertThat(account.getAutomountServiceAccountToken()).isFalse());
    assertThat(
            DEFAULT
                .one(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getAutomountServiceAccountToken())
        .isTrue();
  }

  @Test
  void theWebhookReadsAndWritesNoSecretButItsOwn() {
    Rendered webhook = HELM.render(RELEASE, "--values", "webhook.yaml");
    assertThat(webhook.named(Role.class, RELEASE + "-webhook").getRules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getResourceNames()).containsExactly(RELEASE + "-webhook");
              assertThat(rule.getVerbs()).containsExactly("get", "update");
            });
    assertThat(webhook.named(ClusterRole.class, RELEASE + "-webhook").getRules())
        .noneMatch(rule -> rule.getResources().contains("secrets"))
        .noneMatch(rule -> rule.getResources().contains("pods"));
  }

  @Test
  void aConfigIsForAdministrators() {
    List<ClusterRole> aggregated =
        DEFAULT.all(ClusterRole.class).stream()
            .filter(
                role ->
                    role.getMetadata().getLabels().keySet().stream()
                        .anyMatch(label -> label.contains("aggregate-to")))
            .toList();

    assertThat(aggregated)
        .hasSize(2)
        .flatMap(ClusterRole::getRules)
        .allSatisfy(rule -> assertThat(rule.getResources()).containsExactly("tasks"));
  }

  private static List<PolicyRule> everywhere(Rendered rendered) {
    List<PolicyRule> rules =
        rendered.all(ClusterRoleBinding.class).stream()
            .map(binding -> binding.getRoleRef().getName())
            .flatMap(role -> rendered.named(ClusterRole.class, role).getRules().stream())
            .toList();
    assertThat(rules).isNotEmpty();
    return rules;
  }
}
