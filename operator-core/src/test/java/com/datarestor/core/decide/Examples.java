package com.datarestor.core.decide;

import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Selection;
import java.time.Duration;
import java.util.List;

/** Objects that many tests speak of. */
public final class Examples {

  public static final ObjectRef CONFIG = ObjectRef.config("backup-system", "nightly", "config-1");
  public static final ObjectRef OTHER_CONFIG = ObjectRef.config("team", "weekly", "config-2");
  public static final ObjectRef VOLUME = ObjectRef.volume("shop", "data", "volume-1");
  public static final ObjectRef OTHER_VOLUME = ObjectRef.volume("shop", "logs", "volume-2");
  public static final RepositoryRef PRIMARY = repository(1, "s3:host/primary");
  public static final RepositoryRef SECONDARY = repository(2, "/backups/secondary");

  private Examples() {}

  public static RepositoryRef repository(int priority, String target) {
    return new RepositoryRef(RepositoryId.ofTarget(target), priority, target);
  }

  public static Operation operation(String id, OperationType type, ObjectRef about) {
    return operation(id, type, about, CONFIG, PRIMARY);
  }

  public static Operation operation(
      String id, OperationType type, ObjectRef about, ObjectRef config, RepositoryRef repository) {
    return Operation.at(DeciderFixture.NOON, OperationId.of(id), type, about, config, repository);
  }

  /** Daily at two, in the primary repository only. */
  public static ConfigPlan plan() {
    return plan("0 2 * * *", "0 4 * * 0", false);
  }

  public static ConfigPlan plan(String backups, String forgets, boolean suspended) {
    return new ConfigPlan(
        List.of(
            new RepositoryPlan(PRIMARY, backups, forgets, List.of("--keep-last", "2")),
            new RepositoryPlan(SECONDARY, "", "", List.of())),
        "UTC",
        Duration.ZERO,
        suspended,
        Limits.NONE,
        List.of());
  }

  public static Selection selection() {
    return new Selection(CONFIG, plan(), "selector 1 (matchNamespaces: shop)");
  }
}
