package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which options the JVM gets, as the JVM itself tells them. */
class LauncherTest {

  private static final Pattern LARGEST_HEAP = Pattern.compile("\\bMaxHeapSize\\s+= (\\d+)");
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path directory;

  @Test
  void theOperatorIsSmall() {
    Program.Ended operator = run("-XX:+PrintFlagsFinal", "operator", "--variables");

    assertThat(operator.status()).as(operator.err()).isZero();
    assertThat(largestHeap(operator)).isEqualTo(192 * MEBIBYTE);
    assertThat(operator.out()).containsPattern("UseSerialGC\\s+= true");
    assertThat(operator.err()).isEmpty();
  }

  @Test
  void whatIsAskedForWins() {
    Program.Ended operator = run("-Xmx100m -XX:+PrintFlagsFinal", "operator", "--variables");

    assertThat(largestHeap(operator)).isEqualTo(100 * MEBIBYTE);
  }

  @Test
  void theToolsMayUseMore() {
    Program.Ended tool = run("-XX:+PrintFlagsFinal", "--version");

    assertThat(tool.status()).as(tool.err()).isZero();
    assertThat(largestHeap(tool)).isGreaterThan(192 * MEBIBYTE);
  }

  private Program.Ended run(String options, String... arguments) {
    return Program.run(directory, Map.of("JDK_JAVA_OPTIONS", options), arguments);
  }

  private static long largestHeap(Program.Ended ended) {
    Matcher heap = LARGEST_HEAP.matcher(ended.out());
    assertThat(heap.find()).as(ended.out()).isTrue();
    return Long.parseLong(heap.group(1));
  }
}
