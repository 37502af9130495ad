package com.datarestor.events.artemis;

import com.datarestor.events.bus.Attempts;
import com.datarestor.events.bus.Attempts.Outcome;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.bus.Reaction;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;

/** Handles single messages: what one causes is sent in the transaction that acknowledges it. */
final class OneByOne implements Receiver {

  /** A message understood. */
  interface Work {

    /** An event that this release does not know: passed over. */
    Work NOTHING =
        new Work() {
          @Override
          public Reaction handle() {
            return Reaction.NOTHING;
          }

          @Override
          public void committed(Reaction reaction) {}
        };

    Reaction handle();

    void committed(Reaction reaction);
  }

  /** Understands letters. */
  @FunctionalInterface
  interface Opener {

    /**
     * @throws PermanentFailure when it cannot be read
     */
    Work open(Letter letter);
  }

  private final String from;
  private final Opener opener;
  private final Session session;
  private final Attempts attempts;
  private final Outbox outbox;

  /**
   * @param from consumer group or route, as dead letters name it
   */
  OneByOne(String from, Opener opener, Session session, Attempts attempts) throws JMSException {
    this.from = from;
    this.opener = opener;
    this.session = session;
    this.attempts = attempts;
    this.outbox = new Outbox(session);
  }

  @Override
  public void take(Message message) throws JMSException {
    if (Letter.isMarker(message)) {
      session.commit();
      return;
    }
    Letter.Received received = Letter.from(message);
    Work work;
    try {
      work = opener.open(received.requireWhole());
    } catch (PermanentFailure e) {
      giveUp(received.letter(), e.code() + ": " + e.getMessage(), 1);
      return;
    }
    Letter letter = received.letter();
    switch (attempts.handle(from + " " + letter.type() + " " + letter.id(), work::handle)) {
      case Outcome.Done<Reaction> done -> {
        outbox.send(done.result());
        session.commit();
        work.committed(done.result());
      }
      case Outcome.GivenUp<Reaction> gone -> giveUp(letter, gone.reason(), gone.attempts());
      case Outcome.Stopped<Reaction> stopped -> session.rollback();
    }
  }

  private void giveUp(Letter letter, String reason, int tried) throws JMSException {
    DeadMessage.send(session, outbox, letter, from, reason, tried);
    session.commit();
  }
}
