package com.datarestor.e2e.scenario;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Configs, Tasks and Events, for whoever waited in vain. */
final class Overview {

  private Overview() {}

  static String of(KubernetesClient client) {
    StringBuilder text = new StringBuilder();
    for (BackupConfig config :
        client.resources(BackupConfig.class).inAnyNamespace().list().getItems()) {
      text.append("config ").append(config.getMetadata().getName()).append(": ");
      text.append(config.getStatus()).append(System.lineSeparator());
    }
    for (Task task : client.resources(Task.class).inAnyNamespace().list().getItems()) {
      text.append("task ").append(task.getMetadata().getName()).append(": ");
      text.append(task.getStatus()).append(System.lineSeparator());
    }
    for (Event event : client.v1().events().inAnyNamespace().list().getItems()) {
      text.append("event ").append(event.getInvolvedObject().getName()).append(' ');
      text.append(event.getReason()).append(": ").append(event.getMessage());
      text.append(System.lineSeparator());
    }
    return text.toString();
  }
}
