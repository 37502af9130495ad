package com.datarestor.app.snapshot;

import com.datarestor.app.health.Metrics;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.events.EventEnvelope;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells the code that folds from any other: the same shape of a state does not mean that it was
 * folded by the same rules.
 */
final class CodeFingerprint {

  private CodeFingerprint() {}

  /**
   * The same for the same code.
   *
   * @throws IOException when the program's own files cannot be read
   */
  static String read() throws IOException {
    MessageDigest digest = sha256();
    for (Class<?> part : List.of(EventEnvelope.class, CommandDispatcher.class, Metrics.class)) {
      Path place = place(part);
      if (Files.isDirectory(place)) {
        addDirectory(place, digest);
      } else {
        digest.update(Files.readAllBytes(place));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  /**
   * By the class's file: of a class from an AOT cache the JVM can have forgotten the CodeSource.
   */
  private static Path place(Class<?> part) throws IOException {
    URL file = part.getResource(part.getSimpleName() + ".class");
    if (file == null) {
      throw new IOException("nobody knows where " + part.getSimpleName() + " was loaded from");
    }
    try {
      if (file.openConnection() instanceof JarURLConnection inJar) {
        return Path.of(inJar.getJarFileURL().toURI());
      }
      Path below = Path.of(part.getName().replace('.', '/'));
      Path place = Path.of(file.toURI());
      return place.getRoot().resolve(place.subpath(0, place.getNameCount() - below.getNameCount()));
    } catch (URISyntaxException e) {
      throw new IOException(file + " is no place", e);
    }
  }

  /** Classes that are not in a jar: a build that is being worked on. */
  private static void addDirectory(Path directory, MessageDigest digest) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    for (Path file : files) {
      digest.update(directory.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
