package com.datarestor.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The rules, for the classes below a root package.
 *
 * @param root {@code com.datarestor} for the real ones
 */
record HouseRules(String root) {

  /** Packages whose classes decide or parse: what they say depends on what they are given alone. */
  private static final List<String> PURE =
      List.of(
          "events",
          "core.annotation",
          "core.config",
          "core.operation",
          "core.queue",
          "core.repository",
          "core.retention",
          "core.schedule",
          "core.volume");

  private static final Set<String> CLOCK_AND_CHANCE = Set.of("now", "randomUUID", "random");

  /** Every rule by its name. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("core does not see restic", never("core..", "restic..", "app..", "e2e.."));
    rules.put("restic does not see core", never("restic..", "core..", "app..", "e2e.."));
    rules.put("events see nobody", never("events..", "core..", "restic..", "app..", "e2e.."));
    rules.put("the sandbox is no part of the operator", never("app..", "e2e.."));
    rules.put(
        "JMS and Artemis stay in their adapter",
        only(List.of("events.artemis.."), "jakarta.jms..", "org.apache.activemq.."));
    rules.put(
        "only the composition root takes the adapter, and the bench that measures it",
        onlyTheRootTakesArtemis());
    rules.put(
        "Jackson stays where JSON is read",
        only(
            List.of(
                "events.codec..",
                "restic.command..",
                "app.cluster..",
                "app.snapshot..",
                "app.webhook..",
                "e2e.."),
            "tools.jackson..",
            "com.fasterxml.jackson.core..",
            "com.fasterxml.jackson.databind.."));
    rules.put(
        "Guice stays in the composition root", only(List.of("app.operator.."), "com.google.."));
    rules.put(
        "picocli stays in the command line", only(List.of("app.cli..", "e2e.."), "picocli.."));
    rules.put("Prometheus stays in health", only(List.of("app.health.."), "io.prometheus.."));
    rules.put("cron-utils stay in schedules", only(List.of("core.schedule.."), "com.cronutils.."));
    rules.put(
        "persistent collections stay in the queue",
        only(List.of("core.queue.."), "org.pcollections.."));
    rules.put(
        "the Kubernetes client stays in watchers, writers and launchers",
        only(
            List.of(
                "core.api..",
                "core.watch..",
                "core.status..",
                "restic.job..",
                "restic.handler..",
                "app..",
                "e2e.."),
            "io.fabric8.kubernetes.client.."));
    rules.put("ports have no technology in their signatures", portsAreFreeOfTechnology());
    rules.put("ports have no technology in their names", portsHaveNoTechnologyInNames());
    rules.put("deciding uses no machinery", decidingUsesNoMachinery());
    rules.put("deciding asks neither clock nor chance", decidingAsksNeitherClockNorChance());
    rules.put("no class is a drawer", noDrawers());
    rules.put("null is marked", nullIsMarked());
    rules.put("packages form no cycle", noCycles());
    return rules;
  }

  private String[] in(List<String> packages) {
    return packages.stream().map(each -> root + "." + each).toArray(String[]::new);
  }

  private ArchRule never(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(root + "." + from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in(List.of(to)));
  }

  private ArchRule only(List<String> users, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in(users))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  private ArchRule onlyTheRootTakesArtemis() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in(List.of("events.artemis..", "app.operator..", "e2e.bench..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + ".events.artemis..");
  }

  private ArchRule portsAreFreeOfTechnology() {
    return noClasses()
        .that()
        .resideInAnyPackage(in(List.of("events", "events.bus..", "events.store..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.jms..",
            "org.apache.activemq..",
            "io.fabric8..",
            "tools.jackson..",
            "com.fasterxml..");
  }

  private ArchRule portsHaveNoTechnologyInNames() {
    return noClasses()
        .that()
        .resideInAnyPackage(in(List.of("events", "events.bus..", "events.store..")))
        .should()
        .haveNameMatching(".*(Artemis|Jms|Kafka|Jackson|Fabric8|Kubernetes).*");
  }

  private DescribedPredicate<JavaClass> deciding() {
    return describe(
        "decide, react or parse",
        type ->
            resideInAnyPackage(in(PURE)).test(type)
                || type.isAssignableTo(root + ".core.decide.Decider")
                || type.isAssignableTo(root + ".core.decide.Policy"));
  }

  private ArchRule decidingUsesNoMachinery() {
    return noClasses()
        .that(deciding())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.util.concurrent..",
                    "org.slf4j..")
                .or(
                    describe(
                        "are a clock, a source of chance or a thread",
                        type ->
                            Set.of(
                                    "java.time.Clock",
                                    "java.util.Random",
                                    "java.security.SecureRandom",
                                    "java.lang.Thread",
                                    "java.lang.System",
                                    "java.lang.ProcessBuilder")
                                .contains(type.getName()))));
  }

  private ArchRule decidingAsksNeitherClockNorChance() {
    return noClasses()
        .that(deciding())
        .should()
        .accessTargetWhere(
            describe(
                "is now() of java.time, or chance",
                (JavaAccess<?> access) ->
                    CLOCK_AND_CHANCE.contains(access.getTarget().getName())
                        && access.getTargetOwner().getPackageName().startsWith("java.")));
  }

  private ArchRule noDrawers() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .haveNameMatching(".*[.$]([A-Za-z0-9]*(Utils?|Helpers?|Manager|Impl)|Abstract[A-Z]\\w*)");
  }

  private ArchRule nullIsMarked() {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should(
            new ArchCondition<>("be in a package with @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(
                    new SimpleConditionEvent(
                        type, marked, type.getPackageName() + " has no @NullMarked"));
              }
            });
  }

  /** A slice for each package; codec and store, which write one format together, share one. */
  private ArchRule noCycles() {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                if (resideOutsideOfPackages(root + "..").test(type)) {
                  return SliceIdentifier.ignore();
                }
                String name = type.getPackageName().substring(root.length());
                return SliceIdentifier.of(
                    "package" + (name.equals(".events.codec") ? ".events.store" : name));
              }

              @Override
              public String getDescription() {
                return "packages below " + root;
              }
            })
        .should()
        .beFreeOfCycles();
  }
}
