package com.datarestor.e2e.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files of a volume that is a directory of this machine. */
public record DirectoryFiles(Path root) implements VolumeFiles {

  @Override
  public void write(String path, byte[] content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String path) {
    try {
      Files.delete(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void shell(String script) {
    try {
      Process process =
          new ProcessBuilder("sh", "-euc", script)
              .directory(root.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + script, e);
    }
  }

  @Override
  public SortedMap<String, String> contents() {
    SortedMap<String, String> contents = new TreeMap<>();
    Map<Object, String> firstLinks = new HashMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.filter(path -> !path.equals(root)).sorted().toList()) {
        String name = root.relativize(each).toString();
        contents.put(name, describe(each, name, firstLinks));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  private static String describe(Path path, String name, Map<Object, String> firstLinks)
      throws IOException {
    Map<String, Object> facts =
        Files.readAttributes(
            path, "unix:mode,uid,gid,lastModifiedTime,fileKey", LinkOption.NOFOLLOW_LINKS);
    String owner = facts.get("uid") + ":" + facts.get("gid");
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path) + " " + owner;
    }
    String mode = Integer.toOctalString((Integer) Objects.requireNonNull(facts.get("mode")));
    String common = mode + " " + owner + " " + facts.get("lastModifiedTime");
    if (Files.isDirectory(path)) {
      return common;
    }
    String first = firstLinks.putIfAbsent(Objects.requireNonNull(facts.get("fileKey")), name);
    return first == null
        ? common + " " + digest(Files.readAllBytes(path))
        : common + " hard link of " + first;
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
  }
}
