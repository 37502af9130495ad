package com.datarestor.core.repository;

import com.datarestor.core.api.v1alpha1.BackupConfigSpec;
import com.datarestor.core.api.v1alpha1.EnvironmentSource;
import com.datarestor.core.api.v1alpha1.EnvironmentVariable;
import com.datarestor.core.api.v1alpha1.KeyReference;
import com.datarestor.core.api.v1alpha1.RepositorySpec;
import com.datarestor.core.api.v1alpha1.SourceReference;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of restic for one repository, resolved in the Config's namespace as a kubelet
 * resolves a container's: {@code envFrom} before {@code env}, the Config's before the repository's
 * own, later ones win, and {@code $(NAME)} means a variable that was defined before.
 */
public final class Environment {

  private static final List<String> PASSWORDS =
      List.of("RESTIC_PASSWORD", "RESTIC_PASSWORD_FILE", "RESTIC_PASSWORD_COMMAND");

  /** As in Kubernetes: {@code $$(NAME)} is written for a literal {@code $(NAME)}. */
  private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\(([-._a-zA-Z0-9]+)\\)");

  private final String namespace;
  private final Values values;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private Environment(String namespace, Values values) {
    this.namespace = namespace;
    this.values = values;
  }

  /** Secrets and ConfigMaps, read when they are needed and never kept. */
  public interface Values {

    /**
     * The Secret's data as text, empty when there is no such Secret.
     *
     * @throws NotAllowed when the operator may not read it
     */
    Optional<Map<String, String>> secret(String namespace, String name);

    /**
     * The ConfigMap's data, empty when there is no such ConfigMap.
     *
     * @throws NotAllowed when the operator may not read it
     */
    Optional<Map<String, String>> configMap(String namespace, String name);
  }

  /** The operator may read what a Config names in single namespaces only, and this is none. */
  public static final class NotAllowed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAllowed(Throwable cause) {
      super(cause);
    }
  }

  /** The outcome of resolving. */
  public sealed interface Resolution {

    /** Names and values, in the order in which they were defined. */
    record Resolved(Map<String, String> variables) implements Resolution {
      public Resolved {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
      }

      /** Never shows a value. */
      @Override
      public String toString() {
        return "Resolved" + variables.keySet();
      }
    }

    /** Something is missing; the failure says what to add and where. */
    record Missing(Failure failure) implements Resolution {}
  }

  /**
   * @param repository one of the spec's repositories
   */
  public static Resolution resolve(
      String namespace, BackupConfigSpec spec, RepositorySpec repository, Values values) {
    Environment environment = new Environment(namespace, values);
    try {
      environment.addSources(spec.envFrom());
      environment.addVariables(spec.env());
      environment.addSources(repository.envFrom());
      environment.addVariables(repository.env());
    } catch (MissingValue missing) {
      return new Resolution.Missing(
          Failure.of(FailureReason.CREDENTIALS_MISSING, String.valueOf(missing.getMessage())));
    }
    if (PASSWORDS.stream().noneMatch(environment::isSet)) {
      return new Resolution.Missing(
          Failure.of(
              FailureReason.NO_PASSWORD,
              "there is no password: add RESTIC_PASSWORD to spec.env or to the repository's env,"
                  + " best with valueFrom.secretKeyRef to a Secret in namespace "
                  + namespace));
    }
    return new Resolution.Resolved(environment.variables);
  }

  private boolean isSet(String name) {
    return !variables.getOrDefault(name, "").isEmpty();
  }

  private void addSources(List<EnvironmentSource> sources) {
    for (EnvironmentSource source : sources) {
      source.secret().ifPresent(ref -> addAll(source.prefix(), data("Secret", ref)));
      source.configMap().ifPresent(ref -> addAll(source.prefix(), data("ConfigMap", ref)));
    }
  }

  private void addAll(String prefix, Map<String, String> data) {
    data.forEach((key, value) -> variables.put(prefix + key, value));
  }

  private void addVariables(List<EnvironmentVariable> added) {
    for (EnvironmentVariable variable : added) {
      if (variable.source().isEmpty()) {
        variables.put(variable.name(), expand(variable.value() == null ? "" : variable.value()));
        continue;
      }
      variable.source().get().secretKey().ifPresent(key -> add(variable.name(), "Secret", key));
      variable
          .source()
          .get()
          .configMapKey()
          .ifPresent(key -> add(variable.name(), "ConfigMap", key));
    }
  }

  private void add(String name, String kind, KeyReference reference) {
    Optional<Map<String, String>> data = lookUp(kind, reference.name());
    Optional<String> value = data.map(entries -> entries.get(reference.key()));
    if (value.isPresent()) {
      variables.put(name, value.get());
    } else if (!Boolean.TRUE.equals(reference.optional())) {
      throw new MissingValue(
          data.isEmpty()
              ? missing(kind, reference.name()) + " (it holds " + name + ")"
              : kind
                  + " "
                  + namespace
                  + "/"
                  + reference.name()
                  + " has no key "
                  + reference.key()
                  + " (it holds "
                  + name
                  + "): add the key, or correct the reference in the Config");
    }
  }

  private Map<String, String> data(String kind, SourceReference reference) {
    Optional<Map<String, String>> data = lookUp(kind, reference.name());
    if (data.isEmpty() && !Boolean.TRUE.equals(reference.optional())) {
      throw new MissingValue(missing(kind, reference.name()));
    }
    return data.orElse(Map.of());
  }

  private Optional<Map<String, String>> lookUp(String kind, String name) {
    try {
      return kind.equals("Secret")
          ? values.secret(namespace, name)
          : values.configMap(namespace, name);
    } catch (NotAllowed e) {
      throw new MissingValue(
          "the operator may not read %s %s/%s: add %s to configNamespaces of the chart's values; the notes that helm install printed show how to allow it without Helm"
              .formatted(kind, namespace, name, namespace));
    }
  }

  private String missing(String kind, String name) {
    return "there is no "
        + kind
        + " "
        + namespace
        + "/"
        + name
        + ": create it in the Config's namespace, or correct the reference in the Config";
  }

  private String expand(String value) {
    Matcher reference = REFERENCE.matcher(value);
    StringBuilder expanded = new StringBuilder();
    while (reference.find()) {
      String whole = reference.group();
      String known = variables.get(reference.group(1));
      String replacement =
          whole.startsWith("$$") ? whole.substring(1) : known == null ? whole : known;
      reference.appendReplacement(expanded, Matcher.quoteReplacement(replacement));
    }
    return reference.appendTail(expanded).toString();
  }

  /** A reference that leads nowhere; ends the resolving. */
  private static final class MissingValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingValue(String message) {
      super(message, null, false, false);
    }
  }
}
