package com.datarestor.core.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** The kind {@code Task}: one operation as the user sees it, in the namespace of its claim. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("Task")
@Singular("task")
@Plural("tasks")
@ShortNames("rtask")
@Categories("datarestor")
@AdditionalPrinterColumn(name = "TYPE", jsonPath = ".spec.type")
@AdditionalPrinterColumn(name = "PVC", jsonPath = ".spec.pvc")
@AdditionalPrinterColumn(name = "REPOSITORY", jsonPath = ".status.repository")
@AdditionalPrinterColumn(name = "STATE", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "PROGRESS", jsonPath = ".status.progress")
@AdditionalPrinterColumn(name = "SNAPSHOT", jsonPath = ".status.snapshot")
@AdditionalPrinterColumn(name = "ADDED", jsonPath = ".status.added")
@AdditionalPrinterColumn(name = "DURATION", jsonPath = ".status.duration")
@AdditionalPrinterColumn(name = "REASON", jsonPath = ".status.reason", priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = ".status.message", priority = 1)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class Task extends CustomResource<TaskSpec, TaskStatus> implements Namespaced {

  @Override
  @Required
  @ValidationRule(
      value = "self == oldSelf",
      message = "a Task is what was asked and cannot be changed: delete it and create another one")
  public TaskSpec getSpec() {
    return super.getSpec();
  }

  @Override
  protected TaskSpec initSpec() {
    return TaskSpec.EMPTY;
  }

  @Override
  protected TaskStatus initStatus() {
    return TaskStatus.EMPTY;
  }
}
