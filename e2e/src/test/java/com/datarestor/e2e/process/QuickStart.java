package com.datarestor.e2e.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * How an operator is started that lives for a second or two: with a JVM that starts fast rather
 * than runs fast, and with what a first life has left for the later ones: its classes, loaded and
 * linked (JEP 514).
 */
final class QuickStart {

  private static final Path OPERATOR = Path.of("../operator-app/target/datarestor-operator.jar");

  /** As the launcher passes them, and what makes a start cheap. */
  private static final List<String> FLAGS =
      List.of(
          "-Dguice_custom_class_loading=CHILD",
          "-Dguice_bytecode_gen_option=DISABLED",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xmx128m",
          "-Xlog:disable");

  private final Path jar;
  private final Path cache;

  private QuickStart(Path jar, Path cache) {
    this.jar = jar;
    this.cache = cache;
  }

  /** Makes what is needed beside the operator's jar; a class path of directories has no cache. */
  static QuickStart in(Path directory) {
    Path jar = directory.resolve("operator-at-shared-clock.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(OperatorAtSharedClock.class, SharedClock.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in =
            Objects.requireNonNull(type.getResourceAsStream("/" + name), "its own class file")) {
          in.transferTo(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new QuickStart(jar, directory.resolve("operator.aot"));
  }

  /** The command of a life that leaves the cache when it ends in order. */
  List<String> first(Path clock) {
    return command("-XX:AOTCacheOutput=" + cache, clock);
  }

  /** The command of a life that uses the cache. */
  List<String> later(Path clock) {
    return command("-XX:AOTCache=" + cache, clock);
  }

  boolean isCached() {
    return Files.exists(cache);
  }

  private List<String> command(String flag, Path clock) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add(flag);
    command.addAll(List.of("-cp", OPERATOR + ":" + jar, OperatorAtSharedClock.class.getName()));
    command.add(clock.toString());
    return command;
  }
}
