package com.datarestor.core.annotation;

import static com.datarestor.core.annotation.Outcome.refusal;
import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.RepositorySelector.ByPriority;
import com.datarestor.core.annotation.RepositorySelector.ByTarget;
import com.datarestor.core.annotation.RepositorySelector.Primary;
import com.datarestor.core.annotation.RestoreDirective.SnapshotSelector;
import com.datarestor.core.annotation.RestoreDirective.SnapshotSelector.AsOf;
import com.datarestor.core.annotation.RestoreDirective.SnapshotSelector.Latest;
import com.datarestor.core.annotation.RestoreDirective.SnapshotSelector.LatestMinus;
import com.datarestor.core.annotation.RestoreDirective.SnapshotSelector.NameOrId;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreDirectiveTest {

  private static final RepositorySelector PRIMARY = new Primary();

  /** Those without a host. */
  static Stream<Arguments> ownSnapshots() {
    String scheduled = "backup-scheduled-2025-09-13-20-55-402b85";
    return Stream.of(
        // As the seed's README writes them.
        Arguments.of("pre-upgrade-snapshot", PRIMARY, "", new NameOrId("pre-upgrade-snapshot")),
        Arguments.of(scheduled, PRIMARY, "", new NameOrId(scheduled)),
        Arguments.of("latest", PRIMARY, "", new Latest()),
        Arguments.of("true", PRIMARY, "", new Latest()),
        Arguments.of("now", PRIMARY, "", new Latest()),
        Arguments.of("", PRIMARY, "", new Latest()),
        // The other forms.
        Arguments.of("  \n", PRIMARY, "", new Latest()),
        Arguments.of("4dc109", PRIMARY, "", new NameOrId("4dc109")),
        Arguments.of("latest-1", PRIMARY, "", new LatestMinus(1)),
        Arguments.of("latest-0", PRIMARY, "", new LatestMinus(0)),
        Arguments.of("latest-999999", PRIMARY, "", new LatestMinus(999_999)),
        Arguments.of("latest-release", PRIMARY, "", new NameOrId("latest-release")),
        Arguments.of("Latest", PRIMARY, "", new NameOrId("Latest")),
        Arguments.of("asof:2026-11-24T02:00:00Z", PRIMARY, "", asOf("2026-11-24T02:00:00Z")),
        Arguments.of("asof:2026-11-24T02:00:00+02:00", PRIMARY, "", asOf("2026-11-24T00:00:00Z")),
        Arguments.of("asof: 2026-11-24t02:00:00.5z", PRIMARY, "", asOf("2026-11-24T02:00:00.5Z")),
        Arguments.of("1||4dc109", new ByPriority(1), "", new NameOrId("4dc109")),
        Arguments.of("2||", new ByPriority(2), "", new Latest()),
        Arguments.of(" 2 | | latest ", new ByPriority(2), "", new Latest()),
        Arguments.of("s3:http://minio:9000/pg||now", minio(), "", new Latest()),
        Arguments.of("|latest-1", PRIMARY, "", new LatestMinus(1)),
        Arguments.of("||", PRIMARY, "", new Latest()));
  }

  /** Those with one. */
  static Stream<Arguments> otherHosts() {
    String host = "my-pvc-namespace-my-pvc-name";
    return Stream.of(
        // As the seed's README writes them.
        Arguments.of("1|" + host + "|4dc109", new ByPriority(1), host, new NameOrId("4dc109")),
        Arguments.of(
            "s3:http://minio:9000/pg|myns-mypvc-name|now",
            minio(),
            "myns-mypvc-name",
            new Latest()),
        // The other forms.
        Arguments.of(host + "|", PRIMARY, host, new Latest()),
        Arguments.of(host + "|latest", PRIMARY, host, new Latest()),
        Arguments.of("|" + host + "|latest-2", PRIMARY, host, new LatestMinus(2)),
        Arguments.of("1-2|x", PRIMARY, "1-2", new NameOrId("x")),
        Arguments.of(
            "db-data-pg-0.old|asof:2026-11-24T02:00:00Z",
            PRIMARY,
            "db-data-pg-0.old",
            asOf("2026-11-24T02:00:00Z")));
  }

  private static ByTarget minio() {
    return new ByTarget("s3:http://minio:9000/pg");
  }

  private static AsOf asOf(String moment) {
    return new AsOf(Instant.parse(moment));
  }

  @ParameterizedTest
  @MethodSource({"ownSnapshots", "otherHosts"})
  void reads(String value, RepositorySelector repository, String host, SnapshotSelector snapshot) {
    assertThat(understood(RestoreDirective.parse(value)))
        .isEqualTo(new RestoreDirective(repository, host, snapshot));
  }

  /** The text travels in events and is read again where snapshots are looked up. */
  @ParameterizedTest
  @MethodSource({"ownSnapshots", "otherHosts"})
  void theTextOfASnapshotMeansTheSame(
      String value, RepositorySelector repository, String host, SnapshotSelector snapshot) {
    assertThat(understood(RestoreDirective.parse(snapshot.text())).snapshot())
        .as("%s of %s in %s from %s", snapshot, host, value, repository)
        .isEqualTo(snapshot);
  }

  @ParameterizedTest
  @MethodSource("ownSnapshots")
  void aConfigTakesWhatNamesNoHost(
      String value, RepositorySelector repository, String host, SnapshotSelector snapshot) {
    assertThat(understood(RestoreDirective.parseForConfig(value)))
        .isEqualTo(new RestoreDirective(repository, host, snapshot));
  }

  @ParameterizedTest
  @MethodSource("otherHosts")
  void aConfigRefusesAHost(
      String value, RepositorySelector repository, String host, SnapshotSelector snapshot) {
    assertThat(refusal(RestoreDirective.parseForConfig(value)))
        .as("%s: %s of %s from %s", value, snapshot, host, repository)
        .isEqualTo(
            "a host has no meaning on a Config: each volume restores its own snapshot; write"
                + " repository||snapshot or the snapshot alone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          a|b-c|d|e          ! there are more than two | in it; write [[repository|]host|]snapshot
          *||latest          ! * is no repository to restore from; leave the repository out
          1|latest           ! "1" is no host; write {namespace}-{claim}|snapshot, or repository||snapshot
          *|latest           ! "*" is no host
          My-Ns-Pvc|latest   ! "My-Ns-Pvc" is no host
          a-b-|latest        ! "a-b-" is no host
          a-b;ls|latest      ! is no host
          $(id)-x|latest     ! is no host
          s3:http://minio:9000/pg|now ! what stands before the | is no host
          a,b                ! "a,b" has a comma
          "latest"           ! has a quotation mark
          $(whoami)          ! has a shell expression
          `id`               ! has a shell expression
          --target=/         ! has a dash at its beginning
          4dc109:/data       ! "4dc109:/data" names a part of a snapshot, but a volume is restored as a whole; write the snapshot alone
          4dc109:data        ! names a part of a snapshot
          latest:/etc        ! names a part of a snapshot
          pre-upgrade:/etc   ! names a part of a snapshot
          latest-1000000     ! goes back too far; write latest-1 to latest-999999
          undo               ! undo is not supported in this release; name the snapshot to go back to
          asof:              ! is no moment; write asof:2026-11-24T02:00:00Z (RFC 3339)
          asof:yesterday     ! "yesterday" is no moment
          asof:2026-11-24    ! "2026-11-24" is no moment
          asof:2026-11-24T02:00:00      ! is no moment
          asof:2026-02-30T02:00:00Z     ! is no moment
          asof:2026-11-24T02:00:00Z,x   ! is no moment
          """)
  void refuses(String value, String sentence) {
    assertThat(refusal(RestoreDirective.parse(value))).contains(sentence);
    assertThat(refusal(RestoreDirective.parseForConfig(value))).contains(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "1|a-b\u0000|c", "a\u202eb", "a-b\r|latest"})
  void refusesWhatCannotBeSeen(String value) {
    assertThat(refusal(RestoreDirective.parse(value)))
        .startsWith("the value has a line break, a control character or an invisible one");
  }

  @Test
  void refusesALongValueWithoutRepeatingIt() {
    assertThat(refusal(RestoreDirective.parse("|".repeat(1024 * 1024))))
        .isEqualTo("the value is longer than 256 characters; shorten it");
  }

  @Test
  void doesNotRepeatWhatMayHoldAPassword() {
    assertThat(refusal(RestoreDirective.parse("rest:https://me:secret@host/repo|now")))
        .doesNotContain("secret");
    assertThat(refusal(RestoreDirective.parse("rest:https://me:secret@host/repo")))
        .doesNotContain("secret");
  }
}
