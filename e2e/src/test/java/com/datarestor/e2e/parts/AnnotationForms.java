package com.datarestor.e2e.parts;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every form of an annotation, and what comes of it. */
final class AnnotationForms {

  /** Stands for the Task's name, which is another one for every volume. */
  static final String TASK = "<task>";

  private static final String OPTIONS = " --json --retry-lock=5m --compression=auto";
  private static final String OLD = "aaaa1111".repeat(8);
  private static final String NAMED = "4dc109ab".repeat(8);
  private static final String NEWEST = "ffff2222".repeat(8);
  private static final String SECOND_ONLY = "5ec0d123".repeat(8);
  private static final String FOREIGN = "beef0042".repeat(8);
  private static final String TWIN = "4dc1ffff".repeat(8);

  private AnnotationForms() {}

  static Stream<Arguments> backups() {
    return Stream.of(
        // the seed's README
        form("pre-upgrade-snapshot", backup(1, "pre-upgrade-snapshot", true)),
        form("my-manual-backup-run", backup(1, "my-manual-backup-run", true)),
        // without a name
        form("", backup(1, TASK, false)),
        form("   ", backup(1, TASK, false)),
        form("now", backup(1, TASK, false)),
        form("latest", backup(1, TASK, false)),
        form("true", backup(1, TASK, false)),
        // with a repository: its priority, its target, all
        form("2|pre-upgrade", backup(2, "pre-upgrade", true)),
        form(" 2 | pre-upgrade ", backup(2, "pre-upgrade", true)),
        form("2|", backup(2, TASK, false)),
        form("2|now", backup(2, TASK, false)),
        form("|pre-upgrade", backup(1, "pre-upgrade", true)),
        form("s3:http://minio:9000/pg|pre-upgrade", backup(3, "pre-upgrade", true)),
        form("s3:s3.amazonaws.com/my-bucket/backups|", backup(1, TASK, false)),
        form(
            "*|pre-upgrade",
            backup(1, "pre-upgrade", true),
            backup(2, "pre-upgrade", true),
            backup(3, "pre-upgrade", true)),
        form("*|", backup(1, TASK, false), backup(2, TASK, false), backup(3, TASK, false)),
        form("True", backup(1, "True", true)),
        form("latest-release", backup(1, "latest-release", true)),
        form("4dc109", backup(1, "4dc109", true)),
        form("before the move; rm -rf /", backup(1, "before the move; rm -rf /", true)),
        form("50% $HOME & more", backup(1, "50% $HOME & more", true)),
        form("vor-dem-Umzug-äöü", backup(1, "vor-dem-Umzug-äöü", true)));
  }

  static Stream<Arguments> backupArguments() {
    return Stream.of(
        form("", backup(1, "pre-upgrade-snapshot", true)),
        form("--exclude=cache", withArguments("--exclude=cache")),
        form(
            "--exclude cache --exclude=\"my files\"",
            withArguments("--exclude cache --exclude=my files")),
        form("--exclude='*.tmp' -x", withArguments("--exclude=*.tmp -x")),
        form("--exclude=a\\ b", withArguments("--exclude=a b")),
        form("--exclude=$HOME", withArguments("--exclude=$HOME")),
        form("--exclude=a;reboot", withArguments("--exclude=a;reboot")));
  }

  static Stream<Arguments> refusedArguments() {
    return Stream.of(
        Arguments.of(
            "--host=other",
            "The restic argument \"--host\" is not possible: it decides whose snapshot it is, which"
                + " the operator sets itself; leave it out."),
        Arguments.of(
            "--tag=name=x --dry-run",
            "The restic argument \"--tag\" is not possible: it decides whose snapshot it is, which"
                + " the operator sets itself; leave it out. The restic argument \"--dry-run\" is not"
                + " possible: nothing would be done and yet it would look like a success; leave it"
                + " out."),
        Arguments.of(
            "--password-command=reboot",
            "The restic argument \"--password-command\" is not possible: the repository and its"
                + " password come from the Config; set them in repositories[].target and in env."),
        Arguments.of(
            "-o sftp.command=reboot",
            "The restic argument \"-o\" is not possible: it can hand the repository's credentials to"
                + " others; ask the owner of the Config to set it in restic.extraArgs."),
        Arguments.of(
            "--exclude=a /etc",
            "The restic argument \"/etc\" is not possible: it is not an option, and restic would"
                + " take it for something to work on; if it is the value of the option before it,"
                + " write both as one: --option=value."));
  }

