package com.datarestor.core.annotation;

import com.datarestor.core.annotation.Parsed.Refused;
import com.datarestor.core.annotation.Parsed.Understood;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code manual-backup = [repository|]name}.
 *
 * @param name the snapshot's name, or empty for the Task's own
 */
public record BackupDirective(RepositorySelector repository, String name) {

  /** What {@code manual-restore} reads as something else: such a name could not be restored. */
  private static final Pattern RESERVED = Pattern.compile("latest-[0-9]+|asof:.*|undo");

  /**
   * Reads the value. White space around its parts does not count, upper and lower case does: {@code
   * now} is a word, {@code Now} is a name.
   */
  public static Parsed<BackupDirective> parse(String value) {
    Optional<String> complaint = Text.complaint(value);
    if (complaint.isPresent()) {
      return new Refused<>(complaint.get());
    }
    int bar = value.lastIndexOf('|');
    String repository = bar < 0 ? "" : value.substring(0, bar).strip();
    String name = value.substring(bar + 1).strip();
    if (RESERVED.matcher(name).matches()) {
      return new Refused<>(
          "\"" + name + "\" has a meaning of its own in manual-restore; choose another name");
    }
    if (name.contains(":/")) {
      // It may hold a password, so it is not repeated.
      return new Refused<>(
          "the name reads like a repository or a path; write repository|name, or a name without :/");
    }
    if (repository.contains("|")) {
      return new Refused<>("there is more than one | in it; write [repository|]name");
    }
    Optional<String> badName = Text.complaintAboutName(name);
    if (badName.isPresent()) {
      return new Refused<>(badName.get());
    }
    return new Understood<>(
        new BackupDirective(Text.repository(repository), Text.isNewest(name) ? "" : name));
  }
}
