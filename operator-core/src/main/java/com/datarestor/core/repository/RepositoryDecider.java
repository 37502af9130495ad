package com.datarestor.core.repository;

import com.datarestor.core.decide.Decider;
import com.datarestor.core.repository.RepositoryState.Contact;
import com.datarestor.core.repository.RepositoryState.User;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.RepositoryCommand;
import com.datarestor.events.RepositoryCommand.NoteContact;
import com.datarestor.events.RepositoryCommand.NoteContactFailed;
import com.datarestor.events.RepositoryCommand.NoteForget;
import com.datarestor.events.RepositoryCommand.NoteScan;
import com.datarestor.events.RepositoryCommand.NoteScanFailed;
import com.datarestor.events.RepositoryCommand.RecallRepository;
import com.datarestor.events.RepositoryCommand.ReleaseRepository;
import com.datarestor.events.RepositoryCommand.UseRepository;
import com.datarestor.events.RepositoryCommand.WakeRepository;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryEvent.CatalogueRead;
import com.datarestor.events.RepositoryEvent.ContactDue;
import com.datarestor.events.RepositoryEvent.RepositoryOpened;
import com.datarestor.events.RepositoryEvent.RepositoryRecalled;
import com.datarestor.events.RepositoryEvent.RepositoryReleased;
import com.datarestor.events.RepositoryEvent.RepositoryUnavailable;
import com.datarestor.events.RepositoryEvent.ScanDue;
import com.datarestor.events.RepositoryEvent.ScanFailed;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.RepositoryRestated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a repository is contacted and when its snapshots are read. A repository that does
 * not open is tried again for ever; work that needs it waits, it does not fail.
 */
