package com.datarestor.restic.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.Identity;
import com.datarestor.restic.command.SnapshotChoice.Found;
import com.datarestor.restic.command.SnapshotChoice.None;
import com.datarestor.restic.command.SnapshotChoice.OfHost;
import com.datarestor.restic.command.SnapshotChoice.OfVolume;
import com.datarestor.restic.command.SnapshotChoice.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotChoiceTest {

  private static final Identity BLOG = new Identity("web", "blog", "web-blog");
  private static final Identity AB_C = new Identity("a-b", "c", "a-b-c");
  private static final Identity A_BC = new Identity("a", "b-c", "a-b-c");

  private static final List<Snapshot> SNAPSHOTS =
      List.of(
          snapshot("11110000aa", "2026-01-01T00:00:00Z", BLOG, "name=first"),
          snapshot("22220000aa", "2026-01-02T00:00:00Z", BLOG, "name=twice"),
          snapshot("33330000aa", "2026-01-03T00:00:00Z", BLOG, "name=twice"),
          snapshot("33331111aa", "2026-01-04T00:00:00Z", BLOG, "name=1111"),
          snapshot("44440000aa", "2026-01-09T00:00:00Z", new Identity("web", "shop", "web-shop")));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "''                            , 33331111",
        "latest                        , 33331111",
        "true                          , 33331111",
        "now                           , 33331111",
        "latest-0                      , 33331111",
        "latest-1                      , 33330000",
        "latest-3                      , 11110000",
        "asof:2026-01-03T00:00:00Z     , 33330000",
        "asof:2026-01-02T23:59:59Z     , 22220000",
        "asof:2026-01-03T00:30:00+01:00, 22220000",
        "asof:2030-01-01T00:00:00Z     , 33331111",
        "first                         , 11110000",
        "twice                         , 33330000",
        "2222                          , 22220000",
        "22220000AA                    , 22220000",
        "1111                          , 33331111",
        "11110                         , 11110000"
      })
  void finds(String selector, String shortId) {
    assertThat(choose(selector))
        .isInstanceOfSatisfying(
            Found.class, found -> assertThat(found.snapshot().shortId()).isEqualTo(shortId));
  }

  @ParameterizedTest
  @CsvSource({
    "latest-4                 , only 4 snapshot(s)",
    "asof:2025-12-31T00:00:00Z, oldest snapshot of web-blog is of 2026-01-01",
    "nobody                   , named \"nobody\"",
    "undo                     , named \"undo\"",
    "latest-x                 , named \"latest-x\"",
    "abcd                     , id that begins so",
    "22                       , at least four characters"
  })
  void hasNone(String selector, String sentence) {
    assertThat(choose(selector))
        .isInstanceOfSatisfying(None.class, none -> assertThat(none.sentence()).contains(sentence));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "3333             ; could be any of 33331111 (web-blog, 2026-01-04T00:00:00Z), 33330000",
        "4444             ; is of web-shop, not of web-blog; to restore it here write web-shop|44440000",
        "asof:yesterday   ; is not a moment",
        "asof:2026-01-03  ; is not a moment",
        "22220000:/etc    ; part of a snapshot",
        "latest:/data     ; part of a snapshot"
      })
  void refuses(String selector, String sentence) {
    assertThat(choose(selector))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.sentence()).contains(sentence));
  }

  @Test
  void anEmptyRepositoryHasNone() {
    for (String selector : List.of("", "latest-1", "asof:2026-01-03T00:00:00Z", "x", "abcd")) {
      assertThat(SnapshotChoice.of(List.of(), new OfVolume(BLOG), List.of(BLOG), selector))
          .isInstanceOf(None.class);
    }
  }

  @Test
  void theOrderOfTheListDoesNotMatter() {
    List<Snapshot> shuffled = new ArrayList<>(SNAPSHOTS);
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(SnapshotChoice.of(shuffled, new OfVolume(BLOG), List.of(), "latest"))
          .isEqualTo(choose("latest"));
    }
  }

  @Test
  void tagsTellVolumesOfOneHostApart() {
    List<Snapshot> both =
        List.of(
            snapshot("aaaa0000aa", "2026-01-01T00:00:00Z", AB_C),
            snapshot("bbbb0000aa", "2026-01-02T00:00:00Z", A_BC));

    assertThat(id(SnapshotChoice.of(both, new OfVolume(AB_C), List.of(), "")))
        .isEqualTo("aaaa0000aa");
    assertThat(id(SnapshotChoice.of(both, new OfVolume(A_BC), List.of(), "")))
        .isEqualTo("bbbb0000aa");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest-1", "asof:2026-01-03T00:00:00Z", "nightly"})
  void aSharedHostIsRefused(String selector) {
    List<Snapshot> both =
        List.of(
            snapshot("aaaa0000aa", "2026-01-01T00:00:00Z", AB_C, "name=nightly"),
            snapshot("bbbb0000aa", "2026-01-02T00:00:00Z", A_BC));

    assertThat(SnapshotChoice.of(both, new OfHost("a-b-c"), List.of(), selector))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.sentence())
                    .contains("shared by a-b/c and a/b-c", "a-b-c|bbbb0000"));
    // An id says which, even here.
    assertThat(id(SnapshotChoice.of(both, new OfHost("a-b-c"), List.of(), "aaaa")))
        .isEqualTo("aaaa0000aa");
  }

  @Test
  void aSharedHostIsRefusedThoughOnlyOneOfThemHasSnapshots() {
    List<Snapshot> one = List.of(snapshot("aaaa0000aa", "2026-01-01T00:00:00Z", AB_C));

    assertThat(SnapshotChoice.of(one, new OfHost("a-b-c"), List.of(A_BC), ""))
        .isInstanceOf(Refused.class);
    assertThat(id(SnapshotChoice.of(one, new OfHost("a-b-c"), List.of(AB_C), "")))
        .isEqualTo("aaaa0000aa");
    assertThat(SnapshotChoice.of(one, new OfVolume(A_BC), List.of(A_BC), ""))
        .isInstanceOf(None.class);
  }

  @Test
  void anotherToolsSnapshotsAreTakenByHostWhenItIsNotShared() {
    Snapshot old =
        new Snapshot(
            "cccc0000aa",
            Instant.parse("2026-01-05T00:00:00Z"),
            "a-b-c",
            List.of("manual"),
            List.of("/data"),
            0,
            0,
            0);
    Snapshot tagged = snapshot("aaaa0000aa", "2026-01-01T00:00:00Z", AB_C);

    assertThat(id(SnapshotChoice.of(List.of(old), new OfVolume(AB_C), List.of(AB_C), "")))
        .isEqualTo("cccc0000aa");
    assertThat(id(SnapshotChoice.of(List.of(old, tagged), new OfVolume(AB_C), List.of(AB_C), "")))
        .isEqualTo("cccc0000aa");
    assertThat(SnapshotChoice.of(List.of(old), new OfVolume(AB_C), List.of(AB_C, A_BC), ""))
        .isInstanceOf(Refused.class);
    // With tagged ones of its own, what may be the other volume's is left out.
    assertThat(
            id(
                SnapshotChoice.of(
                    List.of(old, tagged), new OfVolume(AB_C), List.of(AB_C, A_BC), "")))
        .isEqualTo("aaaa0000aa");
  }

  @Test
  void halfATagThatSaysAnotherVolumeIsNotIgnored() {
    Snapshot half =
        new Snapshot(
            "cccc0000aa",
            Instant.parse("2026-01-05T00:00:00Z"),
            "web-blog",
            List.of("ns=other"),
            List.of("/data"),
            0,
            0,
            0);

    assertThat(SnapshotChoice.of(List.of(half), new OfVolume(BLOG), List.of(BLOG), ""))
        .isInstanceOf(None.class);
  }

  private static SnapshotChoice choose(String selector) {
    return SnapshotChoice.of(SNAPSHOTS, new OfVolume(BLOG), List.of(BLOG), selector);
  }

  private static String id(SnapshotChoice choice) {
    assertThat(choice).isInstanceOf(Found.class);
    return ((Found) choice).snapshot().id();
  }

  private static Snapshot snapshot(String id, String time, Identity identity, String... tags) {
    List<String> all =
        new ArrayList<>(SnapshotTags.identity(identity.namespace(), identity.volume()));
    all.addAll(List.of(tags));
    return new Snapshot(id, Instant.parse(time), identity.host(), all, List.of("/data"), 1, 1, 1);
  }
}
