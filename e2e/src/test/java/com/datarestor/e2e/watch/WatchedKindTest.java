package com.datarestor.e2e.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.core.watch.VolumeView;
import com.datarestor.core.watch.WatchedKind;
import com.datarestor.e2e.sandbox.ApiFaults.Fault;
import com.datarestor.e2e.scenario.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is missed, whatever the API server does. */
@SuppressWarnings("try") // a fault lasts for a block, which does not speak of it
class WatchedKindTest {

  private static final String CLAIMS = "persistentvolumeclaims";
  private static final String ASK = "backup.datarestor-operator.com/manual-backup";
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir private Path directory;

  private WatchedSandbox sandbox;
  private WatchedKind<VolumeView> kind;
  private final Picture picture = new Picture();

  /** What is there, as the listener was told. */
  private static final class Picture implements WatchedKind.Listener<VolumeView> {

    private final Map<String, VolumeView> there = new ConcurrentHashMap<>();
    private final AtomicInteger lists = new AtomicInteger();

    @Override
    public void seen(VolumeView volume) {
      there.put(volume.getMetadata().getName(), volume);
    }

    @Override
    public void gone(VolumeView volume) {
      there.remove(volume.getMetadata().getName());
    }

    @Override
    public void listed(Collection<VolumeView> all) {
      Set<String> names = ConcurrentHashMap.newKeySet();
      all.forEach(volume -> names.add(volume.getMetadata().getName()));
      there.keySet().retainAll(names);
      lists.incrementAndGet();
    }

    /** Names, and what was asked for. */
    Map<String, String> asks() {
      Map<String, String> asks = new TreeMap<>();
      there.forEach(
          (name, volume) -> {
            Map<String, String> annotations = volume.getMetadata().getAnnotations();
            asks.put(name, annotations == null ? "" : annotations.getOrDefault(ASK, ""));
          });
      return asks;
    }
  }

  @BeforeEach
  void start() throws IOException {
    sandbox = new WatchedSandbox(directory);
    kind = new WatchedKind<>(sandbox.client(), VolumeView.class, Map.of(), picture);
  }

  @AfterEach
  void stop() {
    kind.close();
    sandbox.close();
  }

  private void started() {
    kind.start(NOON);
    WatchedSandbox.awaitSynced(kind);
    await().until(() -> picture.lists.get() > 0);
  }

  private void awaitAsks(Map<String, String> asks) {
    await()
        .atMost(WatchedSandbox.PATIENCE)
        .untilAsserted(() -> assertThat(picture.asks()).isEqualTo(asks));
  }

  private void changeEverything() {
    sandbox.ask("kept", "while-away");
    sandbox.deleteClaim("deleted");
    sandbox.claim("new");
  }

  private void withTwoClaims() {
    sandbox.claim("kept");
    sandbox.claim("deleted");
    started();
    awaitAsks(Map.of("kept", "", "deleted", ""));
  }

  private static final Map<String, String> AFTERWARDS = Map.of("kept", "while-away", "new", "");

  @Test
  void sees_more_objects_than_a_page_holds_page_by_page() {
    for (int i = 0; i < 1_100; i++) {
      sandbox.claim("claim-" + i);
    }
    AtomicInteger pages = sandbox.countLists(CLAIMS);

    started();

    assertThat(picture.asks()).hasSize(1_100);
    assertThat(kind.objects()).hasSize(1_100);
    assertThat(pages).hasValue(3);
  }

  @Test
  void misses_nothing_while_its_connection_is_cut() {
    withTwoClaims();

    sandbox.whileCutOff(CLAIMS, this::changeEverything);

    awaitAsks(AFTERWARDS);
  }

  @Test
  void misses_nothing_when_the_history_is_gone_in_which_it_happened() {
    withTwoClaims();
    AtomicInteger lists = sandbox.countLists(CLAIMS);

    try (Fault fault = sandbox.faults().loseChanges(watch -> watch.isOf(CLAIMS))) {
      changeEverything();
    }
    sandbox.faults().forgetHistory();
    sandbox.faults().cutWatches();

    awaitAsks(AFTERWARDS);
    assertThat(lists.get()).isPositive();
  }

