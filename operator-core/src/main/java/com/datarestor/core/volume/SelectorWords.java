package com.datarestor.core.volume;

import com.datarestor.core.api.v1alpha1.LabelConditions;
import com.datarestor.core.api.v1alpha1.LabelExpression;
import com.datarestor.core.api.v1alpha1.LabelOperator;
import com.datarestor.core.api.v1alpha1.VolumeSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Selectors in the words of the YAML that people wrote. */
final class SelectorWords {

  /** A sentence names so many values at most; whoever wants all of them has the YAML. */
  private static final int MOST = 5;

  private SelectorWords() {}

  static String of(VolumeSelector selector) {
    List<String> parts = new ArrayList<>();
    if (!selector.matchNamespaces().isEmpty()) {
      parts.add("matchNamespaces: " + some(selector.matchNamespaces()));
    }
    String labels = of(selector.matchLabels(), selector.matchExpressions());
    if (!labels.isEmpty()) {
      parts.add(labels);
    }
    selector.namespaceConditions().map(SelectorWords::ofNamespaces).ifPresent(parts::add);
    return String.join(", ", parts);
  }

  private static String ofNamespaces(LabelConditions conditions) {
    String labels = of(conditions.matchLabels(), conditions.matchExpressions());
    return labels.isEmpty() ? "any namespace" : "namespaces with " + labels;
  }

  static String of(Map<String, String> labels, List<LabelExpression> expressions) {
    List<String> parts = new ArrayList<>();
    labels.forEach((key, value) -> parts.add(key + "=" + value));
    expressions.forEach(expression -> parts.add(of(expression)));
    return some(parts);
  }

  static String of(LabelExpression expression) {
    String operator =
        expression.knownOperator().map(LabelOperator::wireName).orElse("(an unknown operator)");
    return expression.values().isEmpty()
        ? expression.key() + " " + operator
        : expression.key() + " " + operator + " (" + some(expression.values()) + ")";
  }

  static String oneOf(List<String> names) {
    return names.size() == 1 ? names.getFirst() : "one of " + some(names);
  }

  /** What the object has for a label. */
  static String has(String key, Map<String, String> labels) {
    String value = labels.get(key);
    return value == null ? "has no label " + key : "has " + key + "=" + value;
  }

  private static String some(Collection<String> all) {
    String first = String.join(", ", all.stream().limit(MOST).toList());
    return all.size() > MOST ? first + " and " + (all.size() - MOST) + " more" : first;
  }
}
