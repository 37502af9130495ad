package com.datarestor.restic.command;

import com.datarestor.restic.command.ResticFlags.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decides which restic arguments of a user are passed on. Refused is what would change whose
 * snapshot it is, what it is a snapshot of, where it is stored or how its result is read, and what
 * is not an option at all.
 */
public final class UserArguments {

  /** The commands that take arguments of users. */
  public enum Command {
    BACKUP,
    RESTORE,
    FORGET
  }

  /** Who wrote them: the Config's owner has the credentials anyway, a volume's owner has not. */
  public enum Author {
    CONFIG,
    VOLUME
  }

  private final Command command;
  private final Author author;
  private final Map<String, Flag> flags;
  private final List<String> problems = new ArrayList<>();

  private UserArguments(Command command, Author author) {
    this.command = command;
    this.author = author;
    this.flags = ResticFlags.of(command);
  }

  /** One sentence for each word that cannot be passed on; empty when all can. */
  public static List<String> problems(Command command, Author author, List<String> words) {
    UserArguments reading = new UserArguments(command, author);
    reading.read(words);
    return List.copyOf(reading.problems);
  }

  static List<String> checked(Command command, List<String> words) {
    // Who wrote what cannot be told any more here; a volume owner's were asked about before.
    List<String> problems = problems(command, Author.CONFIG, words);
    if (!problems.isEmpty()) {
      throw new InvalidArguments(problems);
    }
    return List.copyOf(words);
  }

  private void read(List<String> words) {
    int next = 0;
    while (next < words.size()) {
      String word = words.get(next);
      next++;
      if (word.codePoints().anyMatch(c -> c == 0)) {
        refuse(word.replace('\0', '?'), "it contains a NUL character; remove it.");
      } else if (word.startsWith("--") && word.length() > 2) {
        next += longFlag(word, words.size() - next);
      } else if (word.startsWith("-") && word.length() > 1 && !word.equals("--")) {
        next += shortFlags(word, words.size() - next);
      } else {
        refuse(
            word,
            "it is not an option, and restic would take it for something to work on; if it is the"
                + " value of the option before it, write both as one: --option=value.");
      }
    }
  }

  /** Returns how many of the following words are its value. */
  private int longFlag(String word, int following) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Flag flag = flags.get(name);
    if (flag == null) {
      unknown(word, name);
      return 0;
    }
    judge(name, flag);
    return equals < 0 && flag.takesValue() ? value(name, following) : 0;
  }

  /** Short flags can be written together, and the last with its value: {@code -xecache}. */
  private int shortFlags(String word, int following) {
    for (int at = 1; at < word.length(); at++) {
      String name = "-" + word.charAt(at);
      Flag flag = flags.get(name);
      if (flag == null) {
        refuse(word, "restic %s has no option %s; correct it.".formatted(spoken(), name));
        return 0;
      }
      judge(name, flag);
      if (flag.takesValue()) {
        return at == word.length() - 1 ? value(name, following) : 0;
      }
      if (at + 1 < word.length() && word.charAt(at + 1) == '=') {
        return 0;
      }
    }
    return 0;
  }

  private int value(String name, int following) {
    if (following == 0) {
      refuse(
          name,
          "its value is missing; write %s."
              .formatted(name.startsWith("--") ? name + "=value" : "the value after it"));
      return 0;
    }
    return 1;
  }

  private void judge(String name, Flag flag) {
    String why =
        switch (author) {
          case CONFIG -> flag.refusal();
          case VOLUME -> flag.volumeRefusal();
        };
    if (!why.isEmpty()) {
      refuse(name, why);
    }
  }

  /** A newer restic may know it; only the Config's owner, who chooses the image, can know that. */
  private void unknown(String word, String name) {
    switch (author) {
      case CONFIG -> {
        if (!name.matches("--[a-z][a-z0-9-]+")) {
          refuse(word, "it is not the name of an option; correct it.");
        }
      }
      case VOLUME ->
          refuse(
              name,
              "restic %s has no such option that an annotation may set; correct it, or ask the"
                      .formatted(spoken())
                  + " owner of the Config to set it in restic.extraArgs.");
    }
  }

  private void refuse(String word, String why) {
    problems.add("The restic argument \"%s\" is not possible: %s".formatted(word, why));
  }

  private String spoken() {
    return command.name().toLowerCase(Locale.ROOT);
  }
}
