package com.datarestor.core.simulation;

import com.datarestor.core.decide.Policies;
import com.datarestor.core.decide.Policy;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The policies among the module's compiled classes, by class name. */
final class CompiledPolicies {

  private CompiledPolicies() {}

  static List<String> names() throws IOException, URISyntaxException {
    Path root = Path.of(Policies.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.contains("$"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .filter(name -> name.startsWith("com.datarestor.core.") && !name.endsWith("-info"))
          .filter(CompiledPolicies::isPolicy)
          .toList();
    }
  }

  private static boolean isPolicy(String name) {
    try {
      Class<?> type = Class.forName(name, false, Policies.class.getClassLoader());
      return !type.isInterface() && Policy.class.isAssignableFrom(type);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a compiled class that cannot be loaded: " + name, e);
    }
  }
}
