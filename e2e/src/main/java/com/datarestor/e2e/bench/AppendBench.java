package com.datarestor.e2e.bench;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.VolumeCommand.WakeVolume;
import com.datarestor.events.artemis.ArtemisBroker;
import com.datarestor.events.artemis.ArtemisSettings;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.ConsumerGroup;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.Subscription;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.FileEventLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;

/** What it costs to keep one event, against writing as many bytes and waiting for the disk. */
final class AppendBench {

  private static final int APPENDS = 2_000;
  private static final int WARM_UP = 500;
  private static final ObjectRef VOLUME = ObjectRef.volume("team-1", "data-1", "volume-1");

  private AppendBench() {}

  static void run(Path directory, Table table) throws IOException, InterruptedException {
    List<EventEnvelope> events = new ArrayList<>();
    Past.tell(10, 2L * (WARM_UP + APPENDS), events::add);
    double anchor = median(bare(directory.resolve("bare")));
    row(
        "append one event to the log",
        median(toLog(directory.resolve("append"), events)),
        anchor,
        table);
    long[] whole = endToEnd(directory.resolve("broker"), events);
    row(
        "one event end to end: command sent, decided, event archived",
        median(whole),
        anchor,
        table);
  }

  private static void row(String what, double measured, double anchor, Table table) {
    table.row(
        what + ", p50",
        Table.millis(measured),
        "500 bytes + fsync " + Table.millis(anchor),
        Table.times(measured / anchor),
        "");
  }

  private static long[] toLog(Path directory, List<EventEnvelope> events) {
    EventCodec codec = new EventCodec();
    long[] times = new long[APPENDS];
    try (FileEventLog log = FileEventLog.open(directory)) {
      for (int i = 0; i < APPENDS; i++) {
        EventRecord record = codec.encode(events.get(i));
        long begun = System.nanoTime();
        log.append(List.of(record));
        times[i] = System.nanoTime() - begun;
      }
    }
    return times;
  }

  private static long[] bare(Path file) throws IOException {
    long[] times = new long[APPENDS];
    ByteBuffer bytes = ByteBuffer.allocate(500);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = 0; i < APPENDS; i++) {
        bytes.rewind();
        long begun = System.nanoTime();
        channel.write(bytes);
        channel.force(false);
        times[i] = System.nanoTime() - begun;
      }
    }
    return times;
  }

  @SuppressWarnings("try") // the subscriptions only have to be there
  private static long[] endToEnd(Path directory, List<EventEnvelope> events)
      throws InterruptedException {
    long[] times = new long[APPENDS];
    Deque<EventEnvelope> next = new ArrayDeque<>(events);
    Semaphore archived = new Semaphore(0);
    try (ArtemisBroker broker =
            ArtemisBroker.start(ArtemisSettings.in(directory.resolve("journal")));
        FileEventLog log = FileEventLog.open(directory.resolve("log"));
        Subscription archive =
            broker
                .events()
                .subscribeBatches(
                    ConsumerGroup.ARCHIVE,
                    256,
                    batch -> {
                      log.append(batch);
                      archived.release(batch.size());
                    });
        Subscription decisions =
            broker
                .commands()
                .serve(
                    CommandRoute.DECISIONS,
                    1,
                    command -> Reaction.events(List.of(next.removeFirst())))) {
      for (int i = -WARM_UP; i < APPENDS; i++) {
        CommandEnvelope command =
            CommandEnvelope.first(
                "bench-" + i, Instant.EPOCH, CommandEnvelope.OPERATOR, new WakeVolume(VOLUME));
        long begun = System.nanoTime();
        broker.commands().send(List.of(command));
        archived.acquire();
        if (i >= 0) {
          times[i] = System.nanoTime() - begun;
        }
      }
    }
    return times;
  }

  private static double median(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return (double) sorted[sorted.length / 2];
  }
}
