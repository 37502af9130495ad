package com.datarestor.e2e.parts;

import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Step;
import com.datarestor.restic.job.WorkInHand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The steps that a test says are in hand. */
final class InHand implements WorkInHand.Directory {

  private final Map<OperationId, WorkInHand> works = new ConcurrentHashMap<>();

  void put(WorkInHand work) {
    works.put(work.operation().id(), work);
  }

  void remove(WorkInHand work) {
    works.remove(work.operation().id());
  }

  @Override
  public Optional<WorkInHand> of(OperationId operation) {
    return Optional.ofNullable(works.get(operation));
  }

  @Override
  public WorkInHand.Turn turn(OperationId operation, Step step, RepositoryRef repository) {
    return of(operation).filter(work -> work.step() == step && !work.launched()).isPresent()
        ? WorkInHand.Turn.NOW
        : WorkInHand.Turn.OVER;
  }

  @Override
  public List<WorkInHand> all() {
    return List.copyOf(works.values());
  }
}
