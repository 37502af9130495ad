package com.datarestor.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Isolated("replaces standard error")
class LoggingConfiguratorTest {

  @Test
  void oneLineOfJsonForEachEvent_WithTheKeysThatCollectorsKnow() {
    String said =
        said(
            Map.of(),
            context ->
                context
                    .getLogger("com.datarestor.app.operator.Operator")
                    .info("the log has {} events,\n{} of them new", 7, 2));

    assertThat(said.lines()).hasSize(1);
    JsonNode line = JsonMapper.shared().readTree(said);
    assertThat(line.propertyNames())
        .containsExactly(
            "timestamp",
            "level",
            "threadName",
            "loggerName",
            "mdc",
            "formattedMessage",
            "throwable");
    assertThat(line.path("level").asString()).isEqualTo("INFO");
    assertThat(line.path("loggerName").asString())
        .isEqualTo("com.datarestor.app.operator.Operator");
    assertThat(line.path("formattedMessage").asString())
        .isEqualTo("the log has 7 events,\n2 of them new");
  }

  @Test
  void anExceptionStaysOnItsLine() {
    String said =
        said(
            Map.of(),
            context ->
                context
                    .getLogger("com.datarestor.events")
                    .error("not written", new IllegalStateException("the disk is full")));

    assertThat(said.lines()).hasSize(1);
    assertThat(JsonMapper.shared().readTree(said).path("throwable").path("message").asString())
        .isEqualTo("the disk is full");
  }

  @Test
  void peopleGetTextWhenTheyAskForIt() {
    String said =
        said(
            Map.of("DATARESTOR_LOG_FORMAT", "text"),
            context -> context.getLogger("com.datarestor.app.Main").info("leading"));

    assertThat(said).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Main: leading\\R");
  }

  @Test
  void librariesSpeakFromWarningsOn_AndTheOperatorAsItIsTold() {
    String said =
        said(
            Map.of("DATARESTOR_LOG_LEVEL", "warn"),
            context -> {
              context.getLogger("com.datarestor.app.Main").info("not this");
              context.getLogger("io.netty").info("nor this");
              context.getLogger("com.datarestor.app.Main").warn("but this");
              context.getLogger("io.netty").warn("and this");
            });

    assertThat(said).doesNotContain("not this", "nor this").contains("but this", "and this");
  }

  private static String said(Map<String, String> environment, Consumer<LoggerContext> speaker) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      LoggingConfigurator.apply(context, environment);
      speaker.accept(context);
    } finally {
      context.stop();
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
