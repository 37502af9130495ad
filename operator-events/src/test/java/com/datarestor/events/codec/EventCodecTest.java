package com.datarestor.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.Hold;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.ManualBackupAsked;
import com.datarestor.events.VolumeEvent.VolumeAskCleared;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import com.datarestor.events.store.EventRecord;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class EventCodecTest {

  private final EventCodec codec = new EventCodec();
  private final EventEnvelope asked = Examples.event(Examples.of(ManualBackupAsked.class));

  @Test
  void propertiesThatThisReleaseDoesNotKnowArePassedOver() {
    String json =
        edited(
            tree -> {
              tree.put("tomorrow", 1);
              data(tree).putObject("also").put("tomorrow", true);
              ((ObjectNode) data(tree).required("volume")).put("apiVersion", "v9");
            });

    assertThat(codec.decode(codec.record(json))).isEqualTo(new Decoded.Known(asked));
  }

  @Test
  void dataIsTheEventsOwnWhateverComesBeforeIt() {
    String json = codec.encode(asked).json();
    for (String before :
        List.of(
            "\"more\":{\"a\":1,\"data\":{\"key\":\"not this\"}},",
            "\"more\":[{\"a\":1,\"data\":{\"key\":\"not this\"}}],",
            "\"more\":\"a brace {\",")) {
      String longer = "{" + before + json.substring(1);
      assertThat(codec.decode(codec.record(longer))).isEqualTo(new Decoded.Known(asked));
    }
  }

  @Test
  void whatAnOlderReleaseDidNotWriteIsEmpty() {
    ManualBackupAsked event =
        known(edited(tree -> data(tree).remove(List.of("arguments", "repositories", "name"))));

    assertThat(event.arguments()).isEmpty();
    assertThat(event.repositories()).isEmpty();
    assertThat(event.name()).isEmpty();
  }

  @Test
  void aRequestOfAnOlderReleaseDoesNotSayWhatTriggeredIt() {
    String json = codec.encode(Examples.event(Examples.of(BackupRequested.class))).json();
    String older = json.replaceFirst(",\"trigger\":\\{[^}]*}", "");

    assertThat(older).isNotEqualTo(json);
    assertThat(codec.decode(codec.record(older)))
        .isInstanceOfSatisfying(
            Decoded.Known.class,
            read ->
                assertThat(((BackupRequested) read.envelope().event()).trigger())
                    .isEqualTo(Trigger.UNKNOWN));
  }

  @Test
  void whatAnOlderReleaseSawOfAVolumeHoldsNothing() {
    String json = codec.encode(Examples.event(Examples.of(VolumeObserved.class))).json();
    String older =
        json.replaceFirst(",\"hold\":\\{.*?\"marked\":(true|false),\"mark\":\\[.*?]}", "");

    assertThat(older).isNotEqualTo(json);
    assertThat(codec.decode(codec.record(older)))
        .isInstanceOfSatisfying(
            Decoded.Known.class,
            read ->
                assertThat(((VolumeObserved) read.envelope().event()).hold()).isEqualTo(Hold.NONE));
  }

  @Test
  void aMarkerThatAnOlderReleaseSawSaysNothingMore() {
    String json = codec.encode(Examples.event(Examples.of(VolumeObserved.class))).json();
    String older = json.replaceFirst(",\"mark\":\\[.*?]", "");

    assertThat(older).isNotEqualTo(json);
    assertThat(codec.decode(codec.record(older)))
        .isInstanceOfSatisfying(
            Decoded.Known.class,
            read -> {
              Hold hold = ((VolumeObserved) read.envelope().event()).hold();
              assertThat(hold.marked()).isTrue();
              assertThat(hold.mark()).isEmpty();
            });
  }

  @Test
  void aJobThatAnOlderReleaseLaunchedHasNoNote() {
    String json = codec.encode(Examples.event(Examples.of(JobLaunched.class))).json();
    String older = json.replaceFirst(",\"note\":\"[^\"]*\"", "");

    assertThat(older).isNotEqualTo(json);
    assertThat(codec.decode(codec.record(older)))
        .isInstanceOfSatisfying(
            Decoded.Known.class,
            read -> assertThat(((JobLaunched) read.envelope().event()).note()).isEmpty());
  }

  @Test
  void nullIsReadAsEmpty() {
    ManualBackupAsked event =
        known(
            edited(
                tree -> data(tree).putNull("arguments").putNull("repositories").putNull("name")));

    assertThat(event.arguments()).isEmpty();
    assertThat(event.repositories()).isEmpty();
    assertThat(event.name()).isEmpty();
  }

  @Test
  void anUnknownTypeIsKeptAndSaid() {
    EventRecord record = codec.record(edited(tree -> tree.put("type", "volume-cloned")));

    assertThat(codec.decode(record))
        .isEqualTo(new Decoded.Unknown(record, "this release has no event volume-cloned"));
  }

  @Test
  void aNewerVersionIsKeptAndSaid() {
    EventRecord record = codec.record(edited(tree -> tree.put("version", 2)));

    assertThat(codec.decode(record))
        .isEqualTo(
            new Decoded.Unknown(
                record, "this release knows manual-backup-asked up to version 1, not 2"));
  }

  @Test
  void dataWithAHoleIsKeptAndSaidAndNoNullGetsIn() {
    for (String hole : List.of("volume", "ask", "config")) {
      String missing = edited(tree -> data(tree).remove(hole));
      String empty = edited(tree -> data(tree).putNull(hole));

      assertThat(why(missing)).startsWith("its data cannot be read").contains(hole);
      assertThat(why(empty)).startsWith("its data cannot be read").contains(hole);
    }
  }

  @Test
  void dataOfTheWrongShapeIsKeptAndSaid() {
    assertThat(why(edited(tree -> tree.put("data", "text")))).startsWith("its data");
    assertThat(why(edited(tree -> tree.putNull("data")))).startsWith("its data");
    assertThat(why(edited(tree -> tree.remove("data")))).startsWith("its data");
    assertThat(why(edited(tree -> data(tree).put("arguments", "one")))).startsWith("its data");
    assertThat(why(edited(tree -> data(tree).putArray("arguments").addNull())))
        .startsWith("its data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "42",
        "{}",
        "{\"id\":\"1\"}",
        "{\"id\":\"1\"} {\"id\":\"2\"}"
      })
  void whatIsNoEventIsSaid(String json) {
    assertThatThrownBy(() -> codec.record(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not an event: ");
  }

  @Test
  void metadataThatCannotBeReadIsSaid() {
    for (String field : List.of("id", "stream", "sequence", "time", "type", "version")) {
      assertThatThrownBy(() -> codec.record(edited(tree -> tree.remove(field))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> codec.record(edited(tree -> tree.putNull(field))))
          .as("%s is null", field)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> codec.record(edited(tree -> tree.put("time", "yesterday"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oldVersionsAreLiftedStepByStep() {
    EventCodec third = new EventCodec(List.of(type(3)), List.of(lift(1), lift(2)));
    VolumeAskCleared now = new VolumeAskCleared(Examples.of(VolumeGone.class).volume(), "v1+2+3");
    EventEnvelope expected = Examples.event(now);
    String first =
        third
            .encode(Examples.event(new VolumeAskCleared(now.volume(), "v1")))
            .json()
            .replace("\"version\":3", "\"version\":1");

    assertThat(third.decode(third.record(first))).isEqualTo(new Decoded.Known(expected));
  }

  @Test
  void aMissingStepIsSaid() {
    EventCodec third = new EventCodec(List.of(type(3)), List.of(lift(1)));
    EventRecord first =
        third.record(
            third
                .encode(Examples.event(Examples.of(VolumeAskCleared.class)))
                .json()
                .replace("\"version\":3", "\"version\":1"));

    assertThat(third.decode(first))
        .isEqualTo(new Decoded.Unknown(first, "nothing reads version 2 of volume-ask-cleared"));
  }

  @Test
  void twoRowsOfOneNameOrOneRecordAreRefused() {
    WireType<VolumeGone> gone = new WireType<>("volume-gone", 1, VolumeGone.class);
    WireType<VolumeAskCleared> sameName = new WireType<>("volume-gone", 1, VolumeAskCleared.class);
    WireType<VolumeGone> sameRecord = new WireType<>("volume-lost", 1, VolumeGone.class);

    assertThatThrownBy(() -> new EventCodec(List.of(gone, sameName), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventCodec(List.of(gone, sameRecord), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static WireType<? extends DomainEvent> type(int version) {
    return new WireType<>("volume-ask-cleared", version, VolumeAskCleared.class);
  }

  private static Upcaster lift(int from) {
    return new Upcaster() {
      @Override
      public String type() {
        return "volume-ask-cleared";
      }

      @Override
      public int from() {
        return from;
      }

      @Override
      public ObjectNode upcast(ObjectNode data) {
        return data.put("key", data.required("key").asString() + "+" + (from + 1));
      }
    };
  }

  private String why(String json) {
    return codec.decode(codec.record(json)) instanceof Decoded.Unknown unknown
        ? unknown.why()
        : "known";
  }

  private ManualBackupAsked known(String json) {
    assertThat(codec.decode(codec.record(json))).isInstanceOf(Decoded.Known.class);
    return (ManualBackupAsked)
        ((Decoded.Known) codec.decode(codec.record(json))).envelope().event();
  }

  private static ObjectNode data(ObjectNode tree) {
    return (ObjectNode) tree.required("data");
  }

  private String edited(Consumer<ObjectNode> edit) {
    ObjectNode tree = (ObjectNode) Json.MAPPER.readTree(codec.encode(asked).json());
    edit.accept(tree);
    return Json.MAPPER.writeValueAsString(tree);
  }
}
