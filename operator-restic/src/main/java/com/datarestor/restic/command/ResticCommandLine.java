package com.datarestor.restic.command;

import com.datarestor.events.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One restic command as the words that follow {@code restic}: never a shell string. Options are one
 * word each ({@code --host=x}), what is not an option comes after {@code --}, so no value can be
 * taken for something else.
 *
 * <p>The words were read off restic 0.18.0.
 */
public sealed interface ResticCommandLine {

  /** Where a Job mounts the volume, and so the path in every snapshot of ours. */
  String DATA = "/data";

  /**
   * File systems put this directory into the root of a volume; it is not the user's, often not
   * readable, and must survive a restore.
   */
  String LOST_AND_FOUND = "lost+found";

  /**
   * In the root of a volume while it is filled: whose claim it is. It goes before anything starts.
   */
  String SENTINEL = ".datarestor-restore";

  /** The words after {@code restic}, ready for an argument vector. */
  List<String> arguments();

  /** Is there a repository, and does the password open it? */
  record CatConfig(ResticOptions options) implements ResticCommandLine {
    @Override
    public List<String> arguments() {
      return Words.of("cat").and("config").and(options.arguments()).list();
    }
  }

  /** Makes the repository. */
  record Init(ResticOptions options) implements ResticCommandLine {
    @Override
    public List<String> arguments() {
      return Words.of("init").and(options.arguments()).list();
    }
  }

  /**
   * Makes a snapshot of {@link #DATA}.
   *
   * @param tags as {@link SnapshotTags} makes them
   * @param excludes restic patterns
   * @param userArguments passed on after {@link UserArguments} has agreed to them
   */
  record Backup(
      String host,
      List<String> tags,
      List<String> excludes,
      boolean excludeCaches,
      boolean oneFileSystem,
      ResticOptions options,
      List<String> userArguments)
      implements ResticCommandLine {

    public Backup {
      Words.checkHost(host);
      tags = List.copyOf(tags);
      Words.checkTags(tags);
      excludes = List.copyOf(excludes);
      userArguments = UserArguments.checked(UserArguments.Command.BACKUP, userArguments);
    }

    @Override
    public List<String> arguments() {
      return Words.of("backup")
          .and(options.arguments())
          .and("--host=" + host)
          .each("--tag=", tags)
          .and("--exclude=" + DATA + "/" + LOST_AND_FOUND)
          .and("--exclude=" + DATA + "/" + SENTINEL)
          .each("--exclude=", excludes)
          .when(excludeCaches, "--exclude-caches")
          .when(oneFileSystem, "--one-file-system")
          .and(userArguments)
          .and("--")
          .and(DATA)
          .list();
    }
  }

  /**
   * Makes {@link #DATA} exactly what it is in a snapshot, itself included, and reads it back.
   *
   * <p>The directory is restored as a part of its parent. Of a directory that restic is given as
   * the root ({@code snapshot:/data}) it restores neither owner nor mode, which a database looks
   * at, and deletes nothing when it is empty in the snapshot (measured with 0.18.0). Without {@code
   * --sparse}, holes become blocks, and a volume that held the files can be too small for them.
   *
   * @param snapshot full id
   */
  record Restore(String snapshot, ResticOptions options, List<String> userArguments)
      implements ResticCommandLine {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8,64}");

    public Restore {
      if (!ID.matcher(snapshot).matches()) {
        throw new InvalidArguments(
            "\"%s\" is not a snapshot id; a restore needs one, not a name.".formatted(snapshot));
      }
      userArguments = UserArguments.checked(UserArguments.Command.RESTORE, userArguments);
    }

