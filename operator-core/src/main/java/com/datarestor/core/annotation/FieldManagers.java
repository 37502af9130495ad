package com.datarestor.core.annotation;

import java.util.List;
import java.util.Locale;

/**
 * Tells tools that keep stating what shall be from people and scripts that ask for something once,
 * by the name under which they write to the API server ({@code metadata.managedFields}).
 */
public final class FieldManagers {

  /** {@code kubectl apply} without {@code --server-side} is the last one. */
  private static final List<String> DECLARATIVE =
      List.of(
          "argocd",
          "kustomize-controller",
          "helm",
          "flux",
          "fleet",
          "kapp",
          "pulumi",
          "terraform",
          "tofu",
          "kubectl-client-side-apply");

  private FieldManagers() {}

  /**
   * Whether the writer would write the same again by itself: a server-side apply states what shall
   * be, and so do the tools that apply in their own way.
   *
   * @param manager empty when the entry has none
   * @param operation {@code Apply} or {@code Update}
   */
  public static boolean isDeclarative(String manager, String operation) {
    String name = manager.toLowerCase(Locale.ROOT);
    return operation.equals("Apply") || DECLARATIVE.stream().anyMatch(name::contains);
  }
}
