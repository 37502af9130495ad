package com.datarestor.restic.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.datarestor.restic.command.JobScript;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Objects as they were committed. A change that is meant is written with {@code
 * -Dgolden.write=true} and read in the diff.
 */
final class GoldenObjects {

  private static final Path DIRECTORY = Path.of("src/test/resources/jobs");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private GoldenObjects() {}

  static void assertAsCommitted(String name, List<? extends HasMetadata> objects)
      throws IOException {
    String yaml =
        objects.stream().map(GoldenObjects::document).collect(Collectors.joining("---\n"));
    Path file = DIRECTORY.resolve(name + ".yaml");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(Files.createDirectories(DIRECTORY).resolve(name + ".yaml"), yaml);
    } else if (Files.notExists(file)) {
      fail(file + " is missing: run the test once with -Dgolden.write=true");
    }
    assertThat(yaml).isEqualTo(Files.readString(file));
  }

  /** The script has a file and tests of its own; here it would hide everything else. */
  private static String document(HasMetadata object) {
    HasMetadata shown = object;
    if (object instanceof Job job) {
      Container container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
      assertThat(container.getCommand()).isEqualTo(JobScript.command());
      shown =
          new JobBuilder(job)
              .editSpec()
              .editTemplate()
              .editSpec()
              .editFirstContainer()
              .setToCommand(2, "(restic-job.sh)")
              .endContainer()
              .endSpec()
              .endTemplate()
              .endSpec()
              .build();
    }
    return YAML.asYaml(shown).replaceFirst("^---\n", "");
  }
}
