package com.datarestor.core.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PodPartsTest {

  @Test
  void turnsEveryPartIntoTheClientsTypes() {
    PodParts parts = parts(Yaml.file("full-config.yaml"));

    assertThat(parts.securityContext())
        .hasValueSatisfying(
            context -> {
              assertThat(context.getRunAsUser()).isZero();
              assertThat(context.getCapabilities().getAdd()).containsExactly("DAC_READ_SEARCH");
            });
    assertThat(parts.podSecurityContext())
        .hasValueSatisfying(context -> assertThat(context.getFsGroup()).isEqualTo(1000));
    assertThat(parts.affinity())
        .hasValueSatisfying(affinity -> assertThat(affinity.getNodeAffinity()).isNotNull());
    assertThat(parts.volumes())
        .singleElement()
        .satisfies(volume -> assertThat(volume.getNfs().getServer()).isEqualTo("nas"));
    assertThat(parts.volumeMounts())
        .singleElement()
        .satisfies(mount -> assertThat(mount.getSubPath()).isEqualTo("restic"));
    assertThat(parts.tolerations())
        .singleElement()
        .satisfies(toleration -> assertThat(toleration.getTolerationSeconds()).isEqualTo(60));
  }

  @Test
  void nothingWrittenIsNothing() {
    PodParts parts = new PodParts(JobTemplate.NONE, Yaml.SERIALIZATION);

    assertThat(parts.securityContext()).isEmpty();
    assertThat(parts.podSecurityContext()).isEmpty();
    assertThat(parts.affinity()).isEmpty();
    assertThat(parts.volumes()).isEmpty();
  }

  @Test
  void aMistypedFieldIsNamed() {
    refuses(
        "{securityContext: {runAsUsr: 0}}", PodParts::securityContext, "securityContext.runAsUsr");
    refuses("{affinity: {nodeAfinity: {}}}", PodParts::affinity, "affinity.nodeAfinity");
    refuses(
        "{volumes: [{name: a, emptyDir: {}}, {name: b, nsf: {}}]}",
        PodParts::volumes,
        "volumes[1].nsf");
  }

  @Test
  void aValueOfTheWrongTypeIsNamed() {
    refuses("{securityContext: {runAsUser: root}}", PodParts::securityContext, "securityContext");
    refuses(
        "{podSecurityContext: {fsGroup: [1]}}", PodParts::podSecurityContext, "podSecurityContext");
  }

  @Test
  void aVolumeNeedsAName() {
    refuses("{volumes: [{emptyDir: {}}]}", PodParts::volumes, "volumes[0] has no name");
  }

  private static void refuses(String template, Function<PodParts, ?> part, String inSentence) {
    PodParts parts = parts("{spec: {jobTemplate: " + template + "}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> part.apply(parts))
        .withMessageContaining("spec.jobTemplate." + inSentence);
  }

  private static PodParts parts(String yaml) {
    return new PodParts(Yaml.config(yaml).getSpec().jobTemplate(), Yaml.SERIALIZATION);
  }
}
