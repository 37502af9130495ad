package com.datarestor.core.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.AskLedger.Finding;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.Ask;
import com.datarestor.events.ObjectRef;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskLedgerTest {

  private static final ObjectRef VOLUME =
      new ObjectRef(ObjectRef.VOLUME, "shop", "data", "uid-of-data");
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-01-01T01:00:00Z");
  private static final String KEY = Annotations.MANUAL_BACKUP;

  private static final String PERSON = "kubectl-annotate";
  private static final String TOOL = "argocd-controller";
  private static final Ask SEEN_FIRST = Ask.seen(VOLUME, KEY, "now", FIRST).by(PERSON);
  private static final Ask SEEN_LATER = Ask.seen(VOLUME, KEY, "now", LATER).by(PERSON);

  private static AnnotationValue byPerson(String value) {
    return new AnnotationValue(KEY, value, PERSON, false);
  }

  private static AnnotationValue byTool(String value) {
    return new AnnotationValue(KEY, value, TOOL, true);
  }

  private static List<Finding> look(AskLedger ledger, AnnotationValue... present) {
    return ledger.compare(VOLUME, List.of(KEY), List.of(present), LATER);
  }

  @Test
  void nothingOnTheObjectIsNothing() {
    assertThat(look(AskLedger.EMPTY)).isEmpty();
  }

  @Test
  void aKeyThatIsNoCommandIsNothing() {
    assertThat(look(AskLedger.EMPTY, new AnnotationValue(Annotations.EXCLUDE, "mine", "", false)))
        .isEmpty();
  }

  @Test
  void aValueIsNewWhoeverWroteIt() {
    assertThat(look(AskLedger.EMPTY, byPerson("now"))).containsExactly(new Finding.New(SEEN_LATER));
    assertThat(look(AskLedger.EMPTY, byTool("now")))
        .containsExactly(new Finding.New(SEEN_LATER.by(TOOL)));
  }

  /** The removal has not been seen yet, or the operator started again in between. */
  @Test
  void aSpentValueThatStillStandsThereIsNothing() {
    AskLedger spent = AskLedger.EMPTY.spent(SEEN_FIRST);
    assertThat(look(spent, byPerson("now"))).isEmpty();
    assertThat(look(spent, byTool("now"))).isEmpty();
  }

  @Test
  void anotherValueIsNewAtOnce() {
    assertThat(look(AskLedger.EMPTY.spent(SEEN_FIRST), byPerson("again")))
        .containsExactly(new Finding.New(Ask.seen(VOLUME, KEY, "again", LATER).by(PERSON)));
  }

  @Test
  void theRemovalOfASpentValueIsNoticedOnce() {
    AskLedger spent = AskLedger.EMPTY.spent(SEEN_FIRST);
    assertThat(look(spent)).containsExactly(new Finding.Gone(KEY));
    assertThat(look(spent.cleared(KEY))).isEmpty();
  }

  @Test
  void aPersonMayAskForTheSameAgain() {
    AskLedger cleared = AskLedger.EMPTY.spent(SEEN_FIRST).cleared(KEY);
    assertThat(look(cleared, byPerson("now"))).containsExactly(new Finding.New(SEEN_LATER));
  }

  @Test
  void aToolThatPutsItBackAsksForNothing() {
    AskLedger cleared = AskLedger.EMPTY.spent(SEEN_FIRST).cleared(KEY);
    assertThat(look(cleared, byTool("now")))
        .containsExactly(new Finding.Repeated(SEEN_LATER.by(TOOL), TOOL));
    assertThat(look(cleared, byTool("now-2")))
        .containsExactly(new Finding.New(Ask.seen(VOLUME, KEY, "now-2", LATER).by(TOOL)));
  }

  @Test
  void whatWaitsKeepsTheIdentityItWasFirstSeenWith() {
    AskLedger waiting = AskLedger.EMPTY.waiting(SEEN_FIRST);
    assertThat(waiting.waits(SEEN_LATER)).isTrue();
    assertThat(look(waiting, byPerson("now"))).containsExactly(new Finding.New(SEEN_FIRST));
    assertThat(look(waiting)).containsExactly(new Finding.Gone(KEY));
  }

  @Test
  void whatWaitedAndWasTakenOffWasNeverAccepted() {
    AskLedger cleared = AskLedger.EMPTY.waiting(SEEN_FIRST).cleared(KEY);
    assertThat(cleared).isEqualTo(AskLedger.EMPTY);
    assertThat(look(cleared, byTool("now"))).containsExactly(new Finding.New(SEEN_LATER.by(TOOL)));
  }

  /** Who wrote it is told, but two writers of one value ask for one thing. */
  @Test
  void theWriterIsNoPartOfTheIdentity() {
    assertThat(SEEN_FIRST.by(TOOL).id()).isEqualTo(SEEN_FIRST.id());
    assertThat(look(AskLedger.EMPTY.spent(SEEN_FIRST), byTool("now"))).isEmpty();
    assertThat(AskLedger.EMPTY.waiting(SEEN_FIRST.by(TOOL)).waits(SEEN_FIRST)).isTrue();
  }

  @Test
  void clearingTwiceOrNothingChangesNothing() {
    AskLedger cleared = AskLedger.EMPTY.spent(SEEN_FIRST).cleared(KEY);
    assertThat(cleared.cleared(KEY)).isEqualTo(cleared);
    assertThat(AskLedger.EMPTY.cleared(KEY)).isEqualTo(AskLedger.EMPTY);
  }
}
