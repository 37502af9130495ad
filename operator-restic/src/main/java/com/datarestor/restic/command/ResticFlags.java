package com.datarestor.restic.command;

import java.util.HashMap;
import java.util.Map;

/**
 * The flags of restic 0.18.0's {@code --help} that matter to {@link UserArguments}: whether they
 * take a value, and why some may not be given.
 */
final class ResticFlags {

  /**
   * One flag.
   *
   * @param takesValue whether the next word belongs to it when it has no {@code =}
   * @param refusal why nobody may give it; empty when everybody may
   * @param volumeRefusal why the owner of a volume may not give it; empty when they may
   */
  record Flag(boolean takesValue, String refusal, String volumeRefusal) {}

  private static final String IDENTITY =
      "it decides whose snapshot it is, which the operator sets itself; leave it out.";
  private static final String REPOSITORY =
      "the repository and its password come from the Config; set them in repositories[].target and"
          + " in env.";
  private static final String OUTPUT =
      "the operator reads restic's output in the form it asks for; leave it out.";
  private static final String NOTHING_DONE =
      "nothing would be done and yet it would look like a success; leave it out.";
  private static final String SOURCE = "a backup reads the volume and nothing else; leave it out.";
  private static final String EXACT =
      "a restore makes the volume exactly what the snapshot is; leave it out.";
  private static final String FOR_CONFIG =
      "it can hand the repository's credentials to others; ask the owner of the Config to set it in"
          + " restic.extraArgs.";
  private static final String CHOICE = "the operator chooses the snapshots; leave it out.";
  private static final String POLICY = "what to keep belongs into forgetArgs; move it there.";

  private static final Map<UserArguments.Command, Map<String, Flag>> FLAGS =
      Map.of(
          UserArguments.Command.BACKUP, backup(),
          UserArguments.Command.RESTORE, restore(),
          UserArguments.Command.FORGET, forget());

  private ResticFlags() {}

  static Map<String, Flag> of(UserArguments.Command command) {
    return FLAGS.getOrDefault(command, Map.of());
  }

  private static Map<String, Flag> backup() {
    Map<String, Flag> flags = global();
    free(flags, true, "-e", "--exclude", "--exclude-file", "--exclude-if-present");
    free(flags, true, "--exclude-larger-than", "--iexclude", "--iexclude-file");
    free(flags, true, "-g", "--group-by", "--parent", "--read-concurrency");
    free(flags, false, "--exclude-caches", "-f", "--force", "--ignore-ctime", "--ignore-inode");
    free(flags, false, "--no-scan", "-x", "--one-file-system", "--with-atime");
    refused(flags, true, IDENTITY, "-H", "--host", "--tag", "--time");
    refused(flags, true, SOURCE, "--files-from", "--files-from-raw", "--files-from-verbatim");
    refused(flags, true, SOURCE, "--stdin-filename");
    refused(flags, false, SOURCE, "--stdin", "--stdin-from-command");
    refused(flags, false, NOTHING_DONE, "-n", "--dry-run");
    refused(
        flags,
        false,
        "a backup that makes no snapshot cannot be told from one that failed; leave it out.",
        "--skip-if-unchanged");
    return Map.copyOf(flags);
  }

  private static Map<String, Flag> restore() {
    Map<String, Flag> flags = global();
    free(flags, true, "--exclude-xattr", "--include-xattr");
    free(flags, false, "--sparse");
    refused(flags, false, EXACT, "--delete", "--verify");
    refused(flags, true, EXACT, "--overwrite", "-t", "--target");
    refused(flags, true, EXACT, "-e", "--exclude", "--exclude-file", "--iexclude");
    refused(flags, true, EXACT, "--iexclude-file", "-i", "--include", "--include-file");
    refused(flags, true, EXACT, "--iinclude", "--iinclude-file");
    refused(flags, true, CHOICE, "-H", "--host", "--path", "--tag");
    refused(flags, false, NOTHING_DONE, "--dry-run");
    return Map.copyOf(flags);
  }

  private static Map<String, Flag> forget() {
    Map<String, Flag> flags = global();
    free(flags, true, "--max-unused", "--max-repack-size", "--repack-smaller-than");
    free(flags, false, "--repack-cacheable-only", "--repack-small", "--repack-uncompressed");
    for (String period : new String[] {"hourly", "daily", "weekly", "monthly", "yearly"}) {
      refused(flags, true, POLICY, "--keep-" + period, "--keep-within-" + period);
    }
    refused(flags, true, POLICY, "--keep-last", "--keep-within", "--keep-tag");
    refused(flags, true, POLICY, "-l", "-H", "-d", "-w", "-m", "-y");
    refused(flags, false, POLICY, "--prune");
    refused(flags, true, CHOICE, "--host", "--tag", "--path", "-g", "--group-by");
    refused(flags, false, NOTHING_DONE, "-n", "--dry-run");
    refused(flags, false, OUTPUT, "-c", "--compact");
    refused(
        flags,
        false,
        "it lets forget remove every snapshot of a volume; leave it out.",
        "--unsafe-allow-remove-all");
    return Map.copyOf(flags);
  }

  private static Map<String, Flag> global() {
    Map<String, Flag> flags = new HashMap<>();
    free(flags, true, "--compression", "--limit-download", "--limit-upload", "--pack-size");
    free(flags, true, "--retry-lock", "--stuck-request-timeout", "--key-hint");
    free(flags, false, "--no-cache", "--no-extra-verify", "--cleanup-cache", "-v");
    // Takes a value only in the form --verbose=2.
    free(flags, false, "--verbose");
    configOnly(flags, true, "--cacert", "--tls-client-cert", "--http-user-agent");
    configOnly(flags, true, "-o", "--option");
    configOnly(flags, false, "--insecure-tls");
    refused(flags, true, REPOSITORY, "-r", "--repo", "--repository-file");
    refused(flags, true, REPOSITORY, "-p", "--password-file", "--password-command");
    refused(
        flags,
        false,
        "every command on the repository would need it; set RESTIC_PASSWORD in env instead.",
        "--insecure-no-password");
    refused(flags, false, OUTPUT, "--json", "-q", "--quiet", "-h", "--help");
    refused(
        flags,
        false,
        "without its lock another process could remove what is being written; leave it out.",
        "--no-lock");
    refused(
        flags,
        true,
        "only the operator's own cache directory can be written; leave it out.",
        "--cache-dir");
    return flags;
  }

  private static void free(Map<String, Flag> flags, boolean takesValue, String... names) {
    for (String name : names) {
      flags.put(name, new Flag(takesValue, "", ""));
    }
  }

  private static void configOnly(Map<String, Flag> flags, boolean takesValue, String... names) {
    for (String name : names) {
      flags.put(name, new Flag(takesValue, "", FOR_CONFIG));
    }
  }

  private static void refused(
      Map<String, Flag> flags, boolean takesValue, String why, String... names) {
    for (String name : names) {
      flags.put(name, new Flag(takesValue, why, why));
    }
  }
}
