package com.datarestor.core.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldManagersTest {

  @ParameterizedTest
  @CsvSource({
    "kustomize-controller, Apply, true",
    "kubectl, Apply, true",
    "'', Apply, true",
    "my-tool, Apply, true",
    "argocd-controller, Update, true",
    "argocd-application-controller, Update, true",
    "helm, Update, true",
    "helm-controller, Update, true",
    "flux-client-side-apply, Update, true",
    "fleetagent, Update, true",
    "kapp, Update, true",
    "pulumi-kubernetes-1a2b3c, Apply, true",
    "Terraform, Update, true",
    "OpenTofu, Update, true",
    "kubectl-client-side-apply, Update, true",
    "kubectl-annotate, Update, false",
    "kubectl-edit, Update, false",
    "kubectl-patch, Update, false",
    "kubectl-create, Update, false",
    "Mozilla, Update, false",
    "before-first-apply, Update, false",
    "datarestor-operator, Update, false",
    "'', Update, false",
    "'', '', false"
  })
  void tellsToolsFromPeople(String manager, String operation, boolean declarative) {
    assertThat(FieldManagers.isDeclarative(manager, operation)).isEqualTo(declarative);
  }
}
