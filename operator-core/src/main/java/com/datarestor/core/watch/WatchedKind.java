package com.datarestor.core.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All objects of one kind, watched for as long as the operator runs. A connection that died
 * silently is noticed by the bookmarks that stop coming (the API server sends one about every
 * minute), and the kind is then listed again.
 *
 * @param <T> a slim view of the kind
 */
public final class WatchedKind<T extends HasMetadata> implements AutoCloseable {

  /** How long neither a change nor a bookmark may come before the watch is taken for dead. */
  public static final Duration SILENCE = Duration.ofMinutes(3);

  private static final long PAGE = 500;
  private static final Logger log = LoggerFactory.getLogger(WatchedKind.class);

  private final KubernetesClient client;
  private final Class<T> type;
  private final Map<String, String> labels;
  private final Listener<T> listener;
  private final AtomicLong events = new AtomicLong();
  private final ReentrantLock telling = new ReentrantLock();

  private volatile @Nullable SharedIndexInformer<T> informer;

  /** The informer whose first list the listener was told. */
  private volatile @Nullable SharedIndexInformer<T> told;

  private String lastVersion = "";
  private long lastEvents;
  private Instant lastSign = Instant.MAX;

  /** What the watcher of a kind is told; calls come one after another. */
  public interface Listener<T> {

    /** The object is there, and like this. */
    void seen(T object);

    /** The object is not there any more. */
    void gone(T object);

    /** These are all objects there are: whatever else was seen before is gone. */
    void listed(Collection<T> all);

    /** One of three methods. */
    static <T> Listener<T> of(Consumer<T> seen, Consumer<T> gone, Consumer<Collection<T>> listed) {
      return new Listener<>() {
        @Override
        public void seen(T object) {
          seen.accept(object);
        }

        @Override
        public void gone(T object) {
          gone.accept(object);
        }

        @Override
        public void listed(Collection<T> all) {
          listed.accept(all);
        }
      };
    }

    /** Tells another one the same, after this one. */
    default Listener<T> and(Listener<T> other) {
      Listener<T> first = this;
      return new Listener<>() {
        @Override
        public void seen(T object) {
          first.seen(object);
          other.seen(object);
        }

        @Override
        public void gone(T object) {
          first.gone(object);
          other.gone(object);
        }

        @Override
        public void listed(Collection<T> all) {
          first.listed(all);
          other.listed(all);
        }
      };
    }
  }

  /**
   * @param labels only objects with these labels; empty for all
   */
  public WatchedKind(
      KubernetesClient client, Class<T> type, Map<String, String> labels, Listener<T> listener) {
    this.client = client;
    this.type = type;
    this.labels = Map.copyOf(labels);
    this.listener = listener;
  }

  /** Begins to list and watch; returns at once and tries for as long as it takes. */
  public synchronized void start(Instant now) {
    SharedIndexInformer<T> started =
        client
            .resources(type)
            .inAnyNamespace()
            .withLabels(labels)
            .withLimit(PAGE)
            .runnableInformer(0);
    started.exceptionHandler((everStarted, problem) -> true);
    started.addEventHandler(new Handler(started));
    informer = started;
    lastSign = now;
    started
        .start()
        .whenComplete(
            (done, problem) -> {
              if (problem == null) {
                tellList(started);
              } else {
                log.warn("cannot watch {}: {}", type.getSimpleName(), problem.toString());
              }
            });
  }

  /** What is watched, as kubectl names it. */
  public String name() {
    return HasMetadata.getFullResourceName(type);
  }

  /** Whether everything that was there at the start was seen. */
  public synchronized boolean isSynced() {
    return informer != null && informer == told;
  }

  /** The objects as they were last seen. */
  public synchronized List<T> objects() {
    return informer == null ? List.of() : informer.getStore().list();
  }

  /** The newest version of the cluster that was heard of, in a list, a change or a bookmark. */
  public synchronized String version() {
    return informer == null ? "" : String.valueOf(informer.lastSyncResourceVersion());
  }

  /** Lists again when there was no sign of life for too long; to be called now and then. */
  public synchronized void check(Instant now) {
    if (informer == null || !informer.hasSynced()) {
      return;
    }
    String version = version();
    if (!version.equals(lastVersion) || events.get() != lastEvents) {
      lastVersion = version;
      lastEvents = events.get();
      lastSign = now;
      return;
    }
    if (Duration.between(lastSign, now).compareTo(SILENCE) > 0) {
      log.warn("no sign of life from the watch of {}: listing again", type.getSimpleName());
      close();
      start(now);
    }
  }

  @Override
  public synchronized void close() {
    if (informer != null) {
      informer.stop();
      informer = null;
    }
  }

  /**
   * The list is taken when it is told: an object that was seen while an older list was on its way
   * would be missing in it, and pass for deleted. What was told before is in the store by then;
   * what the informer has listed and not yet told is told here.
   */
  private void tellList(SharedIndexInformer<T> started) {
    telling.lock();
    try {
      if (informer == started) {
        List<T> all = started.getStore().list();
        all.forEach(listener::seen);
        listener.listed(all);
        told = started;
      }
    } finally {
      telling.unlock();
    }
  }

  private final class Handler implements ResourceEventHandler<T> {

    private final SharedIndexInformer<T> own;

    Handler(SharedIndexInformer<T> own) {
      this.own = own;
    }

    @Override
    public void onAdd(T object) {
      tell(() -> listener.seen(object));
    }

    /** An object that was deleted and made again while nobody watched comes as a change. */
    @Override
    public void onUpdate(T before, T after) {
      tell(
          () -> {
            if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
              listener.gone(before);
            }
            listener.seen(after);
          });
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      tell(() -> listener.gone(object));
    }

    /** What an informer still says that was replaced is old news. */
    private void tell(Runnable news) {
      telling.lock();
      try {
        if (informer == own) {
          events.incrementAndGet();
          news.run();
        }
      } finally {
        telling.unlock();
      }
    }
  }
}
