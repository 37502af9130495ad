package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.datarestor.e2e.sandbox.ApiWithoutNode.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is sent to the API server, as it was committed. A change that is meant is written with
 * {@code -Dgolden.write=true} and read in the diff.
 */
final class SentFiles {

  private static final Path DIRECTORY = Path.of("src/test/resources/sent");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private SentFiles() {}

  static void assertAsCommitted(String name, List<Sent> requests) throws IOException {
    String text = requests.stream().map(SentFiles::text).collect(Collectors.joining("\n"));
    Path file = DIRECTORY.resolve(name + ".http");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(Files.createDirectories(DIRECTORY).resolve(name + ".http"), text);
    } else if (Files.notExists(file)) {
      fail(file + " is missing: run the test once with -Dgolden.write=true");
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  private static String text(Sent sent) {
    return sent.method()
        + " "
        + sent.path()
        + "\n"
        + JSON.writeValueAsString(JSON.readTree(sent.body()))
        + "\n";
  }
}
