package com.datarestor.core.annotation;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who wrote the operator's annotations: a person or script, or a tool that puts them back. */
public final class AnnotationOwner {

  /** An apply without a name is one nevertheless. */
  private static final String UNNAMED = "unnamed";

  private AnnotationOwner() {}

  /** Short key to its writer. A tool that puts it back counts more than a person who wrote it. */
  public static Map<String, AnnotationWriter> writers(ObjectMeta metadata) {
    Map<String, AnnotationWriter> writers = new HashMap<>();
    for (ManagedFieldsEntry entry : oldestFirst(metadata.getManagedFields())) {
      String manager = orEmpty(entry.getManager());
      boolean declarative = FieldManagers.isDeclarative(manager, orEmpty(entry.getOperation()));
      AnnotationWriter writer =
          new AnnotationWriter(
              declarative && manager.isEmpty() ? UNNAMED : manager, declarative, time(entry));
      for (String key : Annotations.COMMANDS_OF_VOLUME) {
        AnnotationWriter before = writers.getOrDefault(key, AnnotationWriter.UNKNOWN);
        if (owns(entry, Annotations.key(key)) && (declarative || !before.declarative())) {
          writers.put(key, writer);
        }
      }
    }
    return writers;
  }

  /** Several may have written the same value; who wrote it last counts. */
  private static List<ManagedFieldsEntry> oldestFirst(@Nullable List<ManagedFieldsEntry> entries) {
    return entries == null
        ? List.of()
        : entries.stream().sorted(Comparator.comparing(entry -> orEmpty(entry.getTime()))).toList();
  }

  private static Instant time(ManagedFieldsEntry entry) {
    return entry.getTime() == null ? Instant.EPOCH : Instant.parse(entry.getTime());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** See FieldsV1 in the Kubernetes API reference: {@code f:metadata/f:annotations/f:<key>}. */
  private static boolean owns(ManagedFieldsEntry entry, String key) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:metadata") instanceof Map<?, ?> meta
        && meta.get("f:annotations") instanceof Map<?, ?> annotations
        && annotations.containsKey("f:" + key);
  }
}
