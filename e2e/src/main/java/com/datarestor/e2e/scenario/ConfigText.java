package com.datarestor.e2e.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A Config as a person writes it, in YAML, for a scenario: its password comes from the Secret
 * {@code restic} in its own namespace, and its Jobs reach the repositories of the cluster.
 */
public final class ConfigText {

  private final Cluster cluster;
  private final String namespace;
  private final String name;
  private final List<String> repositories = new ArrayList<>();
  private final List<String> selectors = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private String jobTemplate = "";
  private String environment =
      """
      env:
        - name: RESTIC_PASSWORD
          valueFrom: {secretKeyRef: {name: restic, key: password}}
      """;

  public ConfigText(Cluster cluster, String namespace, String name) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * Adds a repository of the cluster.
   *
   * @param fields further fields of it, one to a line
   */
  public ConfigText repository(String repository, int priority, String... fields) {
    return target(cluster.target(repository), priority, fields);
  }

  /** Adds a repository by its target. */
  public ConfigText target(String target, int priority, String... fields) {
    StringBuilder text = new StringBuilder();
    text.append("- target: \"").append(target).append("\"\n  priority: ").append(priority);
    for (String field : fields) {
      text.append('\n').append(field.indent(2).stripTrailing());
    }
    repositories.add(text.toString());
    return this;
  }

  /** Adds a selector, such as {@code matchNamespaces: [shop]}. */
  public ConfigText selector(String selector) {
    selectors.add("- " + selector.indent(2).strip());
    return this;
  }

  /** Adds a field below {@code spec}, as YAML. */
  public ConfigText field(String yaml) {
    fields.add(yaml);
    return this;
  }

  /** Adds fields below {@code spec.jobTemplate}, as YAML. */
  public ConfigText jobTemplate(String yaml) {
    jobTemplate = yaml;
    return this;
  }

  /** Replaces the shared environment; empty text for none. */
  public ConfigText environment(String yaml) {
    environment = yaml;
    return this;
  }

  /** The whole object. */
  public String yaml() {
    StringBuilder spec = new StringBuilder(environment);
    spec.append("repositories:\n").append(String.join("\n", repositories).indent(2));
    if (!selectors.isEmpty()) {
      spec.append("selectors:\n").append(String.join("\n", selectors).indent(2));
    }
    fields.forEach(field -> spec.append(field.stripTrailing()).append('\n'));
    spec.append(cluster.jobTemplate().stripTrailing().stripIndent()).append('\n');
    spec.append(jobTemplate.indent(2));
    return """
        apiVersion: backup.datarestor-operator.com/v1alpha1
        kind: Config
        metadata:
          name: %s
          namespace: %s
        spec:
        """
            .formatted(name, namespace)
        + spec.toString().indent(2);
  }
}
