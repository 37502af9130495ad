package com.datarestor.core.repository;

import com.datarestor.core.repository.RepositoryState.Contact;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.RepositoryRestated;
import java.time.Instant;

/** A repository's state as it is said again when the events go that made it. */
final class RestatedRepository {

  private RestatedRepository() {}

  static RepositoryRestated of(RepositoryState state) {
    return new RepositoryRestated(
        state.users().values().stream().map(RestatedRepository::user).toList(), state.known());
  }

  private static Restated.User user(RepositoryState.User user) {
    return switch (user.contact()) {
      case Contact.Trying c -> user(user, Restated.Contact.TRYING, c.attempt(), Instant.EPOCH);
      case Contact.Failed c -> user(user, Restated.Contact.FAILED, c.attempt(), c.retryAt());
      case Contact.Reading ignored -> user(user, Restated.Contact.READING, 0, Instant.EPOCH);
      case Contact.Open c -> user(user, Restated.Contact.OPEN, 0, c.readAgainAt());
    };
  }

  private static Restated.User user(
      RepositoryState.User user, Restated.Contact contact, int attempt, Instant next) {
    return new Restated.User(user.config(), user.repository(), contact, attempt, next);
  }

  static RepositoryState state(RepositoryRestated fact) {
    RepositoryState state = RepositoryState.UNKNOWN;
    for (Restated.User user : fact.users()) {
      Contact contact =
          switch (user.contact()) {
            case TRYING -> new Contact.Trying(user.attempt());
            case FAILED -> new Contact.Failed(user.attempt(), user.next());
            case READING -> new Contact.Reading();
            case OPEN -> new Contact.Open(user.next());
          };
      state = state.with(user.config(), user.repository(), contact);
    }
    return fact.known() ? state.opened() : state;
  }
}
