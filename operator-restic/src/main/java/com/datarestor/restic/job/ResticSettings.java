package com.datarestor.restic.job;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How restic is to work on one repository.
 *
 * @param target restic repository, with credentials if it has any: never logged
 * @param environment names and values, with credentials: goes into the Job's Secret only
 */
public record ResticSettings(
    String target,
    Map<String, String> environment,
    String image,
    String compression,
    OptionalInt packSize,
    OptionalInt limitUpload,
    OptionalInt limitDownload,
    List<String> excludes,
    boolean excludeCaches,
    boolean oneFileSystem,
    List<String> backupArguments,
    List<String> restoreArguments,
    List<String> forgetArguments) {

  public ResticSettings {
    environment = Map.copyOf(environment);
    excludes = List.copyOf(excludes);
    backupArguments = List.copyOf(backupArguments);
    restoreArguments = List.copyOf(restoreArguments);
    forgetArguments = List.copyOf(forgetArguments);
  }

  /** Never shows the target or a value. */
  @Override
  public String toString() {
    return "ResticSettings[image=" + image + ", environment=" + environment.keySet() + "]";
  }
}