  /** Repository 1 has three snapshots of shop-data, 2 one more and a clone's, 3 none. */
  static Stream<Arguments> restores() {
    return Stream.of(
        // the seed's README
        form("pre-upgrade-snapshot", lookup(1, "shop-data"), restore(1, NAMED)),
        form("backup-scheduled-2025-09-13-20-55-402b85", lookup(1, "shop-data"), restore(1, OLD)),
        form("latest", lookup(1, "shop-data"), restore(1, NEWEST)),
        form("true", lookup(1, "shop-data"), restore(1, NEWEST)),
        form("now", lookup(1, "shop-data"), restore(1, NEWEST)),
        form("", lookup(1, "shop-data"), restore(1, NEWEST)),
        form(
            "1|my-pvc-namespace-my-pvc-name|4dc109",
            lookup(1, "my-pvc-namespace-my-pvc-name"),
            restore(1, NAMED)),
        form(
            "s3:http://minio:9000/pg|myns-mypvc-name|now",
            lookup(3, "myns-mypvc-name"),
            restore(3, FOREIGN)),
        // the newest, and back from it
        form("  ", lookup(1, "shop-data"), restore(1, NEWEST)),
        form("latest-0", lookup(1, "shop-data"), restore(1, NEWEST)),
        form("latest-1", lookup(1, "shop-data"), restore(1, NAMED)),
        form("latest-2", lookup(1, "shop-data"), restore(1, OLD)),
        // as of a moment
        form("asof:2026-11-23T12:00:00Z", lookup(1, "shop-data"), restore(1, NAMED)),
        form("asof:2026-11-23T12:59:59+01:00", lookup(1, "shop-data"), restore(1, OLD)),
        form("4dc109", lookup(1, "shop-data"), restore(1, NAMED)),
        form("4DC109AB", lookup(1, "shop-data"), restore(1, NAMED)),
        form(NAMED, lookup(1, "shop-data"), restore(1, NAMED)),
        // repositories
        form("1||4dc109", lookup(1, "shop-data"), restore(1, NAMED)),
        form("2||", lookup(2, "shop-data"), restore(2, SECOND_ONLY)),
        form("2||latest", lookup(2, "shop-data"), restore(2, SECOND_ONLY)),
        form(" 2 | | latest ", lookup(2, "shop-data"), restore(2, SECOND_ONLY)),
        form("||", lookup(1, "shop-data"), restore(1, NEWEST)),
        form("|latest-1", lookup(1, "shop-data"), restore(1, NAMED)),
        form(
            "s3:http://minio:9000/backup-bucket||now",
            lookup(2, "shop-data"),
            restore(2, SECOND_ONLY)),
        // the first repository that has it
        form(
            "only-in-second",
            lookup(1, "shop-data"),
            lookup(2, "shop-data"),
            restore(2, SECOND_ONLY)),
        form(
            "myns-mypvc-name|latest",
            lookup(1, "myns-mypvc-name"),
            lookup(2, "myns-mypvc-name"),
            lookup(3, "myns-mypvc-name"),
            restore(3, FOREIGN)),
        // nothing falls back to another snapshot or another repository
        form(
            "1||only-in-second",
            lookup(1, "shop-data"),
            "refused: repository 1 (s3:s3.amazonaws.com/my-bucket/backups): The repository has no"
                + " snapshot of shop-data named \"only-in-second\"."),
        form(
            "1||latest-3",
            lookup(1, "shop-data"),
            "refused: repository 1 (s3:s3.amazonaws.com/my-bucket/backups): The repository has only"
                + " 3 snapshot(s) of shop-data, so there is no latest-3."),
        form(
            "no-such-name",
            lookup(1, "shop-data"),
            lookup(2, "shop-data"),
            lookup(3, "shop-data"),
            "refused: repository 1 (s3:s3.amazonaws.com/my-bucket/backups): The repository has no"
                + " snapshot of shop-data named \"no-such-name\"; repository 2"
                + " (s3:http://minio:9000/backup-bucket): The repository has no snapshot of"
                + " shop-data named \"no-such-name\"; repository 3 (s3:http://minio:9000/pg): The"
                + " repository has no snapshot of shop-data named \"no-such-name\"."),
        form(
            "shared-host|latest",
            lookup(1, "shared-host"),
            "refused: repository 1 (s3:s3.amazonaws.com/my-bucket/backups): The host shared-host is"
                + " shared by shared-x/host and shared/host, so it does not say whose snapshot you"
                + " mean; write the id of the snapshot instead of its name, as in"
                + " shared-host|4dc1ffff."),
        form(
            "1||4dc",
            lookup(1, "shop-data"),
            "refused: repository 1 (s3:s3.amazonaws.com/my-bucket/backups): shop-data has no backup"
                + " named \"4dc\", and for an id that is too short; write at least four characters"
                + " of it."));
  }

