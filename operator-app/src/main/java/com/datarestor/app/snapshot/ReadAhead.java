package com.datarestor.app.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads on one thread while another one works on what was read; what can be prepared apart from
 * everything else is prepared on a third one in between.
 */
final class ReadAhead {

  private static final int BATCH = 256;
  private static final int BATCHES = 4;

  private ReadAhead() {}

  /**
   * Hands everything that the source hands out to the worker, in order and on this thread.
   *
   * @param source called on another thread with what takes its elements
   * @param preparation called anywhere, for several elements at a time
   * @return what the source returned
   */
  static <T, P, R> R read(
      Function<Consumer<T>, R> source, Function<T, P> preparation, Consumer<P> worker) {
    BlockingQueue<CompletableFuture<List<P>>> ready = new ArrayBlockingQueue<>(BATCHES);
    CompletableFuture<R> result = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform().name("read-ahead").start(() -> run(source, preparation, ready, result));
    try {
      for (List<P> batch = ready.take().join(); !batch.isEmpty(); batch = ready.take().join()) {
        batch.forEach(worker);
      }
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading", e);
    } finally {
      // wakes it when the worker gave up
      reader.interrupt();
    }
  }

  private static <T, P, R> void run(
      Function<Consumer<T>, R> source,
      Function<T, P> preparation,
      BlockingQueue<CompletableFuture<List<P>>> ready,
      CompletableFuture<R> result) {
    List<T> batch = new ArrayList<>();
    try {
      R returned =
          source.apply(
              element -> {
                batch.add(element);
                if (batch.size() == BATCH) {
                  put(prepared(batch, preparation), ready);
                  batch.clear();
                }
              });
      if (!batch.isEmpty()) {
        put(prepared(batch, preparation), ready);
      }
      result.complete(returned);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    } finally {
      end(ready);
    }
  }

  private static <T, P> CompletableFuture<List<P>> prepared(
      List<T> batch, Function<T, P> preparation) {
    List<T> read = List.copyOf(batch);
    return CompletableFuture.supplyAsync(() -> read.stream().map(preparation).toList());
  }

  private static <P> void end(BlockingQueue<CompletableFuture<List<P>>> ready) {
    try {
      ready.put(CompletableFuture.completedFuture(List.of()));
    } catch (InterruptedException e) {
      // the worker gave up: nobody waits for the end
      Thread.currentThread().interrupt();
    }
  }

  private static <P> void put(
      CompletableFuture<List<P>> batch, BlockingQueue<CompletableFuture<List<P>>> ready) {
    try {
      ready.put(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody waits for what is read", e);
    }
  }
}
