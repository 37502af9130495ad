package com.datarestor.core.volume;

import com.datarestor.core.volume.VolumeState.Settling;
import com.datarestor.core.volume.VolumeState.Sight;
import com.datarestor.events.Hold;
import com.datarestor.events.Mark;
import com.datarestor.events.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Why no snapshot of a volume may be forgotten now. A volume that was not filled from its backup
 * may be blank by mistake, and then its older snapshots are all there is; whoever made the mistake
 * gets time to see it before the blank ones push them out. Pure.
 */
public sealed interface Protection {

  /** So long everything of a claim is kept after it was settled otherwise than by a restore. */
  Duration LENGTH = Duration.ofDays(14);

  /** As a clause that follows the name of the volume. */
  String spoken();

  /** Nobody knows yet what it is to start with. */
  record Unsettled() implements Protection {
    @Override
    public String spoken() {
      return "until it is settled";
    }
  }

  /** Its marker says that it is settled, and not how or when. */
  record Unreadable() implements Protection {
    @Override
    public String spoken() {
      return "as long as its annotation restore-state does not say how and when it was settled";
    }
  }

  /** It was settled as that, not long ago. */
  record Until(Settlement.Kind kind, Instant end) implements Protection {
    @Override
    public String spoken() {
      return "until "
          + end.truncatedTo(ChronoUnit.SECONDS)
          + ", 14 days after it was settled as "
          + kind.wireName();
    }
  }

  /** What protects the snapshots of the volume at this moment. */
  static Optional<Protection> of(VolumeState state, Instant now) {
    if (!(state.sight() instanceof Sight.Seen seen) || !seen.facts().hold().wanted()) {
      return Optional.empty();
    }
    Hold hold = seen.facts().hold();
    if (!hold.mark().isEmpty()) {
      return after(hold.mark().getFirst(), now);
    }
    if (state.settling() instanceof Settling.Settled settled) {
      return after(new Mark(settled.settlement().kind(), settled.at()), now);
    }
    return Optional.of(hold.marked() ? new Unreadable() : new Unsettled());
  }

  private static Optional<Protection> after(Mark mark, Instant now) {
    Instant end = mark.at().plus(LENGTH);
    return mark.kind() != Settlement.Kind.RESTORED && now.isBefore(end)
        ? Optional.of(new Until(mark.kind(), end))
        : Optional.empty();
  }
}
