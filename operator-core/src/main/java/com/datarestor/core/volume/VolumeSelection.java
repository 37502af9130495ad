package com.datarestor.core.volume;

import com.datarestor.core.api.v1alpha1.LabelConditions;
import com.datarestor.core.api.v1alpha1.LabelExpression;
import com.datarestor.core.api.v1alpha1.LabelOperator;
import com.datarestor.core.api.v1alpha1.SelectorExclusion;
import com.datarestor.core.api.v1alpha1.VolumeSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which volumes a Config's selectors mean: any of the selectors (OR), and within one all of its
 * parts (AND). A selector without any part means nothing rather than everything: nobody should back
 * up a whole cluster by leaving a field out.
 */
public final class VolumeSelection {

  private VolumeSelection() {}

  /** What selectors look at. */
  public record Candidate(
      String namespace,
      String name,
      Map<String, String> labels,
      Map<String, String> namespaceLabels) {
    public Candidate {
      labels = Map.copyOf(labels);
      namespaceLabels = Map.copyOf(namespaceLabels);
    }
  }

  /** What a Config's selectors say of a volume. */
  public sealed interface Verdict {

    /** One of them means it; the words say which. */
    record Selected(String because) implements Verdict {}

    /** None means it; the words say for each why not. */
    record NotSelected(String because) implements Verdict {}
  }

  /** The first selector that means the volume, or why none does. */
  public static Verdict judge(List<VolumeSelector> selectors, Candidate candidate) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < selectors.size(); i++) {
      VolumeSelector selector = selectors.get(i);
      Optional<String> obstacle = obstacle(selector, candidate);
      String name = "selector " + (i + 1);
      if (obstacle.isEmpty()) {
        return new Verdict.Selected(name + " (" + SelectorWords.of(selector) + ")");
      }
      reasons.add(name + ": " + obstacle.get());
    }
    return new Verdict.NotSelected(
        reasons.isEmpty() ? "it has no selectors" : String.join("; ", reasons));
  }

  /** Whether one of the selectors means the volume. */
  public static boolean selects(List<VolumeSelector> selectors, Candidate candidate) {
    return judge(selectors, candidate) instanceof Verdict.Selected;
  }

  /** Why the selector does not mean the volume; empty when it does. */
  private static Optional<String> obstacle(VolumeSelector selector, Candidate candidate) {
    Optional<LabelConditions> namespaces = selector.namespaceConditions();
    boolean empty =
        selector.matchLabels().isEmpty()
            && selector.matchExpressions().isEmpty()
            && selector.matchNamespaces().isEmpty()
            && namespaces.isEmpty();
    if (empty) {
      return Optional.of("it is empty, which means nothing");
    }
    if (!selector.matchNamespaces().isEmpty()
        && !selector.matchNamespaces().contains(candidate.namespace())) {
      return Optional.of(
          "namespace "
              + candidate.namespace()
              + " is not "
              + SelectorWords.oneOf(selector.matchNamespaces()));
    }
    return obstacle(selector.matchLabels(), selector.matchExpressions(), candidate.labels())
        .map(reason -> "the claim " + reason)
        .or(
            () ->
                namespaces
                    .flatMap(
                        conditions ->
                            obstacle(
                                conditions.matchLabels(),
                                conditions.matchExpressions(),
                                candidate.namespaceLabels()))
                    .map(reason -> "its namespace " + reason))
        .or(() -> selector.exclusion().flatMap(exclusion -> exclusion(exclusion, candidate)));
  }

  /** Each part excludes by itself. */
  private static Optional<String> exclusion(SelectorExclusion exclusion, Candidate candidate) {
    if (exclusion.matchNamespaces().contains(candidate.namespace())) {
      return Optional.of("exclude leaves out namespace " + candidate.namespace());
    }
    if (exclusion.names().contains(candidate.name())) {
      return Optional.of("exclude leaves out the name " + candidate.name());
    }
    boolean byLabels =
        !(exclusion.matchLabels().isEmpty() && exclusion.matchExpressions().isEmpty())
            && obstacle(exclusion.matchLabels(), exclusion.matchExpressions(), candidate.labels())
                .isEmpty();
    return byLabels
        ? Optional.of(
            "exclude leaves out "
                + SelectorWords.of(exclusion.matchLabels(), exclusion.matchExpressions()))
        : Optional.empty();
  }

  private static Optional<String> obstacle(
      Map<String, String> labels, List<LabelExpression> expressions, Map<String, String> actual) {
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!label.getValue().equals(actual.get(label.getKey()))) {
        return Optional.of(
            SelectorWords.has(label.getKey(), actual)
                + ", not "
                + label.getKey()
                + "="
                + label.getValue());
      }
    }
    return expressions.stream()
        .filter(expression -> !matches(expression, actual))
        .findFirst()
        .map(
            expression ->
                SelectorWords.has(expression.key(), actual)
                    + ", but must be "
                    + SelectorWords.of(expression));
  }

  /** As Kubernetes label selectors: {@code NotIn} is true of an absent label. */
  private static boolean matches(LabelExpression expression, Map<String, String> actual) {
    Optional<LabelOperator> operator = expression.knownOperator();
    if (operator.isEmpty()) {
      return false;
    }
    String key = expression.key();
    return switch (operator.get()) {
      case IN -> actual.containsKey(key) && expression.values().contains(actual.get(key));
      case NOT_IN -> !actual.containsKey(key) || !expression.values().contains(actual.get(key));
      case EXISTS -> actual.containsKey(key);
      case DOES_NOT_EXIST -> !actual.containsKey(key);
    };
  }
}
