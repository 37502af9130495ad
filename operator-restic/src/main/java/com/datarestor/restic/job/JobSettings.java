package com.datarestor.restic.job;

import com.datarestor.events.Failure;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.RepositoryRef;

/** What the live Config says about work on one of its repositories. */
public sealed interface JobSettings {

  /** Everything that a Job needs. */
  record Found(ResticSettings restic, PodSettings pod, String clusterName) implements JobSettings {}

  /** Something is missing; the failure says what to add and where. */
  record Missing(Failure failure) implements JobSettings {}

  /** Where they come from: the live Config, at the moment of launching. */
  @FunctionalInterface
  interface Source {
    /** The settings of the Config for the repository. */
    JobSettings of(ObjectRef config, RepositoryRef repository);
  }
}
