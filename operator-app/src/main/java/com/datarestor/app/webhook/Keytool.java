package com.datarestor.app.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes certificates with the JDK's own tool, which is part of every runtime: the library has no
 * public way to make one.
 */
final class Keytool {

  /** Alias of the authority in a key store. */
  static final String CA = "ca";

  /** Alias of what is served. */
  static final String SERVING = "serving";

  /** PKCS #12 wants a password; what protects the keys is who may read the Secret they are in. */
  static final char[] PASSWORD = "datarestor".toCharArray();

  private static final String PASSWORD_VARIABLE = "KEYTOOL_PASSWORD";
  private static final long TIMEOUT_SECONDS = 60;

  private Keytool() {}

  /** A key store with a new authority, and a certificate of it for these names. */
  static byte[] issue(List<String> names, Duration authority, Duration serving)
      throws IOException, InterruptedException {
    return inFolder(
        store -> {
          run(
              store,
              Stream.of(
                  "-genkeypair",
                  "-alias",
                  CA,
                  "-dname",
                  "CN=datarestor-operator webhook CA",
                  "-ext",
                  "bc:c=ca:true",
                  "-ext",
                  "ku:c=keyCertSign,cRLSign"),
              authority);
          serve(store, names, serving);
        },
        new byte[0]);
  }

  /** The same key store, with another key and certificate of its authority for these names. */
  static byte[] renew(byte[] old, List<String> names, Duration serving)
      throws IOException, InterruptedException {
    return inFolder(
        store -> {
          run(store, List.of("-delete", "-alias", SERVING));
          serve(store, names, serving);
        },
        old);
  }

  private static void serve(Path store, List<String> names, Duration lifetime)
      throws IOException, InterruptedException {
    run(
        store,
        Stream.of(
            "-genkeypair",
            "-alias",
            SERVING,
            "-signer",
            CA,
            "-dname",
            "CN=datarestor-operator webhook",
            "-ext",
            "san=" + String.join(",", names.stream().map(name -> "dns:" + name).toList()),
            "-ext",
            "eku=serverAuth",
            "-ext",
            "ku:c=digitalSignature"),
        lifetime);
  }

  /** An hour ago already: clocks differ. */
  private static void run(Path store, Stream<String> words, Duration lifetime)
      throws IOException, InterruptedException {
    run(
        store,
        Stream.concat(
                words,
                Stream.of(
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-startdate",
                    "-1H",
                    "-validity",
                    Long.toString(lifetime.toDays())))
            .toList());
  }

  private static void run(Path store, List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(words);
    command.addAll(
        List.of(
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass:env",
            PASSWORD_VARIABLE));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(PASSWORD_VARIABLE, String.valueOf(PASSWORD));
    builder.redirectOutput(store.resolveSibling("said").toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("keytool did not end within " + TIMEOUT_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "keytool "
              + words.getFirst()
              + " failed: "
              + Files.readString(store.resolveSibling("said"), StandardCharsets.UTF_8).strip());
    }
  }

  private interface Work {
    void on(Path store) throws IOException, InterruptedException;
  }

  private static byte[] inFolder(Work work, byte[] before)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("datarestor-keys-");
    try {
      Path store = folder.resolve("keystore.p12");
      if (before.length > 0) {
        Files.write(store, before);
      }
      work.on(store);
      return Files.readAllBytes(store);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
