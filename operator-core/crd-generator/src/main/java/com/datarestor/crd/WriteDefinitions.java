package com.datarestor.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the definitions into the directory of the first argument, the reference into the file of
 * the second.
 */
public final class WriteDefinitions {

  private WriteDefinitions() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]).normalize();
    Files.createDirectories(directory);
    for (Map.Entry<String, String> definition : Definitions.texts().entrySet()) {
      write(directory.resolve(definition.getKey()), definition.getValue());
    }
    write(Path.of(arguments[1]).normalize(), Reference.text());
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    System.out.println("wrote " + file);
  }
}
