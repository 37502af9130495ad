package com.datarestor.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Table table = new Table(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @TempDir private Path directory;

  @Test
  void replacesWhatStandsBetweenTheMarkersAndNothingElse() throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(page, "before\n<!-- bench: begin -->\n| old |\n<!-- bench: end -->\nafter\n");
    table.row("append", "2 ms", "fsync 1 ms", Table.times(2), "");

    table.write(page);

    assertThat(Files.readString(page))
        .startsWith("before\n<!-- bench: begin -->\nMeasured on ")
        .contains("\n| append | 2 ms | fsync 1 ms | 2.00 × |  |\n<!-- bench: end -->")
        .endsWith("<!-- bench: end -->\nafter\n")
        .doesNotContain("old");
  }

  @Test
  void leavesAPageWithoutMarkersAlone() throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(page, "by hand\n");

    assertThatThrownBy(() -> table.write(page)).hasMessageContaining("lacks the markers");

    assertThat(Files.readString(page)).isEqualTo("by hand\n");
  }

  @Test
  void aPercentileIsTheLeastTimeThatSoManyDoNotExceed() {
    double[] times = new double[200];
    for (int i = 0; i < times.length; i++) {
      times[i] = 200 - i;
    }
    assertThat(Times.of(times).percentile(99)).isEqualTo(198);
    assertThat(Times.of(times).median()).isEqualTo(100);
    assertThat(Times.of(3, 1, 2).median()).isEqualTo(2);
    assertThatThrownBy(Times::of).hasMessage("nothing was measured");
  }
}
