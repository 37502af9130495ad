package com.datarestor.core.volume;

import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.schedule.CronSchedule;
import com.datarestor.core.schedule.Jitter;
import com.datarestor.core.schedule.TimeZones;
import com.datarestor.core.schedule.VolumeSchedule;
import com.datarestor.core.volume.VolumeState.Schedule;
import com.datarestor.events.ObjectRef;
import java.time.ZoneId;
import java.util.Optional;

/** The moments at which a volume's schedule comes due. */
final class BackupTimes {

  private BackupTimes() {}

  /** Empty when the expression or the zone cannot be read; the Config says so then. */
  static Optional<VolumeSchedule> of(ObjectRef volume, Schedule schedule) {
    String config = schedule.config().uid();
    String repository = schedule.repository().id().value();
    if (!(TimeZones.parse(schedule.timeZone()) instanceof Parsed.Understood<ZoneId> zone)
        || !(CronSchedule.parse(schedule.expression(), zone.value(), config + "/" + repository)
            instanceof Parsed.Understood<CronSchedule> cron)) {
      return Optional.empty();
    }
    return Optional.of(
        new VolumeSchedule(
            cron.value(), Jitter.offset(schedule.jitter(), config, repository, volume.uid())));
  }
}