public final class RepositoryDecider
    implements Decider<RepositoryCommand, RepositoryEvent, RepositoryState> {

  static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  static final Duration READ_AGAIN = Duration.ofDays(1);

  @Override
  public Class<RepositoryCommand> commands() {
    return RepositoryCommand.class;
  }

  @Override
  public Class<RepositoryEvent> events() {
    return RepositoryEvent.class;
  }

  @Override
  public RepositoryState initial() {
    return RepositoryState.UNKNOWN;
  }

  @Override
  public List<RepositoryEvent> decide(
      RepositoryCommand command, RepositoryState state, Instant now) {
    @Nullable User user = state.users().get(command.config().uid());
    return switch (command) {
      case UseRepository c -> use(c, state, now);
      case ReleaseRepository c ->
          user == null ? List.of() : List.of(new RepositoryReleased(c.config(), c.repository()));
      case NoteContact c -> contacted(c, user, now);
      case NoteContactFailed c -> contactFailed(c, user, now);
      case NoteForget ignored -> forgotten(state, now);
      case NoteScan c ->
          user != null && user.contact() instanceof Contact.Reading
              ? List.of(new CatalogueRead(c.config(), c.repository(), c.catalogue()))
              : List.of();
      case NoteScanFailed c ->
          user != null && user.contact() instanceof Contact.Reading
              ? List.of(new ScanFailed(c.config(), c.repository()))
              : List.of();
      case WakeRepository ignored -> due(state, now);
      case RecallRepository c ->
          state.known() ? List.of() : List.of(new RepositoryRecalled(c.config(), c.repository()));
    };
  }

  /** A changed spec may have mended the credentials: do not make the person wait for the retry. */
  private static List<RepositoryEvent> use(UseRepository c, RepositoryState state, Instant now) {
    @Nullable User user = state.users().get(c.config().uid());
    if (user == null || user.contact() instanceof Contact.Failed) {
      return List.of(new ContactDue(c.config(), c.repository(), 1, now, state.known()));
    }
    return List.of();
  }

  private static List<RepositoryEvent> contacted(NoteContact c, @Nullable User user, Instant now) {
    if (user == null || !(user.contact() instanceof Contact.Trying)) {
      return List.of();
    }
    return List.of(
        new RepositoryOpened(c.config(), c.repository(), c.created()),
        new ScanDue(c.config(), c.repository(), now));
  }

  /** Also work that finds an open repository shut: further work waits until it opens again. */
  private static List<RepositoryEvent> contactFailed(
      NoteContactFailed c, @Nullable User user, Instant now) {
    if (user == null || user.contact() instanceof Contact.Failed) {
      return List.of();
    }
    int attempt = user.contact() instanceof Contact.Trying trying ? trying.attempt() : 1;
    return List.of(
        new RepositoryUnavailable(
            c.config(), c.repository(), c.failure(), attempt, now.plus(backOff(attempt))));
  }

  /** Every Config that reads this repository has an old picture of it now. */
  private static List<RepositoryEvent> forgotten(RepositoryState state, Instant now) {
    List<RepositoryEvent> events = new ArrayList<>();
    for (User user : state.users().values()) {
      if (user.contact() instanceof Contact.Open) {
        events.add(new ScanDue(user.config(), user.repository(), now));
      }
    }
    return events;
  }

  private static List<RepositoryEvent> due(RepositoryState state, Instant now) {
    List<RepositoryEvent> events = new ArrayList<>();
    for (User user : state.users().values()) {
      ObjectRef config = user.config();
      if (user.contact() instanceof Contact.Failed failed && !failed.retryAt().isAfter(now)) {
        events.add(
            new ContactDue(
                config, user.repository(), failed.attempt() + 1, failed.retryAt(), state.known()));
      }
      if (user.contact() instanceof Contact.Open open && !open.readAgainAt().isAfter(now)) {
        events.add(new ScanDue(config, user.repository(), open.readAgainAt()));
      }
    }
    return events;
  }

  /** 10 s, 20 s, 40 s … 5 min. */
  static Duration backOff(int attempt) {
    Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempt - 1, 10));
    return wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
  }

  @Override
  public RepositoryState evolve(RepositoryState state, RepositoryEvent event, Instant time) {
    if (event instanceof RepositoryRecalled) {
      return state.opened();
    }
    Contact contact =
        switch (event) {
          case ContactDue e -> new Contact.Trying(e.attempt());
          case RepositoryOpened ignored -> new Contact.Open(time.plus(READ_AGAIN));
          case RepositoryUnavailable e -> new Contact.Failed(e.attempt(), e.retryAt());
          case ScanDue ignored -> new Contact.Reading();
          case CatalogueRead e -> read(state, e, time.plus(READ_AGAIN));
          case ScanFailed e -> read(state, e, time.plus(LONGEST_RETRY));
          case RepositoryReleased ignored -> null;
          case RepositoryRecalled ignored -> null;
        };
    // what could be read had opened, should the log have lost that
    boolean opened = event instanceof RepositoryOpened || event instanceof CatalogueRead;
    RepositoryState seen = opened ? state.opened() : state;
    return contact == null
        ? seen.without(event.config())
        : seen.with(event.config(), event.repository(), contact);
  }

  /** A reading that ends after the repository was found shut does not open it again. */
  private static Contact read(RepositoryState state, RepositoryEvent event, Instant again) {
    @Nullable User user = state.users().get(event.config().uid());
    return user != null
            && (user.contact() instanceof Contact.Failed
                || user.contact() instanceof Contact.Trying)
        ? user.contact()
        : new Contact.Open(again);
  }

  @Override
  public Optional<Instant> wakeAt(RepositoryState state) {
    return state.users().values().stream()
        .flatMap(user -> moment(user.contact()).stream())
        .min(Instant::compareTo);
  }

  private static Optional<Instant> moment(Contact contact) {
    return switch (contact) {
      case Contact.Failed failed -> Optional.of(failed.retryAt());
      case Contact.Open open -> Optional.of(open.readAgainAt());
      case Contact.Trying ignored -> Optional.empty();
      case Contact.Reading ignored -> Optional.empty();
    };
  }

  @Override
  public Optional<RepositoryCommand> wakeUp(RepositoryState state) {
    return state.users().values().stream()
        .findFirst()
        .map(user -> new WakeRepository(user.config(), user.repository()));
  }

  @Override
  public Optional<Restated> restate(RepositoryState state) {
    return Optional.of(RestatedRepository.of(state));
  }

  @Override
  public Optional<RepositoryState> recall(Restated fact) {
    return fact instanceof RepositoryRestated own
        ? Optional.of(RestatedRepository.state(own))
        : Optional.empty();
  }
}
