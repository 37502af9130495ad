package com.datarestor.core.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfigSpec;
import com.datarestor.core.api.v1alpha1.ConfigLimits;
import com.datarestor.core.api.v1alpha1.EnvironmentSource;
import com.datarestor.core.api.v1alpha1.EnvironmentValueSource;
import com.datarestor.core.api.v1alpha1.EnvironmentVariable;
import com.datarestor.core.api.v1alpha1.JobTemplate;
import com.datarestor.core.api.v1alpha1.KeyReference;
import com.datarestor.core.api.v1alpha1.RepositorySpec;
import com.datarestor.core.api.v1alpha1.ResticOptions;
import com.datarestor.core.api.v1alpha1.SourceReference;
import com.datarestor.core.repository.Environment.Resolution;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

  private static final EnvironmentVariable PASSWORD = variable("RESTIC_PASSWORD", "opensesame");

  private final Map<String, Map<String, String>> secrets = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> configMaps = new LinkedHashMap<>();

  private static EnvironmentVariable variable(String name, String value) {
    return EnvironmentVariable.of(name, value);
  }

  private static EnvironmentVariable fromSecret(String name, String secret, String key) {
    return fromSecret(name, secret, key, false);
  }

  private static EnvironmentVariable fromSecret(
      String name, String secret, String key, boolean optional) {
    return new EnvironmentVariable(
        name, null, new EnvironmentValueSource(new KeyReference(secret, key, optional), null));
  }

  private static EnvironmentVariable fromConfigMap(String name, String map, String key) {
    return new EnvironmentVariable(
        name, null, new EnvironmentValueSource(null, new KeyReference(map, key, false)));
  }

  private static EnvironmentSource allOfSecret(String prefix, String name, boolean optional) {
    return new EnvironmentSource(prefix, new SourceReference(name, optional), null);
  }

  private static EnvironmentSource allOfConfigMap(String prefix, String name) {
    return new EnvironmentSource(prefix, null, new SourceReference(name, false));
  }

  private Resolution resolve(
      List<EnvironmentSource> sources,
      List<EnvironmentVariable> variables,
      List<EnvironmentSource> ownSources,
      List<EnvironmentVariable> ownVariables) {
    RepositorySpec repository = repository(ownSources, ownVariables);
    return Environment.resolve(
        "backup-system", spec(repository, sources, variables), repository, new Stored());
  }

  private static RepositorySpec repository(
      List<EnvironmentSource> sources, List<EnvironmentVariable> variables) {
    return new RepositorySpec(
        "s3:host/primary", 1, null, null, List.of(), variables, sources, ResticOptions.NONE);
  }

  private static BackupConfigSpec spec(
      RepositorySpec repository,
      List<EnvironmentSource> sources,
      List<EnvironmentVariable> variables) {
    return new BackupConfigSpec(
        List.of(repository),
        variables,
        sources,
        List.of(),
        false,
        true,
        "UTC",
        "5m",
        false,
        ResticOptions.NONE,
        JobTemplate.NONE,
        ConfigLimits.DEFAULTS);
  }

  private Resolution resolve(EnvironmentVariable... variables) {
    return resolve(List.of(), List.of(variables), List.of(), List.of());
  }

  private static Map<String, String> resolved(Resolution resolution) {
    assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
    return ((Resolution.Resolved) resolution).variables();
  }

  private static Failure missing(Resolution resolution) {
    assertThat(resolution).isInstanceOf(Resolution.Missing.class);
    return ((Resolution.Missing) resolution).failure();
  }

  @Test
  void saysWhatToAllowWhenASecretMayNotBeRead() {
    BackupConfigSpec spec =
        spec(
            repository(List.of(), List.of()),
            List.of(),
            List.of(fromSecret("RESTIC_PASSWORD", "restic", "password")));

    assertThat(
            missing(
                Environment.resolve(
                    "elsewhere", spec, spec.repositories().getFirst(), new Closed())))
        .isEqualTo(
            Failure.of(
                FailureReason.CREDENTIALS_MISSING,
                "the operator may not read Secret elsewhere/restic: add elsewhere to configNamespaces"
                    + " of the chart's values; the notes that helm install printed show how to allow"
                    + " it without Helm"));
  }

  /** No role of the operator is bound in the namespace. */
  private static final class Closed implements Environment.Values {
    @Override
    public Optional<Map<String, String>> secret(String namespace, String name) {
      throw new Environment.NotAllowed(new IllegalStateException("forbidden"));
    }

    @Override
    public Optional<Map<String, String>> configMap(String namespace, String name) {
      throw new Environment.NotAllowed(new IllegalStateException("forbidden"));
    }
  }

  /** Secrets and ConfigMaps of the Config's namespace, and of no other. */
  private final class Stored implements Environment.Values {
    @Override
    public Optional<Map<String, String>> secret(String namespace, String name) {
      assertThat(namespace).isEqualTo("backup-system");
      return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public Optional<Map<String, String>> configMap(String namespace, String name) {
      assertThat(namespace).isEqualTo("backup-system");
      return Optional.ofNullable(configMaps.get(name));
    }
  }

  @Test
  void laterOnesWin() {
    secrets.put("shared", Map.of("A", "config-envFrom", "B", "config-envFrom", "D", "x"));
    configMaps.put("own", Map.of("A", "own-envFrom", "C", "own-envFrom"));
    assertThat(
            resolved(
                resolve(
                    List.of(allOfSecret("", "shared", false)),
                    List.of(PASSWORD, variable("B", "config-env"), variable("C", "config-env")),
                    List.of(allOfConfigMap("", "own")),
                    List.of(variable("B", "own-env")))))
        .isEqualTo(
            Map.of(
                "RESTIC_PASSWORD", "opensesame",
                "A", "own-envFrom",
                "B", "own-env",
                "C", "own-envFrom",
                "D", "x"));
  }

  @Test
  void everyKeyOfASourceGetsThePrefix() {
    secrets.put("storage", Map.of("ACCESS_KEY_ID", "id", "SECRET_ACCESS_KEY", "key"));
    assertThat(
            resolved(
                resolve(
                    List.of(allOfSecret("AWS_", "storage", false)),
                    List.of(PASSWORD),
                    List.of(),
                    List.of())))
        .containsEntry("AWS_ACCESS_KEY_ID", "id")
        .containsEntry("AWS_SECRET_ACCESS_KEY", "key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $(HOST):$(PORT)   | minio:9000
          $(LATER)          | $(LATER)
          $$(HOST)          | $(HOST)
          $HOST             | $HOST
          a$(HOST)$(HOST)b  | aminiominiob
          $(HOST            | $(HOST
          $(ODD)            | c:\\$1
          """)
  void expandsWhatWasDefinedBefore(String value, String expected) {
    assertThat(
            resolved(
                resolve(
                    PASSWORD,
                    variable("HOST", "minio"),
                    variable("PORT", "9000"),
                    variable("ODD", "c:\\$1"),
                    variable("VALUE", value),
                    variable("LATER", "later"))))
        .containsEntry("VALUE", expected);
  }

  /** A password may hold anything; only what the user wrote in value is expanded. */
  @Test
  void whatComesFromASecretIsTakenAsItIs() {
    secrets.put("restic", Map.of("password", "$(HOST) \"quoted\"\nnext"));
    assertThat(
            resolved(
                resolve(
                    variable("HOST", "minio"),
                    fromSecret("RESTIC_PASSWORD", "restic", "password"))))
        .containsEntry("RESTIC_PASSWORD", "$(HOST) \"quoted\"\nnext");
  }

  @Test
  void namesTheSecretThatIsMissing() {
    assertThat(missing(resolve(fromSecret("RESTIC_PASSWORD", "restic", "password"))))
        .isEqualTo(
            Failure.of(
                FailureReason.CREDENTIALS_MISSING,
                "there is no Secret backup-system/restic: create it in the Config's namespace, or"
                    + " correct the reference in the Config (it holds RESTIC_PASSWORD)"));
    assertThat(missing(resolve(PASSWORD, fromConfigMap("REGION", "storage", "region"))).message())
        .startsWith("there is no ConfigMap backup-system/storage: create it");
    assertThat(
            missing(
                    resolve(
                        List.of(allOfSecret("", "aws", false)),
                        List.of(PASSWORD),
                        List.of(),
                        List.of()))
                .message())
        .isEqualTo(
            "there is no Secret backup-system/aws: create it in the Config's namespace, or"
                + " correct the reference in the Config");
  }

  @Test
  void namesTheKeyThatIsMissingAndNoValue() {
    secrets.put("restic", Map.of("passwd", "opensesame"));
    assertThat(missing(resolve(fromSecret("RESTIC_PASSWORD", "restic", "password"))))
        .isEqualTo(
            Failure.of(
                FailureReason.CREDENTIALS_MISSING,
                "Secret backup-system/restic has no key password (it holds RESTIC_PASSWORD): add"
                    + " the key, or correct the reference in the Config"));
  }

  @Test
  void whatIsOptionalMayBeMissing() {
    secrets.put("there", Map.of());
    assertThat(
            resolved(
                resolve(
                    List.of(allOfSecret("X_", "absent", true)),
                    List.of(
                        PASSWORD,
                        fromSecret("A", "absent", "key", true),
                        fromSecret("B", "there", "key", true)),
                    List.of(),
                    List.of())))
        .containsOnlyKeys("RESTIC_PASSWORD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESTIC_PASSWORD", "RESTIC_PASSWORD_FILE", "RESTIC_PASSWORD_COMMAND"})
  void anyOfResticsWaysIsAPassword(String name) {
    assertThat(resolved(resolve(variable(name, "x")))).containsOnlyKeys(name);
  }

  @Test
  void sayWhereToPutThePassword() {
    Failure failure =
        Failure.of(
            FailureReason.NO_PASSWORD,
            "there is no password: add RESTIC_PASSWORD to spec.env or to the repository's env,"
                + " best with valueFrom.secretKeyRef to a Secret in namespace backup-system");
    assertThat(missing(resolve(variable("AWS_REGION", "eu")))).isEqualTo(failure);
    assertThat(missing(resolve(variable("RESTIC_PASSWORD", "")))).isEqualTo(failure);
  }

  @Test
  void aValueIsNeverShown() {
    assertThat(resolve(PASSWORD).toString())
        .contains("RESTIC_PASSWORD")
        .doesNotContain("opensesame");
  }
}
