package com.datarestor.e2e.rights;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.ArrayList;
import java.util.List;

/**
 * One verb on one resource, as a role grants it. A wildcard stays one: it is a right that nobody
 * can use up.
 *
 * @param everywhere or in single namespaces
 * @param name of the only object that it is about; empty for all
 */
record Right(
    String role, String verb, String group, String resource, boolean everywhere, String name) {

  static List<Right> of(String role, List<PolicyRule> rules, boolean everywhere) {
    List<Right> rights = new ArrayList<>();
    for (PolicyRule rule : rules) {
      List<String> names =
          rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          for (String verb : rule.getVerbs()) {
            for (String name : names) {
              rights.add(new Right(role, verb, group, resource, everywhere, name));
            }
          }
        }
      }
    }
    return rights;
  }

  /**
   * Whether an allowed request made use of it. In which namespace does not count: the log may be of
   * one that is gone with its role binding.
   */
  boolean covers(Request request) {
    return verb.equals(request.verb())
        && group.equals(request.group())
        && resource.equals(request.resource())
        && (name.isEmpty() || name.equals(request.name()));
  }

  @Override
  public String toString() {
    return "%s: %s %s%s%s%s"
        .formatted(
            role,
            verb,
            resource,
            group.isEmpty() ? "" : "." + group,
            name.isEmpty() ? "" : " " + name,
            everywhere ? "" : " in single namespaces");
  }
}