  @Test
  void misses_nothing_while_the_api_server_is_away() {
    withTwoClaims();

    sandbox.sandbox().api().goAway();
    sandbox.faults().forgetHistory();
    sandbox.sandbox().api().comeBack();
    changeEverything();

    awaitAsks(AFTERWARDS);
  }

  @Test
  void starts_although_the_api_server_cannot_answer_yet() {
    sandbox.claim("kept");
    AtomicInteger tries = sandbox.countLists(CLAIMS);
    try (Fault fault = sandbox.faults().fail(500, request -> request.isOf(CLAIMS))) {
      kind.start(NOON);
      await().atMost(WatchedSandbox.PATIENCE).until(() -> tries.get() > 1);
      assertThat(kind.isSynced()).isFalse();
    }

    WatchedSandbox.awaitSynced(kind);
    awaitAsks(Map.of("kept", ""));
  }

  @Test
  void lists_again_when_a_page_is_too_old_to_go_on() {
    for (int i = 0; i < 600; i++) {
      sandbox.claim("claim-" + i);
    }
    AtomicInteger pages = new AtomicInteger();
    try (Fault fault =
        sandbox
            .faults()
            .delay(
                Duration.ZERO,
                request -> {
                  if (WatchedSandbox.isList(request, CLAIMS) && pages.incrementAndGet() == 2) {
                    sandbox.faults().forgetHistory();
                  }
                  return false;
                })) {
      started();
    }

    assertThat(picture.asks()).hasSize(600);
    assertThat(pages.get()).isGreaterThan(2);
  }

  @Test
  void lists_again_when_the_watch_is_silent_for_too_long_and_not_before() {
    withTwoClaims();
    kind.check(NOON);
    sandbox.silence(CLAIMS);
    changeEverything();
    AtomicInteger lists = sandbox.countLists(CLAIMS);

    kind.check(NOON.plus(WatchedKind.SILENCE));
    assertThat(lists).hasValue(0);
    assertThat(picture.asks()).isEqualTo(Map.of("kept", "", "deleted", ""));

    kind.check(NOON.plus(WatchedKind.SILENCE).plusSeconds(1));
    awaitAsks(AFTERWARDS);
    sandbox.ask("new", "and-on");
    awaitAsks(Map.of("kept", "while-away", "new", "and-on"));
  }

  @Test
  void takes_a_bookmark_for_a_sign_of_life() {
    withTwoClaims();
    kind.check(NOON);
    Instant late = NOON.plus(WatchedKind.SILENCE).plusSeconds(1);
    // something that no watch of claims is told of, except by a bookmark
    new User(sandbox.client()).namespace("elsewhere", Map.of());
    String before = kind.version();
    sandbox.sandbox().api().sendBookmarks();
    await().atMost(WatchedSandbox.PATIENCE).until(() -> !kind.version().equals(before));
    AtomicInteger lists = sandbox.countLists(CLAIMS);

    kind.check(late);
    kind.check(late.plus(WatchedKind.SILENCE));
    assertThat(lists).hasValue(0);

    kind.check(late.plus(WatchedKind.SILENCE).plusSeconds(1));
    await().atMost(WatchedSandbox.PATIENCE).until(() -> lists.get() > 0);
  }

  @Test
  void sees_late_changes_in_their_order() {
    withTwoClaims();
    try (Fault fault = sandbox.faults().holdWatches()) {
      sandbox.ask("kept", "first");
      changeEverything();
      assertThat(picture.asks()).isEqualTo(Map.of("kept", "", "deleted", ""));
    }

    awaitAsks(AFTERWARDS);
  }

  @Test
  void drops_managed_fields_and_passes_over_fields_it_does_not_know() {
    sandbox.claim("kept");
    sandbox.ask("kept", "before-upgrade");

    started();

    VolumeView volume = kind.objects().getFirst();
    assertThat(volume.isBound()).isTrue();
    assertThat(volume.getMetadata().getManagedFields()).isNullOrEmpty();
    assertThat(
            sandbox
                .client()
                .persistentVolumeClaims()
                .inNamespace(WatchedSandbox.NAMESPACE)
                .withName("kept")
                .get()
                .getMetadata()
                .getManagedFields())
        .isNotEmpty();
  }
}
