package com.datarestor.app.snapshot;

import com.datarestor.app.health.Metrics;
import com.datarestor.app.snapshot.FoldedMemory.Complaint;
import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.CommandDispatcher.Memory;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.queue.QueueState;
import com.datarestor.core.recovery.Unfinished;
import com.datarestor.core.replay.AllPolicies;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.retention.Remains;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Restated.LogCompacted;
import com.datarestor.events.StreamId;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventLog;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.LogFindings;
import com.datarestor.events.store.LogMark;
import com.datarestor.events.store.LogReading;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The parts that remember what the log tells, folded together. Used by one thread. */
public final class FoldedState {

  private final ConfigDecider configs = new ConfigDecider();
  private final VolumeDecider volumes = new VolumeDecider();
  private final OperationDecider operations = new OperationDecider();
  private final RepositoryDecider repositories = new RepositoryDecider();
  private final QueueDecider queue = new QueueDecider();

  private final EventCodec codec = new EventCodec();
  private final CommandDispatcher dispatcher;
  private final StatusBoard board;
  private final Unfinished unfinished;
  private final Metrics metrics;
  private final Consumer<EventEnvelope> listener;
  private final Map<StreamId, Long> passedOver = new HashMap<>();
  private final Set<Complaint> complaints = new LinkedHashSet<>();

  /** Folds into these parts, which know nothing yet. */
  public FoldedState(
      CommandDispatcher dispatcher, StatusBoard board, Unfinished unfinished, Metrics metrics) {
    this(dispatcher, board, unfinished, metrics, event -> {});
  }

  private FoldedState(
      CommandDispatcher dispatcher,
      StatusBoard board,
      Unfinished unfinished,
      Metrics metrics,
      Consumer<EventEnvelope> listener) {
    this.dispatcher = dispatcher;
    this.board = board;
    this.unfinished = unfinished;
    this.metrics = metrics;
    this.listener = listener;
  }

  /** Folds into parts that nobody else sees. */
  static FoldedState apart() {
    return apart(event -> {});
  }

  /**
   * Folds into parts that nobody else sees.
   *
   * @param listener is handed every event too
   */
  static FoldedState apart(Consumer<EventEnvelope> listener) {
    return new FoldedState(
        new CommandDispatcher(
            List.of(
                new ConfigDecider(),
                new VolumeDecider(),
                new OperationDecider(),
                new RepositoryDecider(),
                new QueueDecider()),
            new WakeUps()),
        new StatusBoard(),
        new Unfinished(AllPolicies.inOrder()),
        new Metrics(),
        listener);
  }

  /**
   * Folds what the log has behind a place.
   *
   * @return empty, and nothing was folded, when the log does not have that place
   */
  Optional<LogReading> foldOn(EventLog log, LogMark from) {
    Map<StreamId, Long> known = sequences();
    Optional<LogReading> reading =
        ReadAhead.<EventRecord, Decoded, Optional<LogReading>>read(
            records -> log.readOn(from, stream -> known.getOrDefault(stream, 0L), records),
            codec::decode,
            this::fold);
    dispatcher.armReplayed();
    reading.ifPresent(read -> complain(read.findings().damage()));
    return reading;
  }

  /** Folds what is read from somewhere. */
  LogFindings fold(Function<Consumer<EventRecord>, LogFindings> source) {
    LogFindings findings =
        ReadAhead.<EventRecord, Decoded, LogFindings>read(source, codec::decode, this::fold);
    dispatcher.armReplayed();
    complain(findings.damage());
    return findings;
  }

  private void complain(List<String> damage) {
    damage.forEach(sentence -> complaints.add(new Complaint(true, sentence)));
  }

  private void fold(Decoded decoded) {
    switch (decoded) {
      case Decoded.Known known -> fold(known.envelope());
      case Decoded.Unknown unknown -> {
        EventMetadata metadata = unknown.record().metadata();
        passedOver.put(metadata.stream(), metadata.sequence());
        complaints.add(new Complaint(false, unknown.why()));
      }
    }
  }

  private void fold(EventEnvelope event) {
    dispatcher.replay(event);
    board.fold(event);
    unfinished.take(event);
    metrics.remember(event);
    listener.accept(event);
    if (event.event() instanceof LogCompacted compacted) {
      complain(compacted.damage());
    }
  }

  /** What must be kept when the events go that were folded. */
  Remains remains(Remains.Margin margin, Instant until) {
    return new Remains(
        List.of(queue, configs, volumes, repositories, operations),
        dispatcher,
        board,
        unfinished,
        margin,
        until);
  }

  private Map<StreamId, Long> sequences() {
    Map<StreamId, Long> sequences = new HashMap<>(passedOver);
    for (Memory<?> memory :
        List.<Memory<?>>of(
            dispatcher.memory(configs),
            dispatcher.memory(volumes),
            dispatcher.memory(operations),
            dispatcher.memory(repositories),
            dispatcher.memory(queue))) {
      memory.open().forEach((stream, last) -> sequences.merge(stream, last.sequence(), Math::max));
      memory.over().forEach((stream, last) -> sequences.merge(stream, last.sequence(), Math::max));
    }
    return sequences;
  }

  FoldedMemory memory() {
    return new FoldedMemory(
        dispatcher.memory(configs),
        dispatcher.memory(volumes),
        dispatcher.memory(operations),
        dispatcher.memory(repositories),
        dispatcher.memory(queue).map(QueueState::memory),
        board.memory(),
        unfinished.memory(),
        metrics.memory(),
        Map.copyOf(passedOver),
        List.copyOf(complaints));
  }

  void recall(FoldedMemory memory) {
    dispatcher.recall(configs, memory.configs());
    dispatcher.recall(volumes, memory.volumes());
    dispatcher.recall(operations, memory.operations());
    dispatcher.recall(repositories, memory.repositories());
    dispatcher.recall(queue, memory.queue().map(QueueState::of));
    board.recall(memory.board());
    unfinished.recall(memory.unfinished());
    metrics.recall(memory.metrics());
    passedOver.putAll(memory.passedOver());
    complaints.addAll(memory.complaints());
  }

  /** Hands over what is wrong with the log, and what of it was passed over. */
  public void complaints(BiConsumer<Boolean, String> reader) {
    complaints.forEach(complaint -> reader.accept(complaint.error(), complaint.sentence()));
  }
}
