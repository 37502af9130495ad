package com.datarestor.core.repository;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.Catalogue;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.RepositoryCommand;
import com.datarestor.events.RepositoryCommand.NoteContact;
import com.datarestor.events.RepositoryCommand.NoteContactFailed;
import com.datarestor.events.RepositoryCommand.NoteForget;
import com.datarestor.events.RepositoryCommand.NoteScan;
import com.datarestor.events.RepositoryCommand.NoteScanFailed;
import com.datarestor.events.RepositoryCommand.ReleaseRepository;
import com.datarestor.events.RepositoryCommand.UseRepository;
import com.datarestor.events.RepositoryCommand.WakeRepository;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryEvent.CatalogueRead;
import com.datarestor.events.RepositoryEvent.ContactDue;
import com.datarestor.events.RepositoryEvent.RepositoryOpened;
import com.datarestor.events.RepositoryEvent.RepositoryReleased;
import com.datarestor.events.RepositoryEvent.RepositoryUnavailable;
import com.datarestor.events.RepositoryEvent.ScanDue;
import com.datarestor.events.RepositoryEvent.ScanFailed;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepositoryDeciderTest {

  private static final Failure WRONG =
      new Failure(FailureReason.WRONG_PASSWORD, "wrong password", 12, java.util.List.of());

  private final DeciderFixture<RepositoryCommand, RepositoryEvent, RepositoryState> repository =
      DeciderFixture.of(new RepositoryDecider());

  @Test
  void contactsOnceThenReads() {
    repository
        .when(new UseRepository(CONFIG, PRIMARY, 1))
        .then(new ContactDue(CONFIG, PRIMARY, 1, NOON, false))
        .when(new UseRepository(CONFIG, PRIMARY, 2))
        .thenNothing()
        .when(new NoteContact(CONFIG, PRIMARY, true))
        .then(new RepositoryOpened(CONFIG, PRIMARY, true), new ScanDue(CONFIG, PRIMARY, NOON))
        .when(new NoteContact(CONFIG, PRIMARY, true))
        .thenNothing()
        .thenSleeps()
        .when(new NoteScan(CONFIG, PRIMARY, Catalogue.EMPTY))
        .then(new CatalogueRead(CONFIG, PRIMARY, Catalogue.EMPTY))
        .thenWakesAt(NOON.plus(Duration.ofDays(1)));
  }

  @Test
  void triesAgainForEverWithBackOff() {
    repository.when(new UseRepository(CONFIG, PRIMARY, 1));
    Instant now = NOON;
    long[] expectedSeconds = {10, 20, 40, 80, 160, 300, 300};
    for (int attempt = 1; attempt <= expectedSeconds.length; attempt++) {
      Instant retryAt = now.plusSeconds(expectedSeconds[attempt - 1]);
      repository
          .at(now)
          .when(new NoteContactFailed(CONFIG, PRIMARY, WRONG))
          .then(new RepositoryUnavailable(CONFIG, PRIMARY, WRONG, attempt, retryAt))
          .thenWakesAt(retryAt)
          .when(new WakeRepository(CONFIG, PRIMARY))
          .thenNothing()
          .at(retryAt)
          .when(new WakeRepository(CONFIG, PRIMARY))
          .then(new ContactDue(CONFIG, PRIMARY, attempt + 1, retryAt, false));
      now = retryAt;
    }
  }

  @Test
  void aChangedSpecDoesNotWaitForTheRetry() {
    repository
        .when(new UseRepository(CONFIG, PRIMARY, 1))
        .when(new NoteContactFailed(CONFIG, PRIMARY, WRONG))
        .after(Duration.ofSeconds(2))
        .when(new UseRepository(CONFIG, PRIMARY, 2))
        .then(new ContactDue(CONFIG, PRIMARY, 1, NOON.plusSeconds(2), false));
  }

  @Test
  void aRepositoryThatWasThereIsNeverCreatedAgain() {
    repository
        .given(new RepositoryOpened(CONFIG, PRIMARY, true))
        .when(new UseRepository(OTHER_CONFIG, PRIMARY, 1))
        .then(new ContactDue(OTHER_CONFIG, PRIMARY, 1, NOON, true))
        .given(new RepositoryReleased(CONFIG, PRIMARY))
        .when(new UseRepository(CONFIG, PRIMARY, 2))
        .then(new ContactDue(CONFIG, PRIMARY, 1, NOON, true));
  }

  @Test
  void workThatFindsItShutMakesFurtherWorkWaitUntilItOpens() {
    Instant retryAt = NOON.plusSeconds(10);
    repository
        .given(new RepositoryOpened(CONFIG, PRIMARY, false), new ScanDue(CONFIG, PRIMARY, NOON))
        .when(new NoteContactFailed(CONFIG, PRIMARY, WRONG))
        .then(new RepositoryUnavailable(CONFIG, PRIMARY, WRONG, 1, retryAt))
        .when(new NoteContactFailed(CONFIG, PRIMARY, WRONG))
        .thenNothing()
        .when(new NoteScan(CONFIG, PRIMARY, Catalogue.EMPTY))
        .thenNothing()
        .thenWakesAt(retryAt)
        .at(retryAt)
        .when(new WakeRepository(CONFIG, PRIMARY))
        .then(new ContactDue(CONFIG, PRIMARY, 2, retryAt, true));
  }

  @Test
  void readsAgainDailyAndForEveryConfigAfterAForget() {
    Instant tomorrow = NOON.plus(Duration.ofDays(1));
    repository
        .given(
            new RepositoryOpened(CONFIG, PRIMARY, false),
            new RepositoryOpened(OTHER_CONFIG, PRIMARY, false))
        .when(new NoteForget(CONFIG, PRIMARY))
        .then(new ScanDue(CONFIG, PRIMARY, NOON), new ScanDue(OTHER_CONFIG, PRIMARY, NOON))
        .when(new NoteScanFailed(CONFIG, PRIMARY))
        .then(new ScanFailed(CONFIG, PRIMARY))
        .when(new NoteScan(OTHER_CONFIG, PRIMARY, Catalogue.EMPTY))
        .thenWakesAt(NOON.plus(RepositoryDecider.LONGEST_RETRY))
        .when(new ReleaseRepository(CONFIG, PRIMARY))
        .then(new RepositoryReleased(CONFIG, PRIMARY))
        .thenWakesAt(tomorrow)
        .at(tomorrow)
        .when(new WakeRepository(OTHER_CONFIG, PRIMARY))
        .then(new ScanDue(OTHER_CONFIG, PRIMARY, tomorrow));
  }

  /** Dropped and taken back while a scan ran: its result must not hide the contact under way. */
  @Test
  void aLateScanDoesNotPassForAContact() {
    repository
        .when(new UseRepository(CONFIG, PRIMARY, 1))
        .when(new NoteContact(CONFIG, PRIMARY, false))
        .when(new ReleaseRepository(CONFIG, PRIMARY))
        .after(Duration.ofSeconds(5))
        .when(new UseRepository(CONFIG, PRIMARY, 3))
        .then(new ContactDue(CONFIG, PRIMARY, 1, NOON.plusSeconds(5), true))
        .when(new NoteScan(CONFIG, PRIMARY, Catalogue.EMPTY))
        .thenNothing()
        .when(new NoteContact(CONFIG, PRIMARY, false))
        .then(
            new RepositoryOpened(CONFIG, PRIMARY, false),
            new ScanDue(CONFIG, PRIMARY, NOON.plusSeconds(5)));
  }

  @Test
  void aScanIsNotedOnce() {
    repository
        .when(new UseRepository(CONFIG, PRIMARY, 1))
        .when(new NoteContact(CONFIG, PRIMARY, false))
        .when(new NoteScan(CONFIG, PRIMARY, Catalogue.EMPTY))
        .then(new CatalogueRead(CONFIG, PRIMARY, Catalogue.EMPTY))
        .when(new NoteScan(CONFIG, PRIMARY, Catalogue.EMPTY))
        .thenNothing()
        .when(new NoteScanFailed(CONFIG, PRIMARY))
        .thenNothing();
  }

  @Test
  void nobodyUsesItNobodyIsTold() {
    repository
        .when(new NoteContact(CONFIG, PRIMARY, true))
        .thenNothing()
        .when(new NoteContactFailed(CONFIG, PRIMARY, WRONG))
        .thenNothing()
        .when(new NoteScan(CONFIG, PRIMARY, Catalogue.EMPTY))
        .thenNothing()
        .when(new NoteScanFailed(CONFIG, PRIMARY))
        .thenNothing()
        .when(new NoteForget(CONFIG, PRIMARY))
        .thenNothing()
        .when(new ReleaseRepository(CONFIG, PRIMARY))
        .thenNothing()
        .when(new WakeRepository(CONFIG, PRIMARY))
        .thenNothing()
        .thenSleeps();
  }

  @Test
  void aFailureThatIsReportedTwiceIsOneFailure() {
    repository
        .when(new UseRepository(CONFIG, PRIMARY, 1))
        .when(new NoteContactFailed(CONFIG, PRIMARY, WRONG))
        .when(new NoteContactFailed(CONFIG, PRIMARY, WRONG))
        .thenNothing()
        .thenWakesAt(NOON.plusSeconds(10));
  }

  @Test
  void aScanThatFailedIsTriedAgainInFiveMinutes() {
    repository
        .when(new UseRepository(CONFIG, PRIMARY, 1))
        .when(new NoteContact(CONFIG, PRIMARY, false))
        .when(new NoteScanFailed(CONFIG, PRIMARY))
        .then(new ScanFailed(CONFIG, PRIMARY))
        .at(NOON.plus(Duration.ofMinutes(5)))
        .when(new WakeRepository(CONFIG, PRIMARY))
        .then(new ScanDue(CONFIG, PRIMARY, NOON.plus(Duration.ofMinutes(5))))
        .when(new WakeRepository(CONFIG, PRIMARY))
        .thenNothing();
  }

  @Test
  void eachConfigHasItsOwnContact() {
    repository
        .when(new UseRepository(CONFIG, PRIMARY, 1))
        .when(new UseRepository(OTHER_CONFIG, PRIMARY, 1))
        .then(new ContactDue(OTHER_CONFIG, PRIMARY, 1, NOON, false))
        .when(new NoteContactFailed(OTHER_CONFIG, PRIMARY, WRONG))
        .when(new NoteContact(CONFIG, PRIMARY, false))
        .then(new RepositoryOpened(CONFIG, PRIMARY, false), new ScanDue(CONFIG, PRIMARY, NOON))
        .thenWakesAt(NOON.plusSeconds(10));
  }
}
