package com.datarestor.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the definitions into the directory that is the only argument. */
public final class WriteDefinitions {

  private WriteDefinitions() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]).normalize();
    Files.createDirectories(directory);
    for (Map.Entry<String, String> definition : Definitions.texts().entrySet()) {
      Path file = directory.resolve(definition.getKey());
      Files.writeString(file, definition.getValue());
      System.out.println("wrote " + file);
    }
  }
}
