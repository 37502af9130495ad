package com.datarestor.core.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AnnotationOwnerTest {

  private static ManagedFieldsEntry entry(String manager, String operation, String... keys) {
    Map<String, Object> annotations =
        Arrays.stream(keys).collect(Collectors.toMap(key -> "f:" + key, key -> Map.of()));
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty("f:metadata", Map.of("f:annotations", annotations));
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withOperation(operation)
        .withFieldsV1(fields)
        .build();
  }

  private static ObjectMeta written(ManagedFieldsEntry... entries) {
    return new ObjectMetaBuilder().withManagedFields(entries).build();
  }

  @Test
  void namesWhoWroteOurAnnotation() {
    assertThat(
            AnnotationOwner.writers(
                written(
                    entry("argocd-controller", "Apply", Annotations.key("manual-restore"), "other"),
                    entry("kubectl-annotate", "Update", Annotations.key("manual-backup")))))
        .isEqualTo(
            Map.of(
                "manual-restore", new AnnotationWriter("argocd-controller", true, Instant.EPOCH),
                "manual-backup", new AnnotationWriter("kubectl-annotate", false, Instant.EPOCH)));
  }

  @Test
  void whoWroteOtherAnnotationsOnlyIsNotNamed() {
    assertThat(
            AnnotationOwner.writers(
                written(entry("helm", "Update", "manual-restore", "example.com/manual-restore"))))
        .isEmpty();
  }

  @Test
  void aToolCountsEvenWhenAPersonWroteTheSame() {
    assertThat(
            AnnotationOwner.writers(
                written(
                    entry("flux", "Apply", Annotations.key("manual-backup")),
                    entry("kubectl-annotate", "Update", Annotations.key("manual-backup")))))
        .isEqualTo(Map.of("manual-backup", new AnnotationWriter("flux", true, Instant.EPOCH)));
  }

  @Test
  void ofSeveralPeopleTheLastOneWroteIt() {
    ManagedFieldsEntry later = entry("k9s", "Update", Annotations.key("manual-backup"));
    later.setTime("2026-03-01T12:00:01Z");
    ManagedFieldsEntry earlier = entry("kubectl-edit", "Update", Annotations.key("manual-backup"));
    earlier.setTime("2026-03-01T12:00:00Z");
    assertThat(AnnotationOwner.writers(written(later, earlier)))
        .isEqualTo(
            Map.of(
                "manual-backup",
                new AnnotationWriter("k9s", false, Instant.parse("2026-03-01T12:00:01Z"))));
  }

  @Test
  void anApplyWithoutANameIsOne() {
    ManagedFieldsEntry nameless = entry("", "Apply", Annotations.key("manual-backup"));
    nameless.setManager(null);
    assertThat(AnnotationOwner.writers(written(nameless)))
        .isEqualTo(Map.of("manual-backup", new AnnotationWriter("unnamed", true, Instant.EPOCH)));
  }

  @Test
  void objectsWithoutManagedFieldsHaveNoOwner() {
    FieldsV1 odd = new FieldsV1();
    odd.setAdditionalProperties(new HashMap<>(Map.of("f:metadata", "text")));
    ManagedFieldsEntry bare =
        new ManagedFieldsEntryBuilder().withManager("helm").withOperation("Update").build();
    ManagedFieldsEntry strange = new ManagedFieldsEntryBuilder(bare).withFieldsV1(odd).build();
    ObjectMeta none = new ObjectMeta();
    none.setManagedFields(null);

    assertThat(AnnotationOwner.writers(none)).isEmpty();
    assertThat(AnnotationOwner.writers(new ObjectMeta())).isEmpty();
    assertThat(AnnotationOwner.writers(written(bare, strange))).isEmpty();
  }
}
