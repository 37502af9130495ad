package com.datarestor.restic.job;

import com.datarestor.events.Identity;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A volume of which forget keeps every snapshot, whatever its arguments say.
 *
 * @param until how long and why, as a clause that follows the name of the volume
 */
public record KeptWhole(Identity identity, String until) {

  /** A note names so many volumes at most. */
  private static final int MOST_NAMED = 5;

  /** Who knows which ones they are, at the moment of launching. */
  @FunctionalInterface
  public interface Source {
    /** Those of the volumes that are kept whole, in the same order. */
    List<KeptWhole> among(Collection<Identity> identities);
  }

  /** Which volumes are kept whole and until when, as a clause; empty when none is. */
  public static String note(List<KeptWhole> kept) {
    if (kept.isEmpty()) {
      return "";
    }
    String named =
        kept.stream().limit(MOST_NAMED).map(KeptWhole::spoken).collect(Collectors.joining("; "));
    int more = kept.size() - MOST_NAMED;
    return "keeps every snapshot of " + named + (more > 0 ? "; and of " + more + " more" : "");
  }

  private String spoken() {
    return identity.namespace() + "/" + identity.volume() + " (" + until + ")";
  }
}
