package com.datarestor.core.annotation;

/** The repository part of an annotation. */
public sealed interface RepositorySelector {

  /** None was written. */
  record Primary() implements RepositorySelector {}

  /** {@code *}: every repository. */
  record All() implements RepositorySelector {}

  /** A number: the repository with this priority. */
  record ByPriority(int priority) implements RepositorySelector {}

  /** Anything else: the repository with exactly this target. */
  record ByTarget(String target) implements RepositorySelector {}
}
