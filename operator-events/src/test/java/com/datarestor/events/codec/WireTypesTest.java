package com.datarestor.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.Command;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Named;
import com.datarestor.events.OperationType;
import com.datarestor.events.Step;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.ConsumerGroup;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record has one name, every name one record. */
class WireTypesTest {

  private static final String KEBAB_CASE = "[a-z]+(-[a-z]+)*";

  static Stream<WireType<?>> types() {
    return Stream.concat(EventTypes.ALL.stream(), CommandTypes.ALL.stream());
  }

  @Test
  void everyEventHasExactlyOneRow() {
    assertThat(EventTypes.ALL.stream().<Class<?>>map(WireType::type))
        .hasSizeGreaterThan(50)
        .containsExactlyInAnyOrderElementsOf(Examples.records(DomainEvent.class));
  }

  @Test
  void everyCommandHasExactlyOneRow() {
    assertThat(CommandTypes.ALL.stream().<Class<?>>map(WireType::type))
        .hasSizeGreaterThan(40)
        .containsExactlyInAnyOrderElementsOf(Examples.records(Command.class));
  }

  @Test
  void noNameRepeats() {
    assertThat(types().map(WireType::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("types")
  void namesAreKebabCaseAndVersionsStartAtOne(WireType<?> type) {
    assertThat(type.name()).matches(KEBAB_CASE);
    assertThat(type.version()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        FailureReason.class,
        OperationType.class,
        Step.class,
        ConsumerGroup.class,
        CommandRoute.class
      })
  void everyConstantIsWrittenUnderItsOwnName(Class<? extends Named> type) {
    List<? extends Named> constants = Arrays.asList(type.getEnumConstants());
    assertThat(constants).isNotEmpty().extracting(Named::wireName).doesNotHaveDuplicates();
    assertThat(constants)
        .allSatisfy(
            constant -> {
              assertThat(constant.wireName()).matches(KEBAB_CASE);
              String json = Json.MAPPER.writeValueAsString(constant);
              assertThat(json).isEqualTo('"' + constant.wireName() + '"');
              assertThat(Json.MAPPER.readValue(json, type)).isEqualTo(constant);
            });
  }
}
