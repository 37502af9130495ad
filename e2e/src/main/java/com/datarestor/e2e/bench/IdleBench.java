package com.datarestor.e2e.bench;

import com.datarestor.e2e.sandbox.ApiFaults.ApiRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * A minute in which nobody wants anything: memory, requests and CPU. All sizes at the same time.
 */
final class IdleBench {

  private static final Duration MINUTE = Duration.ofSeconds(Long.getLong("bench.idle", 60));

  /** Trimming the native heap, and the first bookmarks, come within this time. */
  private static final Duration SETTLING = Duration.ofSeconds(35);

  private IdleBench() {}

  /** What came to one API server. */
  private static final class Counted {
    private final Map<String, Integer> requests = new ConcurrentSkipListMap<>();
    private final AtomicBoolean counting = new AtomicBoolean();

    void heard(ApiRequest request) {
      if (counting.get()) {
        requests.merge(kind(request), 1, Integer::sum);
      }
    }

    private static String kind(ApiRequest request) {
      String path = request.path().replaceFirst("/namespaces/[^/]+(?=/)", "");
      String resource =
          path.replaceFirst("^/api/[^/]+/|^/apis/[^/]+/[^/]+/", "").replaceFirst("/.*", "");
      return (request.watch() ? "WATCH" : request.method()) + " " + resource;
    }
  }

  static void run(Stands stands, Table table) throws IOException, InterruptedException {
    List<Counted> counts = new ArrayList<>();
    for (int size : StartBench.SIZES) {
      Counted counted = new Counted();
      stands.of(size).api().onRequest(counted::heard);
      stands.operator(size).awaitQuiet();
      counts.add(counted);
    }
    Thread.sleep(SETTLING);
    List<ProcessFigures> before = figures(stands);
    counts.forEach(counted -> counted.counting.set(true));
    Thread.sleep(MINUTE);
    counts.forEach(counted -> counted.counting.set(false));
    List<ProcessFigures> after = figures(stands);
    for (int i = 0; i < StartBench.SIZES.length; i++) {
      int size = StartBench.SIZES[i];
      memory(size, after.get(i), after.get(0), table);
    }
    for (int i = 0; i < StartBench.SIZES.length; i++) {
      String size = StartBench.size(StartBench.SIZES[i]);
      double cpu = after.get(i).cpuSeconds() - before.get(i).cpuSeconds();
      double share = 100 * cpu / MINUTE.toSeconds();
      table.row(
          "CPU when idle, " + size,
          String.format(Locale.ROOT, "%.2f s in %d s", cpu, MINUTE.toSeconds()),
          "one core",
          String.format(Locale.ROOT, "%.2f %%", share),
          "< 1 %");
      requests(size, counts.get(i).requests, table);
    }
  }

  private static List<ProcessFigures> figures(Stands stands)
      throws IOException, InterruptedException {
    List<ProcessFigures> figures = new ArrayList<>();
    for (int size : StartBench.SIZES) {
      figures.add(stands.operator(size).figures());
    }
    return figures;
  }

  private static void memory(
      int size, ProcessFigures figures, ProcessFigures smallest, Table table) {
    table.row(
        "memory when idle, " + StartBench.size(size),
        figures.memory(),
        "without PVCs " + ProcessFigures.mebibytes(smallest.rss()),
        Table.times((double) figures.rss() / smallest.rss()),
        size == 1_000 ? "≤ 128 MiB" : "");
  }

  private static void requests(String size, Map<String, Integer> requests, Table table) {
    Map<String, Integer> lease = new TreeMap<>(requests);
    lease.keySet().removeIf(kind -> !kind.endsWith(" leases"));
    Map<String, Integer> other = new TreeMap<>(requests);
    other.keySet().removeIf(kind -> kind.endsWith(" leases") || kind.startsWith("WATCH "));
    if (lease.isEmpty()) {
      throw new IllegalStateException("the Lease was not renewed: no request was counted");
    }
    double minutes = MINUTE.toSeconds() / 60.0;
    table.row(
        "requests when idle, " + size,
        String.format(Locale.ROOT, "%.0f a minute: %s", sum(requests) / minutes, list(requests)),
        String.format(Locale.ROOT, "for the Lease %.0f a minute", sum(lease) / minutes),
        other.isEmpty() ? "nothing else" : "besides: " + list(other),
        "only Lease and watches");
  }

  private static int sum(Map<String, Integer> requests) {
    return requests.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String list(Map<String, Integer> requests) {
    return requests.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }
}
