package com.datarestor.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceTest {

  @Test
  void pageSaysWhatTheRecordsSay() throws IOException {
    Path page = Path.of(System.getProperty("reference.file")).normalize();

    assertThat(Files.readString(page).lines())
        .as("%s is not what the records say: run make crds and commit what it wrote", page)
        .containsExactlyElementsOf(Reference.text().lines().toList());
  }

  @Test
  void everyFieldIsThere() {
    String page = Reference.text();

    for (var kind : List.of(BackupConfig.class, Task.class)) {
      assertThat(Reference.described(kind)).hasSizeGreaterThan(30).allMatch(page::contains);
    }
  }

  @Test
  void fieldsThatStandInTwoPlacesAreToldOnce() {
    assertThat(Reference.text())
        .contains("| `spec.env[].valueFrom.configMapKeyRef.key` |")
        .contains("Its fields are those of `spec.env[]`.")
        .contains("Its fields are those of `spec.restic`.")
        .doesNotContain("`spec.repositories[].env[].name`");
  }

  @Test
  void rowSaysWhatIsAllowed() {
    assertThat(Reference.text())
        .contains("| `spec.limits.maxConcurrentTasks` | integer | `4` | 0 to 1000 |")
        .contains("| `spec.repositories[].target` | string | required | 1 to 1024 characters;")
        .contains("| `auto`, `max`, `off` |");
  }

  @Test
  void cellsHoldNoMarkdownOfTheirOwn() {
    assertThat(Cells.text("0 2 * * *, a|b, $(NAME)"))
        .isEqualTo("0 2 \\* \\* \\*, a\\|b, &#36;(NAME)");
    assertThat(Reference.text().lines().filter(line -> line.startsWith("|")))
        .allMatch(line -> line.replace("\\|", "").chars().filter(c -> c == '|').count() == 6);
  }
}
