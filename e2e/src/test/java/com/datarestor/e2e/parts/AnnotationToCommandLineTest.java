package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.Requested;
import com.datarestor.events.Selection;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From the text of an annotation to the restic command lines that come of it, through everything in
 * between. The tables are in {@link AnnotationForms}.
 */
class AnnotationToCommandLineTest {

  private static ApiWithoutNode api;
  private static Selection selection;
  private static int volumes;

  private Pump pump;

  @BeforeAll
  static void start() throws IOException {
    api = ApiWithoutNode.start();
    api.client().load(stream(Pump.CONFIG)).create();
    selection = Pump.selection(api);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void compose() {
    pump = new Pump(api);
  }

  @AfterEach
  void clear() {
    pump.close();
    for (String namespace : List.of("shop", "backup-system")) {
      api.client().batch().v1().jobs().inNamespace(namespace).delete();
      api.client().pods().inNamespace(namespace).delete();
      api.client().secrets().inNamespace(namespace).delete();
    }
  }

  static Stream<Arguments> backups() {
    return AnnotationForms.backups();
  }

  static Stream<Arguments> arguments() {
    return AnnotationForms.backupArguments();
  }

  static Stream<Arguments> restores() {
    return AnnotationForms.restores();
  }

  static Stream<Arguments> refusals() {
    return AnnotationForms.refusals();
  }

  static Stream<Arguments> configRefusals() {
    return AnnotationForms.configRefusals();
  }

  @ParameterizedTest(name = "manual-backup={0}")
  @MethodSource("backups")
  void aBackupOfAVolume(String value, List<String> lines) {
    ObjectRef volume = volume("data");

    pump.send(observed(volume, new AnnotationValue("manual-backup", value, "", false)));

    assertThat(typed()).isEqualTo(lines);
    assertThat(pump.sentences()).isEmpty();
    assertThat(pump.told())
        .filteredOn(RemoveAnnotation.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            RemoveAnnotation.class,
            removed -> {
              assertThat(removed.object()).isEqualTo(volume);
              assertThat(removed.key()).isEqualTo("manual-backup");
              assertThat(removed.value()).isEqualTo(value);
              assertThat(removed.tasks())
                  .extracting(PublishTask::operation)
                  .isEqualTo(
                      pump.events(Requested.class).stream().map(Requested::operation).toList());
            });
  }

  @ParameterizedTest(name = "backup-args={0}")
  @MethodSource("arguments")
  void aBackupWithArguments(String value, List<String> lines) {
    pump.send(
        observed(
            volume("data"),
            new AnnotationValue("manual-backup", "pre-upgrade-snapshot", "", false),
            new AnnotationValue("backup-args", value, "", false)));

    assertThat(typed()).isEqualTo(lines);
    assertThat(pump.sentences()).isEmpty();
  }

  @ParameterizedTest(name = "manual-restore={0}")
  @MethodSource("restores")
  void aRestoreIntoAVolume(String value, List<String> steps) {
    pump.send(observed(volume("data"), new AnnotationValue("manual-restore", value, "", false)));

    assertThat(steps()).isEqualTo(steps);
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("refusals")
  void aRefusalOnAVolume(String key, String value, String sentence) {
    ObjectRef volume = volume("data");

    pump.send(observed(volume, new AnnotationValue(key, value, "", false)));

    assertThat(pump.sentences())
        .containsExactly("Warning AnnotationRefused " + key + ": " + sentence);
    assertThat(pump.jobs()).isEmpty();
    assertThat(pump.events(Requested.class)).isEmpty();
    assertThat(pump.told()).contains(new RemoveAnnotation(volume, key, value, List.of()));
  }

  @ParameterizedTest(name = "manual-backup={0} on a Config")
  @MethodSource("backups")
  void aBackupOnAConfigIsOneOfEachVolume(String value, List<String> lines) {
    pump.send(onConfig("manual-backup", value, volume("data"), volume("files")));

    List<String> both = new ArrayList<>(lines);
    lines.forEach(
        line ->
            both.add(
                line.replace("--host=shop-data", "--host=shop-files")
                    .replace("--tag=pvc=data", "--tag=pvc=files")));
    assertThat(typed()).containsExactlyInAnyOrderElementsOf(both);
    assertThat(pump.sentences()).isEmpty();
  }

  static Stream<Arguments> restoresWithoutHost() {
    return AnnotationForms.restores()
        .filter(form -> !AnnotationForms.namesAHost((String) form.get()[0]));
  }

  @ParameterizedTest(name = "manual-restore={0} on a Config")
  @MethodSource("restoresWithoutHost")
  void aRestoreOnAConfigIsTheSameForItsVolume(String value, List<String> steps) {
    pump.send(onConfig("manual-restore", value, volume("data")));

    assertThat(steps()).isEqualTo(steps);
  }

  static Stream<Arguments> restoresWithHost() {
    return AnnotationForms.restores()
        .filter(form -> AnnotationForms.namesAHost((String) form.get()[0]));
  }

  @ParameterizedTest(name = "manual-restore={0} on a Config")
  @MethodSource("restoresWithHost")
  void aConfigRefusesAHost(String value, List<String> steps) {
    assertThat(steps).isNotEmpty();

    assertRefusedOnConfig(
        "manual-restore",
        value,
        "a host has no meaning on a Config: each volume restores its own snapshot; write"
            + " repository||snapshot or the snapshot alone");
  }

  @ParameterizedTest(name = "{0}={1} on a Config")
  @MethodSource({"refusals", "configRefusals"})
  void aRefusalOnAConfig(String key, String value, String sentence) {
    assertRefusedOnConfig(key, value, sentence);
  }

  @Test
  void eachVolumeOfAConfigRestoresItsOwnSnapshot() {
    pump.send(onConfig("manual-restore", "latest", volume("data"), volume("files")));

    assertThat(typed())
        .containsExactlyInAnyOrder(
            AnnotationForms.lookup(1, "shop-data"), AnnotationForms.lookup(1, "shop-files"));
  }

  @Test
  void argumentsThatCannotBeReadAreSaidAndTheBackupRunsWithoutThem() {
    pump.send(
        observed(
            volume("data"),
            new AnnotationValue("manual-backup", "pre-upgrade", "", false),
            new AnnotationValue("backup-args", "--exclude='cache", "", false)));

    assertThat(pump.sentences())
        .containsExactly(
            "Warning AnnotationRefused backup-args: a ' is opened and not closed; close it");
    assertThat(typed()).containsExactly(AnnotationForms.backup(1, "pre-upgrade", true));
  }

  @ParameterizedTest(name = "backup-args={0}")
  @MethodSource("refusedArguments")
  void argumentsThatMayNotBePassedOnFailTheBackup(String value, String sentence) {
    pump.send(
        observed(
            volume("data"),
            new AnnotationValue("manual-backup", "", "", false),
            new AnnotationValue("backup-args", value, "", false)));

    assertThat(pump.jobs()).isEmpty();
    assertThat(pump.events(OperationFailed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.failure().message()).isEqualTo(sentence));
  }

  static Stream<Arguments> refusedArguments() {
    return AnnotationForms.refusedArguments();
  }

  private void assertRefusedOnConfig(String key, String value, String sentence) {
    pump.send(onConfig(key, value, volume("data")));

    assertThat(pump.sentences())
        .containsExactly("Warning AnnotationRefused " + key + ": " + sentence);
    assertThat(pump.jobs()).isEmpty();
    assertThat(pump.events(Requested.class)).isEmpty();
    assertThat(pump.told())
        .contains(new RemoveAnnotation(selection.config(), key, value, List.of()));
  }

  /** Ends one Job after another, as the repositories would, and notes what was run. */
  private List<String> steps() {
    List<String> steps = new ArrayList<>();
    while (!pump.jobs().isEmpty()) {
      List<String> lines = typed();
      assertThat(lines).hasSize(1);
      steps.addAll(lines);
      Job job = pump.jobs().getFirst();
      pump.end(job, 0, AnnotationForms.answer(lines.getFirst()));
    }
    for (OperationFailed failed : pump.events(OperationFailed.class)) {
      steps.add("refused: " + failed.failure().message());
    }
    return steps;
  }

  /** The lines of the Jobs, with the Task's name as the tables have it. */
  private List<String> typed() {
    List<String> names =
        pump.events(Requested.class).stream().map(event -> event.operation().taskName()).toList();
    return pump.lines().stream()
        .map(
            line -> {
              String typed = line;
              for (String name : names) {
                typed = typed.replace(name, AnnotationForms.TASK);
              }
              return typed;
            })
        .toList();
  }

  private ObserveVolume observed(ObjectRef volume, AnnotationValue... annotations) {
    return new ObserveVolume(volume, true, false, List.of(selection), "", List.of(annotations));
  }

  private ObserveConfig onConfig(String key, String value, ObjectRef... selected) {
    pump.send(
        new ObserveConfig(
            selection.config(), 1, selection.plan(), List.of(), List.of(), List.of()));
    assertThat(pump.events(DomainEvent.class)).isNotEmpty();
    return new ObserveConfig(
        selection.config(),
        1,
        selection.plan(),
        List.of(),
        List.of(new AnnotationValue(key, value, "", false)),
        List.of(selected));
  }

  /** Another volume each time: what was asked of one is remembered. */
  private static ObjectRef volume(String name) {
    volumes++;
    return ObjectRef.volume("shop", name, "volume-" + volumes);
  }
}
