package com.datarestor.app.config;

import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.api.v1alpha1.ResticOptions;
import com.datarestor.core.schedule.Durations;
import com.datarestor.events.store.Compaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator is told by its environment. A variable that begins with {@code DATARESTOR_} and
 * is not one of these is an error: a typo must not pass for a default.
 *
 * @param dataDirectory journal and event log
 * @param clusterName what tells this cluster's snapshots from another's; empty for the default
 * @param leaderElection whether to wait for the Lease
 * @param namespace where the Lease is
 * @param identity this process, as the Lease names it
 * @param port of the probes and metrics
 * @param resticImage of Jobs, where no Config names another
 * @param lanes how many Jobs are launched, and objects written, at a time
 * @param limits how much of the past the event log keeps
 * @param hold whether claims are to be settled before pods start on them
 * @param logFormat {@code json} or {@code text}
 */
public record OperatorConfig(
    Path dataDirectory,
    String clusterName,
    boolean leaderElection,
    String namespace,
    String identity,
    int port,
    String resticImage,
    int lanes,
    Compaction.Limits limits,
    boolean hold,
    String logFormat,
    String logLevel) {

  /** Below this, a segment or two would be the whole log. */
  private static final long SMALLEST_LOG = 64L << 20;

  private static final Map<String, Integer> BINARY = Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40);

  private static final String PREFIX = "DATARESTOR_";

  /** A variable, its default and its meaning. */
  public enum Variable {
    DATARESTOR_DATA_DIR("/var/lib/datarestor", "directory of the journal and the event log"),
    DATARESTOR_CLUSTER(
        "", "name of the cluster in snapshot tags (default: from kube-system's UID)"),
    DATARESTOR_LEADER_ELECTION("true", "true or false: wait for the Lease before working"),
    DATARESTOR_NAMESPACE("datarestor-operator-system", "namespace of the Lease"),
    DATARESTOR_IDENTITY("", "name of this process in the Lease (default: the host name)"),
    DATARESTOR_PORT("8080", "port of /livez, /readyz and /metrics"),
    DATARESTOR_RESTIC_IMAGE(
        ResticOptions.DEFAULT_IMAGE, "image of Jobs, where no Config names another"),
    DATARESTOR_LANES("4", "Jobs launched and objects written at a time, 1 to 64"),
    DATARESTOR_HOLD(
        "false",
        "true or false: pods wait until their volumes are restored; needs the chart's gate"),
    DATARESTOR_LOG_FORMAT("json", "json or text"),
    DATARESTOR_LOG_LEVEL("info", "error, warn, info or debug"),
    DATARESTOR_LOG_RETENTION(
        "90d", "how long the event log keeps every event, such as 90d, at least 1d"),
    DATARESTOR_LOG_SIZE(
        "1Gi", "how large the event log grows before old events go, such as 1Gi, at least 64Mi");

    private final String otherwise;
    private final String meaning;

    Variable(String otherwise, String meaning) {
      this.otherwise = otherwise;
      this.meaning = meaning;
    }

    public String otherwise() {
      return otherwise;
    }

    public String meaning() {
      return meaning;
    }
  }

  /** What is wrong with the environment, all of it at once. */
  public static final class InvalidEnvironment extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidEnvironment(List<String> sentences) {
      super(String.join(System.lineSeparator(), sentences));
    }
  }

  /**
   * Reads the environment.
   *
   * @throws InvalidEnvironment with one sentence for each variable that cannot be used
   */
  public static OperatorConfig read(Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    for (String name : environment.keySet()) {
      if (name.startsWith(PREFIX)
          && Arrays.stream(Variable.values()).noneMatch(known -> known.name().equals(name))) {
        problems.add(
            name
                + " is not a variable of this operator"
                + nearest(name).map(near -> "; did you mean " + near + "?").orElse(""));
      }
    }
    Map<Variable, String> values = new LinkedHashMap<>();
    for (Variable variable : Variable.values()) {
      values.put(variable, environment.getOrDefault(variable.name(), variable.otherwise()).strip());
    }
    String identity = values.getOrDefault(Variable.DATARESTOR_IDENTITY, "");
    OperatorConfig config =
        new OperatorConfig(
            Path.of(text(values, Variable.DATARESTOR_DATA_DIR)),
            text(values, Variable.DATARESTOR_CLUSTER),
            choice(values, Variable.DATARESTOR_LEADER_ELECTION, List.of("true", "false"), problems)
                .equals("true"),
            text(values, Variable.DATARESTOR_NAMESPACE),
            identity.isEmpty() ? environment.getOrDefault("HOSTNAME", "operator") : identity,
            number(values, Variable.DATARESTOR_PORT, 0, 65535, problems),
            image(values, problems),
            number(values, Variable.DATARESTOR_LANES, 1, 64, problems),
            new Compaction.Limits(age(values, problems), size(values, problems)),
            choice(values, Variable.DATARESTOR_HOLD, List.of("true", "false"), problems)
                .equals("true"),
            choice(values, Variable.DATARESTOR_LOG_FORMAT, List.of("json", "text"), problems),
            choice(
                values,
                Variable.DATARESTOR_LOG_LEVEL,
                List.of("error", "warn", "info", "debug"),
                problems));
    if (config.clusterName().contains(",")) {
      problems.add("DATARESTOR_CLUSTER has a comma, which restic tags cannot have; take it out");
    }
    if (!problems.isEmpty()) {
      throw new InvalidEnvironment(problems);
    }
    return config;
  }

  private static String text(Map<Variable, String> values, Variable variable) {
    return values.getOrDefault(variable, variable.otherwise());
  }

  private static String image(Map<Variable, String> values, List<String> problems) {
    Variable variable = Variable.DATARESTOR_RESTIC_IMAGE;
    String value = text(values, variable);
    if (!value.matches("[^\\s]{1,512}")) {
      problems.add(variable + "=\"" + value + "\" is not possible; write an image without spaces");
    }
    return value;
  }

  private static String choice(
      Map<Variable, String> values,
      Variable variable,
      List<String> allowed,
      List<String> problems) {
    String value = text(values, variable);
    if (!allowed.contains(value)) {
      problems.add(
          variable + "=\"" + value + "\" is not possible; write " + String.join(" or ", allowed));
      return variable.otherwise();
    }
    return value;
  }

  private static int number(
      Map<Variable, String> values, Variable variable, int low, int high, List<String> problems) {
    String value = text(values, variable);
    if (!value.matches("[0-9]{1,6}")
        || Integer.parseInt(value) < low
        || Integer.parseInt(value) > high) {
      problems.add(
          variable + "=\"" + value + "\" is not possible; write a number " + low + " to " + high);
      return Integer.parseInt(variable.otherwise());
    }
    return Integer.parseInt(value);
  }

  private static Duration age(Map<Variable, String> values, List<String> problems) {
    Variable variable = Variable.DATARESTOR_LOG_RETENTION;
    String value = text(values, variable);
    return switch (Durations.parse(value)) {
      case Parsed.Understood<Duration> age -> {
        if (age.value().compareTo(Duration.ofDays(1)) < 0) {
          problems.add(variable + "=\"" + value + "\" is not possible; write 1d or more");
        }
        yield age.value();
      }
      case Parsed.Refused<Duration> refused -> {
        problems.add(variable + "=\"" + value + "\" is not possible: " + refused.message());
        yield Duration.ofDays(1);
      }
    };
  }

  private static long size(Map<Variable, String> values, List<String> problems) {
    Variable variable = Variable.DATARESTOR_LOG_SIZE;
    String value = text(values, variable);
    Matcher size = Pattern.compile("([0-9]{1,6})(Ki|Mi|Gi|Ti)").matcher(value);
    long bytes =
        size.matches() ? Long.parseLong(size.group(1)) << BINARY.getOrDefault(size.group(2), 0) : 0;
    if (bytes < SMALLEST_LOG) {
      problems.add(
          variable
              + "=\""
              + value
              + "\" is not possible; write a number and Mi, Gi or Ti, 64Mi or more");
    }
    return bytes;
  }

  /** The variable that shares the longest beginning with a mistyped one. */
  private static Optional<String> nearest(String name) {
    Variable best = Variable.DATARESTOR_DATA_DIR;
    int longest = PREFIX.length();
    for (Variable variable : Variable.values()) {
      int common = 0;
      while (common < Math.min(name.length(), variable.name().length())
          && name.charAt(common) == variable.name().charAt(common)) {
        common++;
      }
      if (common > longest) {
        longest = common;
        best = variable;
      }
    }
    return longest > PREFIX.length() ? Optional.of(best.name()) : Optional.empty();
  }
}
