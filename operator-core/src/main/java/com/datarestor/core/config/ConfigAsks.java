package com.datarestor.core.config;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.annotation.BackupDirective;
import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.annotation.RestoreDirective;
import com.datarestor.core.config.ConfigState.Sight;
import com.datarestor.core.volume.Repositories;
import com.datarestor.events.Ask;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.ConfigEvent.ConfigAskRefused;
import com.datarestor.events.ConfigEvent.ConfigBackupAsked;
import com.datarestor.events.ConfigEvent.ConfigRestoreAsked;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.RepositoryRef;
import java.util.List;

/** What {@code manual-backup} and {@code manual-restore} on a Config mean. */
final class ConfigAsks {

  private ConfigAsks() {}

  static ConfigEvent answer(Ask ask, ObserveConfig command, Sight sight) {
    if (!(sight instanceof Sight.Accepted accepted)) {
      return refused(
          command, ask, "the spec of this Config cannot be acted upon; mend it, then ask again");
    }
    if (command.volumes().isEmpty()) {
      return refused(
          command,
          ask,
          "the selectors of this Config select no volume; check spec.selectors and the labels of"
              + " your PersistentVolumeClaims");
    }
    return ask.key().equals(Annotations.MANUAL_BACKUP)
        ? backup(ask, command, accepted.plan())
        : restore(ask, command, accepted.plan());
  }

  private static ConfigEvent backup(Ask ask, ObserveConfig command, ConfigPlan plan) {
    return switch (BackupDirective.parse(ask.value())) {
      case Parsed.Refused<BackupDirective> refused -> refused(command, ask, refused.message());
      case Parsed.Understood<BackupDirective> understood -> {
        BackupDirective directive = understood.value();
        List<RepositoryRef> repositories = Repositories.written(plan, directive.repository());
        yield repositories.isEmpty()
            ? refused(command, ask, Repositories.unknown(directive.repository(), List.of(plan)))
            : new ConfigBackupAsked(
                command.config(), ask, command.volumes(), repositories, directive.name());
      }
    };
  }

  private static ConfigEvent restore(Ask ask, ObserveConfig command, ConfigPlan plan) {
    return switch (RestoreDirective.parseForConfig(ask.value())) {
      case Parsed.Refused<RestoreDirective> refused -> refused(command, ask, refused.message());
      case Parsed.Understood<RestoreDirective> understood -> {
        RestoreDirective directive = understood.value();
        List<RepositoryRef> repositories = Repositories.searched(plan, directive.repository());
        yield repositories.isEmpty()
            ? refused(command, ask, Repositories.unknown(directive.repository(), List.of(plan)))
            : new ConfigRestoreAsked(
                command.config(),
                ask,
                command.volumes(),
                repositories,
                directive.snapshot().text());
      }
    };
  }

  private static ConfigAskRefused refused(ObserveConfig command, Ask ask, String message) {
    return new ConfigAskRefused(command.config(), ask, message);
  }
}
