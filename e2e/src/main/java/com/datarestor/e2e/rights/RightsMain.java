package com.datarestor.e2e.rights;

import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds the rights of the operator's ServiceAccount against all that it asked for, as the audit log
 * of the API server has it: fails when a right was never used, and when a request was refused for
 * want of one.
 */
public final class RightsMain {

  private static final String RELEASE = "datarestor-operator";
  private static final String SYSTEM = "datarestor-operator-system";
  private static final String USER = "system:serviceaccount:" + SYSTEM + ":" + RELEASE;

  private RightsMain() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: KUBECONFIG AUDIT.log");
    }
    List<Right> rights;
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(arguments[0]).toFile()))
            .build()) {
      rights = rights(client);
    }
    List<Request> requests = requests(Path.of(arguments[1]));
    Comparison comparison = Comparison.of(rights, requests);
    comparison
        .uses()
        .forEach((right, times) -> System.out.printf(Locale.ROOT, "%8d  %s%n", times, right));
    comparison.refused().forEach(request -> System.out.println("refused:  " + request));
    System.out.printf(
        Locale.ROOT,
        "rights %d, requests %d, never used %d, refused for want of a right %d%n",
        comparison.uses().size(),
        requests.size(),
        comparison.unused().size(),
        comparison.refused().size());
    if (rights.isEmpty()
        || !comparison.unused().isEmpty()
        || comparison.refused().stream().anyMatch(Predicate.not(RightsMain::isMeantToBeRefused))) {
      System.exit(1);
    }
  }

  /** Tests ask for what a Config may not have: an object of a namespace that no role opens. */
  private static boolean isMeantToBeRefused(Request request) {
    return request.verb().equals("get")
        && List.of("secrets", "configmaps").contains(request.resource());
  }

  private static List<Request> requests(Path log) throws IOException {
    JsonMapper json = new JsonMapper();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(line -> Request.read(json.readTree(line), USER))
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private static List<Right> rights(KubernetesClient client) {
    List<Right> rights = new ArrayList<>();
    client.rbac().clusterRoleBindings().list().getItems().stream()
        .filter(binding -> isOperator(binding.getSubjects()))
        .forEach(binding -> rights.addAll(granted(client, binding.getRoleRef(), "", true)));
    client.rbac().roleBindings().inAnyNamespace().list().getItems().stream()
        .filter(binding -> isOperator(binding.getSubjects()))
        .forEach(
            binding ->
                rights.addAll(
                    granted(
                        client,
                        binding.getRoleRef(),
                        binding.getMetadata().getNamespace(),
                        false)));
    return rights;
  }

  private static boolean isOperator(List<Subject> subjects) {
    return subjects.stream()
        .anyMatch(
            subject ->
                "ServiceAccount".equals(subject.getKind())
                    && RELEASE.equals(subject.getName())
                    && SYSTEM.equals(subject.getNamespace()));
  }

  private static List<Right> granted(
      KubernetesClient client, RoleRef role, String namespace, boolean everywhere) {
    return Right.of(
        role.getName(),
        role.getKind().equals("ClusterRole")
            ? client.rbac().clusterRoles().withName(role.getName()).require().getRules()
            : client
                .rbac()
                .roles()
                .inNamespace(namespace)
                .withName(role.getName())
                .require()
                .getRules(),
        everywhere);
  }
}
