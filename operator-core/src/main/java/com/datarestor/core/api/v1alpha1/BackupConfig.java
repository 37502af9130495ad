package com.datarestor.core.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * The kind {@code Config}: which volumes are backed up, where to and when. The class has another
 * name because two classes of the Kubernetes client are called Config.
 */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("Config")
@Singular("config")
@Plural("configs")
@ShortNames("rconfig")
@Categories("datarestor")
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "PVCS",
    jsonPath = ".status.pvcs",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "PROTECTED",
    jsonPath = ".status.protected",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "RUNNING",
    jsonPath = ".status.running",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "FAILED",
    jsonPath = ".status.failed",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "LAST BACKUP",
    jsonPath = ".status.lastBackup",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "NEXT BACKUP", jsonPath = ".status.nextBackupText")
@AdditionalPrinterColumn(name = "SIZE", jsonPath = ".status.size")
@AdditionalPrinterColumn(
    name = "STATUS",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class BackupConfig extends CustomResource<BackupConfigSpec, BackupConfigStatus>
    implements Namespaced {

  @Override
  @Required
  public BackupConfigSpec getSpec() {
    return super.getSpec();
  }

  @Override
  protected BackupConfigSpec initSpec() {
    return BackupConfigSpec.EMPTY;
  }

  @Override
  protected BackupConfigStatus initStatus() {
    return BackupConfigStatus.EMPTY;
  }
}
