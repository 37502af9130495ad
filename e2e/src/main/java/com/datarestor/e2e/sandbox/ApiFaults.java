package com.datarestor.e2e.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What an API server, and the network before it, do to a client on a bad day. Each fault lasts
 * until it is closed; more than one can be in force.
 */
public final class ApiFaults {

  private final ChangeFeed feed;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final Set<WatchStream> streams = ConcurrentHashMap.newKeySet();
  private final List<Predicate<ApiRequest>> losses = new CopyOnWriteArrayList<>();
  private final AtomicInteger holds = new AtomicInteger();
  private final AtomicInteger repetitions = new AtomicInteger();

  ApiFaults(ChangeFeed feed) {
    this.feed = feed;
  }

  /**
   * A request as faults choose it.
   *
   * @param method such as {@code GET}
   * @param path such as {@code /api/v1/namespaces/default/secrets/restic}
   * @param watch whether it is a watch
   * @param user the bearer token that it came with; empty for none
   * @param content what it carries: its query and its body
   */
  public record ApiRequest(String method, String path, boolean watch, String user, String content) {

    /** Whether it asks for a change. */
    public boolean isChange() {
      return !method.equals("GET");
    }

    /** Of this resource, by its plural; one object of it or all. */
    public boolean isOf(String plural) {
      return path.endsWith("/" + plural) || path.contains("/" + plural + "/");
    }
  }

  /** Something that goes wrong until this is closed. */
  public interface Fault extends AutoCloseable {
    @Override
    void close();
  }

  private enum Effect {
    FAIL,
    DELAY,
    STRIKE_BEFORE,
    LOSE_ANSWER
  }

  private record Rule(
      Predicate<ApiRequest> which,
      Effect effect,
      int status,
      Duration delay,
      AtomicInteger left,
      CountDownLatch over,
      Runnable strike) {

    Rule(
        Predicate<ApiRequest> which,
        Effect effect,
        int status,
        Duration delay,
        AtomicInteger left,
        CountDownLatch over) {
      this(which, effect, status, delay, left, over, () -> {});
    }

    boolean applies(ApiRequest request) {
      return which.test(request) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  /** Answers with this status, for a while. */
  public Fault fail(int status, Predicate<ApiRequest> which) {
    return add(new Rule(which, Effect.FAIL, status, Duration.ZERO, forEver(), latch()));
  }

  /** Answers so many requests with this status. */
  public Fault failNext(int times, int status, Predicate<ApiRequest> which) {
    AtomicInteger left = new AtomicInteger(times);
    return add(new Rule(which, Effect.FAIL, status, Duration.ZERO, left, latch()));
  }

  /** Lets requests wait before they have any effect, at most until the fault is closed. */
  public Fault delay(Duration delay, Predicate<ApiRequest> which) {
    return add(new Rule(which, Effect.DELAY, 0, delay, forEver(), latch()));
  }

  /** Does what so many requests ask, and cuts their connections instead of answering. */
  public Fault loseAnswers(int times, Predicate<ApiRequest> which) {
    AtomicInteger left = new AtomicInteger(times);
    return add(new Rule(which, Effect.LOSE_ANSWER, 0, Duration.ZERO, left, latch()));
  }

  /** Strikes when such a request has come, before it has any effect: it never has one. */
  public Fault strikeBefore(Predicate<ApiRequest> which, Runnable strike) {
    return add(new Rule(which, Effect.STRIKE_BEFORE, 0, Duration.ZERO, forEver(), latch(), strike));
  }

  /** Strikes when such a request has had its effect, before the answer, which never arrives. */
  public Fault strikeAfter(Predicate<ApiRequest> which, Runnable strike) {
    return add(new Rule(which, Effect.LOSE_ANSWER, 0, Duration.ZERO, forEver(), latch(), strike));
  }

  /** Ends every watch, as an API server does now and then. */
  public void cutWatches() {
    feed.dropWatches();
  }

  /** Forgets the history: who watches on from an old version gets 410 Gone, also between pages. */
  public void forgetHistory() {
    feed.compact();
  }

  /** Connections that died without a word: watches of now stay open and send nothing any more. */
  public void silenceWatches() {
    streams.forEach(WatchStream::silence);
  }

  /** How many watches are open now. */
  public long openWatches(Predicate<ApiRequest> which) {
    return streams.stream().filter(stream -> which.test(stream.request())).count();
  }

  /** Watches are late: they send nothing, and all of it, in order, when the fault is closed. */
  public Fault holdWatches() {
    holds.incrementAndGet();
    return once(holds::decrementAndGet);
  }

  /** Watches tell each change twice, as a client may see it that connects anew. */
  public Fault repeatChanges() {
    repetitions.incrementAndGet();
    return once(repetitions::decrementAndGet);
  }

  /** Watches lose changes without noticing, as a cache that missed them; asked by the watch. */
  public Fault loseChanges(Predicate<ApiRequest> watches) {
    losses.add(watches);
    return once(() -> losses.remove(watches));
  }

  private static Fault once(Runnable end) {
    AtomicInteger closed = new AtomicInteger();
    return () -> {
      if (closed.getAndIncrement() == 0) {
        end.run();
      }
    };
  }

  private Fault add(Rule rule) {
    rules.add(rule);
    return once(
        () -> {
          rules.remove(rule);
          rule.over().countDown();
        });
  }

  private static AtomicInteger forEver() {
    return new AtomicInteger(Integer.MAX_VALUE);
  }

  private static CountDownLatch latch() {
    return new CountDownLatch(1);
  }

  /** Lets the faults happen to a request; what is to happen instead of its answer, if anything. */
  Optional<Runnable> befall(ApiRequest request) {
    Optional<Runnable> lost = Optional.empty();
    for (Rule rule : rules) {
      if (!rule.applies(request)) {
        continue;
      }
      switch (rule.effect()) {
        case FAIL ->
            throw new ApiFault(rule.status(), "InternalError", "an error that a test asked for");
        case DELAY -> delay(rule);
        case STRIKE_BEFORE -> {
          rule.strike().run();
          throw new ApiFault(503, "ServiceUnavailable", "a test struck before this request");
        }
        case LOSE_ANSWER -> lost = Optional.of(rule.strike());
      }
    }
    return lost;
  }

  private static void delay(Rule rule) {
    try {
      boolean over = rule.over().await(rule.delay().toMillis(), TimeUnit.MILLISECONDS);
      if (over) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void sendBookmarks() {
    streams.forEach(WatchStream::sendBookmark);
  }

  void opened(WatchStream stream) {
    streams.add(stream);
  }

  void ended(WatchStream stream) {
    streams.remove(stream);
  }

  boolean areHeld() {
    return holds.get() > 0;
  }

  boolean areRepeated() {
    return repetitions.get() > 0;
  }

  boolean loses(ApiRequest watch) {
    return losses.stream().anyMatch(loss -> loss.test(watch));
  }
}
