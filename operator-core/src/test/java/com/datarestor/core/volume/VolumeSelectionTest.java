package com.datarestor.core.volume;

import static com.datarestor.core.api.v1alpha1.LabelOperator.DOES_NOT_EXIST;
import static com.datarestor.core.api.v1alpha1.LabelOperator.EXISTS;
import static com.datarestor.core.api.v1alpha1.LabelOperator.IN;
import static com.datarestor.core.api.v1alpha1.LabelOperator.NOT_IN;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.LabelConditions;
import com.datarestor.core.api.v1alpha1.LabelExpression;
import com.datarestor.core.api.v1alpha1.SelectorExclusion;
import com.datarestor.core.api.v1alpha1.VolumeSelector;
import com.datarestor.core.volume.VolumeSelection.Candidate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumeSelectionTest {

  private static final Map<String, String> APP = Map.of("app", "shop");
  private static final Candidate DATA =
      new Candidate("shop", "data", Map.of("app", "shop", "tier", "gold"), Map.of("team", "sales"));

  private static VolumeSelector labels(Map<String, String> labels) {
    return new VolumeSelector(labels, List.of(), List.of(), null, null);
  }

  private static VolumeSelector expression(LabelExpression expression) {
    return new VolumeSelector(Map.of(), List.of(expression), List.of(), null, null);
  }

  private static VolumeSelector namespaces(String... names) {
    return new VolumeSelector(Map.of(), List.of(), List.of(names), null, null);
  }

  private static VolumeSelector excluding(SelectorExclusion exclusion) {
    return new VolumeSelector(APP, List.of(), List.of(), null, exclusion);
  }

  private static boolean selects(VolumeSelector... selectors) {
    return VolumeSelection.selects(List.of(selectors), DATA);
  }

  @Test
  void noSelectorAndAnEmptyOneSelectNothing() {
    assertThat(selects()).isFalse();
    assertThat(selects(labels(Map.of()))).isFalse();
    assertThat(
            selects(
                new VolumeSelector(
                    Map.of(),
                    List.of(),
                    List.of(),
                    null,
                    new SelectorExclusion(Map.of(), List.of(), List.of(), List.of("logs")))))
        .isFalse();
  }

  @Test
  void allLabelsMustMatch() {
    assertThat(selects(labels(APP))).isTrue();
    assertThat(selects(labels(Map.of("app", "shop", "tier", "gold")))).isTrue();
    assertThat(selects(labels(Map.of("app", "shop", "tier", "silver")))).isFalse();
    assertThat(selects(labels(Map.of("app", "Shop")))).isFalse();
    assertThat(selects(labels(Map.of("owner", "shop")))).isFalse();
  }

  @Test
  void expressionsCompareAsKubernetesDoes() {
    assertThat(selects(expression(new LabelExpression("tier", IN, List.of("gold", "silver")))))
        .isTrue();
    assertThat(selects(expression(new LabelExpression("tier", IN, List.of("silver"))))).isFalse();
    assertThat(selects(expression(new LabelExpression("owner", IN, List.of("x"))))).isFalse();
    assertThat(selects(expression(new LabelExpression("tier", NOT_IN, List.of("silver")))))
        .isTrue();
    assertThat(selects(expression(new LabelExpression("tier", NOT_IN, List.of("gold"))))).isFalse();
    assertThat(selects(expression(new LabelExpression("owner", NOT_IN, List.of("x"))))).isTrue();
    assertThat(selects(expression(new LabelExpression("tier", EXISTS, List.of())))).isTrue();
    assertThat(selects(expression(new LabelExpression("owner", EXISTS, List.of())))).isFalse();
    assertThat(selects(expression(new LabelExpression("tier", DOES_NOT_EXIST, List.of()))))
        .isFalse();
    assertThat(selects(expression(new LabelExpression("owner", DOES_NOT_EXIST, List.of()))))
        .isTrue();
  }

  /** A newer version may have written an operator that this one does not know. */
  @Test
  void anUnknownOperatorSelectsNothing() {
    assertThat(selects(expression(new LabelExpression("tier", null, List.of())))).isFalse();
  }

  @Test
  void partsOfOneSelectorAreAndSelectorsAreOr() {
    VolumeSelector both = new VolumeSelector(APP, List.of(), List.of("lab"), null, null);
    assertThat(selects(both)).isFalse();
    assertThat(selects(both, namespaces("shop"))).isTrue();
    assertThat(selects(new VolumeSelector(APP, List.of(), List.of("lab", "shop"), null, null)))
        .isTrue();
    assertThat(
            selects(
                new VolumeSelector(
                    APP,
                    List.of(new LabelExpression("tier", IN, List.of("silver"))),
                    List.of(),
                    null,
                    null)))
        .isFalse();
  }

  @Test
  void namespacesAreMatchedByNameAndByLabel() {
    assertThat(selects(namespaces("shop"))).isTrue();
    assertThat(selects(namespaces("shop-test"))).isFalse();
    assertThat(selects(namespaceSelector(Map.of("team", "sales")))).isTrue();
    assertThat(selects(namespaceSelector(Map.of("team", "lab")))).isFalse();
    assertThat(selects(namespaceSelector(Map.of()))).as("an empty one is every namespace").isTrue();
    assertThat(
            selects(
                new VolumeSelector(
                    Map.of("app", "other"),
                    List.of(),
                    List.of(),
                    new LabelConditions(Map.of("team", "sales"), List.of()),
                    null)))
        .isFalse();
  }

  private static VolumeSelector namespaceSelector(Map<String, String> labels) {
    return new VolumeSelector(
        Map.of(), List.of(), List.of(), new LabelConditions(labels, List.of()), null);
  }

  @Test
  void eachPartOfAnExclusionExcludesByItself() {
    assertThat(selects(excluding(exclusion(Map.of("tier", "gold"), List.of(), List.of()))))
        .isFalse();
    assertThat(selects(excluding(exclusion(Map.of("tier", "silver"), List.of(), List.of()))))
        .isTrue();
    assertThat(selects(excluding(exclusion(Map.of(), List.of("shop"), List.of())))).isFalse();
    assertThat(selects(excluding(exclusion(Map.of(), List.of(), List.of("data"))))).isFalse();
    assertThat(
            selects(
                excluding(exclusion(Map.of("tier", "silver"), List.of("lab"), List.of("logs")))))
        .isTrue();
    assertThat(
            selects(
                excluding(
                    new SelectorExclusion(
                        Map.of(),
                        List.of(new LabelExpression("tier", EXISTS, List.of())),
                        List.of(),
                        List.of()))))
        .isFalse();
  }

  private static SelectorExclusion exclusion(
      Map<String, String> labels, List<String> namespaces, List<String> names) {
    return new SelectorExclusion(labels, List.of(), namespaces, names);
  }

  /** One entry leaves the volume out, another takes it in: entries do not know each other. */
  @Test
  void anExclusionHoldsInItsOwnSelectorOnly() {
    assertThat(
            selects(excluding(exclusion(Map.of(), List.of(), List.of("data"))), namespaces("shop")))
        .isTrue();
  }
}
