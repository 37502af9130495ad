package com.datarestor.e2e.process;

import com.datarestor.e2e.sandbox.ApiFaults.ApiRequest;
import com.datarestor.events.Digests;
import com.datarestor.events.StreamId;
import com.datarestor.events.store.EventRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names the points of a run so that another run of the same story has the same names: objects are
 * numbered as they appear, and times, ids and amounts are left out. A change that is asked for
 * again after a crash has the name that it had before.
 */
final class PointNames {

  /** Tasks, and what belongs to one of their steps. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "([a-z]+(?:-[a-z]+)*)-\\d{4}(?:-\\d\\d){5}-[0-9a-f]+|(datarestor-[a-z]+)-[0-9a-f]{6,}");

  /** What is deleted is selected by its label. */
  private static final Pattern OPERATION = Pattern.compile("(/operation)=([0-9a-f]{32})");

  private static final Pattern VOLATILE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"
              + "|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + "|\\b[0-9a-f]{6,64}\\b"
              + "|\\b\\d+(?:\\.\\d+)? ?(?:ms|s|m|B|[KMG]iB)\\b"
              + "|(?<![#\\d])\\d{2,}");

  private final String directory;
  private final Map<String, Map<String, Integer>> numbers = new HashMap<>();
  private final Map<String, Integer> occurrences = new HashMap<>();

  /**
   * @param directory of the run, which Jobs mount
   */
  PointNames(Path directory) {
    this.directory = directory.toString();
  }

  /** What the operator recorded; each event is told once. */
  synchronized String event(EventRecord record) {
    StreamId stream = record.metadata().stream();
    String name = record.type() + " of " + numbered(stream.kind(), stream.value());
    int times = occurrences.merge(name, 1, Integer::sum);
    return times == 1 ? name : name + ", " + times + " times";
  }

  /** What the operator asks of the API server. */
  synchronized String change(ApiRequest request) {
    String path = request.path().replaceFirst("^/apis?/(?:[^/]+/)?v[^/]+/", "");
    String what = canonical(path) + selected(request);
    String content = path.endsWith("/status") ? transition(request.content()) : request.content();
    return "%s %s (%s)".formatted(request.method(), what, Digests.of(6, canonical(content)));
  }

  /**
   * Of a status its state and its conditions with their reasons: what it counts and says besides is
   * not the same in every run.
   */
  private static String transition(String content) {
    JsonNode status = JsonMapper.shared().readTree(content).path("status");
    StringBuilder said = new StringBuilder(status.path("state").asString(""));
    for (JsonNode condition : status.path("conditions")) {
      for (String part : List.of("type", "status", "reason")) {
        said.append(' ').append(condition.path(part).asString(""));
      }
    }
    return said.toString();
  }

  private String selected(ApiRequest request) {
    Matcher operation = OPERATION.matcher(request.content());
    return request.method().equals("DELETE") && operation.find()
        ? " of " + numbered("operation", "operation/" + operation.group(2))
        : "";
  }

  private String canonical(String text) {
    StringBuilder named = new StringBuilder();
    Matcher objects = OBJECT.matcher(text.replace(directory, "*"));
    while (objects.find()) {
      String kind = Objects.requireNonNullElse(objects.group(1), objects.group(2));
      objects.appendReplacement(named, numbered(kind, objects.group()));
    }
    objects.appendTail(named);
    return VOLATILE.matcher(named).replaceAll("*");
  }

  private String numbered(String kind, String name) {
    Map<String, Integer> known = numbers.computeIfAbsent(kind, first -> new HashMap<>());
    return kind + "#" + known.computeIfAbsent(name, next -> known.size() + 1);
  }
}
