package com.datarestor.core.volume;

import com.datarestor.core.annotation.BackupDirective;
import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.annotation.RepositorySelector;
import com.datarestor.core.annotation.RestoreDirective;
import com.datarestor.events.Ask;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Selection;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.ManualBackupAsked;
import com.datarestor.events.VolumeEvent.ManualRestoreAsked;
import com.datarestor.events.VolumeEvent.VolumeAskRefused;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.util.List;
import java.util.Optional;

/** What {@code manual-backup} and {@code manual-restore} on a selected volume mean. */
final class ManualAsks {

  private ManualAsks() {}

  static VolumeEvent backup(Ask ask, VolumeObserved facts) {
    return switch (BackupDirective.parse(ask.value())) {
      case Parsed.Refused<BackupDirective> refused -> refused(facts, ask, refused.message());
      case Parsed.Understood<BackupDirective> understood ->
          unable(facts)
              .<VolumeEvent>map(reason -> refused(facts, ask, reason))
              .orElseGet(() -> backup(ask, facts, understood.value()));
    };
  }

  private static VolumeEvent backup(Ask ask, VolumeObserved facts, BackupDirective directive) {
    for (Selection selection : facts.selections()) {
      List<RepositoryRef> repositories =
          Repositories.written(selection.plan(), directive.repository());
      if (!repositories.isEmpty()) {
        return new ManualBackupAsked(
            facts.volume(),
            ask,
            selection.config(),
            repositories,
            directive.name(),
            facts.backupArguments());
      }
    }
    return refused(facts, ask, unknown(facts, directive.repository()));
  }

  static VolumeEvent restore(Ask ask, VolumeObserved facts) {
    return switch (RestoreDirective.parse(ask.value())) {
      case Parsed.Refused<RestoreDirective> refused -> refused(facts, ask, refused.message());
      case Parsed.Understood<RestoreDirective> understood ->
          unable(facts)
              .<VolumeEvent>map(reason -> refused(facts, ask, reason))
              .orElseGet(() -> restore(ask, facts, understood.value()));
    };
  }

  private static VolumeEvent restore(Ask ask, VolumeObserved facts, RestoreDirective directive) {
    String host = directive.host().isEmpty() ? facts.volume().host() : directive.host();
    for (Selection selection : facts.selections()) {
      List<RepositoryRef> repositories =
          Repositories.searched(selection.plan(), directive.repository());
      if (!repositories.isEmpty()) {
        return new ManualRestoreAsked(
            facts.volume(),
            ask,
            selection.config(),
            repositories,
            host,
            directive.snapshot().text());
      }
    }
    return refused(facts, ask, unknown(facts, directive.repository()));
  }

  private static String unknown(VolumeObserved facts, RepositorySelector selector) {
    return Repositories.unknown(
        selector, facts.selections().stream().map(Selection::plan).toList());
  }

  private static Optional<String> unable(VolumeObserved facts) {
    if (facts.block()) {
      return Optional.of(
          "the volume is a block device (volumeMode: Block); only file systems can be backed up"
              + " and restored");
    }
    if (!facts.bound()) {
      return Optional.of(
          "the volume is not bound yet; wait until its status is Bound, then annotate it again");
    }
    return Optional.empty();
  }

  private static VolumeAskRefused refused(VolumeObserved facts, Ask ask, String message) {
    return new VolumeAskRefused(facts.volume(), ask, message);
  }
}
