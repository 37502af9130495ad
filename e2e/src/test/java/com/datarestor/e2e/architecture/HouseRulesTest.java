package com.datarestor.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HouseRulesTest {

  private static final String ROOT = "com.datarestor";
  private static final String WRONG = "com.datarestor.e2e.architecture.wrong";

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(HouseRulesTest::isNoTestJar)
          .importPackages(ROOT);

  private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(WRONG);

  private static boolean isNoTestJar(Location location) {
    return !location.contains("-tests.jar");
  }

  @TestFactory
  Stream<DynamicTest> theHouseKeepsTheRule() {
    return each(new HouseRules(ROOT), rule -> rule.check(HOUSE));
  }

  @TestFactory
  Stream<DynamicTest> theRuleFindsWhoBreaksIt() {
    return each(
        new HouseRules(WRONG),
        rule ->
            assertThat(rule.evaluate(OFFENDERS).getFailureReport().getDetails())
                .as("found by: %s", rule.getDescription())
                .isNotEmpty());
  }

  /** A rule that saw no classes holds, so this says that it saw them. */
  @ParameterizedTest
  @CsvSource({"events, 200", "core, 200", "restic, 70", "app, 40", "e2e, 40"})
  void everyModuleIsSeen(String module, int atLeast) {
    assertThat(
            HOUSE.stream()
                .map(JavaClass::getName)
                .filter(name -> name.startsWith(ROOT + "." + module + "."))
                .count())
        .as("classes of " + module)
        .isGreaterThanOrEqualTo(atLeast);
  }

  private static Stream<DynamicTest> each(HouseRules rules, Consumer<ArchRule> check) {
    return rules.all().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> check.accept(rule.getValue())));
  }
}
