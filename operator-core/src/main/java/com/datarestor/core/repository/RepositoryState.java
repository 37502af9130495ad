package com.datarestor.core.repository;

import com.datarestor.events.ObjectRef;
import com.datarestor.events.RepositoryRef;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A repository as each Config that uses it finds it.
 *
 * @param users by Config UID; two Configs may know different passwords
 * @param known whether it ever opened, for any Config: from then on it is never created again
 */
public record RepositoryState(Map<String, User> users, boolean known) {

  static final RepositoryState UNKNOWN = new RepositoryState(Map.of(), false);

  /** A Config that uses the repository. */
  public record User(ObjectRef config, RepositoryRef repository, Contact contact) {}

  /** How a Config and the repository get on. */
  public sealed interface Contact {

    /** An attempt is under way. */
    record Trying(int attempt) implements Contact {}

    /** It does not open; the next attempt is at a moment. */
    record Failed(int attempt, Instant retryAt) implements Contact {}

    /** It opens; its snapshots are being read. */
    record Reading() implements Contact {}

    /** It opens; its snapshots are to be read again at a moment. */
    record Open(Instant readAgainAt) implements Contact {}
  }

  RepositoryState opened() {
    return new RepositoryState(users, true);
  }

  RepositoryState with(ObjectRef config, RepositoryRef repository, Contact contact) {
    Map<String, User> copy = new LinkedHashMap<>(users);
    copy.put(config.uid(), new User(config, repository, contact));
    return new RepositoryState(Collections.unmodifiableMap(copy), known);
  }

  RepositoryState without(ObjectRef config) {
    Map<String, User> copy = new LinkedHashMap<>(users);
    copy.remove(config.uid());
    return new RepositoryState(Collections.unmodifiableMap(copy), known);
  }
}
