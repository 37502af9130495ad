package com.datarestor.restic.job;

import static com.datarestor.restic.job.JobExamples.ACCESS_KEY;
import static com.datarestor.restic.job.JobExamples.PASSWORD;
import static com.datarestor.restic.job.JobExamples.PRIMARY;
import static com.datarestor.restic.job.JobExamples.defaults;
import static com.datarestor.restic.job.JobExamples.operation;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationType;
import com.datarestor.events.Step;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialsStayInTheSecretTest {

  private static final String IN_TARGET = "hunter2-in-the-target";

  private final JobPlan plan =
      new JobPlan(
          operation(OperationType.SCAN),
          Step.SCAN,
          PRIMARY,
          settings(),
          List.of("run", "snapshots"),
          Optional.empty(),
          Optional.empty());
  private final Secret secret =
      new JobFactory().secret(plan, ObjectRef.job(plan.namespace(), plan.jobName(), "uid"));

  @Test
  void noSettingsSayAValue() {
    for (Object said : List.of(plan, plan.settings(), plan.settings().restic())) {
      assertThat(said.toString())
          .contains("RESTIC_PASSWORD")
          .doesNotContain(PASSWORD, ACCESS_KEY, IN_TARGET);
    }
  }

  @Test
  void theJobNamesTheSecretAndHasNoneOfIt() {
    assertThat(new JobFactory().job(plan, Map.of()).toString())
        .contains(JobFactory.secretName(plan.jobName()))
        .doesNotContain(PASSWORD, ACCESS_KEY, IN_TARGET, encoded(PASSWORD), encoded(ACCESS_KEY));
  }

  static List<String> echoes() {
    String long1 = encoded(ACCESS_KEY);
    return List.of(
        "admission webhook \"policy\" denied the request: {\"data\":{\"RESTIC_PASSWORD\":\""
            + encoded(PASSWORD)
            + "\"}}",
        "denied: RESTIC_PASSWORD is \"" + PASSWORD + "\"",
        "json: error found in #10 byte of ...|" + long1.substring(3, 20) + "|...",
        "denied: rest:https://me:" + IN_TARGET + "@host/repo has a password in it");
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void aRefusalThatRepeatsAPartOfTheSecretIsNotRepeated(String echo) {
    KubernetesClientException told = SecretEcho.without(secret, refusal(echo, echo));

    assertThat(everythingOf(told)).doesNotContain(echo, PASSWORD, ACCESS_KEY, IN_TARGET);
    assertThat(told.getCode()).isEqualTo(403);
    assertThat(told)
        .hasMessage(
            "Secret backup-system/%s was refused with status 403 Forbidden; the words of the refusal repeat credentials and are left out"
                .formatted(plan.jobName()));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void norWhereOnlyItsStatusOrItsCauseRepeatsIt(String echo) {
    KubernetesClientException caused =
        new KubernetesClientException("no answer", new IllegalStateException(echo));

    assertThat(everythingOf(SecretEcho.without(secret, refusal("refused", echo))))
        .doesNotContain(echo);
    assertThat(everythingOf(SecretEcho.without(secret, caused))).doesNotContain(echo);
  }

  @Test
  void anyOtherRefusalIsToldAsItIs() {
    String quota = "secrets \"x\" is forbidden: exceeded quota: credentials, used: secrets=10";
    KubernetesClientException refusal =
        refusal("POST at: https://10.0.0.1/api/v1/namespaces/shop/secrets. " + quota, quota);

    assertThat(SecretEcho.without(secret, refusal)).isSameAs(refusal);
  }

  private static KubernetesClientException refusal(String message, String status) {
    return new KubernetesClientException(
        message,
        403,
        new StatusBuilder().withCode(403).withReason("Forbidden").withMessage(status).build());
  }

  private static String everythingOf(KubernetesClientException e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace + String.valueOf(e.getStatus());
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static JobSettings.Found settings() {
    ResticSettings restic = JobExamples.restic();
    return new JobSettings.Found(
        new ResticSettings(
            "rest:https://me:" + IN_TARGET + "@host/repo",
            restic.environment(),
            restic.image(),
            "auto",
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            false,
            false,
            List.of(),
            List.of(),
            List.of()),
        defaults().pod(),
        "c0ffee00");
  }
}