  static boolean namesAHost(String value) {
    String[] parts = value.split("\\|", -1);
    return parts.length > 1 && !parts[parts.length - 2].isBlank();
  }

  /** On a volume and on a Config alike. */
  static Stream<Arguments> refusals() {
    String unknown =
        "; write one of: 1 (s3:s3.amazonaws.com/my-bucket/backups), 2"
            + " (s3:http://minio:9000/backup-bucket), 3 (s3:http://minio:9000/pg)";
    String onlyOne =
        "the name reads like a repository or a path; write repository|name, or a name without :/";
    String unprintable =
        "the value has a line break, a control character or an invisible one; write it on one line,"
            + " in visible characters";
    return Stream.of(
        refusal("manual-backup", "7|x", "there is no repository with priority 7" + unknown),
        refusal(
            "manual-backup", "s3:elsewhere|x", "there is no repository with that target" + unknown),
        refusal(
            "manual-backup", "1|2|x", "there is more than one | in it; write [repository|]name"),
        refusal(
            "manual-backup",
            "a,b",
            "\"a,b\" has a comma: restic would read it as two tags; use a dash"),
        refusal("manual-backup", "it's", "\"it's\" has a quotation mark: leave it out"),
        refusal("manual-backup", "\"now\"", "\"\"now\"\" has a quotation mark: leave it out"),
        refusal(
            "manual-backup",
            "$(reboot)",
            "\"$(reboot)\" has a shell expression: nothing is expanded here; write the name itself"),
        refusal(
            "manual-backup",
            "`id`",
            "\"`id`\" has a shell expression: nothing is expanded here; write the name itself"),
        refusal(
            "manual-backup",
            "--prune",
            "\"--prune\" has a dash at its beginning: it reads like an option; leave the dash out"),
        refusal("manual-backup", "latest-1", reserved("latest-1")),
        refusal("manual-backup", "undo", reserved("undo")),
        refusal(
            "manual-backup", "asof:2026-11-24T12:00:00Z", reserved("asof:2026-11-24T12:00:00Z")),
        refusal("manual-backup", "s3:http://minio:9000/pg", onlyOne),
        refusal("manual-backup", "two\nlines", unprintable),
        refusal(
            "manual-backup",
            "x".repeat(257),
            "the value is longer than 256 characters; shorten it"),
        refusal("manual-restore", "7||latest", "there is no repository with priority 7" + unknown),
        refusal(
            "manual-restore",
            "s3:elsewhere||x",
            "there is no repository with that target" + unknown),
        refusal(
            "manual-restore",
            "*||latest",
            "* is no repository to restore from; leave the repository out to ask all by priority"),
        refusal(
            "manual-restore",
            "1|latest",
            "\"1\" is no host; write {namespace}-{claim}|snapshot, or repository||snapshot to name a"
                + " repository only"),
        refusal(
            "manual-restore",
            "1|a-b|c|d",
            "there are more than two | in it; write [[repository|]host|]snapshot"),
        refusal(
            "manual-restore",
            "4dc109:/etc",
            "\"4dc109:/etc\" names a part of a snapshot, but a volume is restored as a whole; write"
                + " the snapshot alone"),
        refusal(
            "manual-restore",
            "undo",
            "undo is not supported in this release; name the snapshot to go back to"),
        refusal(
            "manual-restore",
            "asof:yesterday",
            "\"yesterday\" is no moment; write asof:2026-11-24T02:00:00Z (RFC 3339)"),
        refusal(
            "manual-restore",
            "latest-1000000",
            "\"latest-1000000\" goes back too far; write latest-1 to latest-999999"),
        refusal(
            "manual-restore",
            "a,b",
            "\"a,b\" has a comma: restic would read it as two tags; use a dash"),
        refusal(
            "manual-restore", "\"latest\"", "\"\"latest\"\" has a quotation mark: leave it out"),
        refusal(
            "manual-restore",
            "$(reboot)",
            "\"$(reboot)\" has a shell expression: nothing is expanded here; write the name itself"),
        refusal(
            "manual-restore",
            "--target=/",
            "\"--target=/\" has a dash at its beginning: it reads like an option; leave the dash"
                + " out"),
        refusal("manual-restore", "two\nlines", unprintable),
        refusal(
            "manual-restore",
            "x".repeat(257),
            "the value is longer than 256 characters; shorten it"));
  }

