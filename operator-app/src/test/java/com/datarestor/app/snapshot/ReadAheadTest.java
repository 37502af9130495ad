package com.datarestor.app.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

  private static int count(int number, Consumer<Integer> out) {
    for (int i = 0; i < number; i++) {
      out.accept(i);
    }
    return number;
  }

  @Test
  void everythingComesInOrderAndTheSourcesAnswerToo() {
    for (int number : new int[] {0, 1, 255, 256, 257, 10_000}) {
      List<Integer> seen = new ArrayList<>();
      int answer =
          ReadAhead.<Integer, Integer, Integer>read(
              out -> count(number, out), element -> element + 1, seen::add);
      assertThat(answer).isEqualTo(number);
      assertThat(seen).isEqualTo(IntStream.rangeClosed(1, number).boxed().toList());
    }
  }

  @Test
  void theSourcesExceptionIsThrownAfterWhatCameBeforeIt() {
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                ReadAhead.<Integer, Integer, Integer>read(
                    out -> {
                      count(1_000, out);
                      throw new UnsupportedOperationException("the disk");
                    },
                    Function.identity(),
                    seen::add))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("the disk");
    assertThat(seen).hasSizeGreaterThan(500).isSorted();
  }

  @Test
  void theWorkersExceptionEndsTheReading() {
    List<Thread> readers = new CopyOnWriteArrayList<>();
    assertThatThrownBy(
            () ->
                ReadAhead.<Integer, Integer, Integer>read(
                    out -> {
                      readers.add(Thread.currentThread());
                      return count(1_000_000, out);
                    },
                    Function.identity(),
                    number -> {
                      throw new UnsupportedOperationException("event " + number);
                    }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("event 0");
    await().until(() -> readers.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void theExceptionOfThePreparationIsThrown() {
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                ReadAhead.<Integer, Integer, Integer>read(
                    out -> count(1_000, out),
                    number -> {
                      if (number == 600) {
                        throw new UnsupportedOperationException("event " + number);
                      }
                      return number;
                    },
                    seen::add))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("event 600");
    assertThat(seen).hasSize(512).isSorted();
  }
}
