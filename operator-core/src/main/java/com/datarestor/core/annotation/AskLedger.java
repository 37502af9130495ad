package com.datarestor.core.annotation;

import com.datarestor.events.AnnotationValue;
import com.datarestor.events.Ask;
import com.datarestor.events.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which annotations of an object were acted upon, so that each is accepted once: an annotation is a
 * command with an identity (object UID, key, value, when first seen), and it is spent until it was
 * seen to be gone.
 *
 * @param entries by short key
 * @param answered the last values that were answered, by short key, the newest last: a GitOps tool
 *     may put back another one than the one that was answered last
 */
public record AskLedger(Map<String, Entry> entries, Map<String, List<String>> answered) {

  public static final AskLedger EMPTY = new AskLedger(Map.of(), Map.of());

  /** More than a person asks for between two rounds of a GitOps tool. */
  private static final int ANSWERED_KEPT = 32;

  /** What is known of one key. */
  public sealed interface Entry {

    /** The value it was last seen with. */
    String value();

    /** Accepted, refused, or said to be a repetition; still on the object as far as is known. */
    record Spent(String value) implements Entry {}

    /** Seen, but it cannot be answered yet. */
    record Waiting(String value, Instant firstSeen) implements Entry {}

    /** Was spent, then seen to be gone. */
    record Cleared(String value) implements Entry {}
  }

  /** What an annotation calls for now. */
  public sealed interface Finding {

    /** It is to be answered. */
    record New(Ask ask) implements Finding {}

    /** A GitOps tool put a spent value back. */
    record Repeated(Ask ask, String manager) implements Finding {}

    /** A spent annotation is gone. */
    record Gone(String key) implements Finding {}
  }

  /**
   * Compares what stands on the object with what is known.
   *
   * @param keys the short keys that are commands
   */
  public List<Finding> compare(
      ObjectRef object, List<String> keys, List<AnnotationValue> present, Instant now) {
    List<Finding> findings = new ArrayList<>();
    for (String key : keys) {
      Optional<AnnotationValue> annotation =
          present.stream().filter(value -> value.key().equals(key)).findFirst();
      if (annotation.isPresent()) {
        present(object, annotation.get(), now).ifPresent(findings::add);
      } else if (entries.containsKey(key) && !(entries.get(key) instanceof Entry.Cleared)) {
        findings.add(new Finding.Gone(key));
      }
    }
    return findings;
  }

  private Optional<Finding> present(ObjectRef object, AnnotationValue annotation, Instant now) {
    Entry entry = entries.get(annotation.key());
    Ask fresh =
        Ask.seen(object, annotation.key(), annotation.value(), now).by(annotation.manager());
    if (entry == null || !entry.value().equals(annotation.value())) {
      return Optional.of(freshOrRepeated(fresh, annotation));
    }
    return switch (entry) {
      case Entry.Spent ignored -> Optional.empty();
      case Entry.Waiting waiting ->
          Optional.of(
              new Finding.New(
                  Ask.seen(object, annotation.key(), annotation.value(), waiting.firstSeen())
                      .by(annotation.manager())));
      case Entry.Cleared ignored -> Optional.of(freshOrRepeated(fresh, annotation));
    };
  }

  private Finding freshOrRepeated(Ask ask, AnnotationValue annotation) {
    boolean repeated =
        annotation.declarative()
            && answered.getOrDefault(ask.key(), List.of()).contains(ask.value());
    return repeated ? new Finding.Repeated(ask, annotation.manager()) : new Finding.New(ask);
  }

  /** Whether this ask already waits for an answer. */
  public boolean waits(Ask ask) {
    return entries.get(ask.key()) instanceof Entry.Waiting waiting
        && waiting.value().equals(ask.value());
  }

  public AskLedger spent(Ask ask) {
    List<String> values = new ArrayList<>(answered.getOrDefault(ask.key(), List.of()));
    values.remove(ask.value());
    values.add(ask.value());
    if (values.size() > ANSWERED_KEPT) {
      values.removeFirst();
    }
    Map<String, List<String>> copy = new LinkedHashMap<>(answered);
    copy.put(ask.key(), List.copyOf(values));
    return new AskLedger(entries, Collections.unmodifiableMap(copy))
        .with(ask.key(), new Entry.Spent(ask.value()));
  }

  /**
   * An ask of before the log began.
   *
   * @param stands whether it is still on the object: then it is to be answered, as the same ask
   */
  public AskLedger recalled(Ask ask, boolean stands) {
    return stands ? waiting(ask) : spent(ask).cleared(ask.key());
  }

  /** Whether nothing of an ask of before is news. */
  public boolean recalls(Ask ask, boolean stands) {
    return switch (entries.get(ask.key())) {
      case null -> false;
      case Entry.Spent spent -> spent.value().equals(ask.value());
      case Entry.Cleared cleared -> !stands && cleared.value().equals(ask.value());
      case Entry.Waiting waiting ->
          stands
              && waiting.value().equals(ask.value())
              && waiting.firstSeen().equals(ask.firstSeen());
    };
  }

  public AskLedger waiting(Ask ask) {
    return with(ask.key(), new Entry.Waiting(ask.value(), ask.firstSeen()));
  }

  /** A waiting annotation that is taken off was never accepted: it may come again. */
  public AskLedger cleared(String key) {
    Entry entry = entries.get(key);
    return switch (entry) {
      case null -> this;
      case Entry.Spent spent -> with(key, new Entry.Cleared(spent.value()));
      case Entry.Cleared ignored -> this;
      case Entry.Waiting ignored -> {
        Map<String, Entry> copy = new LinkedHashMap<>(entries);
        copy.remove(key);
        yield new AskLedger(Collections.unmodifiableMap(copy), answered);
      }
    };
  }

  private AskLedger with(String key, Entry entry) {
    Map<String, Entry> copy = new LinkedHashMap<>(entries);
    copy.put(key, entry);
    return new AskLedger(Collections.unmodifiableMap(copy), answered);
  }
}