  static Stream<Arguments> configRefusals() {
    return Stream.of(
        refusal(
            "manual-restore",
            "shop-data|latest",
            "a host has no meaning on a Config: each volume restores its own snapshot; write"
                + " repository||snapshot or the snapshot alone"),
        refusal(
            "manual-restore",
            "1|shop-data|latest",
            "a host has no meaning on a Config: each volume restores its own snapshot; write"
                + " repository||snapshot or the snapshot alone"));
  }

  /** What the repository of a line answers. */
  static String answer(String line) {
    if (line.contains(" restore ")) {
      return "{\"message_type\":\"summary\",\"total_files\":3,\"files_restored\":3,\"bytes_restored\":30}";
    }
    String host = line.replaceFirst(".*--host=", "");
    return switch (line.charAt(0) + " " + host) {
      case "1 shop-data" ->
          list(
              snapshot(
                  OLD,
                  "2026-11-22T02:00:00Z",
                  host,
                  "shop",
                  "data",
                  "backup-scheduled-2025-09-13-20-55-402b85"),
              snapshot(NAMED, "2026-11-23T12:00:00Z", host, "shop", "data", "pre-upgrade-snapshot"),
              snapshot(
                  NEWEST,
                  "2026-11-24T02:00:00Z",
                  host,
                  "shop",
                  "data",
                  "backup-scheduled-2026-11-24-02-00-00-0a1b2c"));
      case "2 shop-data" ->
          list(
              snapshot(
                  SECOND_ONLY, "2026-11-21T03:00:00Z", host, "shop", "data", "only-in-second"));
      case "1 my-pvc-namespace-my-pvc-name" ->
          list(
              snapshot(
                  NAMED, "2026-11-23T12:00:00Z", host, "my-pvc-namespace", "my-pvc-name", "x"));
      case "3 myns-mypvc-name" ->
          list(snapshot(FOREIGN, "2026-11-20T03:00:00Z", host, "myns", "mypvc-name", "x"));
      case "1 shared-host" ->
          list(
              snapshot(TWIN, "2026-11-20T03:00:00Z", host, "shared", "host", "x"),
              snapshot(FOREIGN, "2026-11-20T02:00:00Z", host, "shared-x", "host", "x"));
      default -> "[]";
    };
  }

  private static String list(String... snapshots) {
    return "[" + String.join(",", snapshots) + "]";
  }

  private static String snapshot(
      String id, String time, String host, String namespace, String claim, String name) {
    return """
        {"time":"%s","paths":["/data"],"hostname":"%s","tags":["ns=%s","pvc=%s","name=%s"],"summary":{"total_files_processed":3,"total_bytes_processed":30},"id":"%s"}"""
        .formatted(time, host, namespace, claim, name, id);
  }

  private static Arguments form(String value, String... lines) {
    return Arguments.of(value, List.of(lines));
  }

  private static Arguments refusal(String key, String value, String sentence) {
    return Arguments.of(key, value, sentence);
  }

  private static String reserved(String name) {
    return "\"" + name + "\" has a meaning of its own in manual-restore; choose another name";
  }

  static String backup(int repository, String name, boolean kept) {
    return repository
        + ": restic backup"
        + OPTIONS
        + " --host=shop-data --tag=ns=shop --tag=pvc=data --tag=name="
        + name
        + " --tag=task="
        + TASK
        + " --tag=config=backup-system/my-backup-config --tag=cluster=test"
        + (kept ? " --tag=keep=named" : "")
        + " --exclude=/data/lost+found --exclude=/data/.datarestor-restore -- /data";
  }

  private static String withArguments(String arguments) {
    return backup(1, "pre-upgrade-snapshot", true)
        .replace(" -- /data", " " + arguments + " -- /data");
  }

  static String lookup(int repository, String host) {
    return repository + ": restic snapshots" + OPTIONS + " --host=" + host;
  }

  private static String restore(int repository, String id) {
    return repository
        + ": restic restore"
        + OPTIONS
        + " --target=/ --include=/data --include=!/data/lost+found"
        + " --include=!/data/.datarestor-restore --delete --verify --sparse -- "
        + id;
  }
}
