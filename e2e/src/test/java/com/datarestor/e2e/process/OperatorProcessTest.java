package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.scenario.Restic;
import com.datarestor.e2e.scenario.SandboxCluster;
import com.datarestor.e2e.scenario.User;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class OperatorProcessTest {

  private static final String NAMESPACE = "datarestor-operator-system";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private SandboxCluster cluster;

  @BeforeEach
  void startCluster() throws IOException {
    cluster = SandboxCluster.start(directory, Restic.onThisMachine());
    new User(cluster.client()).namespace(NAMESPACE, Map.of());
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  @Test
  void isReadyOnceItLeads_AndEndsInOrderWhenAsked() {
    try (OperatorProgram operator = start("first").awaitLeading()) {
      assertThat(holder()).isEqualTo("first");
      assertThat(operator.ask("/livez").status()).isEqualTo(200);
      assertThat(operator.ask("/dead-letters")).isEqualTo(new OperatorProgram.Answer(200, ""));

      operator.program().askToStop();

      Program.Ended ended = operator.program().ended();
      assertThat(ended.status()).as(ended.err()).isZero();
      assertThat(ended.err().lines())
          .as("every line of the log is JSON")
          .allSatisfy(line -> JsonMapper.shared().readTree(line).required("level"));
      assertThat(ended.err())
          .contains("stopping: finishing what is in hand")
          .doesNotContain("WARN");
      assertThat(duration())
          .as("the Lease is given back: it runs out at once")
          .isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void theLogIsReadWhileTheOperatorWritesIt() {
    try (OperatorProgram operator = start("first").awaitLeading();
        Program tail = datarestor("events", "tail")) {
      User user = new User(cluster.client());
      user.namespace("shop", Map.of());
      user.claim("shop", "database", Map.of());

      Awaitility.await("the tail shows the volume")
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(tail.out())
                      .as("%s; the operator: %s", tail.err(), operator.program().err())
                      .contains("pvc shop/database"));
      Program.Ended list = datarestor("events", "list", "--pvc", "shop/database").ended();
      assertThat(list.status()).isZero();
      assertThat(list.out()).contains("volume-observed").contains("pvc shop/database");
      assertThat(list.err()).isEmpty();
      Program.Ended letters =
          datarestor("dead-letters", "redeliver", "nobody", "--port", "" + operator.port()).ended();
      assertThat(letters.err()).isEqualTo("there is no dead letter nobody\n");
      assertThat(letters.status()).isEqualTo(1);
    }
  }

  @Test
  void theStandbyIsReady_AndLeadsSoonAfterTheLeaderWasStopped() {
    try (OperatorProgram first = start("first").awaitLeading();
        OperatorProgram second = start("second").awaitStandingBy()) {
      Instant renewed = renewed();
      first.program().askToStop();
      second.awaitLeading();

      assertThat(first.program().ended().status()).isZero();
      assertThat(holder()).isEqualTo("second");
      assertThat(acquired())
          .as("it need not wait for the Lease to run out")
          .isBefore(renewed.plus(duration()));
    }
  }

  @Test
  void theStandbyStopsWhenAsked() {
    try (OperatorProgram first = start("first").awaitLeading();
        OperatorProgram second = start("second").awaitStandingBy()) {
      second.program().askToStop();

      assertThat(second.program().ended().status()).isZero();
      assertThat(holder()).isEqualTo("first");
      assertThat(first.leads()).isTrue();
    }
  }

  @Test
  void theStandbyLeadsAfterTheLeaderWasKilled() {
    try (OperatorProgram first = start("first").awaitLeading();
        OperatorProgram second = start("second").awaitStandingBy()) {
      first.program().kill();
      second.awaitLeading();

      assertThat(holder()).isEqualTo("second");
    }
  }

  @Test
  void aLeaderThatIsCutOffEndsBeforeAnotherMayLead() throws IOException {
    URI api = URI.create(cluster.sandbox().url());
    try (CuttableConnection connection = new CuttableConnection(api.getPort())) {
      Path kubeconfig = directory.resolve("kubeconfig-of-first");
      Files.writeString(
          kubeconfig,
          Files.readString(cluster.kubeconfig())
              .replace(":" + api.getPort(), ":" + connection.port()));
      try (OperatorProgram first =
          OperatorProgram.start(kubeconfig, directory.resolve("data"), "first").awaitLeading()) {
        connection.cut();

        Program.Ended ended = first.program().ended();

        Instant end = Instant.now();
        assertThat(ended.status()).as(ended.err()).isEqualTo(75);
        assertThat(ended.err()).contains("the Lease is lost");
        assertThat(end).isBefore(renewed().plus(duration()));
        assertThat(ended.err())
            .as("the renew deadline counts, not a request that hangs")
            .contains("lease-deadline");
      }
    }
  }

  private OperatorProgram start(String identity) {
    return OperatorProgram.start(cluster.kubeconfig(), directory.resolve("data"), identity);
  }

  private Program datarestor(String... arguments) {
    return Program.start(
        directory.resolve("tools"),
        Map.of("DATARESTOR_DATA_DIR", directory.resolve("data").toString()),
        arguments);
  }

  private LeaseSpec lease() {
    return cluster
        .client()
        .resources(Lease.class)
        .inNamespace(NAMESPACE)
        .withName("datarestor-operator")
        .require()
        .getSpec();
  }

  private String holder() {
    return Objects.requireNonNullElse(lease().getHolderIdentity(), "");
  }

  private Instant renewed() {
    return lease().getRenewTime().toInstant();
  }

  private Instant acquired() {
    return lease().getAcquireTime().toInstant();
  }

  private Duration duration() {
    return Duration.ofSeconds(lease().getLeaseDurationSeconds());
  }
}