    @Override
    public List<String> arguments() {
      return Words.of("restore")
          .and(options.arguments())
          .and("--target=/")
          .and("--include=" + DATA)
          .and("--include=!" + DATA + "/" + LOST_AND_FOUND)
          .and("--include=!" + DATA + "/" + SENTINEL)
          .and("--delete")
          .and("--verify")
          .and("--sparse")
          .and(userArguments)
          .and("--")
          .and(snapshot)
          .list();
    }
  }

  /**
   * Forgets snapshots of identities, each by itself. A snapshot is looked at only when its host is
   * one of theirs and it carries both tags of one of them and every one of {@code tags}.
   *
   * @param identities no two of one host, see {@link #together}
   * @param tags what else a snapshot must carry, such as {@code config=}
   * @param keepTags whatever carries one of these stays
   * @param whole of these everything stays; those that are not among the identities do not matter
   * @param keepArguments the user's, already accepted
   */
  record Forget(
      List<Identity> identities,
      List<String> tags,
      List<String> keepTags,
      Set<Identity> whole,
      ResticOptions options,
      List<String> keepArguments)
      implements ResticCommandLine {

    /** Bounds a command line to about 100 KiB, or 150 KiB when everything stays. */
    static final int MOST_IDENTITIES = 100;

    public Forget {
      identities = List.copyOf(identities);
      tags = List.copyOf(tags);
      keepTags = List.copyOf(keepTags);
      whole = Set.copyOf(whole);
      keepArguments = List.copyOf(keepArguments);
      Words.checkTags(tags);
      Words.checkTags(keepTags);
      if (identities.isEmpty()) {
        throw new InvalidArguments(
            "Forget without an identity would look at every snapshot in the repository.");
      }
      identities.forEach(identity -> Words.checkHost(identity.host()));
      if (identities.stream().map(Identity::host).distinct().count() != identities.size()) {
        throw new InvalidArguments(
            "Two volumes with one host in one forget would be counted as one volume.");
      }
      if (keepArguments.isEmpty()) {
        throw new InvalidArguments("Forget without a --keep option would keep nothing.");
      }
    }

    /** The fewest commands that forget for all of them without mixing two volumes of one host. */
    public static List<Forget> together(
        Collection<Identity> identities,
        List<String> tags,
        List<String> keepTags,
        Set<Identity> whole,
        ResticOptions options,
        List<String> keepArguments) {
      List<Map<String, Identity>> batches = new ArrayList<>();
      for (Identity identity : identities) {
        batches.stream()
            .filter(batch -> batch.size() < MOST_IDENTITIES)
            .filter(batch -> !batch.containsKey(identity.host()))
            .findFirst()
            .orElseGet(
                () -> {
                  Map<String, Identity> batch = new LinkedHashMap<>();
                  batches.add(batch);
                  return batch;
                })
            .put(identity.host(), identity);
      }
      return batches.stream()
          .map(
              batch ->
                  new Forget(
                      List.copyOf(batch.values()), tags, keepTags, whole, options, keepArguments))
          .toList();
    }

    @Override
    public List<String> arguments() {
      return Words.of("forget")
          .and(options.arguments())
          .each("--host=", identities.stream().map(Identity::host).toList())
          .each("--tag=", identities.stream().map(this::allTags).toList())
          .and("--group-by=host")
          .each("--keep-tag=", keepTags)
          .each("--keep-tag=", wholeTags())
          .and(keepArguments)
          .list();
    }

    /** As with {@code --tag}: both tags, or the snapshot is another volume's. */
    private List<String> wholeTags() {
      return identities.stream()
          .filter(whole::contains)
          .map(each -> String.join(",", SnapshotTags.identity(each.namespace(), each.volume())))
          .toList();
    }

    /** One {@code --tag} with commas means all of them; several {@code --tag} mean any. */
    private String allTags(Identity identity) {
      List<String> all =
          new ArrayList<>(SnapshotTags.identity(identity.namespace(), identity.volume()));
      all.addAll(tags);
      return String.join(",", all);
    }
  }

  /**
   * Lists snapshots.
   *
   * @param hosts those of any of these, or of all hosts when empty
   * @param tags those that carry all of these
   */
  record Snapshots(List<String> hosts, List<String> tags, ResticOptions options)
      implements ResticCommandLine {

    public Snapshots {
      hosts = List.copyOf(hosts);
      hosts.forEach(Words::checkHost);
      tags = List.copyOf(tags);
      Words.checkTags(tags);
    }

    @Override
    public List<String> arguments() {
      return Words.of("snapshots")
          .and(options.arguments())
          .each("--host=", hosts)
          .when(!tags.isEmpty(), "--tag=" + String.join(",", tags))
          .list();
    }
  }
}
